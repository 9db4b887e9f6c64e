"""The audit, as the office reads it: who did and saw what, and whether the chain is as it was written."""

from typing import Any

from sqlalchemy.orm import Session

from console import pages
from console.door import office_only, signed_in
from console.lists import Column, show
from console.parts import parts
from services.staff import audit as audits
from services.staff.audit import Deed, What
from services.staff.audit_views import Listed, newest_entries

NEWEST = 2_000  # entries that are listed; the rest is `linli audit verify`'s and the database's


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
    with Session(the.reading) as session:
        verdict = audits.verify(session, who.community.id)
        rows = newest_entries(session, who.community.id, NEWEST)
    spoken = pages.language()
    shown = show(rows, COLUMNS, lambda one: _text_of(spoken, one))
    return pages.render("audit.html", shown=shown, verdict=verdict)


def _text_of(spoken: str, one: Listed) -> str:
    door = pages.door(spoken, *one.subject.place).striptags() if one.subject.place else ""
    return f"{one.worker} {one.why} {pages.known(spoken, 'audit', one.what)} {door} {one.subject.name}"
