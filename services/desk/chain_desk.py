"""A WeChat chain that is pasted into the console: each line tried first, corrected where it is, then taken; or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.headings import is_heading
from domain.understanding.meanings import Batch, ChainLine, Meaning, Order, Report, Role
from ivr.events import Ordered, RaisedAlert, Reported
from services.desk import on_behalf
from services.desk.doubts import Doubt, doubt_of
from services.desk.on_behalf import Typing, home_at, names_at, thread_of
from services.sales.set_names import names_on_sale
from services.staff import audit
from services.staff.audit import Deed, What
from services.texting import chains
from services.texting.chains import Ended, Line
from services.texting.letters import IncomingText, Opened

LONGEST = 1500  # letters that are understood in one go
MOST = 30  # lines, as well
MOST_LINES = 400  # of one paste
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line and what it does: its door, its readings by name (tenths, None for "normal"), its sets; or its doubt."""

    text: str
    end: Line
    door: tuple[str, str, str] = ("", "", "")
    household_id: int = 0
    readings: tuple[tuple[str, int | None], ...] = ()
    sets: tuple[tuple[int, int], ...] = ()  # number and quantity
    is_ill: bool = False
    doubt: Doubt | None = None
    people: tuple[str, ...] = ()  # who lives there, where it is not clear whose value it is


def split_chain(typing: Typing, pasted: str) -> list[str]:
    """The lines that say something, one a door, without their numbers and the chain's heading."""
    return [line.text for line in _read(typing, pasted.splitlines()[:MOST_LINES])]


def try_chain(typing: Typing, texts: Sequence[str]) -> list[SeenLine]:
    """What each line would do: it is done, and taken back again."""
    trial = typing.session.begin_nested()
    try:
        return _take(typing, texts)
    finally:
        trial.rollback()
        typing.session.expire_all()


def take_chain(typing: Typing, texts: Sequence[str]) -> list[SeenLine]:
    """Take the lines that are certain; the others stay refused with their doubt. The caller commits."""
    seen = _take(typing, texts)
    done = [one for one in seen if one.end is Line.TAKEN or one.is_ill]
    deeds = [Deed(What.REPORTED, "household", one.household_id or None) for one in done]
    audit.note(typing.session, typing.who.worker, deeds, typing.now)
    return seen


def take_back(typing: Typing, sid: str) -> bool:
    """What the chain of this `sid` did counts no more, orders are what they were before; an alert stays."""
    kept = thread_of(typing)
    act = kept.thread.act
    if act is None or act.sid != sid or act.door:
        return False
    chains.take_back(_opened(typing, sid), typing.who.worker, act)
    return on_behalf.take_back(typing, sid)


def _take(typing: Typing, texts: Sequence[str]) -> list[SeenLine]:
    lines = _read(typing, texts[:MOST_LINES])
    theirs = [line for line in lines if _is_theirs(typing, line)]
    ends = iter(chains.take_lines(_opened(typing, typing.sid), typing.who.worker, theirs, thread_of(typing)))
    kept = set(map(id, theirs))
    seen = [_seen(typing, line, next(ends)) if id(line) in kept else _refused(line) for line in lines]
    return [
        replace(one, people=_people(typing, line)) if one.doubt is Doubt.WHOSE and id(line) in kept else one
        for one, line in zip(seen, lines, strict=True)
    ]


def _people(typing: Typing, line: ChainLine) -> tuple[str, ...]:
    home = home_at(typing, _door_of(line.meaning))
    return tuple(names_at(typing.session, home.id)) if home is not None else ()


def _opened(typing: Typing, sid: str) -> Opened:
    text = IncomingText(sid, typing.who.community.line, typing.who.worker.phone, "")
    return Opened(typing.session, typing.who.community, text, typing.now, channel="chain")


def _read(typing: Typing, texts: Sequence[str]) -> list[ChainLine]:
    """As a worker's text is read, so many lines at once."""
    names = names_on_sale(typing.session, typing.who.community.id, typing.now)
    found: list[ChainLine] = []
    for part in _parts([" ".join(one.split())[:LONGEST_LINE] for one in texts]):
        meaning = understand("\n".join(part), Role.WORKER, names)
        if isinstance(meaning, Batch):
            found += meaning.lines
        elif len(part) > 1:  # one line of them says something, or none
            found += [line for one in part for line in _read(typing, [one])]
        else:
            found.append(ChainLine(None, part[0], meaning))
    return [line for line in found if not is_heading(line)]


def _parts(texts: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for text in filter(None, texts):
        if len(parts[-1]) == MOST or sum(map(len, parts[-1])) + len(text) > LONGEST:
            parts.append([])
        parts[-1].append(text)
    return [part for part in parts if part]


def _is_theirs(typing: Typing, line: ChainLine) -> bool:
    """Whether its door is one of the worker's: of any other nothing comes, not even an alert."""
    home = home_at(typing, _door_of(line.meaning))
    return home is not None and typing.who.area.holds(home.grid_id, home.building_id)


def _door_of(meaning: Meaning) -> Door | None:
    return getattr(meaning, "door", None)


def _refused(line: ChainLine) -> SeenLine:
    is_certain = isinstance(line.meaning, Report | Order) and line.meaning.door is not None
    return SeenLine(line.text, Line.REFUSED, doubt=Doubt.UNKNOWN_DOOR if is_certain else doubt_of(line.meaning))


def _seen(typing: Typing, line: ChainLine, end: Ended) -> SeenLine:
    answer = end.answer
    if answer is None:
        return _refused(line)
    events, home = answer.events, answer.state.household
    reported = [one for event in events if isinstance(event, Reported) for one in event.readings]
    ordered = [one for event in events if isinstance(event, Ordered) for one in event.lines]
    names = names_at(typing.session, home)
    door = _door_of(line.meaning)
    return SeenLine(
        line.text,
        end.line,
        door=(door.building, door.unit, door.room) if door is not None else ("", "", ""),
        household_id=home,
        readings=tuple((names[one.person] if one.person < len(names) else "", one.tenths) for one in reported),
        sets=tuple((one.set_number, one.quantity) for one in ordered),
        is_ill=any(isinstance(event, RaisedAlert) for event in events),
        doubt=doubt_of(line.meaning) if end.line is Line.REFUSED else None,
    )
