"""An act of a page: one service in one transaction, done once however often its form is sent."""

from collections.abc import Callable
from typing import Any

from flask import redirect
from sqlalchemy.orm import Session

from console.door import signed_in
from console.forms import Form, sent_once, sent_seen
from console.parts import parts
from domain.refusals import Refused
from services.desk.on_behalf import Typing, is_first_time
from services.staff import audit
from services.staff.audit import Deed

Act = Callable[[Typing], Deed | None]
Answer = Any


def act(do: Act) -> bool:
    """Do it and note the deed that it returns; whether this was the first time. What it raises leaves nothing done."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        typing = Typing(session, who, sent_once(), the.clock.now())
        if not is_first_time(typing):
            return False
        deed = do(typing)
        if deed is not None:
            audit.note(session, who.worker, [deed], typing.now)
    the.boards.forget(who.community.id)
    the.doorbell.ring()
    return True


def refuse_overtaken(form: Form, stands: str, word: str) -> None:
    """Refused where what the form would replace stands no more as its page showed it, in the field `seen`."""
    if sent_seen() != stands:
        form.refuse("", word)
        raise Refused


def done(do: Act, form: Form, otherwise: str, again: Callable[[], Answer], to: str) -> Answer:
    """Do it and lead to an address; where it is refused, the form's page again, which says why, `otherwise` if nothing else."""
    try:
        act(do)
    except Refused:
        if not form.errors:
            form.refuse("", otherwise)
        return again()
    return redirect(to, 303)
