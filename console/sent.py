"""Messages and what they cost: how many segments and calls of each kind, what failed, and each message's outcome."""

from datetime import timedelta
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from console import pages
from console.door import office_only, signed_in
from console.lists import Column, show
from console.parts import parts
from services.desk.listings import Scope
from services.desk.message_costs import SentMessage, costs, sent_messages

DAYS = (1, 7, 30)
COLUMNS: tuple[Column[SentMessage], ...] = (
    Column("at", lambda one: one.id),
    Column("kind", lambda one: one.kind),
    Column("to", lambda one: one.to),
    Column("segments", lambda one: one.segments),
    Column("state", lambda one: one.state),
    Column("outcome", lambda one: (one.outcome, one.error_code or 0)),
)


@office_only
def messages() -> Any:
    """Those of the last day, week or month."""
    asked = request.args.get("days", "")
    days = int(asked) if asked in {str(one) for one in DAYS} else DAYS[0]
    with Session(parts().reading) as session:
        scope = Scope(signed_in().community.id, parts().clock.now(), back=timedelta(days=days))
        found = sent_messages(session, scope)
    shown = show(found, COLUMNS, _text_of)
    return pages.render("messages.html", shown=shown, costs=costs(found), days=days, choices=DAYS)


def _text_of(one: SentMessage) -> str:
    spoken = pages.language()
    kind, state = pages.known(spoken, "message_kind", one.kind), pages.known(spoken, "sent", one.state)
    return f"{kind} {state} {pages.known(spoken, 'way', one.channel)} {one.to} {one.outcome} {one.error_code or ''}"
