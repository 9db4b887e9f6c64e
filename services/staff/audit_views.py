"""The audit as it is read: each entry with the name of who did it, and with what it is about as people call it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Alert, AuditEntry, Building, Grid, HealthFile, Household, Item, Reading, Request, Resident, Worker

Place = tuple[str, str, str]  # building, unit, room


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a door, a name, both or neither; `household_id` where a door of the roster is meant."""

    place: Place | None = None
    name: str = ""
    household_id: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry."""

    number: int
    at: datetime
    worker: str
    what: str
    about: str
    why: str
    subject: Subject = field(default_factory=Subject)


def newest_entries(session: Session, community_id: int, most: int) -> list[Listed]:
    """So many entries of the community's, the newest first."""
    rows = session.execute(
        select(AuditEntry, Worker.name)
        .outerjoin(Worker, Worker.id == AuditEntry.worker_id)
        .where(AuditEntry.community_id == community_id)
        .order_by(AuditEntry.number.desc())
        .limit(most)
    ).all()
    known = _Known.of(session, [row[0] for row in rows])
    return [
        Listed(one.number, one.at, name or "", one.what, one.about, one.why, known.subject(one.about, one.about_id))
        for one, name in rows
    ]


@dataclass(frozen=True, slots=True)
class Reason:
    """Who did something to a row, and why."""

    worker: str
    why: str


def reasons(session: Session, community_id: int, about: str, ids: Collection[int]) -> Mapping[int, Reason]:
    """The newest entry's about each of these rows of a table that it has any about."""
    if not ids:
        return {}
    rows = session.execute(
        select(AuditEntry.about_id, Worker.name, AuditEntry.why)
        .outerjoin(Worker, Worker.id == AuditEntry.worker_id)
        .where(AuditEntry.community_id == community_id, AuditEntry.about == about, AuditEntry.about_id.in_(ids))
        .order_by(AuditEntry.number)
    )
    return {number: Reason(name or "", why) for number, name, why in rows if number is not None}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the entries are about, as far as it is there still."""

    doors: Mapping[int, Place]
    residents: Mapping[int, Resident]
    owners: Mapping[tuple[str, int], int]  # whose a health file or a reading is
    called: Mapping[tuple[str, int], Alert | Item]  # alerts, items and requests, at a door as it was keyed
    names: Mapping[tuple[str, int], str]

    @classmethod
    def of(cls, session: Session, entries: Sequence[AuditEntry]) -> "_Known":
        """One query a kind."""
        ids: defaultdict[str, set[int]] = defaultdict(set)
        for one in entries:
            if one.about_id is not None:
                ids[one.about].add(one.about_id)
        owners = {
            (about, number): owner
            for about, table in (("health_file", HealthFile), ("reading", Reading))
            for number, owner in session.execute(select(table.id, table.resident_id).where(table.id.in_(ids[about])))
        }
        people = select(Resident).where(Resident.id.in_(ids["resident"] | set(owners.values())))
        residents = {one.id: one for one in session.scalars(people)}
        homes = ids["household"] | {one.household_id for one in residents.values()}
        doors = select(Household.id, Building.name, Household.unit, Household.room).join(
            Building, Building.id == Household.building_id
        )
        return cls(
            doors={row[0]: (row[1], row[2], row[3]) for row in session.execute(doors.where(Household.id.in_(homes)))},
            residents=residents,
            owners=owners,
            called=_called(session, ids),
            names={
                (about, number): name
                for about, table in (("grid", Grid), ("building", Building), ("worker", Worker))
                for number, name in session.execute(select(table.id, table.name).where(table.id.in_(ids[about])))
            },
        )

    def subject(self, about: str, number: int | None) -> Subject:
        """As people call it."""
        if number is None:
            return Subject()
        if about == "household":
            return Subject(self.doors.get(number), household_id=number if number in self.doors else None)
        if called := self.called.get((about, number)):
            return Subject((called.building, called.unit, called.room), household_id=called.household_id)
        if about in {"resident", "health_file", "reading"}:
            one = self.residents.get(number if about == "resident" else self.owners.get((about, number), 0))
            return Subject(self.doors[one.household_id], one.name, one.household_id) if one else Subject()
        return Subject(name=self.names.get((about, number), ""))


def _called(session: Session, ids: Mapping[str, set[int]]) -> dict[tuple[str, int], Alert | Item]:
    """What knows the door of each of these alerts, items and requests."""
    requests = select(Request.id, Item).join(Item, Item.id == Request.item_id).where(Request.id.in_(ids["request"]))
    return {
        **{("alert", one.id): one for one in session.scalars(select(Alert).where(Alert.id.in_(ids["alert"])))},
        **{("item", one.id): one for one in session.scalars(select(Item).where(Item.id.in_(ids["item"])))},
        **{("request", number): item for number, item in session.execute(requests)},
    }
