"""Posts texts into the application, signed, and looks at what each has changed: what does harm, and what all of them cost."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TypeVar

from lxml import etree
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.segments import segments
from domain.temperature import is_possible
from domain.understanding import understand
from domain.understanding.meanings import Batch, Meaning, Report, Role
from models import Message, OrderLine, Reading, Sale, TextThread
from services.day.clock import Clock
from tests.integration.outgoing import HandClock
from tests.texts.scrambled import scrambled
from tests.web.line import LINE, Wire
from tests.web.village import COUPLE, ENGLISH, FAMILY, STRANGER, TWO_DOORS, WANG, WORKER

Row = TypeVar("Row", Reading, OrderLine, Message)
WITHHELD = ("", "anonymous", "+266696687", "10086", "LINLI")
SENDERS = (WANG, COUPLE, FAMILY, TWO_DOORS, ENGLISH, STRANGER, WORKER, WORKER)
OK = 200
MOST_SEGMENTS = 2
MOST_OF_A_SET = 5
OPENED_AGAIN = 40  # or soon all have refused texts, and nobody is answered
BETWEEN = timedelta(minutes=5)  # else the caps on replies leave little to look at


@dataclass(frozen=True)
class Harm:
    """What one text did wrong, in words, and the text."""

    what: str
    sender: str
    body: str


@dataclass
class Figures:
    """What all texts came to; times in seconds."""

    seconds: list[float] = field(default_factory=list)
    tenths: list[int] = field(default_factory=list)
    replies: Counter[int] = field(default_factory=Counter)  # by their segments
    lines: int = 0


@dataclass
class Post:
    """Posts texts and looks at what each has changed."""

    wire: Wire
    engine: Engine
    clock: HandClock
    random: Random
    figures: Figures = field(default_factory=Figures)
    seen: dict[type, int] = field(default_factory=dict)

    def post(self, count: int) -> list[Harm]:
        """So many scrambled texts of all kinds of senders, and what they did wrong."""
        harms = []
        for number in range(count):
            stranger = f"+86100001{self.random.randrange(10**5):05}"
            sender = self.random.choice((*SENDERS, *SENDERS, *WITHHELD, stranger))
            body = "START" if number % OPENED_AGAIN == 0 else scrambled(self.random)
            what = self.harm(body, sender)
            if what:
                harms.append(Harm(what, sender, body))
        return harms

    def harm(self, body: str, sender: str) -> str:
        """What one text does wrong, in words; "" for nothing."""
        was_asked = self._is_asked(sender)
        form = {"MessageSid": f"SM{self.random.getrandbits(128):032x}", "From": sender, "To": LINE, "Body": body}
        began = time.perf_counter()
        answer = self.wire.post("/webhooks/sms/incoming", form)
        self.figures.seconds.append(time.perf_counter() - began)
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
        written = [one for one in messages if one.channel == "sms"]
        self._count(readings, lines, written)
        if readings and not may_report:
            return "a reading out of a text that reports nothing"
        if any(one.tenths is not None and not is_possible(one.tenths) for one in readings):
            return "an impossible reading"
        if any(not 1 <= one.quantity <= MOST_OF_A_SET for one in lines):
            return "an impossible order"
        if any(not one.to.startswith("+86") or not one.body.strip() for one in written):
            return "a reply to nobody or of nothing"
        long = [one.body for one in written if segments(one.body) > MOST_SEGMENTS]
        return f"too long: {long[0]}" if long else ""

    def _count(self, readings: list[Reading], lines: list[OrderLine], written: list[Message]) -> None:
        self.figures.tenths += [one.tenths for one in readings if one.tenths is not None]
        self.figures.lines += len(lines)
        self.figures.replies.update(segments(one.body) for one in written)

    def _new(self, session: Session, row: type[Row]) -> list[Row]:
        found = list(session.scalars(select(row).where(row.id > self.seen.get(row, 0)).order_by(row.id)))
        if found:
            self.seen[row] = found[-1].id
        return found


def reports(meaning: Meaning) -> bool:
    """Whether a report is anywhere in a meaning."""
    if isinstance(meaning, Batch):
        return any(reports(line.meaning) for line in meaning.lines)
    return isinstance(meaning, Report) or any(map(reports, getattr(meaning, "also", ())))


def keep_open(engine: Engine, clock: Clock) -> None:
    """Let the village's sale stay open however far the clock is moved."""
    with Session(engine) as session, session.begin():
        session.execute(update(Sale).values(cutoff_at=clock.now() + timedelta(days=9999)))
