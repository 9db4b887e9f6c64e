"""How others say it: in dialect, by a keyboard, with a nickname, beside goods that came, above the normal."""

import pytest

from domain.understanding import understand
from domain.understanding.meanings import (
    Answer,
    Meaning,
    Need,
    NeedKind,
    Order,
    Question,
    Reason,
    Report,
    Role,
    Symptom,
    raises_alert,
)


def from_resident(text: str) -> Meaning:
    return understand(text, Role.RESIDENT)


def report(text: str) -> Report:
    meaning = from_resident(text)
    assert isinstance(meaning, Report), meaning
    return meaning


def question(text: str, role: Role = Role.RESIDENT) -> Question:
    meaning = understand(text, role)
    assert isinstance(meaning, Question), meaning
    return meaning


def need(text: str) -> NeedKind:
    meaning = from_resident(text)
    assert isinstance(meaning, Need), meaning
    return meaning.kind


def lines(text: str) -> list[tuple[int, int]]:
    meaning = from_resident(text)
    assert isinstance(meaning, Order), meaning
    return [(line.set_number, line.quantity) for line in meaning.lines]


@pytest.mark.parametrize(
    "text",
    [
        "比正常高一点",
        "体温比正常人要高",
        "高于正常",
        "超过正常值",
        "正常以上",
        "低于正常",
        "比平时高",
        "比昨天还烫",
        "体温稍高",
        "量出来还是有点高",
    ],
)
def test_what_is_told_by_the_normal_but_is_not_raises_the_alert(text: str) -> None:
    assert question(text).reason is Reason.NEGATED_NORMAL
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["没超过正常", "正常以内"])
def test_what_stays_within_the_normal_is_normal(text: str) -> None:
    assert [reading.answer for reading in report(text).readings] == [Answer.NORMAL]


@pytest.mark.parametrize("text", ["快正常了", "接近正常"])
def test_nearly_normal_is_asked(text: str) -> None:
    assert question(text).reason is Reason.HEDGE


@pytest.mark.parametrize("text", ["老伴发烧,我正常", "我和老伴正常,有点咳"])
def test_one_normal_is_not_shared_with_somebody_ill(text: str) -> None:
    assert question(text).reason is Reason.MISSING_VALUE
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize(("text", "is_fever"), [("三十六七度", False), ("三十七八度", True), ("三十八九度", True)])
def test_two_numerals_side_by_side_are_a_guess_of_degrees(text: str, is_fever: bool) -> None:
    asked = question(text)
    assert (asked.reason, asked.alert) == (Reason.RANGE, is_fever)


def test_a_blank_between_two_people_leaves_one_without_a_value() -> None:
    assert question("我 老伴36.5").reason is Reason.MISSING_VALUE
    assert [one.person.words for one in report("我老伴36.5").readings] == ["老伴"]


def test_a_guessed_illness_leaves_its_value_certain() -> None:
    guessed = report("我好像发烧,量了38.1")
    assert [one.tenths for one in guessed.readings] == [381]
    assert Symptom.FEVER in guessed.symptoms
    assert question("好像不发烧").reason is Reason.HEDGE
