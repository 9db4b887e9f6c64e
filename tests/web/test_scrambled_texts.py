"""Texts that nobody foresaw, signed and posted into the application on real databases: nothing breaks, nothing is guessed.

Some hundred in the suite. As many as are wished, another seed giving others:
`LINLI_TEXTS=100000 LINLI_SEED=1 .venv/bin/python -m pytest --timeout 0 tests/web/test_scrambled_texts.py`
"""

import os
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import TypeVar

import pytest
from lxml import etree
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.segments import segments
from domain.temperature import is_possible
from domain.understanding import understand
from domain.understanding.meanings import Batch, Meaning, Report, Role
from models import Message, OrderLine, Reading, Resident, Sale, TextThread
from services.day.clock import local_day
from tests.integration.outgoing import HandClock
from tests.web.line import LINE, Wire, wire_to
from tests.web.one_app import app_of
from tests.web.scrambled import scrambled
from tests.web.village import COUPLE, ENGLISH, FAMILY, STRANGER, TWO_DOORS, WANG, WORKER, Village
from webhooks.parts import Parts

Row = TypeVar("Row", Reading, OrderLine, Message)
HOW_MANY = int(os.environ.get("LINLI_TEXTS", "300"))
SEED = int(os.environ.get("LINLI_SEED", "0"))
WITHHELD = ("", "anonymous", "+266696687", "10086", "LINLI")
SENDERS = (WANG, COUPLE, FAMILY, TWO_DOORS, ENGLISH, STRANGER, WORKER, WORKER)
OK = 200
MOST_SEGMENTS = 2
MOST_OF_A_SET = 5
OPENED_AGAIN = 40  # or soon all have refused texts, and nobody is answered
BETWEEN = timedelta(minutes=5)  # else the caps on replies leave little to look at


def reports(meaning: Meaning) -> bool:
    """Whether a report is anywhere in a meaning."""
    if isinstance(meaning, Batch):
        return any(reports(line.meaning) for line in meaning.lines)
    return isinstance(meaning, Report) or any(map(reports, getattr(meaning, "also", ())))


@dataclass
class Post:
    """Posts texts and looks at what each has changed."""

    wire: Wire
    engine: Engine
    clock: HandClock
    random: Random
    seen: dict[type, int] = field(default_factory=dict)

    def harm(self, body: str, sender: str) -> str:
        """What one text does wrong, in words; "" for nothing."""
        was_asked = self._is_asked(sender)
        form = {"MessageSid": f"SM{self.random.getrandbits(128):032x}", "From": sender, "To": LINE, "Body": body}
        answer = self.wire.post("/webhooks/sms/incoming", form)
        self.clock.move(seconds=BETWEEN.total_seconds())
        if answer.status != OK or etree.fromstring(answer.body.encode()).tag != "Response":
            return f"answered {answer.status}"
        role = Role.WORKER if sender == WORKER else Role.RESIDENT
        return self._harm_to_rows(may_report=was_asked or reports(understand(body.replace("\x00", ""), role)))

    def _is_asked(self, sender: str) -> bool:
        with Session(self.engine) as session:
            state = session.scalar(select(TextThread.state).where(TextThread.number == sender))
        return bool(state and state.get("asked"))

    def _harm_to_rows(self, *, may_report: bool) -> str:
        with Session(self.engine) as session:
            readings = self._new(session, Reading)
            lines = self._new(session, OrderLine)
            messages = self._new(session, Message)
        if readings and not may_report:
            return "a reading out of a text that reports nothing"
        if any(one.tenths is not None and not is_possible(one.tenths) for one in readings):
            return "an impossible reading"
        if any(not 1 <= one.quantity <= MOST_OF_A_SET for one in lines):
            return "an impossible order"
        written = [one for one in messages if one.channel == "sms"]
        if any(not one.to.startswith("+86") or not one.body.strip() for one in written):
            return "a reply to nobody or of nothing"
        long = [one.body for one in written if segments(one.body) > MOST_SEGMENTS]
        return f"too long: {long[0]}" if long else ""

    def _new(self, session: Session, row: type[Row]) -> list[Row]:
        found = list(session.scalars(select(row).where(row.id > self.seen.get(row, 0)).order_by(row.id)))
        if found:
            self.seen[row] = found[-1].id
        return found


@pytest.fixture
def post(engine: Engine, parts: Parts, village: Village) -> Post:
    """A sale that stays open, a clock that moves from text to text."""
    clock = HandClock()
    with Session(engine) as session, session.begin():
        session.execute(update(Sale).values(cutoff_at=clock.now() + timedelta(days=9999)))
    return Post(wire_to(app_of(replace(parts, clock=clock))), engine, clock, Random(SEED))


def test_no_text_breaks_anything_or_is_guessed_at(post: Post) -> None:
    harms = []
    for number in range(HOW_MANY):
        sender = post.random.choice((*SENDERS, *SENDERS, *WITHHELD, f"+86100001{post.random.randrange(10**5):05}"))
        body = "START" if number % OPENED_AGAIN == 0 else scrambled(post.random)
        harm = post.harm(body, sender)
        if harm:
            harms.append((harm, sender, body))
    assert harms == []
    with Session(post.engine) as session:
        for row in (Reading, OrderLine, Message):
            assert session.scalars(select(row.id).limit(1)).all(), "the texts have reached the line"


def test_a_harm_is_seen(post: Post, village: Village) -> None:
    assert post.harm("谢谢", WANG) == ""
    with Session(post.engine) as session, session.begin():
        wang = session.scalars(select(Resident).where(Resident.household_id == village.doors["wang"])).one()
        reading = Reading(
            community_id=village.community,
            household_id=wang.household_id,
            resident_id=wang.id,
            day=local_day(post.clock.now(), "Asia/Shanghai"),
            tenths=430,
            channel="sms",
            reporter="self",
            verified=True,
            at=post.clock.now(),
        )
        session.add(reading)
    assert post.harm("谢谢", WANG) == "a reading out of a text that reports nothing"


def test_an_illness_and_a_question_about_an_order_are_told_in_two_segments(post: Post) -> None:
    assert post.harm("2 vegetables 1 fruit", ENGLISH) == ""
    assert post.harm("36.5 水果一份 走不动请送门上。40.1!!快来", ENGLISH) == ""
