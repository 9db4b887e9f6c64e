"""The carrier fails, hangs, or takes a text and loses the answer: no alert is lost, and a repeat says that it is one."""

import time

import pytest

from tests.faults.street import Street, wait_for

pytestmark = pytest.mark.xdist_group("house")


@pytest.mark.parametrize(("fault", "within"), [("500", 12), ("reset", 12)])
def test_an_alert_the_carrier_did_not_take_goes_again_and_says_so(street: Street, fault: str, within: float) -> None:
    street.suffers(create_message={"do": fault, "times": 1})
    room = street.falls_ill()
    (taken,) = wait_for("the text", lambda: street.accepted(room), within)
    assert taken["form"]["Body"].startswith("(重)")
    assert len(street.creates(room)) == 2


@pytest.mark.parametrize("fault", ["accept_then_500", "accept_then_reset"])
def test_an_alert_the_carrier_took_is_not_sent_again(street: Street, fault: str) -> None:
    street.suffers(create_message={"do": fault, "times": 1})
    room = street.falls_ill()
    wait_for("the text", lambda: street.accepted(room))
    street.balance()
    assert len(street.creates(room)) == 1


def test_a_carrier_with_too_much_to_do_is_asked_again_later(street: Street) -> None:
    street.suffers(create_message={"do": "429", "times": 1})
    room = street.falls_ill()
    (taken,) = wait_for("the text", lambda: street.accepted(room), within=6)
    assert not taken["form"]["Body"].startswith("(重)")


def test_an_alert_does_not_wait_behind_one_that_hangs_at_the_carrier(street: Street) -> None:
    street.suffers(create_message={"do": "hang", "seconds": 30, "times": 1})
    stuck = street.falls_ill()
    wait_for("the hanging text", lambda: street.creates(stuck))
    began = time.monotonic()
    free = street.falls_ill()
    wait_for("the other text", lambda: street.accepted(free), within=5)
    assert time.monotonic() - began < 5
    (taken,) = wait_for("the first one's repeat", lambda: street.accepted(stuck), within=25)
    assert taken["form"]["Body"].startswith("(重)")


def test_callbacks_that_never_come_lose_nothing(street: Street) -> None:
    street.suffers(callbacks={"do": "drop", "times": 4})
    room = street.falls_ill()
    wait_for("the text", lambda: street.accepted(room))


def test_callbacks_before_the_response_are_joined(street: Street) -> None:
    street.suffers(callbacks={"do": "before_response", "times": 4})
    room = street.falls_ill()
    wait_for("the text", lambda: street.accepted(room))
    street.balance()
    assert len(street.creates(room)) == 1
