"""Who waits at no door of the roster: listed among the requests, one on its page, taken, noted and done there."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import acting, pages
from console.door import signed_in
from console.forms import Form, sent_seen
from console.lists import At, Column, Shown, show
from console.parts import parts
from domain.refusals import Refused
from ivr.events import Result
from services.desk import doorless
from services.desk.doorless import SeenItem
from services.desk.listings import ListedItem
from services.desk.on_behalf import Typing
from services.desk.spoken_note_desk import notes_on_item, play
from services.life_cycles import By
from services.staff import audit
from services.staff.audit import Deed, What

Answer = Any
LONGEST = 200  # letters of what came of it
# Nobody home is what a note is: nothing changes, and what was tried is kept.
DEEDS = {"take": Result.TAKEN, "note": Result.NOBODY_HOME, "done": Result.DONE}
COLUMNS: tuple[Column[ListedItem], ...] = tuple(
    Column(name) for name in ("kind", "phone", "door", "words", "owner", "due_by", "age", "state")
)


def shown(waiting: Sequence[ListedItem]) -> Shown[ListedItem]:
    """Those that wait, as a list beside another's: turned over, and never long enough to be filtered."""
    return show(waiting, COLUMNS, lambda one: one.note, at=At(prefix="w_"))


def item(item_id: int) -> Answer:
    """One of them; the look is written down first."""
    return _page(item_id, Form())


def _page(item_id: int, form: Form, status: int = 200) -> Answer:
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        _found(session, item_id)
        audit.note(session, who.worker, [Deed(What.SAW_ITEM, "item", item_id)], the.clock.now())
    with Session(the.reading) as session:
        seen, notes = _found(session, item_id), notes_on_item(session, item_id)
    return pages.render("item.html", status, one=seen.listed, seen=seen, notes=notes, form=form)


def _found(session: Session, item_id: int) -> SeenItem:
    found = doorless.find_doorless(session, signed_in(), item_id, parts().clock.now())
    if found is None:
        raise NotFound
    return found


def work_item(item_id: int) -> Answer:
    """Take it, note something, or say what came of it: once, however often the form is sent."""
    form, who = Form.sent("deed", "words"), signed_in()

    def work(typing: Typing) -> Deed:
        _found(typing.session, item_id)
        result, words = _result(form), " ".join(form.value("words").split())
        if form.errors:
            raise Refused
        by = By("office" if who.area.is_office else "worker", who.worker.id, words)
        doorless.work_on_doorless(typing.session, item_id, result, by, sent_seen(), typing.now)
        return Deed(What.WORKED_ITEM, "item", item_id, f"{form.value('deed')} {words}".strip())

    def again() -> Answer:
        return _page(item_id, form, 409 if "" in form.errors else 400)

    return acting.done(work, form, "doorless.overtaken", again, url_for("console.item", item_id=item_id))


def _result(form: Form) -> Result:
    """What the form asks for; its errors are told."""
    result, words = DEEDS.get(form.value("deed")), " ".join(form.value("words").split())
    if result is None:
        raise NotFound
    if len(words) > LONGEST:
        form.refuse("words", "doorless.words_long")
    if result is not Result.TAKEN and not words:
        form.refuse("words", "doorless.words_missing")
    return result


def item_note(item_id: int) -> Answer:
    """What a worker said about it; to hear it is to look at the item."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        _found(session, item_id)
        sound = play(session, notes_on_item(session, item_id), request.args.get("note", ""))
        if sound is not None:
            audit.note(session, who.worker, [Deed(What.SAW_ITEM, "item", item_id)], the.clock.now())
    return pages.sound(sound)
