"""Sessions of the console: begun by a sign-in, ended by the worker, by idleness, by age, or when the worker leaves."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Community, StaffSession, Worker
from services.staff.areas import StaffArea, staff_area
from services.staff.sign_ins import hash_token

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCHED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at the browser, of which community, and what they may see. `is_stale`: `touch` is due."""

    session_id: int
    worker: Worker
    community: Community
    area: StaffArea
    is_stale: bool


def begin_session(session: Session, worker: Worker, now: datetime) -> str:
    """A new session; the token is for the browser alone. The caller commits."""
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        community_id=worker.community_id,
        worker_id=worker.id,
        token_hash=hash_token(token),
        began_at=now,
        seen_at=now,
    )
    session.add(row)
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who holds this token, if the session lasts still and they are of the staff still."""
    found = session.execute(
        select(StaffSession, Worker, Community)
        .join(Worker, Worker.id == StaffSession.worker_id)
        .join(Community, Community.id == Worker.community_id)
        .where(
            StaffSession.token_hash == hash_token(token),
            StaffSession.ended_at.is_(None),
            StaffSession.seen_at > now - IDLE,
            StaffSession.began_at > now - LONGEST,
        )
    ).one_or_none()
    if found is None:
        return None
    row, worker, community = found
    area = staff_area(session, worker, now)
    if area.is_empty:
        return None
    return SignedIn(row.id, worker, community, area, is_stale=row.seen_at <= now - TOUCHED_EVERY)


def touch(session: Session, session_id: int, now: datetime) -> None:
    """A person did something: the idle time begins again. The caller commits."""
    lasting = (StaffSession.id == session_id, StaffSession.ended_at.is_(None))
    session.execute(update(StaffSession).where(*lasting).values(seen_at=now))


def end_session(session: Session, token: str, now: datetime) -> bool:
    """Signed out; whether they still were in. The caller commits."""
    ours = (StaffSession.token_hash == hash_token(token), StaffSession.ended_at.is_(None))
    ended = update(StaffSession).where(*ours).values(ended_at=now).returning(StaffSession.id)
    return session.execute(ended.execution_options(synchronize_session=False)).scalar_one_or_none() is not None


def end_sessions_of(session: Session, worker_id: int, now: datetime) -> int:
    """All sessions of somebody end: they have left, or their telephone is lost. How many there were; the caller commits."""
    theirs = (StaffSession.worker_id == worker_id, StaffSession.ended_at.is_(None))
    ended = session.execute(
        update(StaffSession).where(*theirs).values(ended_at=now).returning(StaffSession.id)
    ).scalars()
    return len(ended.all())
