"""What a worker's telephone menu reads out: their open alerts and items, and the lists of doors from the board."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

import prompts
from domain.day_board import ILL, MISSING
from ivr.facts import CallState, Facts, ListedDoor, Matter, Totals
from models import Alert, AlertCode, Building, Household, Item, Resident, Worker
from prompts import speech
from services.alerting.stand_ins import posts_of
from services.board.board import PersonState, count_people, read_board
from services.board.rows import door_order
from services.needs import spoken_notes
from services.needs.gas_desk import cards_of_items
from services.needs.spoken import spoken_about
from services.staff.areas import staff_area
from services.texting.worker_lists import ordered_there

Door = tuple[str, str, str]


def has_pin(session: Session, worker_id: int) -> bool:
    """Whether the worker was given a PIN."""
    worker = session.get(Worker, worker_id)
    return worker is not None and worker.pin_hash is not None


def read_matters(session: Session, worker_id: int, now: datetime) -> tuple[Matter, ...]:
    """What the worker was told of and nobody else has taken, then what is on their list and of whom they stand in for."""
    posts = posts_of(session, session.get_one(Worker, worker_id), now)
    told = select(AlertCode.alert_id).where(AlertCode.worker_id == worker_id, AlertCode.closed_at.is_(None))
    hers = or_((Alert.state == "open") & Alert.id.in_(told), (Alert.state == "taken") & (Alert.worker_id == worker_id))
    alerts = session.scalars(select(Alert).where(hers).order_by(Alert.id)).all()
    items = session.scalars(select(Item).where(Item.worker_id.in_(posts), Item.state != "done").order_by(Item.id)).all()
    said = spoken_about(session, [one.id for one in items])
    cards = cards_of_items(session, [one.id for one in items], worker_id)
    noted = spoken_notes.last_of(session, [one.id for one in alerts], [one.id for one in items])
    return (
        *(Matter(one.id, 0, *_what_and_where(one), note=noted.get((one.id, 0), "")) for one in alerts),
        *(
            Matter(
                *(0, one.id, *_what_and_where(one)),
                said.get(one.id, ""),
                noted.get((0, one.id), ""),
                *cards.get(one.id, ("", 0)),
            )
            for one in items
        ),
    )


def _what_and_where(one: Alert | Item) -> tuple[str, int | None, str, str, str]:
    return one.kind, one.tenths, one.building, one.unit, one.room


def read_list(session: Session, facts: Facts, state: CallState, now: datetime) -> Facts:
    """The list the call is about, of the worker's own doors, with what is told before it."""
    worker = session.get_one(Worker, state.worker)
    if state.listing == "orders":
        return _read_orders(session, facts, worker, state.language, now)
    doors = staff_area(session, worker, now).doors
    people = read_board(session, worker.community_id, now, doors=doors).people
    if state.listing == "fevers":
        return replace(facts, listed=_ill(people, state.language))
    return replace(facts, totals=_totals(people), listed=_missing(session, people, worker, state.language))


def _read_orders(session: Session, facts: Facts, worker: Worker, language: str, now: datetime) -> Facts:
    totals: Counter[str] = Counter()
    doors = set()
    for name_zh, name_en, quantity, door in ordered_there(session, worker, now):
        totals[name_en if language == "en" and name_en else name_zh] += quantity
        doors.add(door)
    listed = tuple(ListedDoor(*door) for door in sorted(doors, key=lambda door: door_order(*door)))
    return replace(facts, set_totals=tuple(totals.items()), listed=listed)


def _totals(people: Sequence[PersonState]) -> Totals:
    counts = count_people(people)
    return Totals(counts.due, counts.heard, counts.missing, counts.abnormal, counts.unwell)


def _missing(session: Session, people: Sequence[PersonState], worker: Worker, language: str) -> tuple[ListedDoor, ...]:
    alone = session.execute(
        select(Building.name, Household.unit, Household.room)
        .join(Household, Household.building_id == Building.id)
        .join(Resident, Resident.household_id == Household.id)
        .where(Household.community_id == worker.community_id, Resident.lives_alone)
    )
    marks = dict.fromkeys((tuple(row) for row in alone), prompts.text(language, "work.alone"))
    missing = dict.fromkeys(one.door for one in people if one.state in MISSING)
    return tuple(ListedDoor(*door, said=marks.get(door, "")) for door in missing)


def _ill(people: Sequence[PersonState], language: str) -> tuple[ListedDoor, ...]:
    """Doors with somebody ill: the value, or the word; nobody's name."""
    said: dict[Door, list[str]] = {}
    for one in people:
        if one.state in ILL:
            unwell = prompts.text(language, "alert_what.unwell")
            value = speech.temperature(language, one.value) if one.value is not None else unwell
            said.setdefault(one.door, []).append(value)
    gap = prompts.text(language, "work.value_gap")
    return tuple(
        ListedDoor(*door, said=prompts.text(language, "work.ill", values=gap.join(values)))
        for door, values in said.items()
    )
