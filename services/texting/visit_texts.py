"""A worker's text about a visit: its result at a door, echoed, and taken back the same day."""

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.doors import Door, short_door
from domain.understanding.meanings import Cancel, CancelWhat, Meaning
from domain.understanding.visits import Visited, read_visit
from domain.visits import VisitOutcome
from ivr.facts import CallState
from ivr.texting.thread import Act, Thread
from models import Visit, Worker
from services.board.readings import is_measure_awaited
from services.board.visits import VisitResult, record_visit, take_back_visit
from services.calling import facts
from services.day.clock import local_day
from services.texting.alert_texts import door_text
from services.texting.letters import Opened
from services.texting.threads import Correspondence


def answer_visit(opened: Opened, worker: Worker, meaning: Meaning, kept: Correspondence) -> tuple[str, bool] | None:
    """What is answered, and whether something is now due; None where the text is about no visit."""
    visited = read_visit(opened.text.body)
    if visited is not None:
        return _take(opened, worker, visited, kept)
    act = _undone(opened, meaning, kept.thread)
    return None if act is None else _take_back(opened, worker, act, kept)


def _take(opened: Opened, worker: Worker, visited: Visited, kept: Correspondence) -> tuple[str, bool]:
    door, community = visited.door, opened.community.id
    home = _home(opened, door)
    words = door_text(worker.language, door.building, door.unit, door.room)
    if home is None:
        return prompts.text(worker.language, "sms.visit_nowhere", door=words), False
    outcome = visited.outcome
    record_visit(opened.session, VisitResult(community, home, None, worker.id, outcome.value, visited.note), opened.now)
    act = Act(opened.text.sid, home, is_ill=outcome is VisitOutcome.ILL, visit=_newest(opened.session, worker, home))
    kept.keep(kept.thread.did(act))
    found = prompts.text(worker.language, f"paper.{outcome}")
    day = local_day(opened.now, opened.community.timezone)
    if outcome is VisitOutcome.WELL and is_measure_awaited(opened.session, home, day):
        short = short_door(door.building, door.unit, door.room)
        return prompts.text(worker.language, "sms.visited_unmeasured", door=words, found=found, short=short), False
    return prompts.text(worker.language, "sms.visited", door=words, found=found), outcome is VisitOutcome.ILL


def _newest(session: Session, worker: Worker, home: int) -> int:
    query = select(Visit.id).where(Visit.worker_id == worker.id, Visit.household_id == home)
    return session.scalars(query.order_by(Visit.id.desc()).limit(1)).one()


def _undone(opened: Opened, meaning: Meaning, thread: Thread) -> Act | None:
    """The visit this text takes back; None when it takes back something else, or nothing."""
    act = thread.act
    if not isinstance(meaning, Cancel) or meaning.what in {CancelWhat.ORDER, CancelWhat.OPT_OUT}:
        return None
    is_there = act is not None and (meaning.door is None or _home(opened, meaning.door) == act.door)
    return act if is_there and act is not None and act.visit else None


def _home(opened: Opened, door: Door) -> int | None:
    community = opened.community.id
    return facts.find_door(
        opened.session,
        CallState("text", community=community, building=door.building, unit=door.unit, room=door.room),
    )


def _take_back(opened: Opened, worker: Worker, act: Act, kept: Correspondence) -> tuple[str, bool]:
    """The visit counts no more; who had moved is due again. An alert stays with whoever has it."""
    take_back_visit(opened.session, act.visit, opened.now)
    kept.keep(kept.thread.undid())
    return prompts.text(worker.language, "text.undone_ill" if act.is_ill else "text.undone"), False
