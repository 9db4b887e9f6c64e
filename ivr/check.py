"""What is wrong with the dialogues or their words, found without a call (call script, "Rules")."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import prompts
from ivr import walk
from ivr.dialogues import SCRIPT
from ivr.fields import FIELDS
from ivr.script import Ask, Branch, Confirm, Do, End, Menu, Pick, Record, Script, Step, Tell, Transfer
from prompts import Prompt

MOST_TASKS = 3  # and 0; a fourth only "for the others, 4"
LONGEST = 36  # Chinese characters in a prompt
LONGEST_QUESTION = 27  # without a greeting
LONGEST_SECONDS = 14.0
CHINESE_PER_MINUTE = 160  # characters, at the slower of the two measured rates
ENGLISH_PER_MINUTE = 120  # words
SIMILAR_SOUNDS = (frozenset("17"), frozenset("69"))
TABLES_WITHOUT_STEPS = frozenset(
    {"alert_what", "part", "note", "sms", "text", "sale", "day", "mark", "item", "item_what", "paper", "said", "work"}
)
SPOKEN_BY_CODE = frozenset(
    {
        walk.SILENCE,
        walk.SILENCE_IN_SHORT,
        walk.WRONG_KEY,
        walk.OVER_PRESS,
        walk.OVER_PRESS_LISTEN,
        "kind.trouble",  # E5, the fallback when nothing else can answer
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """The prompts of one language, and the samples that their length is measured with."""

    book: Mapping[str, Prompt]
    samples: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a step or with a prompt."""

    where: str
    what: str


