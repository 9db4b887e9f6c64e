"""The audit, as the office reads it: who did and saw what, and whether the chain is as it was written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from console import pages
from console.door import office_only, signed_in
from console.lists import Column, show
from console.parts import parts
from models import AuditEntry, Worker
from services import audit as audits
from services.audit import Deed, What

NEWEST = 2_000  # entries that are listed; the rest is `linli audit verify`'s and the database's


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry with the name of whoever it is of."""

    number: int
    at: datetime
    worker: str
    what: str
    about: str
    about_id: int | None
    why: str


COLUMNS: tuple[Column[Listed], ...] = (
    Column("number", lambda one: one.number),
    Column("at", lambda one: one.at),
    Column("worker", lambda one: one.worker),
    Column("what", lambda one: one.what),
    Column("about"),
    Column("why"),
)


@office_only
def audit() -> Any:
    """The newest first. A look at the audit is in it too."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        audits.note(session, who.worker, [Deed(What.SAW_AUDIT, "community", who.community.id)], the.clock.now())
    newest = (
        select(AuditEntry, Worker.name)
        .outerjoin(Worker, Worker.id == AuditEntry.worker_id)
        .where(AuditEntry.community_id == who.community.id)
        .order_by(AuditEntry.number.desc())
        .limit(NEWEST)
    )
    with Session(the.reading) as session:
        verdict = audits.verify(session, who.community.id)
        rows = [
            Listed(one.number, one.at, name or "", one.what, one.about, one.about_id, one.why)
            for one, name in session.execute(newest)
        ]
    spoken = pages.language()
    shown = show(rows, COLUMNS, lambda one: f"{one.worker} {one.why} {pages.known(spoken, 'audit', one.what)}")
    return pages.render("audit.html", shown=shown, verdict=verdict)
