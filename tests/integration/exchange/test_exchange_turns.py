"""Calls and texts wait their turn, and what waits too long or too much fails as at the carrier."""

import queue
import time
from collections.abc import Callable
from functools import partial

import pytest

from exchange.clock import Clock
from exchange.crew import Crew
from exchange.turns import QueueFullError, Turn, Turns
from tests.integration.exchange.town import LINE, Town

RESIDENT, OTHER_LINE = "+15005550101", "+15005550109"
Build = Callable[..., Town]


def test_it_places_no_more_calls_a_second_than_allowed(build: Build) -> None:
    town = build(calls=0.001)  # the second waits ten real seconds: longer than any machine dawdles here
    answered = [town.call(f"+1500555020{place}")[1] for place in range(3)]
    queued = [int(call["queue_time"]) for call in answered]
    assert queued[0] == 0
    assert 0 < queued[1] < queued[2]
    assert [town.get(f"Calls/{call['sid']}.json")[1]["status"] for call in answered[1:]] == ["queued", "queued"]


def test_a_queued_call_can_be_canceled_before_it_rings(build: Build) -> None:
    town = build(calls=0.01)
    town.call("+15005550201")
    _, waiting = town.call(RESIDENT)
    assert town.post(f"Calls/{waiting['sid']}.json", [("Status", "canceled")])[0] == 200
    told = town.application.was_asked("/progress")
    assert (told[-1].form["CallSid"], told[-1].form["CallStatus"]) == (waiting["sid"], "canceled")
    assert town.phone(RESIDENT).events() == []


def test_a_text_waits_for_the_segments_before_it(build: Build) -> None:
    town = build(segments=2)
    began = time.monotonic()
    town.send(RESIDENT, "好" * 335)  # five segments
    town.send(RESIDENT, "next")
    town.phone().receives("next")
    assert time.monotonic() - began >= 5 / 2 / 100


def test_each_number_has_its_own_queue(build: Build) -> None:
    town = build(segments=0.001)
    town.ask("PUT", f"/exchange/numbers/{OTHER_LINE}", json={})
    town.send(RESIDENT, "first")
    town.send(RESIDENT, "stuck")
    town.post("Messages.json", [("To", RESIDENT), ("From", OTHER_LINE), ("Body", "from another")])
    town.phone().receives("from another")


def test_a_text_that_waits_beyond_its_validity_fails(build: Build) -> None:
    town = build(segments=0.01)
    town.send(RESIDENT, "first")
    _, late = town.send(RESIDENT, "late", ValidityPeriod="5", StatusCallback=town.at("/told"))
    (told,) = town.application.was_asked("/told")
    expected = {"MessageSid": late["sid"], "MessageStatus": "failed", "ErrorCode": "30036"}
    assert expected.items() <= told.form.items()
    kept = town.get(f"Messages/{late['sid']}.json")[1]
    assert (kept["status"], kept["error_code"], kept["date_sent"]) == ("failed", 30036, None)


def test_a_number_with_ten_hours_of_texts_waiting_takes_no_more(build: Build) -> None:
    town = build(segments=0.0001)
    answers = [town.send(RESIDENT, f"text {place}") for place in range(5)]
    assert [status for status, _ in answers] == [201] * 4 + [429]
    assert answers[4][1]["code"] == 21611


def test_an_answer_that_finds_the_queue_full_fails_later(build: Build) -> None:
    town = build(segments=0.0001)
    for place in range(4):
        town.send(RESIDENT, f"text {place}")
    town.says("/sms", '<Message statusCallback="/told">noted</Message>')
    town.phone().text(LINE, "36.5")
    (told,) = town.application.was_asked("/told")
    assert (told.form["MessageStatus"], told.form["ErrorCode"]) == ("failed", "30001")


def test_turns_are_given_one_after_another() -> None:
    turns = Turns(Clock(speed=1), rate=2)
    waits = [turns.take("a", 3).seconds, turns.take("a").seconds, turns.take("b").seconds]
    assert waits == pytest.approx([0, 1.5, 0], abs=0.1)


def test_what_expires_takes_no_turn_from_who_follows() -> None:
    turns = Turns(Clock(speed=1), rate=1)
    turns.take("a", 10)
    assert turns.take("a", 5, patience=2) == Turn(2, expired=True)
    assert turns.take("a").seconds == pytest.approx(10, abs=0.1)


def test_a_full_queue_takes_no_more() -> None:
    turns = Turns(Clock(speed=1), rate=1, longest=10)
    turns.take("a", 11)
    with pytest.raises(QueueFullError):
        turns.take("a")


def test_the_crew_does_later_work_at_its_time_and_goes_on_meanwhile() -> None:
    crew = Crew(1)
    done: queue.SimpleQueue[str] = queue.SimpleQueue()
    for word, after in (("later", 0.2), ("soon", 0.1), ("now", 0)):
        crew.do(partial(done.put, word), after)
    assert [done.get(timeout=10) for _ in range(3)] == ["now", "soon", "later"]
