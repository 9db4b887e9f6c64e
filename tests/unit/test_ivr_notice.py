"""A household is called with an announcement."""

from ivr.dialogues import NOTICE_CALL
from ivr.events import HeardNotice
from tests.unit.caller import Caller, known

WATER = "明天停水 <储水> {请}"


def household(notice: str = WATER) -> Caller:
    return Caller(known(notice=notice), NOTICE_CALL, household=7)


def test_the_household_hears_whose_line_it_is_and_the_announcement() -> None:
    assert household().heard.startswith(f"青和居热线通知。{WATER}")


def test_the_announcement_ends_before_the_question() -> None:
    assert "明天停水。听清了" in household("明天停水").heard
    assert "明天停水!听清了" in household("明天停水!").heard


def test_one_is_heard() -> None:
    call = household().press("1")
    assert call.events == [HeardNotice()]
    assert call.is_over


def test_nine_says_it_again() -> None:
    call = household().press("9")
    assert WATER in call.heard
    assert call.events == []


def test_a_machine_hears_it_twice_and_leaves_nothing() -> None:
    call = household().press("")
    assert call.prompts == ["notice.call"]
    call.press("")
    assert (call.is_over, call.heard, call.events) == (True, "", [])


def test_zero_reaches_a_person() -> None:
    assert household().press("0").ringing.number


def test_hanging_up_leaves_nothing_to_do() -> None:
    assert household().left_by_hanging_up() == ()
