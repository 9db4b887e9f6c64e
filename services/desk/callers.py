"""Callers of a household whose telephones are not on file for it: who they were, and one of them put on file."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from domain.refusals import Refused
from models import Alert, Call, Message, Phone, Reading, Resident, Worker
from services.desk.household_record import BACK, Home
from services.desk.people_desk import PHONES
from services.roster.communities import hold_lists


class NotACallerError(Refused):
    """No such telephone has lately told the line anything of this household."""


class TwoNumbersError(Refused):
    """The person has as many telephones as the roster keeps."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A telephone that reported for a door and is not on file there, when it did last."""

    number: str
    at: datetime


def unverified_callers(session: Session, home: Home, now: datetime) -> tuple[Caller, ...]:
    """Those of the last two weeks, the newest first; neither withheld numbers nor the staff's own."""
    here, community, lately = home.household.id, home.household.community_id, now - BACK
    people = select(Resident.id).where(Resident.household_id == here)
    reported = and_(Reading.resident_id.in_(people), Reading.verified.is_(False), Reading.at > lately)
    called = (
        select(Call.number.label("number"), Reading.at.label("at"))
        .join(Reading, Reading.call_sid == Call.sid)
        .where(reported, Reading.household_id == here)
    )
    texted = (
        select(Message.to, Reading.at)
        .join(Reading, Message.dedupe_key == "reply:" + Reading.call_sid)
        .where(reported, Reading.household_id == here)
    )
    alarmed = select(Alert.telephone, Alert.raised_at).where(
        Alert.community_id == community, Alert.household_id == here, Alert.unverified, Alert.raised_at > lately
    )
    told = called.union_all(texted, alarmed).subquery()
    on_file = exists().where(Phone.household_id == here, Phone.number == told.c.number)
    of_staff = exists().where(Worker.community_id == community, Worker.phone == told.c.number)
    newest = (
        select(told.c.number, func.max(told.c.at))
        .where(told.c.number != "", ~on_file, ~of_staff)
        .group_by(told.c.number)
        .order_by(func.max(told.c.at).desc())
    )
    return tuple(Caller(number, at) for number, at in session.execute(newest))


def put_on_file(session: Session, home: Home, resident: Resident, number: str, now: datetime) -> None:
    """The caller's telephone is this person's from now on. NotACallerError, TwoNumbersError; the caller commits."""
    hold_lists(session, home.household.community_id)
    if number not in {one.number for one in unverified_callers(session, home, now)}:
        raise NotACallerError
    theirs = select(func.count()).select_from(Phone).where(Phone.resident_id == resident.id)
    position = (session.scalar(theirs) or 0) + 1
    if position > PHONES:
        raise TwoNumbersError
    session.add(
        Phone(
            community_id=home.household.community_id,
            household_id=home.household.id,
            resident_id=resident.id,
            number=number,
            position=position,
        )
    )
    session.flush()
