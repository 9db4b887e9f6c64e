"""An act of a page: one service in one transaction, done once however often its form is sent."""

from collections.abc import Callable

from flask import request
from sqlalchemy.orm import Session

from console.door import signed_in
from console.parts import parts
from services.desk.on_behalf import Typing, is_first_time
from services.staff import audit
from services.staff.audit import Deed

LONGEST_WORD = 40  # of what makes a form known again
Act = Callable[[Typing], Deed | None]


def act(do: Act) -> bool:
    """Do it and note the deed that it returns; whether this was the first time. What it raises leaves nothing done."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        typing = Typing(session, who, request.form.get("once", "")[:LONGEST_WORD], the.clock.now())
        if not is_first_time(typing):
            return False
        deed = do(typing)
        if deed is not None:
            audit.note(session, who.worker, [deed], typing.now)
    the.doorbell.ring()
    return True
