"""A pasted chain of many doors: taken line by line, answered by one summary, taken back whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import prompts
from domain.segments import fit
from domain.understanding.meanings import Batch, Cancel, CancelWhat, ChainLine, Meaning, Order, Report, raises_alert
from ivr.events import CancelledOrder, Ordered
from ivr.texting.conversation import Understood
from ivr.texting.letter import Answer
from ivr.texting.taking_up import Taken
from ivr.texting.thread import Act, Thread
from models import Worker
from services.sales.orders import hold_sale
from services.texting.letters import Opened, open_letter, take
from services.texting.threads import Correspondence
from services.texting.worker_lists import SEGMENTS


class Line(StrEnum):
    """What became of a line of a chain."""

    TAKEN = "taken"
    KEPT = "kept"  # the door had reported before: a worker never replaces that
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Ended:
    """A line's end, whether something is due now, what it did, and the answer that it would be to a text."""

    line: Line
    rings: bool = False
    act: Act | None = None
    answer: Answer | None = None


def take_chain(opened: Opened, worker: Worker, batch: Batch, kept: Correspondence) -> tuple[str, bool]:
    """Take each line that is certain, by itself; one summary tells how many, and which lines were not taken."""
    ends = take_lines(opened, worker, batch.lines, kept)
    return _summary(worker, batch, [end.line for end in ends]), any(end.rings for end in ends)


def take_lines(opened: Opened, worker: Worker, lines: Sequence[ChainLine], kept: Correspondence) -> list[Ended]:
    """Take each line that is certain, by itself; the thread knows how to take them back."""
    chain = replace(opened, channel="chain")
    if any(isinstance(line.meaning, Order) for line in lines):
        hold_sale(opened.session, opened.community.id, opened.now)
    ends = [_take_line(chain, worker, line) for line in lines]
    acts = [end.act for end in ends if end.act is not None]
    if acts:
        orders = {act.door: act.order for act in reversed(acts) if act.order is not None}  # the earliest of a door
        waits = tuple((act.door, act.waiting) for act in acts if act.waiting)
        kept.keep(kept.thread.did(Act(opened.text.sid, 0, orders=tuple(orders.items()), waits=waits)))
    return ends


def _summary(worker: Worker, batch: Batch, ends: list[Line]) -> str:
    numbered = enumerate(zip(batch.lines, ends, strict=True), 1)
    refused = [str(line.number or at) for at, (line, end) in numbered if end is Line.REFUSED]
    before = ends.count(Line.KEPT)
    fields = {
        "count": str(ends.count(Line.TAKEN)),
        "kept": _words(worker, "chain_kept", count=str(before)) if before else "",
    }
    if not refused:
        return _words(worker, "chain", **fields)
    return fit(refused, lambda shown, left: _refusing(worker, fields, shown, left), SEGMENTS)


def _refusing(worker: Worker, fields: dict[str, str], shown: Sequence[str], left: int) -> str:
    lines = _words(worker, "list_comma").join(shown) + (_words(worker, "digest_more", count=str(left)) if left else "")
    return _words(worker, "chain_refused", lines=lines, **fields)


def _take_line(opened: Opened, worker: Worker, line: ChainLine) -> Ended:
    meaning, door = line.meaning, getattr(line.meaning, "door", None)
    is_certain = isinstance(meaning, Report | Order) and door is not None
    if not is_certain and not raises_alert(meaning):  # an illness is told although its line is refused
        return Ended(Line.REFUSED)
    letter = open_letter(opened, Understood(Taken(line.text), meaning, door), Thread(opened.day), (), worker)
    answer, rings = take(opened, letter)
    if is_certain and answer.thread.act is not None:
        return Ended(Line.TAKEN, rings, answer.thread.act, answer)
    kept_before = is_certain and answer.thread.asked is None
    return Ended(Line.KEPT if kept_before else Line.REFUSED, rings, answer=answer)


def chain_undone(meaning: Meaning, thread: Thread) -> Act | None:
    """The chain that this text takes back; None when it takes back something else, or nothing."""
    is_undo = isinstance(meaning, Cancel) and meaning.what is not CancelWhat.ORDER and meaning.door is None
    return thread.act if is_undo and thread.act is not None and not thread.act.door else None


def take_back(opened: Opened, worker: Worker, chain: Act) -> bool:
    """Each door's order is what it was before the chain, and nobody is waited for because of it.

    Whether every order could be given back.
    """
    if chain.orders:
        hold_sale(opened.session, opened.community.id, opened.now)
    restored = True
    acts = [Act(chain.sid, door, order=before) for door, before in chain.orders]
    acts += [Act(chain.sid, door, waiting=people) for door, people in chain.waits]
    for act in acts:
        thread, door = Thread(opened.day, act=act), act.door
        undo = Understood(Taken("", door), Cancel(CancelWhat.LAST), None)
        answer, _ = take(opened, open_letter(opened, undo, thread, (), worker))
        restored = restored and (
            act.order is None or any(isinstance(event, Ordered | CancelledOrder) for event in answer.events)
        )
    return restored


def _words(to: Worker, prompt: str, /, **fields: str) -> str:
    return prompts.text(to.language, f"sms.{prompt}", **fields)
