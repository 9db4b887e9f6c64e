"""Calls to residents share the lines, whatever they are about; alerts to workers take none and wait for none."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.announcements import Audience, By, Whom
from models import Community, Message
from models.database import open_engine
from services.announcing.announcements import Wanted, announce
from services.announcing.notices import tell_due
from services.day.clock import machine_now
from services.health.calls import call_about_files
from services.sending import claims, outbox
from services.sending.claims import Claimed
from services.sending.lines import LOST
from services.sending.outbox import Draft, Priority
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.integration.mornings import Morning, machine
from tests.integration.outgoing import MORNING, PLENTY, HandClock, owe
from tests.web.line import LINE
from tests.web.village import COUPLE, WANG, Village

HALF_PAST_SEVEN = datetime(2020, 2, 28, 23, 30, tzinfo=UTC)
LINES = 2


def set_lines(engine: Engine, community: int, lines: int = LINES) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Community, community).settings = {"lines": lines}


@pytest.fixture
def morning(engine: Engine, village: Village, clock: HandClock) -> Iterator[Morning]:
    """Half past seven, with two lines; every call is picked up by a machine."""
    clock.hand[0] = HALF_PAST_SEVEN
    set_lines(engine, village.community)
    made = Morning(engine, village.community, clock, answer=machine)
    yield made
    made.sender.stop()


def test_the_roll_call_health_files_and_announcements_share_the_lines(morning: Morning, village: Village) -> None:
    """At eight all are due at once: two re-measure calls, six doors not heard of, an announcement to every door."""
    with Session(morning.engine) as session, session.begin():
        for number, sender in enumerate((WANG, COUPLE)):
            receive_text(session, IncomingText(f"SM{number:032x}", LINE, sender, "38.2"), HALF_PAST_SEVEN)
        community = session.get_one(Community, village.community)
        wanted = Wanted(Audience(Whom.ALL, ""), By.CALL, "今天停水", HALF_PAST_SEVEN + timedelta(minutes=30))
        announce(session, community, wanted, HALF_PAST_SEVEN)
    morning.clock.move(minutes=30)
    for _ in range(120):
        morning.clock.move(seconds=20)
        with Session(morning.engine) as session, session.begin():
            call_about_files(session, morning.clock.now())
        morning.look()
        with Session(morning.engine) as session, session.begin():
            tell_due(session, morning.clock.now())
        assert len(waiting(morning.engine)) <= LINES  # what cannot leave does not stand before the digests either
    assert morning.most_at_once == LINES
    with Session(morning.engine) as session:
        made = session.scalars(select(Message.purpose).where(Message.channel == "call", Message.sid.is_not(None)))
        purposes = set(made)
    assert {"re_measure", "roll_call", "announcement"} <= purposes


def called(engine: Engine, to: str) -> list[str]:
    """What each call to this telephone is about, in order."""
    with Session(engine) as session:
        calls = select(Message.purpose).where(Message.channel == "call", Message.to == to)
        return list(session.scalars(calls.order_by(Message.id)))


def test_the_roll_call_does_not_ring_a_telephone_that_is_rung_about_a_health_file(
    morning: Morning, village: Village
) -> None:
    """One of two has a fever, of the other nothing was heard: both calls are due at eight."""
    with Session(morning.engine) as session, session.begin():
        session.get_one(Community, village.community).settings = {"lines": 9}
        receive_text(session, IncomingText(f"SM{1:032x}", LINE, COUPLE, "我38.2"), HALF_PAST_SEVEN)
    morning.clock.move(minutes=30)
    with Session(morning.engine) as session, session.begin():
        call_about_files(session, morning.clock.now())
    morning.look()
    assert called(morning.engine, COUPLE) == ["re_measure"]
    morning.until(8, 10)
    assert called(morning.engine, COUPLE) == ["re_measure", "roll_call"]


def test_a_health_file_waits_for_a_telephone_that_the_roll_call_rings(morning: Morning, village: Village) -> None:
    with Session(morning.engine) as session, session.begin():
        session.get_one(Community, village.community).settings = {"lines": 9}
        receive_text(session, IncomingText(f"SM{1:032x}", LINE, COUPLE, "我38.2"), HALF_PAST_SEVEN)
    morning.clock.move(minutes=30)
    morning.look()
    assert called(morning.engine, COUPLE) == ["roll_call"]
    with Session(morning.engine) as session, session.begin():
        assert call_about_files(session, morning.clock.now()) == 0
    morning.until(8, 5)
    with Session(morning.engine) as session, session.begin():
        assert call_about_files(session, morning.clock.now()) == 1
    assert called(morning.engine, COUPLE) == ["roll_call", "re_measure"]


def waiting(engine: Engine) -> list[int]:
    with Session(engine) as session:
        return list(
            session.scalars(select(Message.id).where(Message.household_id.is_not(None), Message.state == "pending"))
        )


def owe_calls(engine: Engine, village: Village, count: int) -> list[int]:
    """Calls to residents in the outbox, as two processes that looked at once may have left them there."""
    with Session(engine) as session, session.begin():
        drafts = [
            Draft(
                village.community,
                f"call:{number}",
                "reminder",
                "call",
                Priority.REMINDER,
                WANG,
                "zh-CN",
                household_id=village.doors["wang"],
                purpose="re_measure",
            )
            for number in range(count)
        ]
        made = [outbox.put(session, draft, MORNING) for draft in drafts]
    return [message for message in made if message is not None]


def claim(engine: Engine, minutes: float = 0) -> list[Claimed]:
    times = (MORNING + timedelta(minutes=minutes), machine_now())
    return claims.claim(engine, 20, "one", times, PLENTY)


def test_eight_processes_together_let_no_more_calls_leave_than_there_are_lines(
    database_address: str, engine: Engine, village: Village
) -> None:
    set_lines(engine, village.community)
    owe_calls(engine, village, 8)
    engines = [open_engine(database_address) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        claimed = list(threads.map(claim, engines))
    for one in engines:
        one.dispose()
    assert sum(len(calls) for calls in claimed) == LINES


def test_a_call_that_is_over_makes_room_for_the_next(engine: Engine, village: Village) -> None:
    set_lines(engine, village.community)
    owe_calls(engine, village, 4)
    first = claim(engine)
    assert len(first) == LINES
    assert claim(engine, 1) == []
    with Session(engine) as session, session.begin():
        session.get_one(Message, first[0].id).state = "delivered"
    assert len(claim(engine, 2)) == 1


def test_a_call_whose_end_was_never_told_holds_its_line_for_seven_minutes(engine: Engine, village: Village) -> None:
    set_lines(engine, village.community, 1)
    owe_calls(engine, village, 2)
    (lost,) = claim(engine)
    with Session(engine) as session, session.begin():
        session.get_one(Message, lost.id).state = "accepted"
    assert claim(engine, LOST / timedelta(minutes=1) - 0.1) == []
    assert len(claim(engine, LOST / timedelta(minutes=1) + 0.1)) == 1


def test_an_alert_calls_a_worker_with_every_line_in_use(engine: Engine, village: Village) -> None:
    set_lines(engine, village.community, 1)
    owe_calls(engine, village, 3)
    claim(engine)
    (alert,) = owe(engine, village.community, ["one"], channel="call")
    assert [call.id for call in claim(engine)] == [alert]


def test_texts_do_not_wait_for_a_line(engine: Engine, village: Village) -> None:
    set_lines(engine, village.community, 1)
    owe_calls(engine, village, 3)
    claim(engine)
    owe(engine, village.community, ["digest"], Priority.NOTICE)
    assert [text.body for text in claim(engine)] == ["digest"]
