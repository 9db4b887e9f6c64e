"""The checker of dialogues, and for each thing it finds a script that has it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr import check
from ivr.check import Problem, Words, problems
from ivr.draw import document, ways
from ivr.facts import CallState, Facts
from ivr.script import Ask, Branch, Confirm, Dialogue, Do, End, Heard, Menu, Pick, Script, Step, Tell, Transfer
from prompts import Prompt, fields_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "dialogues.md"


def test_the_dialogues_have_no_problem() -> None:
    assert problems() == ()


def test_the_drawing_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m ivr.draw > docs/dialogues.md"


# ------------------------------------------------------------ negative controls


def nothing(state: CallState, _: Facts) -> tuple[CallState, tuple[()]]:
    return state, ()


def always(_state: CallState, _facts: Facts) -> str:
    return "yes"


def unread(_keys: str, _state: CallState, _facts: Facts) -> Heard | None:
    return None


def script(**steps: Step) -> Script:
    return Script((Dialogue("a", {"start": Menu({"1": "end"}, zero=""), "end": End(), **steps}, starts=("start",)),))


def spoken(**prompts: str) -> Words:
    words = {"start": "好,请按一。", "end": "再见。", **prompts}
    kind = {name.partition(".")[2] for name in check.SPOKEN_BY_CODE}
    book = {f"a.{name}": Prompt(text, fields_of(text)) for name, text in words.items()}
    return Words(book | {f"kind.{name}": Prompt("好。", ()) for name in kind}, {"name": "王阿姨"})


def found(steps: Mapping[str, Step], **prompts: str) -> list[Problem]:
    return list(problems(script(**steps), {"zh-CN": spoken(**prompts)}))


def whats(steps: Mapping[str, Step], **prompts: str) -> str:
    return "; ".join(f"{problem.where} {problem.what}" for problem in found(steps, **prompts))


def test_the_plain_script_of_the_controls_has_no_problem() -> None:
    assert found({}) == []


def test_it_finds_an_unknown_step() -> None:
    assert whats({"start": Menu({"1": "gone"}, zero="")}) == "a.start leads to the unknown step a.gone"


def test_it_finds_a_start_that_is_no_step() -> None:
    lone = Script((Dialogue("a", {"end": End()}, starts=("begin", "end")),))
    assert Problem("a.begin", "a start that is no step") in problems(lone, {"zh-CN": spoken()})


def test_it_finds_an_unreachable_step() -> None:
    assert "a.island can never be reached" in whats({"island": Do(nothing, then="end")})


def test_it_finds_a_dead_end() -> None:
    steps = {"start": Menu({"1": "end", "2": "trap"}, zero=""), "trap": Menu({"1": "trap"}, zero="")}
    assert "a.trap is a dead end" in whats(steps, trap="请按一。")


@pytest.mark.parametrize(
    "loop",
    [
        {"one": Do(nothing, then="two"), "two": Branch(always, {"yes": "one", "no": "end"})},
        {"one": Tell(then="two", says="end"), "two": Branch(always, {"yes": "one", "no": "end"})},
        {
            "one": Pick(lambda _s, _f: (), lambda s, _: s, then="end", empty="two", says="end", zero=""),
            "two": Do(nothing, then="one"),
        },
        {"one": Transfer(lambda _s, _f: (), reached="end", nobody="two", says="end"), "two": Do(nothing, then="one")},
    ],
)
def test_it_finds_a_loop_that_never_waits(loop: dict[str, Step]) -> None:
    text = whats({"start": Menu({"1": "one"}, zero=""), **loop})
    assert "a.one is part of a loop that never waits" in text


def test_a_loop_that_waits_is_no_problem() -> None:
    assert found({"start": Menu({"1": "end", "2": "again"}, zero=""), "again": Do(nothing, then="start")}) == []


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ("1234", "offers 4 choices: more than 3 and 0"),
        ("", "offers no choice"),
        ("17", "has 1 and 7 as choices, which sound alike"),
        ("69", "has 6 and 9 as choices, which sound alike"),
        ("19", "takes 9, which says it again everywhere"),
        ("*", "has a choice that is no key"),
    ],
)
def test_it_finds_choices_that_confuse(keys: str, what: str) -> None:
    assert what in whats({"start": Menu(dict.fromkeys(keys, "end"), zero="" if keys else "end")})


# ------------------------------------------------------------ words


def test_it_finds_a_step_without_words() -> None:
    steps: Mapping[str, Step] = {"start": Menu({"1": "silent"}, zero=""), "silent": Tell(then="end")}
    assert "a.silent has no words in zh-CN" in whats(steps)


def test_it_finds_words_that_no_step_speaks() -> None:
    assert "a.leftover is spoken by no step" in whats({}, leftover="好。")


def test_it_finds_a_field_that_nothing_fills() -> None:
    assert "a.start has the unknown field weather" in whats({}, start="{weather},请按一。")


def test_it_finds_a_field_without_a_sample() -> None:
    assert "a.start has no sample for its field cost" in whats({}, start="{cost},请按一。")


def test_it_finds_words_missing_in_one_language() -> None:
    words = {"zh-CN": spoken(start="请按一。"), "en": spoken()}
    book = {name: prompt for name, prompt in words["en"].book.items() if name != "a.end"}
    both = {**words, "en": Words(book, {})}
    assert Problem("a.end", "has no words in en") in problems(script(), both)


def test_it_finds_different_fields_in_two_languages() -> None:
    words = {"zh-CN": spoken(start="{name},请按一。"), "en": spoken(start="Press 1.")}
    assert Problem("a.start", "has different fields in different languages") in problems(script(), words)


# ------------------------------------------------------------ length


def test_it_measures_as_the_script_does() -> None:
    greeting = "王阿姨,您好,青和居热线。今天体温正常,请按一;发烧或者不舒服,请按二;办别的事,请按三。"
    assert check.characters(greeting) == 36
    assert check.seconds("zh-CN", greeting) == 13.5
    english = "If right press 1. If wrong press 2."
    assert check.seconds("en", english) == 4.0


def test_it_finds_a_question_of_more_than_27_characters() -> None:
    assert found({}, start="一" * 27) == []
    assert "a.start is 28 characters long" in whats({}, start="一" * 28)


def test_it_finds_a_prompt_of_more_than_36_characters() -> None:
    assert found({}, end="一" * 36) == []
    assert "a.end is 37 characters long" in whats({}, end="一" * 37)


def test_it_measures_what_the_engine_says_by_itself() -> None:
    words = spoken()
    long = Words({**words.book, "kind.silence": Prompt("一" * 37, ())}, words.samples)
    assert problems(script(), {"zh-CN": long}) == (Problem("kind.silence", "is 37 characters long, more than 36"),)


def test_it_measures_fields_with_their_samples() -> None:
    assert found({}, start="{name}" + "一" * 24) == []
    assert "a.start is 28 characters long" in whats({}, start="{name}" + "一" * 25)


def test_it_finds_an_english_prompt_of_more_than_14_seconds() -> None:
    long = {"zh-CN": spoken(), "en": spoken(end="word " * 29)}
    assert Problem("a.end", "takes 14.5 s in en, more than 14") in problems(script(), long)


def test_it_measures_a_greeting_together_with_its_question() -> None:
    steps: Mapping[str, Step] = {"hello": Tell(then="on", greets=True), "on": Do(nothing, then="start")}
    greeted = Script((Dialogue("a", {**script().dialogues[0].steps, **steps}, starts=("hello",)),))
    assert problems(greeted, {"zh-CN": spoken(hello="一" * 16, start="一" * 20)}) == ()
    (problem,) = problems(greeted, {"zh-CN": spoken(hello="一" * 17, start="一" * 20)})
    assert problem == Problem("a.hello and a.start", "is 37 characters long, more than 36")


def test_it_measures_a_read_back_as_a_prompt_and_its_question_as_a_question() -> None:
    steps: Mapping[str, Step] = {
        "start": Menu({"1": "sure"}, zero=""),
        "sure": Confirm(yes="end", no="start", read_back="back", says="ask", zero=""),
    }
    assert found(steps, back="一" * 36, ask="一" * 27) == []
    assert "a.ask is 28 characters" in whats(steps, back="一" * 36, ask="一" * 28)


def test_the_drawing_shows_every_way() -> None:
    for step in (
        Menu({"1": "end"}, zero="", gives_up="end"),
        Ask(unread, {"keyed": "end"}),
        Confirm(yes="end", no="end", over_press="end", zero=""),
    ):
        assert set(ways(step).values()) - {""} == {"end"}
