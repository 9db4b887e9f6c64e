"""Signing in to the console: by a code to the staff telephone, or by a password. Nobody learns whether a number is on file.

A code has six digits, lives five minutes, is tried five times and lets one browser in once: the one that asked for it.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, func, select, text, update
from sqlalchemy.orm import Session

import prompts
from domain.telephones import normalise
from models import Community, SignIn, Worker
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.staff.areas import staff_area
from services.staff.passwords import is_password

DIGITS = 6
LIVES = timedelta(minutes=5)
TRIES = 5  # of one code
# Codes asked for, or wrong passwords: of one person, and from one address, which an office shares.
CAPS = {
    "code": ((timedelta(minutes=10), 3), (timedelta(days=1), 12)),
    "password": ((timedelta(minutes=15), 5), (timedelta(days=1), 20)),
}
ADDRESS_CAP = (timedelta(hours=1), 60)
SAME_PRESS = timedelta(seconds=10)  # the same form within this time is a finger that pressed twice


class TooManyTries(Exception):  # noqa: N818 - it is no error of ours
    """No code is sent and no password looked at for a while, whoever asks for whom."""


class Tried(StrEnum):
    """What came of typing a code."""

    RIGHT = "right"
    WRONG = "wrong"  # and may be typed again
    OVER = "over"  # too old, used, or typed wrong too often: a new one is needed


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who wants in: a telephone number in any spelling, or a name, and the address of the browser.

    `form`: nobody else's secret of the form that was sent, by which it is known again; "" where there is none.
    """

    who: str
    address: str
    form: str = ""


def ask_code(session: Session, applicant: Applicant, now: datetime) -> str:
    """Send a code to the telephone on file, if there is one, and return the token the browser must hold to use it.

    A form that is pressed twice asks once: of two codes that come, the first would not fit the token of the second.
    The caller commits. TooManyTries, for those on file and for all others alike.
    """
    worker = _find_staff(session, applicant.who, now)
    who_hash = _who_hash(worker, applicant.who)
    _hold(session, who_hash)
    token = hash_token(f"{applicant.form}:{who_hash}") if applicant.form else secrets.token_urlsafe(32)
    asked_at = session.scalar(select(SignIn.asked_at).where(SignIn.token_hash == hash_token(token)))
    if asked_at is not None and asked_at > now - SAME_PRESS:
        return token
    _refuse_too_many(session, "code", who_hash, applicant.address, now)
    token, code = token if asked_at is None else secrets.token_urlsafe(32), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = SignIn(
        way="code",
        worker_id=worker.id if worker else None,
        who_hash=who_hash,
        address=applicant.address,
        token_hash=hash_token(token),
        code_hash=_code_hash(token, code),
        asked_at=now,
        expires_at=now + LIVES,
    )
    session.add(row)
    session.flush()
    if worker is not None:
        _send(session, worker, row, code, now)
    return token


def _send(session: Session, worker: Worker, row: SignIn, code: str, now: datetime) -> None:
    body = prompts.text(worker.language, "sms.sign_in_code", code=code)
    draft = Draft.to_worker(worker, f"code:{row.id}", "code", Priority.REPLY, body=body, not_after=row.expires_at)
    outbox.put(session, draft, now)


