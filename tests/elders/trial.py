"""A trial: so many calls of every errand by every persona, made one after the other, with a fixed seed."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.elders.errands import Errand, make_homes
from tests.elders.mind import Caller
from tests.elders.persona import PERSONAS, load_personas
from tests.elders.phone import Conversation
from tests.elders.speech import Pace
from tests.elders.tongue import TONGUES
from tests.elders.town import LINES, Home, open_town
from tests.elders.truth import Called, Outcome, judge_all
from tests.parts import SqliteDatabases
from tests.web.line import Wire

MEMORY = Path("/dev/shm")  # noqa: S108 - a database nobody needs afterwards is kept off the disk where there is memory


Through = Callable[[Wire], Wire]


def straight(wire: Wire) -> Wire:
    """Nothing between the carrier and the line."""
    return wire


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried. `calls` of each errand by each persona; `through` puts something between the carrier and the line (controls)."""

    calls: int
    seed: int = 20200229
    errands: tuple[Errand, ...] = tuple(Errand)
    personas: tuple[str, ...] = PERSONAS
    pace: Pace = field(default_factory=Pace)
    through: Through = straight
    mishears_choices: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A call and how it came out."""

    called: Called
    outcome: Outcome


def run_trial(trial: Trial) -> list[Result]:
    """Make all the calls on a new SQLite database and judge them."""
    chance = Random(trial.seed)
    plans = list(_plans(trial, chance))
    with _fresh_address() as address, open_town(address, [home for _, _, home in plans]) as (engine, wire):
        line = trial.through(wire)
        calls = [_call(trial, plan, line, chance.randrange(2**32)) for plan in plans]
        return [Result(*pair) for pair in zip(calls, judge_all(calls, engine), strict=True)]


def _plans(trial: Trial, chance: Random) -> Iterator[tuple[str, Errand, Home]]:
    first = 1
    for errand in trial.errands:
        for persona in trial.personas:
            yield from ((persona, errand, home) for home in make_homes(errand, trial.calls, first, chance))
            first += trial.calls


def _call(trial: Trial, plan: tuple[str, Errand, Home], wire: Wire, seed: int) -> Called:
    persona, errand, home = plan
    tongue = TONGUES[home.language]
    wish = replace(home.wish, set_name=home.wish.set_name.replace(",", ""))
    caller = Caller(wish, load_personas()[persona], tongue, Random(seed), trial.mishears_choices)
    conversation = Conversation(wire, caller, home.telephone, LINES[home.language], trial.pace)
    return Called(persona, errand, home, conversation.run())


@contextmanager
def _fresh_address() -> Iterator[str]:
    where = MEMORY if MEMORY.is_dir() else None
    with (
        tempfile.TemporaryDirectory(prefix="linli-elders-", dir=where) as directory,
        SqliteDatabases(Path(directory)).fresh() as address,
    ):
        yield address


def of(results: Iterable[Result], persona: str, *errands: Errand) -> list[Result]:
    """The results of a persona's errands."""
    return [result for result in results if result.called.persona == persona and result.called.errand in errands]
