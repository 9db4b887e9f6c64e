"""Reads for a step of a dialogue exactly the facts it asked for (ivr.facts.Need)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import Session

from domain.doors import Door, keys_once, once
from ivr.facts import CallState, Facts, Household, Need, Wanted
from models import Alert, Building, Call, Community, InboundEvent, Item, Phone, Resident
from models import Household as Home
from services.alerting.alert_answers import standing_alert
from services.alerting.alert_codes import is_handed_over
from services.alerting.duty import people_to_ring
from services.announcing.notices import notice_of
from services.board import readings
from services.calling import taking_back, worker_menu
from services.day.clock import local_day
from services.goods import next_waves
from services.goods.goods import read_goods
from services.needs import gas_desk, requests
from services.roster.places import household_place, keyed_place
from services.sales import offers


def read_facts(  # noqa: C901, PLR0912 one case a need
    session: Session, wanted: Wanted, facts: Facts, call: tuple[str, str], now: datetime
) -> Facts:
    """The facts with `wanted.need` read as well. `call` is the call's sid and the other side's number ("" withheld)."""
    sid, telephone = call
    state = wanted.state
    match wanted.need:
        case Need.DOORS:
            facts = replace(facts, doors=doors_of(session, state.community, telephone, now))
        case Need.HOUSEHOLD:
            facts = replace(facts, household=_household(session, state, telephone, now))
        case Need.DOOR:
            found = find_door(session, state)
            verified = found is not None and found in {
                door.id for door in doors_of(session, state.community, telephone, now)
            }
            known = verified or state.let_in
            home = _homes(session, [found], telephone, now, known=known)[0] if found else None
            meant = None if found else _door_meant(session, state)
            facts = replace(facts, found=home, found_verified=verified, meant=meant)
        case Need.SALE:
            facts = offers.read_sale(session, facts, state, sid, now)
        case Need.REQUESTS:
            facts = requests.read_requests(session, facts, state)
        case Need.PEOPLE_TO_RING:
            facts = replace(
                facts,
                people_to_ring=tuple(one for one in _numbers(session, state, now) if one != telephone),
                leg_taken=is_leg_taken(session, sid, state.leg),
            )
        case Need.ALERT:
            facts = _read_alert(session, facts, state, sid)
        case Need.NOTICE:
            facts = replace(facts, notice=notice_of(session, state.notice))
        case Need.WORKER:
            facts = replace(facts, has_pin=worker_menu.has_pin(session, state.worker))
        case Need.MATTERS:
            matters = worker_menu.read_matters(session, state.worker, now)
            facts = replace(facts, matters=matters, household_telephone=_matter_telephone(session, state))
        case Need.LISTING:
            facts = worker_menu.read_list(session, facts, state, now)
        case Need.GOODS:
            facts = replace(facts, goods=read_goods(session, state.goods, state.language, now))
        case Need.WAVE:
            facts = replace(facts, wave=next_waves.read_next(session, state.community, now))
        case Need.ENTERED:
            facts = replace(facts, entered=taking_back.what_is_entered(session, state, now))
        case Need.GAS_CARD:
            facts = replace(facts, gas_card=gas_desk.card_back(session, state.request))
        case Need.PIN:  # nothing is read for it: services.staff.pin_tries looks at what was keyed
            raise ValueError(wanted.need)
    community = session.get_one(Community, state.community)
    return replace(facts, community=community.name, read=facts.read | {wanted.need})


def doors_of(session: Session, community_id: int, telephone: str, now: datetime) -> tuple[Household, ...]:
    """The doors a telephone is on file for, in the roster's order."""
    if not telephone:
        return ()
    statement = (
        select(Phone.household_id).where(Phone.community_id == community_id, Phone.number == telephone).distinct()
    )
    return _homes(session, sorted(session.scalars(statement)), telephone, now, known=True)


def own_door(session: Session, household: int, telephone: str, now: datetime) -> Household:
    """A door this telephone is on file for."""
    return _homes(session, [household], telephone, now, known=True)[0]


def _household(session: Session, state: CallState, telephone: str, now: datetime) -> Household | None:
    if not state.household:
        return None
    return _homes(session, [state.household], telephone, now, known=state.verified)[0]


def other_door(session: Session, household: int, now: datetime, *, known: bool) -> Household:
    """A door the telephone is not on file for: nobody there has a name, unless a worker asks (`known`)."""
    return _homes(session, [household], "", now, known=known)[0]


def _homes(session: Session, ids: list[int], telephone: str, now: datetime, *, known: bool) -> tuple[Household, ...]:
    """Doors as a dialogue knows them; to a telephone that is not on file (`known` False) nobody has a name."""
    if not ids:
        return ()
    rows = session.execute(_DOORS, {"ids": ids}).all()
    day = local_day(now, rows[0][2])
    people: dict[int, list[Resident]] = {}
    holders, awaited = set[int](), set[int]()
    for person, holds, is_heard in session.execute(_PEOPLE, {"ids": ids, "telephone": telephone, "day": day}):
        people.setdefault(person.household_id, []).append(person)
        holders |= {person.id} if holds else set()
        awaited |= set() if is_heard else {person.household_id}
    homes = (_home(home, building, people.get(home.id, []), holders, known=known) for home, building, _ in rows)
    return tuple(replace(home, reported=known and home.id in people and home.id not in awaited) for home in homes)


