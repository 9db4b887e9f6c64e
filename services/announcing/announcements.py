"""Announcements: planned with all their deliveries in one transaction, withdrawn, listed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from domain import telephones
from domain.announcements import MOST_COST, Audience, By, Mark, Telephone, Whom, ways, without_way
from domain.refusals import Refused
from domain.segments import segments
from models import Announcement, AnnouncementDelivery, Building, Community, Household, Message, Phone, Resident
from models import TextThread as Thread
from services.batches import add_rows
from services.board.board import door_order
from services.board.pauses import households_away
from services.day.clock import local_day
from services.roster.communities import UnknownName, find_grid

Ids = Select[int] | Sequence[int]
MARKS = {
    Mark.ALONE: Resident.lives_alone,
    Mark.HARD_OF_HEARING: Resident.hard_of_hearing,
    Mark.HOME_DELIVERY: Resident.home_delivery,
}


class NobodyMeant(Refused):
    """No household is of this audience and language, or none of them can be told."""


class TooMuch(Refused):
    """It would be more texts and calls than one announcement may be."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An announcement to be: `language` limits it to the households that speak it; due at an aware instant."""

    audience: Audience
    by: By
    words: str
    due_at: datetime
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What households are told that somebody has picked already, `audience` in words for the list of announcements.

    `is_private`: a call says it only to whoever presses a key, and whom it does not reach a person tells.
    """

    audience: str
    by: By
    words: str
    due_at: datetime
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What an announcement sets in motion if every first way succeeds; `segments` are those of all texts together."""

    households: int
    texts: int
    calls: int
    segments: int
    unreachable: int
    opted_out: int
    away: int = 0  # everybody there is paused on the day it is due


def reckon(session: Session, community: Community, wanted: Wanted, most: int = MOST_COST) -> Cost:
    """What it would cost, before anything is planned. NobodyMeant where nobody is reached; TooMuch where it costs more than the most."""
    households = _households(session, community, wanted)
    if not households:
        raise NobodyMeant(f"nobody is meant by {wanted.audience}; `linli roster import` brings in who lives where")
    known = telephones_of(session, community.id, households)
    away = households_away(session, community.id, local_day(wanted.due_at, community.timezone))
    counts: Counter[str] = Counter()
    for household in households:
        if household in away:
            counts["away"] += 1
            continue
        found = ways(wanted.by, known[household])
        counts[found[0].channel if found else without_way(known[household])] += 1
    cost = Cost(
        households=len(households),
        texts=counts["sms"],
        calls=counts["call"],
        segments=counts["sms"] * segments(wanted.words),
        unreachable=counts["unreachable"],
        opted_out=counts["opted_out"],
        away=counts["away"],
    )
    if cost.segments + cost.calls > most:
        raise TooMuch(
            f"that would be {cost.segments} segments and {cost.calls} calls; {most} is the most: shorten it, or tell fewer at once"
        )
    if not cost.texts + cost.calls:
        raise NobodyMeant(_nobody(cost, wanted.by))
    return cost


def _nobody(cost: Cost, by: By) -> str:
    """Why none of the households would be told, and what to do."""
    why = f"{cost.unreachable} cannot be reached, {cost.opted_out} want no texts, {cost.away} are away"
    rest = "tell them by call" if by is By.SMS and cost.unreachable + cost.opted_out else "tell them in person"
    return f"it would be told to nobody: {why}; {rest}"


def announce(session: Session, community: Community, wanted: Wanted, now: datetime) -> int:
    """Plan the announcement and each household's delivery; its id. The caller commits: all of it or nothing."""
    notice = Notice(str(wanted.audience), wanted.by, wanted.words, wanted.due_at)
    return plan(session, community.id, notice, _households(session, community, wanted), now)


def plan(session: Session, community_id: int, notice: Notice, households: Sequence[int], now: datetime) -> int:
    """Plan a notice and its delivery to each of these households; its id. The caller commits."""
    announcement = Announcement(
        community_id=community_id,
        audience=notice.audience,
        by=notice.by.value,
        text=notice.words,
        is_private=notice.is_private,
        created_at=now,
        due_at=notice.due_at,
    )
    session.add(announcement)
    session.flush()
    shared = {"announcement_id": announcement.id, "due_at": notice.due_at, "at": now}
    rows = [{**shared, "household_id": household} for household in dict.fromkeys(households)]
    add_rows(session, AnnouncementDelivery, rows)
    return announcement.id


def withdraw(session: Session, community_id: int, announcement_id: int, now: datetime) -> int:
    """Tell nobody more; how many households are spared. What has left has left. UnknownName where there is none."""
    statement = select(Announcement).where(
        Announcement.id == announcement_id, Announcement.community_id == community_id
    )
    announcement = session.scalars(statement.with_for_update()).one_or_none()
    if announcement is None:
        raise UnknownName(f"there is no announcement {announcement_id}; `linli announcements` lists them")
    announcement.withdrawn_at = announcement.withdrawn_at or now
    row = AnnouncementDelivery
    mine = row.announcement_id == announcement_id, row.state == "planned"
    owed = select(row.message_id).where(*mine, row.message_id.is_not(None))
    session.execute(
        update(Message)
        .where(Message.id.in_(owed), Message.state == "pending")
        .values(state="dropped", at=now)
        .execution_options(synchronize_session=False)
    )
    on_its_way = select(Message.id).where(Message.id == row.message_id, Message.state != "dropped")
    spared = update(row).where(*mine, row.waits | ~on_its_way.exists()).values(state="skipped", waits=False, at=now)
    return len(session.scalars(spared.returning(row.id), execution_options={"synchronize_session": False}).all())


