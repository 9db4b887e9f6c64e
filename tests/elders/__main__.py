"""`python -m tests.elders --calls 1000`: the gates of the call script, each with pass or miss; exit 1 on a miss."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor

from tests.elders.errands import Errand
from tests.elders.gates import judge_gates, table
from tests.elders.speech import Pace
from tests.elders.trial import Result, Trial, run_trial
from tests.elders.truth import Called

SEED = 20200229


def main() -> int:
    """Make the calls, print the table; 1 when a gate is missed."""
    options = _options()
    trials = [
        Trial(
            options.calls,
            seed=options.seed + place,
            errands=(errand,),
            pace=Pace(options.pauses),
            mishears_choices=options.mishear_choices,
        )
        for place, errand in enumerate(Errand)
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        results = [result for made in pool.map(_made, trials) for result in made]
    for result in results[:: max(1, len(results) // options.transcripts)] if options.transcripts else []:
        sys.stdout.write(transcript(result) + "\n")
    verdicts = judge_gates(results)
    sys.stdout.write(f"{options.calls} calls of each kind by each persona, seed {options.seed}\n{table(verdicts)}\n")
    sys.stdout.write(_by_language(results) + "\n")
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.elders", description=__doc__)
    parser.add_argument("--calls", type=int, default=1000, help="of each kind by each persona")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--transcripts", type=int, default=0, help="print about so many calls, word by word")
    parser.add_argument("--pauses", type=float, default=0.0, help="1: written pauses come on top of the speaking rate")
    parser.add_argument("--mishear-choices", action="store_true", help="choices are misheard too, not only read-backs")
    return parser.parse_args()


def _made(trial: Trial) -> list[Result]:
    """What crosses from a process: results without the wire they came over."""
    made = run_trial(trial)
    for result in made:
        result.called.conversation.forget_wire()
    return made


def transcript(result: Result) -> str:
    """A call as it was heard."""
    called, outcome = result.called, result.outcome
    lines = [f"\n--- {called.persona}, {called.errand}: {describe(called)} -> {outcome}"]
    spoken = ""
    for said in called.conversation.transcript:
        if said.who == "line":
            spoken += ("," if spoken else "") + said.words
            continue
        if spoken:
            lines.append(f"       line: {spoken}")
        spoken = ""
        lines.append(f"{said.at:6.1f} {said.who}: {said.words}")
    return "\n".join(lines)


def describe(called: Called) -> str:
    """What the caller meant."""
    wish = called.home.wish
    if wish.set_name:
        return f"{wish.set_name} x {wish.quantity}"
    return ", ".join(f"{person.name} {person.tenths / 10:.1f}" for person in wish.people)


def _by_language(results: Iterable[Result]) -> str:
    made, done = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for result in results:
        called = result.called
        key = (called.errand, called.persona, called.home.language)
        made[key] += 1
        done[key] += result.outcome.done
    return "done by language:\n" + "\n".join(
        f"{errand:28} {persona:9} {language:6} {done[errand, persona, language] / count:7.2%} of {count}"
        for (errand, persona, language), count in made.items()
    )


if __name__ == "__main__":
    sys.exit(main())
