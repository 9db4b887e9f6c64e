"""What a household or the office can have open, each put where it belongs with a note in it; all give the new rows' ids."""

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.announcements import By
from domain.requests import RequestKind
from ivr.events import ItemKind
from models import (
    Alert,
    Building,
    HealthFile,
    Household,
    Item,
    ListUpload,
    Reading,
    RequestRecording,
    SpokenNote,
    Worker,
)
from services.alerting.items import Left, file_item
from services.announcing import announcements
from services.announcing.announcements import Notice
from services.desk import request_desk
from services.roster.places import Place
from tests.integration.outgoing import MORNING


def illness(session: Session, home: Household, resident: int, note: str) -> dict[str, int]:
    """An open alert of a household, and the health file of who lives there."""
    alert = Alert(
        community_id=home.community_id,
        subject=f"r:{resident}",
        klass="health",
        household_id=home.id,
        resident_id=resident,
        building=session.get_one(Building, home.building_id).name,
        unit=home.unit,
        room=home.room,
        kind="fever",
        gravity=3,
        note=note,
        raised_at=MORNING,
    )
    file = HealthFile(
        community_id=home.community_id,
        resident_id=resident,
        illness="health",
        opened_at=MORNING,
        next_call="re_measure",
    )
    session.add_all([alert, file])
    session.flush()
    worker = session.scalars(select(Worker.id).where(Worker.community_id == home.community_id)).first()
    session.add(SpokenNote(worker_id=worker, alert_id=alert.id, **_sound()))
    return {"alert": alert.id, "file": file.id}


def reading(session: Session, home: Household, resident: int) -> int:
    """A reading of this morning by somebody who is not known."""
    made = Reading(
        community_id=home.community_id,
        household_id=home.id,
        resident_id=resident,
        day=MORNING.date(),
        tenths=365,
        channel="keypad",
        reporter="family",
        verified=False,
        at=MORNING,
    )
    session.add(made)
    session.flush()
    return made.id


def request(session: Session, household: int, note: str) -> int:
    """A request of a door, with what was said about it."""
    made = request_desk.ask_for(session, household, RequestKind.OTHER, note, MORNING)
    worker = session.scalars(select(Worker.id).where(Worker.community_id == made.community_id)).first()
    session.add(RequestRecording(request_id=made.id, **_sound()))
    session.add(SpokenNote(worker_id=worker, item_id=made.item_id, **_sound()))
    session.flush()
    return made.id


def doorless(session: Session, community: int, worker: int, note: str, phone: str | None = None) -> int:
    """An item at no door of the roster, on this worker's list, with what was said about it."""
    left = Left(ItemKind.CALL_BACK, Place(community, "", "", ""), phone=phone, note=note)
    made = session.get_one(Item, file_item(session, left, MORNING))
    made.worker_id = worker
    session.add(SpokenNote(worker_id=worker, item_id=made.id, **_sound()))
    session.flush()
    return made.id


def _sound() -> dict[str, Any]:
    sound = b"RIFF....WAVE"
    sha256 = hashlib.sha256(sound).hexdigest()
    return {"state": "kept", "content_type": "audio/wav", "sound": sound, "sha256": sha256, "at": MORNING}


def announcement(session: Session, community: int, household: int, note: str) -> int:
    """A text to one household that has not left yet."""
    return announcements.plan(session, community, Notice("all", By.SMS, note, MORNING), [household], MORNING)


def sent_list(session: Session, community: int, worker: int, note: str) -> int:
    """A file of the office's with a name in it."""
    content = f"building,unit,room,grid,name,phone\n9,1,101,第九网格,{note}二,\n".encode()
    row = ListUpload(
        community_id=community, worker_id=worker, kind="roster", name="名册.csv", content=content, at=MORNING
    )
    session.add(row)
    session.flush()
    return row.id
