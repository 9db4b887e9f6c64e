"""A chain from WeChat: pasted, looked at line by line, corrected in place, taken; nothing counts before."""

from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from console import pages
from console.door import signed_in
from console.forms import Form, sent_once, sent_sid
from console.parts import parts
from services.desk import chain_desk
from services.desk.chain_desk import SeenLine
from services.desk.on_behalf import Typing, is_first_time
from services.texting.chains import Line

Answer = Any


def chain() -> Answer:
    """The box."""
    return _page(Form())


def look() -> Answer:
    """What each line would do; or, once that was seen, do it."""
    form = Form.sent("pasted")
    lines = [value.replace("\x00", "") for name, value in _numbered() if value.strip()]
    if request.form.get("take"):
        return _take(lines)
    the = parts()
    with Session(the.engine) as session:
        typing = Typing(session, signed_in(), "looks", the.clock.now())
        texts = lines or chain_desk.split_chain(typing, form.value("pasted"))
        seen = chain_desk.try_chain(typing, texts) if texts else []
        session.rollback()
    if not seen:
        form.refuse("pasted", "chain.empty")
        return _page(form, status=400)
    return _page(form, seen)


def _numbered() -> list[tuple[int, str]]:
    """The lines as they were corrected, in their order."""
    found = [(name.removeprefix("line_"), value) for name, value in request.form.items() if name.startswith("line_")]
    return sorted((int(number), value) for number, value in found if number.isdecimal() and len(number) < 5)  # noqa: PLR2004 - digits


def _take(lines: list[str]) -> Answer:
    the, who = parts(), signed_in()
    once = sent_once()
    with Session(the.engine) as session, session.begin():
        typing = Typing(session, who, once, the.clock.now())
        if not is_first_time(typing):
            return redirect(url_for("console.chain"), 303)
        seen = chain_desk.take_chain(typing, lines)
    the.boards.forget(who.community.id)
    the.doorbell.ring()
    return _page(Form(), [one for one in seen if one.end is Line.REFUSED], seen, sid=typing.sid)


def undo() -> Answer:
    """The last chain counts no more."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        typing = Typing(session, who, sent_once(), the.clock.now())
        if is_first_time(typing):
            chain_desk.take_back(typing, sent_sid())
    the.boards.forget(who.community.id)
    return redirect(url_for("console.chain"), 303)


def _page(
    form: Form,
    seen: list[SeenLine] | None = None,
    done: list[SeenLine] | None = None,
    *,
    sid: str = "",
    status: int = 200,
) -> Answer:
    """`seen` are looked at and not taken; of `done` those that are not refused count now."""
    taken = [one for one in done or [] if one.end is not Line.REFUSED]
    counts = {end: sum(one.end is end for one in done or seen or []) for end in Line}
    return pages.render(
        "chain.html",
        status,
        form=form,
        seen=seen or [],
        taken=taken,
        is_done=done is not None,
        counts=counts,
        sid=sid,
    )
