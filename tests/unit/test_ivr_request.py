"""A resident asks for medicine, meals or a gas card by keys, and says whether it is done."""

import pytest

from domain.requests import MealsOff, RequestKind
from ivr.dialogues import REQUEST_CALL
from ivr.events import RefusedMeals, Requested, ToldOutcome
from ivr.facts import GasCard
from tests.unit.caller import ONE, TWO, Caller, known

MEDICINE = RequestKind.MEDICINE


def at_requests(**facts: object) -> Caller:
    return Caller(known(ONE, **facts)).press("3", "3")


def test_the_medicine_is_on_the_list_at_its_key_and_grows_with_every_answer() -> None:
    call = at_requests().press("1")
    assert call.events == [Requested(MEDICINE)]
    assert call.prompts == ["request.speak"]
    call.speak("RE1").press("2", "2")
    assert call.events[1:] == [
        Requested(MEDICINE, recording_sid="RE1"),
        Requested(MEDICINE, days_left=2),
        Requested(MEDICINE, brings=True),
    ]
    assert (call.prompts, call.is_over) == (["request.noted"], True)


def test_the_same_as_last_time_is_one_key() -> None:
    call = at_requests(had_medicine=True).press("1")
    assert call.prompts == ["request.last_time"]
    call.press("1")
    assert (call.events[-1], call.at) == (Requested(MEDICINE, same_again=True), "request.days")


def test_another_than_last_time_is_said_after_the_tone() -> None:
    assert at_requests(had_medicine=True).press("1", "2").prompts == ["request.speak"]


def test_a_telephone_that_is_not_on_file_hears_nothing_of_last_time() -> None:
    call = Caller(known(found=TWO, had_medicine=True, meals_stand=True)).press("3", "1", "1504", "1", "1", "2")
    call.press("3", "3", "1")
    assert call.prompts == ["request.speak"]


def test_whoever_says_nothing_is_asked_once_more_and_then_on() -> None:
    call = at_requests().press("1").speak("", 0)
    assert call.prompts == ["request.nothing", "request.speak"]
    call.speak("", 0)
    assert (call.events, call.at) == ([Requested(MEDICINE)], "request.days")


@pytest.mark.parametrize("silent", range(4))
def test_silence_never_loses_what_was_said(silent: int) -> None:
    call = at_requests().press("1").speak("RE1")
    for _ in range(silent):
        call.press("")
    assert call.left_by_hanging_up() == ()
    assert call.events == [Requested(MEDICINE), Requested(MEDICINE, recording_sid="RE1")]
    assert call.is_over == (silent == 4)


@pytest.mark.parametrize("keys", [(), ("2",)])
def test_zero_is_a_person_at_every_question(keys: tuple[str, ...]) -> None:
    assert at_requests().press("1").speak("RE1").press(*keys, "0").ringing.leg == 0
    assert at_requests(had_medicine=True).press("1", "0").ringing.leg == 0


def test_whoever_gets_a_meal_every_day_can_have_none_today_or_none_any_more() -> None:
    assert at_requests(meals_stand=True).press("2", "1").events == [RefusedMeals()]
    assert at_requests(meals_stand=True).press("2", "2").events == [RefusedMeals(MealsOff.FOR_GOOD)]
    assert at_requests(meals_stand=True).press("2", "3").events == []
    assert at_requests().press("2").events == [Requested(RequestKind.MEAL)]


def test_the_call_that_asks_tells_a_machine_nothing_and_leaves_nothing() -> None:
    call = Caller(known(ONE), REQUEST_CALL, household=7, verified=True, request=5)
    assert "药" not in call.heard
    assert call.left_by_hanging_up() == ()
    call.press("", "")
    assert (call.is_over, call.heard, call.events) == (True, "", [])


def test_of_a_gas_card_the_money_is_told_after_the_key_that_signs_for_it() -> None:
    call = Caller(known(ONE, gas_card=GasCard(9_550, 450)), REQUEST_CALL, household=7, verified=True, request=5)
    assert ("煤气卡" in call.heard, "九十五" in call.heard, call.left_by_hanging_up()) == (True, False, ())
    call.press("1")
    assert call.events == [ToldOutcome(is_done=True)]
    assert call.heard.startswith("记下了,卡上充了九十五元五角,找回四元五角。")


@pytest.mark.parametrize(("key", "is_done"), [("1", True), ("2", False)])
def test_one_says_that_it_is_done_and_two_that_it_is_not(key: str, is_done: bool) -> None:
    call = Caller(known(ONE), REQUEST_CALL, household=7, verified=True, request=5).press(key)
    assert (call.events, call.is_over) == ([ToldOutcome(is_done)], True)
