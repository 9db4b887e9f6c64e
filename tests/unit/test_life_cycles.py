"""Which state may follow which, of orders and of requests."""

import pytest

from domain.life_cycles import AFTER_CUT_OFF, ORDER, REQUEST, LifeCycle, OrderState, RequestState, WrongStepError


def test_an_order_can_be_cancelled_and_placed_again_until_the_cut_off() -> None:
    ORDER.check("placed", "cancelled")
    ORDER.check("cancelled", "placed")
    with pytest.raises(WrongStepError, match="after closed can come dropped, waiting; not cancelled"):
        ORDER.check("closed", "cancelled")


def test_a_done_request_is_taken_again_when_the_resident_says_that_it_is_not_done() -> None:
    REQUEST.check("done", "taken")
    with pytest.raises(WrongStepError, match="after confirmed can come nothing"):
        REQUEST.check("confirmed", "taken")


@pytest.mark.parametrize(("cycle", "states"), [(ORDER, set(OrderState)), (REQUEST, set(RequestState))])
def test_every_state_is_reached_from_the_first_and_none_is_unknown(cycle: LifeCycle, states: set[str]) -> None:
    named = set(cycle.steps) | {state for following in cycle.steps.values() for state in following}
    assert named == {str(state) for state in states}
    reached = {next(iter(cycle.steps))}
    for _ in states:
        reached |= {following for state in reached for following in cycle.steps.get(state, ())}
    assert reached == named


def test_what_may_come_before_is_the_same_table_read_backwards() -> None:
    assert ORDER.before("waiting") == {"closed", "handed_over"}


def test_a_cancelled_order_did_not_count_at_the_cut_off() -> None:
    assert "cancelled" not in AFTER_CUT_OFF
    assert "dropped" in AFTER_CUT_OFF
