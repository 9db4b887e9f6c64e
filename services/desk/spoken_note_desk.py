"""The spoken notes of an alert or an item as the console's pages list and play them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.sounds import Sound
from models import Request, Worker
from services.desk.alert_desk import SeenAlert
from services.desk.household_record import Home, items_of
from services.needs.spoken_notes import notes_of, sound_of


@dataclass(frozen=True, slots=True)
class LeftNote:
    """A note by its id; `state` says whether its sound has come (models.fetched), `item_id` what it is about."""

    id: int
    item_id: int | None
    worker: str
    at: datetime
    state: str


def notes_on_alert(session: Session, seen: SeenAlert) -> Sequence[LeftNote]:
    """What workers said of it, the newest first; of an illness only to who may see health."""
    return _listed(session, alerts=[seen.head.id]) if seen.shows_notes else ()


def notes_on_request(session: Session, request: Request) -> Sequence[LeftNote]:
    """What workers said of it, the newest first."""
    return _listed(session, items=[request.item_id])


def notes_on_item(session: Session, item_id: int) -> Sequence[LeftNote]:
    """What workers said of an item at no door, the newest first."""
    return _listed(session, items=[item_id])


def notes_at_home(session: Session, home: Home, now: datetime) -> Sequence[LeftNote]:
    """What workers said of the items on a household's page, the newest first; only to who may see health."""
    return _listed(session, items=[one.id for one in items_of(session, home, now)]) if home.shows_health else ()


def play(session: Session, notes: Sequence[LeftNote], note_id: str) -> Sound | None:
    """The sound of one of these notes by its id, of the newest where none is named, if it has come."""
    chosen = next((one.id for one in notes if note_id in {"", str(one.id)}), None)
    return sound_of(session, chosen) if chosen is not None else None


def _listed(session: Session, alerts: Collection[int] = (), items: Collection[int] = ()) -> Sequence[LeftNote]:
    rows = notes_of(session, alerts, items)
    return [
        LeftNote(one.id, one.item_id, session.get_one(Worker, one.worker_id).name, one.at, one.state) for one in rows
    ]