# Put together once: these are read for every call and every text.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_DOORS = (
    select(Home, Building.name, Community.timezone)
    .join(Building, Building.id == Home.building_id)
    .join(Community, Community.id == Home.community_id)
    .where(Home.id.in_(_IDS))
    .order_by(Home.id)
)
_HOLDS = exists().where(
    Phone.household_id == Resident.household_id,
    Phone.resident_id == Resident.id,
    Phone.number == bindparam("telephone"),
)
_PEOPLE = (
    select(Resident, _HOLDS, readings.is_heard(bindparam("day")))
    .where(Resident.household_id.in_(_IDS))
    .order_by(Resident.position, Resident.id)
)


def _home(home: Home, building: str, people: list[Resident], holders: set[int], *, known: bool) -> Household:
    speaker = next((person for person in people if person.id in holders), people[0] if people else None)
    return Household(
        id=home.id,
        building=building,
        unit=home.unit,
        room=home.room,
        people=tuple((person.salutation or person.name) if known else "" for person in people),
        greeted=speaker.salutation if known and speaker else "",
        digits=home.keys_digits,
        hard_of_hearing=any(person.hard_of_hearing for person in people),
        language=speaker.language if speaker else "zh-CN",
        names=tuple(person.name for person in people) if known else (),
        holders=tuple(position for position, person in enumerate(people) if person.id in holders) if known else (),
    )


def find_door(session: Session, state: CallState) -> int | None:
    """The household of a keyed door. Leading zeros do not count, and a unit is forgiven where only one door can be meant."""
    statement = (
        select(Home.id, Home.unit, Home.room)
        .join(Building, Building.id == Home.building_id)
        .where(Home.community_id == state.community, Building.name == state.building)
    )
    doors = [row for row in session.execute(statement) if row.room.lstrip("0") == state.room.lstrip("0")]
    exact = [row.id for row in doors if row.unit.lstrip("0") == state.unit.lstrip("0")]
    if exact:
        return int(exact[0])
    one_without_unit = len(doors) == 1 and not (doors[0].unit and state.unit)
    return int(doors[0].id) if one_without_unit else None


def _door_meant(session: Session, state: CallState) -> Door:
    """The keyed door, doubled keys counted once where the roster has nothing like it."""
    statement = (
        select(Building.name, Home.unit, Home.room)
        .join(Building, Building.id == Home.building_id)
        .where(Home.community_id == state.community, Building.name.in_(once(state.building)))
    )
    roster = [Door(*row) for row in session.execute(statement)]
    return keys_once(Door(state.building, state.unit, state.room), roster)


def _numbers(session: Session, state: CallState, now: datetime) -> tuple[str, ...]:
    if state.household:
        return people_to_ring(session, household_place(session, state.household), now)
    return people_to_ring(session, keyed_place(session, state.community, state.building, state.unit, state.room), now)


def leg_key(call_sid: str, leg: int) -> str:
    """The key under which a rung person's "1" is stored."""
    return f"leg:{call_sid}:{leg}"


def is_leg_taken(session: Session, call_sid: str, leg: int) -> bool:
    """Whether whoever was rung as this leg pressed 1."""
    return session.scalar(select(InboundEvent.id).where(InboundEvent.dedupe_key == leg_key(call_sid, leg))) is not None


def _read_alert(session: Session, facts: Facts, state: CallState, sid: str) -> Facts:
    alert = session.get(Alert, standing_alert(session, state.alert))
    if alert is None:
        return facts
    worker = session.scalar(select(Call.worker_id).where(Call.sid == sid))
    is_others = alert.state == "done" or (alert.state == "taken" and alert.worker_id != worker)
    return replace(
        facts,
        alert_what=alert.kind,
        alert_tenths=alert.tenths,
        alert_taken_by_other=is_others or (worker is not None and is_handed_over(session, alert, worker)),
        household_telephone=household_telephone(session, alert),
    )


def _matter_telephone(session: Session, state: CallState) -> str:
    """The number of whoever the alert or item is about that a worker's call has come to."""
    if state.alert:
        alert = session.get(Alert, standing_alert(session, state.alert))
        return household_telephone(session, alert) if alert is not None else ""
    item = session.get(Item, state.item) if state.item else None
    if item is None:
        return ""
    return item.phone or _first_telephone(session, item.household_id)


def household_telephone(session: Session, alert: Alert) -> str:
    """The number a worker calls: the one the report came from, else the household's first on file, else none."""
    if alert.telephone:
        return alert.telephone
    return _first_telephone(session, alert.household_id)


def _first_telephone(session: Session, household_id: int | None) -> str:
    statement = select(Phone.number).where(Phone.household_id == household_id)
    return session.scalar(statement.order_by(Phone.position, Phone.id).limit(1)) or ""
