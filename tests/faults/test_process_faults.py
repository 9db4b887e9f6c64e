"""A worker is killed, Valkey is lost with all it held: nothing is lost, and what may be twice says so."""

import pytest

from linli.embedded import start_valkey
from tests.faults.street import Street, wait_for

pytestmark = pytest.mark.xdist_group("house")


def test_with_valkey_gone_and_back_empty_every_alert_is_at_the_carrier_within_five_seconds(street: Street) -> None:
    house = street.house
    assert house.valkey is not None
    house.valkey.kill()
    for _ in range(3):
        room = street.falls_ill()
        wait_for("the text, with nobody to ring", lambda room=room: street.accepted(room), within=5)  # type: ignore[misc]
    house.valkey = start_valkey(house.plan.directory / "valkey")
    for _ in range(3):
        room = street.falls_ill()
        wait_for("the text, with the bell back and empty", lambda room=room: street.accepted(room), within=5)  # type: ignore[misc]
    assert house.dead() is None


def kill_in_mid_sending(street: Street, fault: str) -> str:
    """Both who can send are killed with a text at the carrier's door, and started again; the room it is about."""
    street.suffers(create_message={"do": fault, "seconds": 30, "times": 1})
    room = street.falls_ill()
    wait_for("the text on its way", lambda: street.creates(room))
    for name in ("worker", "clock"):
        street.house.kill(name)
        street.house.start_process(name)
    return room


def test_a_text_that_had_not_left_when_its_worker_was_killed_goes_again_and_says_so(street: Street) -> None:
    room = kill_in_mid_sending(street, "hang")
    (taken,) = wait_for("the repeat", lambda: street.accepted(room), within=45)
    assert taken["form"]["Body"].startswith("(重)")


def test_a_text_that_had_left_when_its_worker_was_killed_is_not_sent_again(street: Street) -> None:
    room = kill_in_mid_sending(street, "accept_then_hang")
    street.balance()
    assert len(street.creates(room)) == 1


def test_alerts_flow_again_at_once_after_a_worker_was_killed(street: Street) -> None:
    street.house.kill("worker")
    street.house.start_process("worker")
    room = street.falls_ill()
    wait_for(
        "the text", lambda: street.accepted(room), within=20
    )  # a worker starts in seconds; RQ alone would take minutes
