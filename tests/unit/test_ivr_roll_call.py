"""The line calls who was not heard of: R1, R2, and what a machine hears."""

from dataclasses import replace

import pytest

from ivr.acts import door
from ivr.dialogues import CALLS_OF_PURPOSE
from ivr.events import Complaint, FiledItem, ItemKind, Postponed, RaisedAlert, Reading, Reported
from ivr.facts import CallState, Household
from tests.unit.caller import DIGITS_ONE, DIGITS_TWO, ONE, THREE, TWO, Caller, known

R1 = "王阿姨,您好,青和居社区。今天体温正常,请按一;发烧或者不舒服,请按二;还没量,请按三。"
R2 = "好的,请您先量体温。半小时以后,我们再打给您。"


def called(home: Household, before: int = 0, *, last_call: bool = False, **more: object) -> Caller:
    """The line calls this door, and somebody picks up."""
    start = CALLS_OF_PURPOSE["roll_call"]
    taken = door.take(CallState(start), home)
    names = ("household", "verified", "on_file", "people", "digits", "reported")
    taken_over = {name: getattr(taken, name) for name in names}
    return Caller(known(home, **more), start, before=before, last_call=last_call, **taken_over)


def test_a_normal_report_is_two_keys() -> None:
    caller = called(ONE)
    assert caller.heard == R1
    caller.press("1", "1")
    assert caller.events == [Reported((Reading(0),))]
    assert (caller.heard, caller.is_over) == ("记下了,谢谢您。再见。", True)


def test_half_an_hour_after_a_fever_its_own_words_ask_to_measure_again() -> None:
    caller = called(ONE, before=382)
    assert caller.heard == (
        "王阿姨,您好,青和居社区。刚才您家报的体温是三十八度二,请现在再量一次。"
        "今天体温正常,请按一;发烧或者不舒服,请按二;还没量,请按三。"
    )
    assert caller.press("2", "385").at == "report.confirm_values"


@pytest.mark.parametrize("home", [TWO, THREE, DIGITS_ONE, DIGITS_TWO])
def test_every_household_is_asked_to_measure_again(home: Household) -> None:
    assert "刚才您家报的体温是三十八度二,请现在再量一次。" in called(home, before=382).heard


def test_a_machine_hears_the_value_once() -> None:
    caller = called(ONE, before=382).press("")
    assert "三十八度二" not in caller.heard


def test_a_fever_is_an_alert_at_the_first_key() -> None:
    caller = called(ONE).press("2")
    assert caller.events == [RaisedAlert(Complaint.UNWELL, person=0)]
    assert caller.at == "report.key_value"


@pytest.mark.parametrize(
    ("home", "key", "people"),
    [(ONE, "3", 1), (TWO, "3", 2), (THREE, "3", 3), (DIGITS_ONE, "0", 1), (DIGITS_TWO, "0", 2)],
)
def test_not_measured_yet_is_called_again_in_half_an_hour(home: Household, key: str, people: int) -> None:
    caller = called(home).press(key)
    assert (caller.heard, caller.is_over) == (R2, True)
    assert caller.events == [Postponed(tuple(range(people)))]


@pytest.mark.parametrize(("home", "key"), [(ONE, "3"), (DIGITS_TWO, "0")])
def test_in_the_last_call_of_the_day_no_other_is_promised(home: Household, key: str) -> None:
    caller = called(home, last_call=True).press(key)
    assert (caller.heard, caller.is_over) == ("好的,请您先量体温,量好了打这个电话告诉我们。", True)
    assert caller.events == [Postponed(tuple(range(len(home.people))))]


@pytest.mark.parametrize("home", [ONE, TWO, THREE, DIGITS_ONE, DIGITS_TWO])
def test_a_machine_hears_greeting_and_question_and_the_question_once_more(home: Household) -> None:
    caller = called(home)
    greeting, question = (spoken.text for spoken in caller.keys.question)
    assert greeting == "王阿姨,您好,青和居社区。"
    caller.press("")
    assert caller.heard == question
    caller.press("")
    assert (caller.heard, caller.is_over) == ("", True)
    assert caller.events == []


def test_whoever_picks_up_and_hangs_up_leaves_nothing() -> None:
    assert called(ONE).left_by_hanging_up() == ()


def test_whoever_hangs_up_before_the_confirm_leaves_the_value() -> None:
    (left,) = called(DIGITS_ONE).press("365").left_by_hanging_up()
    assert isinstance(left, FiledItem)
    assert (left.kind, left.tenths) == (ItemKind.UNCONFIRMED_VALUE, 365)


def test_three_wrong_keys_are_a_person_who_is_called_back() -> None:
    caller = called(ONE).press("5", "5", "5")
    assert caller.is_over
    assert [event.kind for event in caller.events if isinstance(event, FiledItem)] == [ItemKind.CALL_BACK]


@pytest.mark.parametrize(("home", "normal"), [(ONE, "1"), (TWO, "1"), (THREE, "111")])
def test_a_rejected_report_offers_to_call_again_and_not_the_menu(home: Household, normal: str) -> None:
    caller = called(home).press(*normal, "2")
    assert caller.at.startswith("roll_call.")
    assert caller.press("3").heard == R2


def test_an_over_pressed_temperature_is_asked_for_as_before() -> None:
    caller = called(DIGITS_ONE).press("365").over_press()
    assert caller.at == "roll_call.key_yours"
    caller.press("366", "1")
    assert caller.last == Reported((Reading(0, 366),))


def test_zero_brings_a_person() -> None:
    assert called(ONE).press("0").ringing.number == "+8610000000001"


def test_whose_report_came_while_the_telephone_rang_is_thanked() -> None:
    caller = called(replace(ONE, reported=True))
    assert caller.heard == "王阿姨,您好,青和居社区。体温收到了。好的,再见。您多保重。"
    assert caller.is_over
