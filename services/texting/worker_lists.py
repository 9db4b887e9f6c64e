"""What a worker asks for by text: who is missing, the totals, the fevers, the orders; from the board, with its time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.day_board import ILL, MISSING
from domain.doors import short_door
from domain.segments import fit
from domain.understanding.meanings import Command, Verb
from models import Building, Community, Household, Order, OrderLine, Resident, Sale, SaleSet, Worker
from services.board.board import PersonState, count_people, read_board
from services.board.rows import door_order
from services.sales.offers import open_sale
from services.staff.areas import StaffArea, staff_area

SEGMENTS = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer to a worker: its text, and the last door shown, so that 更多 goes on behind it whoever reports meanwhile."""

    body: str
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A door on a list as it is written; `after` are the keys it is sorted by: numbers as such, in texts."""

    words: str
    after: tuple[str, ...]


def answer_command(
    session: Session, worker: Worker, command: Command, after: tuple[str, ...], now: datetime
) -> Listing:
    """The list a command asks for; of a long one, what follows the door that was shown last."""
    board = _board(session, worker, command.building, now)
    if command.building and not board:  # nobody is missing there, but she must not read it so
        return Listing(prompts.text(worker.language, "sms.not_yours", building=command.building))
    match command.verb:
        case Verb.MISSING:
            return _missing(session, worker, board, after)
        case Verb.FEVERS:
            return _fevers(worker, board, after)
        case Verb.ORDERS:
            return _orders(session, worker, command.set_number, after, now)
        case _:
            return _totals(worker, board, _clock(session, worker, now))


def _clock(session: Session, worker: Worker, now: datetime) -> str:
    zone = ZoneInfo(session.get_one(Community, worker.community_id).timezone)
    return f"{now.astimezone(zone):%H:%M}"


def _board(session: Session, worker: Worker, building: str, now: datetime) -> tuple[PersonState, ...]:
    doors = staff_area(session, worker, now).doors
    if building:
        doors &= Household.building_id.in_(select(Building.id).where(Building.name == building))
    return read_board(session, worker.community_id, now, doors=doors).people


def _totals(worker: Worker, people: Sequence[PersonState], clock: str) -> Listing:
    counts = count_people(people)
    waiting = counts.not_measured
    said = prompts.text(worker.language, "sms.totals_waiting", count=str(waiting)) if waiting else ""
    body = prompts.text(
        worker.language,
        "sms.totals",
        clock=clock,
        due=str(counts.due),
        heard=str(counts.heard),
        missing=str(counts.missing),
        waiting=said,
        abnormal=str(counts.abnormal),
        unwell=str(counts.unwell),
    )
    return Listing(body)


def _missing(session: Session, worker: Worker, people: Sequence[PersonState], after: tuple[str, ...]) -> Listing:
    alone = _living_alone(session, worker.community_id)
    mark = prompts.text(worker.language, "sms.mark_alone")
    doors = dict.fromkeys(one.door for one in people if one.state in MISSING)
    entries = [
        Entry(short_door(*door) + (mark if door in alone else ""), ("0" if door in alone else "1", *door))
        for door in doors
    ]
    return _paged(worker, "missing", entries, after)


def _living_alone(session: Session, community_id: int) -> set[tuple[str, str, str]]:
    rows = session.execute(
        select(Building.name, Household.unit, Household.room)
        .join(Household, Household.building_id == Building.id)
        .join(Resident, Resident.household_id == Household.id)
        .where(Household.community_id == community_id, Resident.lives_alone)
    )
    return {(building, unit, room) for building, unit, room in rows}


def _fevers(worker: Worker, people: Sequence[PersonState], after: tuple[str, ...]) -> Listing:
    entries = []
    for at, one in _numbered(people):
        if one.state in ILL:
            value = f" {one.value // 10}.{one.value % 10}" if one.value is not None else ""
            what = "" if value else " " + prompts.text(worker.language, "sms.what_unwell")
            entries.append(Entry(short_door(*one.door) + value + what, (*one.door, str(at))))
    return _paged(worker, "fevers", entries, after)


def _numbered(people: Sequence[PersonState]) -> Iterator[tuple[int, PersonState]]:
    """Each person with their place at the door, whatever their state is."""
    for _, home in groupby(people, key=attrgetter("door")):
        yield from enumerate(home)


def _orders(session: Session, worker: Worker, set_number: int | None, after: tuple[str, ...], now: datetime) -> Listing:
    sale = open_sale(session, worker.community_id, now) or _last_sale(session, worker.community_id, now)
    lines = _ordered(session, sale.id, staff_area(session, worker, now), set_number) if sale else []
    totals: Counter[str] = Counter()
    for name_zh, name_en, quantity, _ in lines:
        totals[name_en if worker.language == "en" and name_en else name_zh] += quantity
    sets = prompts.text(worker.language, "sms.list_comma").join(
        prompts.text(worker.language, "sms.digest_set", set=name, quantity=str(count)) for name, count in totals.items()
    )
    entries = [Entry(short_door(*door), door) for door in {door for _, _, _, door in lines}]
    return _paged(worker, "orders", entries, after, sets=sets)


def ordered_there(session: Session, worker: Worker, now: datetime) -> list[tuple[str, str, int, tuple[str, str, str]]]:
    """What comes to the worker's doors of the open sale, else of the last: a set's two names, how many, the door."""
    sale = open_sale(session, worker.community_id, now) or _last_sale(session, worker.community_id, now)
    return _ordered(session, sale.id, staff_area(session, worker, now), None) if sale else []


def _last_sale(session: Session, community_id: int, now: datetime) -> Sale | None:
    return session.scalars(
        select(Sale)
        .where(Sale.community_id == community_id, Sale.opens_at <= now)
        .order_by(Sale.cutoff_at.desc(), Sale.id.desc())
        .limit(1)
    ).first()


def _ordered(
    session: Session, sale_id: int, area: StaffArea, set_number: int | None
) -> list[tuple[str, str, int, tuple[str, str, str]]]:
    rows = session.execute(
        select(
            SaleSet.name_zh,
            SaleSet.name_en,
            OrderLine.quantity - OrderLine.short,
            Building.name,
            Household.unit,
            Household.room,
        )
        .join(OrderLine, OrderLine.set_id == SaleSet.id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Household, Household.id == Order.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(area.doors, Order.sale_id == sale_id, Order.state != "cancelled")
        .where(~OrderLine.dropped, OrderLine.quantity > OrderLine.short)
        .where(*([SaleSet.number == set_number] if set_number is not None else []))
        .order_by(SaleSet.number, Household.id)
    )
    return [(zh, en, quantity, (building, unit, room)) for zh, en, quantity, building, unit, room in rows]


def _paged(worker: Worker, what: str, entries: Sequence[Entry], after: tuple[str, ...], **fields: str) -> Listing:
    """The head with its count, then as many doors as two segments hold, and how many are left."""
    if not entries:
        return Listing(prompts.text(worker.language, f"sms.no_{what}"))
    rest = sorted((one for one in entries if door_order(*one.after) > door_order(*after)), key=_place)
    if not rest:
        return Listing(prompts.text(worker.language, "sms.no_more"), after)
    shown = after

    def compose(kept: Sequence[str], left: int) -> str:
        nonlocal shown
        shown = rest[len(kept) - 1].after if kept else after
        more = prompts.text(worker.language, "sms.list_more", count=str(left)) if left else ""
        doors = prompts.text(worker.language, "sms.list_comma").join(kept)
        return prompts.text(worker.language, f"sms.list_{what}", count=str(len(entries)), doors=doors + more, **fields)

    body = fit([one.words for one in rest], compose, SEGMENTS)
    return Listing(body, shown)


def _place(entry: Entry) -> tuple[tuple[int, str], ...]:
    return door_order(*entry.after)