def _households(session: Session, community: Community, wanted: Wanted) -> list[int]:
    """Whom it is for, in the roster's order."""
    statement = select(Household.id).where(Household.community_id == community.id).order_by(Household.id)
    audience = wanted.audience
    match audience.whom:
        case Whom.BUILDING:
            statement = statement.where(Household.building_id == _building(session, community.id, audience.name))
        case Whom.GRID:
            statement = statement.where(Household.grid_id == find_grid(session, community.id, audience.name))
        case Whom.MARK:
            marked = select(Resident.household_id).where(MARKS[Mark(audience.name)])
            statement = statement.where(Household.id.in_(marked))
        case Whom.ALL:
            pass
    households = list(session.scalars(statement))
    if wanted.language is None:
        return households
    spoken = languages_of(session, statement)
    return [one for one in households if spoken.get(one, community.language) == wanted.language]


def _building(session: Session, community_id: int, name: str) -> int:
    rows = session.execute(select(Building.name, Building.id).where(Building.community_id == community_id))
    buildings: dict[str, int] = dict(rows.all())
    if name not in buildings:
        known = ", ".join(sorted(buildings, key=lambda one: (len(one), one)))
        raise UnknownName(f"there is no building {name!r}; there is {known or 'none yet'}")
    return buildings[name]


def languages_of(session: Session, households: Ids) -> dict[int, str]:
    """The language of each household: that of its first person."""
    rows = session.execute(
        select(Resident.household_id, Resident.language)
        .where(Resident.household_id.in_(households))
        .order_by(Resident.position.desc(), Resident.id.desc())
    )
    return {row.household_id: row.language for row in rows}


def telephones_of(session: Session, community_id: int, households: Sequence[int]) -> defaultdict[int, list[Telephone]]:
    """The telephones of households, each once, the first of everybody before anybody's second."""
    refusing = set(
        session.scalars(
            select(Thread.number).where(Thread.community_id == community_id, Thread.opted_out_at.is_not(None))
        )
    )
    phones = select(Phone.household_id, Phone.number).where(Phone.community_id == community_id)
    if len(households) <= FEW:
        phones = phones.where(Phone.household_id.in_(households))
    found: defaultdict[int, list[Telephone]] = defaultdict(list)
    for household, number in session.execute(phones.order_by(Phone.position, Phone.id)):
        if all(one.number != number for one in found[household]):
            takes_texts = telephones.kind(number) is not telephones.Kind.LANDLINE
            found[household].append(Telephone(number, takes_texts, number in refusing))
    return found


FEW = 500  # above it, all telephones of the community are read at once


@dataclass(frozen=True, slots=True)
class ListedDelivery:
    """What became of an announcement at one door; `to` and `channel` of the last way tried, `waits` for the next one."""

    building: str
    unit: str
    room: str
    state: str
    channel: str | None
    to: str | None
    at: datetime
    waits: bool = False

    @property
    def standing(self) -> str:
        """The state, or what it is by: `again` after a way that came to nothing, `called` where nobody pressed 1 yet."""
        if self.state == "planned" and self.waits and self.channel:
            return "again"
        return "called" if self.state == "sent" and self.channel == "call" else self.state


@dataclass(frozen=True, slots=True)
class ListedAnnouncement:
    """An announcement and what became of it at each door, in door order."""

    id: int
    to: str
    by: str
    text: str
    due_at: datetime
    withdrawn_at: datetime | None
    households: tuple[ListedDelivery, ...] = field(repr=False)

    @property
    def counts(self) -> Counter[str]:
        """How many households are in each state."""
        return Counter(one.state for one in self.households)

    @property
    def standings(self) -> Counter[str]:
        """The same, by what a page says of each."""
        return Counter(one.standing for one in self.households)


def list_announcements(session: Session, community_id: int, since: datetime) -> list[ListedAnnouncement]:
    """The announcements due since then, the oldest first."""
    statement = select(Announcement).where(Announcement.community_id == community_id, Announcement.due_at >= since)
    return _listed(session, session.scalars(statement.order_by(Announcement.id)).all())


def list_announcement(session: Session, community_id: int, announcement_id: int) -> ListedAnnouncement | None:
    """One of the community's, however old."""
    statement = select(Announcement).where(Announcement.community_id == community_id)
    listed = _listed(session, session.scalars(statement.where(Announcement.id == announcement_id)).all())
    return listed[0] if listed else None


def _listed(session: Session, announcements: Sequence[Announcement]) -> list[ListedAnnouncement]:
    deliveries = _deliveries(session, [one.id for one in announcements])
    return [
        ListedAnnouncement(
            one.id, one.audience, one.by, one.text, one.due_at, one.withdrawn_at, tuple(deliveries[one.id])
        )
        for one in announcements
    ]


def _deliveries(session: Session, announcements: Sequence[int]) -> defaultdict[int, list[ListedDelivery]]:
    row = AnnouncementDelivery
    statement = (
        select(row.announcement_id, Building.name, Household.unit, Household.room, row.state, row.at, row.waits)
        .add_columns(Message.channel, Message.to)
        .join(Household, Household.id == row.household_id)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Message, Message.id == row.message_id)
        .where(row.announcement_id.in_(announcements))
    )
    listed: defaultdict[int, list[ListedDelivery]] = defaultdict(list)
    for announcement, building, unit, room, state, at, waits, channel, to in sorted(
        session.execute(statement), key=lambda one: door_order(one[1], one[2], one[3])
    ):
        listed[announcement].append(ListedDelivery(building, unit, room, state, channel, to, at, waits))
    return listed
