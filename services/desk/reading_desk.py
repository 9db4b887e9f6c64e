"""One reading at the console: put right or withdrawn, with a reason that stands in the audit and beside it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.temperature import is_fever
from ivr.events import Complaint, RaisedAlert, Reported
from ivr.events import Reading as Answered
from ivr.facts import CallState
from models import Reading, Resident
from services.board.readings import withdraw_one
from services.calling import care
from services.calling.speaking import Speaking
from services.day.clock import local_day
from services.desk.household_record import BACK, Home, find_home
from services.desk.on_behalf import Typing
from services.staff import audit
from services.staff.audit import Deed, What
from services.staff.sessions import SignedIn


@dataclass(frozen=True, slots=True)
class SeenReading:
    """A reading of the worker's area; `counts` unless it was withdrawn, `is_of_today` while another can take its place."""

    reading: Reading
    resident: Resident
    home: Home
    is_of_today: bool

    @property
    def counts(self) -> bool:
        """Whether nobody has withdrawn it."""
        return self.reading.withdrawn_at is None


def find_reading(session: Session, who: SignedIn, reading_id: int, now: datetime) -> SeenReading | None:
    """The reading, if it is of the days that a household's page shows and its person's values are the worker's business."""
    reading = session.get(Reading, reading_id)
    resident = session.get(Resident, reading.resident_id) if reading is not None else None
    home = find_home(session, who, resident.household_id) if resident is not None else None
    if reading is None or resident is None or home is None or not home.shows_health:
        return None
    today = local_day(now, who.community.timezone)
    if reading.day < today - BACK:
        return None
    return SeenReading(reading, resident, home, reading.day == today)


def withdraw_reading(typing: Typing, seen: SeenReading, why: str) -> bool:
    """It counts no more, though it stays in the record; an alert and a health file stay. False: somebody was faster."""
    if not withdraw_one(typing.session, seen.reading.id, typing.now):
        return False
    audit.note(typing.session, typing.who.worker, [Deed(What.TOOK_BACK, "reading", seen.reading.id, why)], typing.now)
    return True


def put_right(typing: Typing, seen: SeenReading, tenths: int | None, why: str) -> bool:
    """Another value of today, or the word "normal", stands in its place; a fever is an alert. False: somebody was faster."""
    if not withdraw_one(typing.session, seen.reading.id, typing.now):
        return False
    home = seen.home.household
    state = CallState("text", community=typing.who.community.id, household=home.id, verified=True, reporter="worker")
    speaking = Speaking(typing.session, state, typing.sid, typing.who.worker.phone, typing.now, channel="worker")
    place = speaking.residents.index(seen.resident.id)
    if tenths is not None and is_fever(tenths):
        care.store_event(speaking, RaisedAlert(Complaint.FEVER, place, tenths))
    care.store_event(speaking, Reported((Answered(place, tenths),)))
    audit.note(typing.session, typing.who.worker, [Deed(What.CORRECTED, "reading", seen.reading.id, why)], typing.now)
    return True