def problems(script: Script = SCRIPT, words: Mapping[str, Words] | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a script and the words it is spoken with; empty when all is well."""
    spoken = all_words() if words is None else words
    found: list[Problem] = [*_unknown_steps(script)]
    if not found:  # the ways cannot be followed through a step that is not there
        found += [*_unreachable(script), *_dead_ends(script), *_loops(script)]
    return (*found, *_choices(script), *_wordless(script, spoken), *_unlike(spoken), *_too_long(script, spoken))


def all_words() -> dict[str, Words]:
    """The words of every language."""
    return {language: Words(prompts.book(language), prompts.samples(language)) for language in prompts.languages()}


def prompts_of(step: Step) -> tuple[str, ...]:
    """Every prompt a step speaks."""
    match step:
        case Menu() | Pick() | Tell() | Record() | Transfer():
            return (step.says,)
        case Ask():
            return (step.says, step.wrong)
        case Confirm():
            return (step.says, step.read_back) if step.read_back else (step.says,)
        case End():
            return (step.says,) if step.says else ()
        case Do() | Branch():
            return ()


def characters(words: str) -> int:
    """The length of a Chinese prompt in characters, punctuation left out."""
    return sum(1 for mark in words if mark.isalnum())


def seconds(language: str, words: str) -> float:
    """About how long a prompt is spoken."""
    if language.startswith("zh"):
        return characters(words) * 60 / CHINESE_PER_MINUTE
    return len(words.split()) * 60 / ENGLISH_PER_MINUTE


# ---------------------------------------------------------------- ways


def _unknown_steps(script: Script) -> Iterator[Problem]:
    for start in script.starts():
        if start not in script.steps:
            yield Problem(start, "a start that is no step")
    for position, step in script.steps.items():
        for target in step.targets():
            if target not in script.steps:
                yield Problem(position, f"leads to the unknown step {target}")


def _unreachable(script: Script) -> Iterator[Problem]:
    reached = _reached(script, script.starts())
    return (Problem(position, "can never be reached") for position in script.steps if position not in reached)


def _reached(script: Script, starts: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        position = waiting.pop()
        if position not in reached:
            reached.add(position)
            waiting.extend(script.steps[position].targets())
    return reached


def _dead_ends(script: Script) -> Iterator[Problem]:
    for position in script.steps:
        if not any(isinstance(script.steps[reached], End) for reached in _reached(script, [position])):
            yield Problem(position, "is a dead end: no way leads from it to the end of the call")


def _walked_through(step: Step) -> tuple[str, ...]:
    match step:
        case Do() | Branch() | Tell():
            return step.targets()
        case Pick():
            return (step.empty,)
        case Transfer():  # with nobody to ring
            return (step.nobody,)
        case _:
            return ()


def _loops(script: Script) -> Iterator[Problem]:
    for position in script.steps:
        waiting = list(_walked_through(script.steps[position]))
        seen: set[str] = set()
        while waiting:
            following = waiting.pop()
            if following == position:
                yield Problem(position, "is part of a loop that never waits for a key")
                break
            if following not in seen:
                seen.add(following)
                waiting.extend(_walked_through(script.steps[following]))


def _choices(script: Script) -> Iterator[Problem]:
    for position, step in script.steps.items():
        if not isinstance(step, Menu):
            continue
        keys = frozenset(step.choices)
        if len(keys) > MOST_TASKS:
            yield Problem(position, f"offers {len(keys)} choices: more than {MOST_TASKS} and 0")
        if not keys:
            yield Problem(position, "offers no choice")
        if not keys <= frozenset("12345678") and "9" not in keys:
            yield Problem(position, "has a choice that is no key from 1 to 8")
        if "9" in keys:
            yield Problem(position, "takes 9, which says it again everywhere")
        yield from (
            Problem(position, f"has {' and '.join(sorted(pair))} as choices, which sound alike")
            for pair in SIMILAR_SOUNDS
            if pair <= keys
        )


# ---------------------------------------------------------------- words


def _wordless(script: Script, words: Mapping[str, Words]) -> Iterator[Problem]:
    spoken = {prompt_id for step in script.steps.values() for prompt_id in prompts_of(step)}
    for language, known in words.items():
        for prompt_id in sorted(spoken - set(known.book)):
            yield Problem(prompt_id, f"has no words in {language}")
        for prompt_id in sorted(set(known.book) - spoken - SPOKEN_BY_CODE):
            if prompt_id.partition(".")[0] not in TABLES_WITHOUT_STEPS:
                yield Problem(prompt_id, f"is spoken by no step ({language})")
        for prompt_id in sorted(spoken & set(known.book)):
            for field in known.book[prompt_id].fields:
                if field not in FIELDS:
                    yield Problem(prompt_id, f"has the unknown field {field} ({language})")
                elif field not in known.samples:
                    yield Problem(prompt_id, f"has no sample for its field {field} ({language})")


def _unlike(words: Mapping[str, Words]) -> Iterator[Problem]:
    for prompt_id in sorted(set(chain.from_iterable(known.book for known in words.values()))):
        fields = {
            language: set(known.book[prompt_id].fields) for language, known in words.items() if prompt_id in known.book
        }
        yield from (Problem(prompt_id, f"has no words in {language}") for language in sorted(set(words) - set(fields)))
        if len({frozenset(names) for names in fields.values()}) > 1:
            yield Problem(prompt_id, "has different fields in different languages")


def _too_long(script: Script, words: Mapping[str, Words]) -> Iterator[Problem]:
    for language, known in words.items():
        for prompt_id in sorted(SPOKEN_BY_CODE):
            yield from _measured(prompt_id, language, _sample(prompt_id, known), LONGEST)
        for position, step in script.steps.items():
            for prompt_id in prompts_of(step):
                yield from _measured(prompt_id, language, _sample(prompt_id, known), _longest(step, prompt_id))
            if isinstance(step, Tell) and step.greets:
                for question in sorted(_questions_after(script, step)):
                    both = _sample(step.says, known) + " " + _sample(question, known)
                    yield from _measured(f"{position} and {question}", language, both, LONGEST)


def _longest(step: Step, prompt_id: str) -> int:
    is_question = isinstance(step, Menu | Ask | Confirm) and prompt_id == step.says
    has_greeting = isinstance(step, Menu) and step.greets
    return LONGEST_QUESTION if is_question and not has_greeting else LONGEST


def _measured(where: str, language: str, words: str, longest: int) -> Iterator[Problem]:
    if language.startswith("zh") and characters(words) > longest:
        yield Problem(where, f"is {characters(words)} characters long, more than {longest}")
    if seconds(language, words) > LONGEST_SECONDS:
        yield Problem(where, f"takes {seconds(language, words):.1f} s in {language}, more than {LONGEST_SECONDS:.0f}")


def _sample(prompt_id: str, known: Words) -> str:
    prompt = known.book.get(prompt_id)
    if prompt is None:
        return ""
    return prompt.words.format_map({field: known.samples.get(field, "") for field in prompt.fields})


def _questions_after(script: Script, step: Tell) -> set[str]:
    questions: set[str] = set()
    waiting = [step.then]
    seen: set[str] = set()
    while waiting:
        following = script.steps.get(waiting.pop())
        match following:
            case Do() | Branch():
                waiting.extend(target for target in following.targets() if target not in seen)
                seen.update(following.targets())
            case Menu() | Ask() | Pick():
                questions.add(following.says)
            case _:  # a second Tell is a prompt of its own
                pass
    return questions
