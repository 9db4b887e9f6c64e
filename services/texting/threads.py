"""Threads of texts: one row a telephone, taken by one text at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ivr.texting import thread as threads
from ivr.texting.thread import Thread
from models import TextThread, Worker


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A telephone's thread and the row it is kept in; None for a sender without a number, whose thread is forgotten."""

    thread: Thread
    row: TextThread | None

    def keep(self, thread: Thread) -> None:
        """Remember the thread as it is now."""
        if self.row is not None:
            self.row.state = threads.written(thread)


def open_thread(session: Session, community_id: int, number: str, day: date) -> Correspondence:
    """The thread of this telephone on this day; a second text of the same moment waits until this one is done."""
    if not number:
        return Correspondence(Thread(day), None)
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    fresh = {"community_id": community_id, "number": number, "state": threads.written(Thread(day))}
    session.execute(builder(TextThread).values(fresh).on_conflict_do_nothing())
    row = session.scalars(
        select(TextThread)
        .where(TextThread.community_id == community_id, TextThread.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return Correspondence(threads.read(row.state).on(day), row)


def read_thread(session: Session, community_id: int, number: str, day: date) -> Thread:
    """The thread of this telephone on this day, to be looked at alone."""
    theirs = select(TextThread.state).where(TextThread.community_id == community_id, TextThread.number == number)
    state = session.scalar(theirs)
    return threads.read(state).on(day) if state is not None else Thread(day)


def opt_out(session: Session, community_id: int, number: str, day: date, now: datetime | None) -> bool:
    """The carrier delivers no more texts to this number since `now`; None: it does again. Whether that is news."""
    row = open_thread(session, community_id, number, day).row
    if row is None or (row.opted_out_at is None) is (now is None):
        return False
    row.opted_out_at = now
    return True


def refusing_texts(session: Session, workers: Collection[int]) -> set[int]:
    """Those of the workers whose telephone the carrier delivers no texts to: they are called instead."""
    theirs = and_(TextThread.community_id == Worker.community_id, TextThread.number == Worker.phone)
    statement = select(Worker.id).join(TextThread, theirs)
    return set(session.scalars(statement.where(Worker.id.in_(workers), TextThread.opted_out_at.is_not(None))))
