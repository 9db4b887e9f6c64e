"""What residents say after the tone about a request: wanted once, fetched later, kept with its checksum."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models import Request, RequestRecording
from services.day.clock import machine_now

LOST = ("failed", "spoiled")
NO_SOUND = frozenset({"absent", "failed"})  # what the carrier says of a recording that there is not


def want(session: Session, request: Request, sid: str, now: datetime) -> None:
    """The carrier has what was said under this sid: it is fetched soon, once however often this is told."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    values = {"request_id": request.id, "recording_sid": sid, "fetch_at": machine_now(), "at": now}
    statement = builder(RequestRecording).values(**values, state="pending")
    session.execute(statement.on_conflict_do_nothing(index_elements=["recording_sid"]))


def lose(session: Session, sid: str) -> bool:
    """The carrier says that there is no such sound: nobody waits for it. Whether somebody did."""
    waiting = RequestRecording.recording_sid == sid, RequestRecording.state == "pending"
    lost = update(RequestRecording).where(*waiting).values(state="failed", fetch_at=None)
    return session.execute(lost.returning(RequestRecording.id)).scalar_one_or_none() is not None


def recordings_of(session: Session, request_id: int) -> list[RequestRecording]:
    """Everything that was said about a request, the newest first; without the sounds themselves."""
    query = select(RequestRecording).where(RequestRecording.request_id == request_id)
    return list(session.scalars(query.order_by(RequestRecording.id.desc())))


def spoken_about(session: Session, items: Sequence[int]) -> dict[int, str]:
    """For each of these items of which something was said, the carrier's sid of what was said last."""
    query = (
        select(Request.item_id, RequestRecording.recording_sid)
        .join(RequestRecording, RequestRecording.request_id == Request.id)
        .where(Request.item_id.in_(items), RequestRecording.state.not_in(LOST))
        .order_by(RequestRecording.id)
    )
    return {row.item_id: row.recording_sid for row in session.execute(query) if row.recording_sid}
