"""Items on a worker's list: filed once a call, closed by the report or order they were about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.orm import Session

from ivr.events import ItemKind
from models import Community, Item, Request
from services.alerting.duty import hold_grid, list_keeper
from services.calling.speaking import Speaking
from services.day.steps import plan_of
from services.roster.places import Place

SOON = timedelta(hours=1)
TODAY = timedelta(hours=8)
PROMPT = {ItemKind.CALL_BACK, ItemKind.UNFINISHED_CALL, ItemKind.UNCONFIRMED_VALUE, ItemKind.PERSON}


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to do. `tenths` is an unconfirmed value, `phone` the caller's when not on file for the door."""

    kind: ItemKind
    place: Place
    about: str = ""
    resident_id: int | None = None
    phone: str | None = None
    tenths: int | None = None
    note: str = ""
    call_sid: str = ""


def file_item(session: Session, left: Left, now: datetime) -> int | None:
    """Put it on the list of the grid's worker; what a call leaves open is filed once, however often it ends. Its id."""
    if left.call_sid and left.about and _is_filed(session, left):
        return None
    place = left.place
    hold_grid(session, place.grid_id)
    item = Item(
        community_id=place.community_id,
        kind=left.kind.value,
        about=left.about,
        household_id=place.household_id,
        resident_id=left.resident_id,
        building=place.building,
        unit=place.unit,
        room=place.room,
        phone=left.phone,
        tenths=left.tenths,
        note=left.note,
        call_sid=left.call_sid,
        worker_id=list_keeper(session, place, now),
        since=now,
        due=due_after(session, place.community_id, now, SOON if left.kind in PROMPT else TODAY),
    )
    session.add(item)
    session.flush()
    return item.id


def due_after(session: Session, community_id: int, now: datetime, span: timedelta) -> datetime:
    """By when something is to be done that may take so long: nobody is to do it at night."""
    community = session.get_one(Community, community_id)
    return plan_of(community).due_after(now, span, community.timezone)


def _is_filed(session: Session, left: Left) -> bool:
    """Whether this call left it already; an unfinished one is one item however far it came."""
    same = {"household_id": left.place.household_id, "room": left.place.room, "resident_id": left.resident_id}
    if left.kind is not ItemKind.UNFINISHED_CALL:
        same |= {"tenths": left.tenths, "note": left.note}
    statement = select(Item.id).where(
        Item.call_sid == left.call_sid,
        Item.kind == left.kind.value,
        *(getattr(Item, name).is_not_distinct_from(value) for name, value in same.items()),
    )
    return session.scalars(statement.limit(1)).first() is not None


def close_items(speaking: Speaking, about: str) -> None:
    """The report, or the order, these items were about has been confirmed.

    What a telephone not on file left at the door stays open until that telephone, or the staff, settle it: whoever
    called may have keyed another's door, and is still waiting to be called back.
    """
    settled: dict[str, object] = {"b_household": speaking.state.household, "b_about": about, "b_now": speaking.now}
    if speaking.by_staff:
        speaking.session.execute(_SETTLED, settled)
    else:
        speaking.session.execute(_SETTLED_BY_TELEPHONE, {**settled, "b_phone": speaking.telephone})


# Put together once: every report and every order asks it.
_SETTLED = (
    update(Item)
    .where(Item.household_id == bindparam("b_household"), Item.about == bindparam("b_about"), Item.state != "done")
    .values(state="done", closed_at=bindparam("b_now"))
)
_SETTLED_BY_TELEPHONE = _SETTLED.where(or_(Item.phone.is_(None), Item.phone == bindparam("b_phone")))


def withdraw_items(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """What these had asked for is not wanted any more; an item of a request ends with that."""
    open_ones = which, Item.state != "done", Item.id.not_in(select(Request.item_id))
    session.execute(update(Item).where(*open_ones).values(state="done", closed_at=now))


def left_by(speaking: Speaking, kind: ItemKind, **more: object) -> Left:
    """An item from a call: for its door, with the caller's number where it is not on file."""
    state = speaking.state
    return Left(
        kind=kind,
        place=speaking.place,
        phone=None if state.verified else speaking.telephone or None,
        call_sid=speaking.call_sid,
        **more,  # type: ignore[arg-type]
    )