def try_code(session: Session, token: str, code: str, now: datetime) -> tuple[Tried, int | None]:
    """What comes of a code, and whose it was. The caller commits: the try counts whatever comes of it."""
    open_code = (SignIn.way == "code", SignIn.used_at.is_(None), SignIn.expires_at > now, SignIn.tries < TRIES)
    row = session.execute(
        update(SignIn)
        .where(SignIn.token_hash == hash_token(token), *open_code)
        .values(tries=SignIn.tries + 1)
        .returning(SignIn.id, SignIn.worker_id, SignIn.code_hash, SignIn.tries)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return Tried.OVER, None
    typed = unicodedata.normalize("NFKC", code)
    digits = "".join(letter for letter in typed if letter.isascii() and letter.isdigit())
    is_right = secrets.compare_digest(row.code_hash, _code_hash(token, digits)) and row.worker_id is not None
    if is_right:
        session.execute(update(SignIn).where(SignIn.id == row.id).values(used_at=now))
        return Tried.RIGHT, row.worker_id
    return (Tried.WRONG if row.tries < TRIES else Tried.OVER), row.worker_id


def sharers(session: Session, token: str, now: datetime) -> list[Worker]:
    """Whose code it was that was right just now: of several with one telephone all, until one is let in (`spend`).

    Of the district there is one of them, who sees all of its communities.
    """
    row = session.scalars(select(SignIn).where(*_right(token, now))).one_or_none()
    owner = session.get(Worker, row.worker_id) if row is not None else None
    if owner is None:
        return []
    same = select(Worker).where((Worker.phone == owner.phone) | (Worker.phone2 == owner.phone)).order_by(Worker.id)
    found = [(one, staff_area(session, one, now)) for one in session.scalars(same)]
    working = [one for one, area in found if area.has_doors]
    district = [one for one, area in found if area.is_district and not area.has_doors]
    return [*working, *district[:1]]


def spend(session: Session, token: str, now: datetime) -> bool:
    """The code lets nobody in any more; whether it still could. The caller commits."""
    spent = update(SignIn).where(*_right(token, now)).values(expires_at=now).returning(SignIn.id)
    return session.execute(spent.execution_options(synchronize_session=False)).scalar_one_or_none() is not None


def _right(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignIn.way == "code",
        SignIn.token_hash == hash_token(token),
        SignIn.used_at.is_not(None),
        SignIn.expires_at > now,
    )


def try_password(engine: Engine, applicant: Applicant, password: str, now: datetime) -> tuple[bool, int | None]:
    """Whether the password is right, and whose it was typed for. The slow look happens with no transaction open.

    TooManyTries, for those on file and for all others alike.
    """
    with Session(engine) as session, session.begin():
        worker = _find_staff(session, applicant.who, now)
        who_hash = _who_hash(worker, applicant.who)
        _hold(session, who_hash)
        _refuse_too_many(session, "password", who_hash, applicant.address, now)
        row = SignIn(
            way="password",
            worker_id=worker.id if worker else None,
            who_hash=who_hash,
            address=applicant.address,
            asked_at=now,
            expires_at=now,
        )
        session.add(row)
        session.flush()
        number, worker_id, stored = row.id, row.worker_id, worker.password_hash if worker else None
    if not is_password(stored, password):
        return False, worker_id
    with Session(engine) as session, session.begin():
        session.execute(update(SignIn).where(SignIn.id == number).values(used_at=now))
    return True, worker_id


def hash_token(token: str) -> str:
    """A browser's token as it may be stored: it has 256 bits of chance and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _code_hash(token: str, code: str) -> str:
    """A million codes are tried in no time; with the browser's token in it, the stored hash tells nothing."""
    return hashlib.sha256(f"{token}:{code}".encode()).hexdigest()


def _find_staff(session: Session, who: str, now: datetime) -> Worker | None:
    """The first of the staff with this number, else of this name, who has a duty; of any community."""
    name = unicodedata.normalize("NFKC", who).strip()
    countries = session.execute(select(Community.id, Community.country).order_by(Community.id)).all()
    for community_id, country in countries:
        try:
            number = normalise(name, country)
        except ValueError:
            is_theirs = Worker.name == name
        else:
            is_theirs = (Worker.phone == number) | (Worker.phone2 == number)
        found = select(Worker).where(Worker.community_id == community_id, is_theirs).order_by(Worker.id)
        for worker in session.scalars(found):
            if not staff_area(session, worker, now).is_empty:
                return worker
    return None


def _who_hash(worker: Worker | None, who: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFKC", who).casefold() if letter.isalnum())
    return hashlib.sha256((f"worker:{worker.id}" if worker else f"nobody:{bare}").encode()).hexdigest()


def _hold(session: Session, who_hash: str) -> None:
    """One at a time for one person, so that tries at once are counted too; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(who_hash[:15], 16)})


def _refuse_too_many(session: Session, way: str, who_hash: str, address: str, now: datetime) -> None:
    theirs = (SignIn.who_hash == who_hash, SignIn.way == way)
    counted = theirs if way == "code" else (*theirs, SignIn.used_at.is_(None))  # a right password counts no more
    if any(_since(session, now - span, *counted) >= most for span, most in CAPS[way]):
        raise TooManyTries
    span, most = ADDRESS_CAP
    if _since(session, now - span, SignIn.address == address, SignIn.used_at.is_(None)) >= most:
        raise TooManyTries


def _since(session: Session, since: datetime, *where: object) -> int:
    counted = select(func.count()).select_from(SignIn).where(SignIn.asked_at > since, *where)  # type: ignore[arg-type]
    return session.scalar(counted) or 0
