"""A worker's result of a visit: a door and what was found there, as 3-1504 2, 走访 3-1-1504 没人, visited 3-1504 moved."""

import re
from dataclasses import dataclass

from domain.doors import Door, normal
from domain.understanding.normal_form import clean, simplified
from domain.visits import VisitOutcome

# The keys are those of the telephone's menu; the first two are an alert's code with 1 and 2 as well.
_RESULTS = {
    VisitOutcome.WELL: "1|平安|在家|都好|人好|没事|见到了|见到人了|完成|well|ok|okay|fine|all well|at home|done",
    VisitOutcome.NOBODY_HOME: "2|没人|没人在家|家里没人|没人应|没人开门|敲门没人|敲门没人应|敲不开|无人|无人应答|不在家|nobody home|nobody|no one home|no answer",
    VisitOutcome.ILL: "3|不适|不舒服|有人不舒服|ill|unwell|sick",
    VisitOutcome.MOVED: "4|搬走|搬走了|搬家|搬家了|不住这里|不住这里了|moved|moved out|moved away",
}
_WENT = r"(?:走[访訪]|上门|家访|去过|visited|visit)?[\s:,]*"
_BUILDING = r"(?:building|bldg\.?|block)?\s*(?P<building>\d{1,3}|[a-z])\s*(?:栋|幢|号楼|座|-|(?=\s*(?:unit|rm|room)))"
_UNIT = r"(?:(?:unit)?\s*(?P<unit>\d{1,2})\s*(?:单元|-|(?=\s*(?:rm|room))))?"
_ROOM = r"\s*(?:rm\.?|room)?\s*(?P<room>\d{3,5})(?!\d)\s*(?:室|号|房)?"
_DOOR = rf"{_BUILDING}\s*{_UNIT}\s*{_ROOM}"


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.split("|"), key=len, reverse=True))


_DOOR_ALONE = re.compile(_DOOR)
_GAP = re.compile(r"(?:[\s,、;。和]|and\b)*")
_WORD = re.compile(r"[^\s,、;。]+")


def doors_in(plain: str) -> tuple[tuple[Door, ...], tuple[str, ...]]:
    """The doors that stand one behind the other in a simplified text, and the words among them that are none."""
    doors: list[Door] = []
    unread: list[str] = []
    at = _GAP.match(plain, 0).end()  # type: ignore[union-attr]  # it matches nothing too
    while at < len(plain):
        if match := _DOOR_ALONE.match(plain, at):
            doors.append(normal(match["building"], match["unit"], match["room"]))
        elif match := _WORD.match(plain, at):
            unread.append(match[0])
        else:
            break
        at = _GAP.match(plain, match.end()).end()  # type: ignore[union-attr]
    return tuple(dict.fromkeys(doors)), tuple(unread)


_FOUND = {
    outcome: re.compile(rf"{_WENT}{_DOOR}[\s:,]*(?:{_any(words)})(?:[\s,。.!:;了]+(?P<note>\D.*)?)?", re.DOTALL)
    for outcome, words in _RESULTS.items()
}
_FOUND_BEFORE = {
    outcome: re.compile(rf"(?:{_any(words.partition('|')[2])})[\s:,]*{_DOOR}[\s。.!]*", re.DOTALL)
    for outcome, words in _RESULTS.items()
    if outcome in {VisitOutcome.WELL, VisitOutcome.NOBODY_HOME}
}


@dataclass(frozen=True, slots=True)
class Visited:
    """What a worker found at a door; `note` are the words behind it."""

    door: Door
    outcome: VisitOutcome
    note: str = ""


def read_visit(text: str) -> Visited | None:
    """The visit a worker's text tells; None for any other text. A temperature beside it makes a report of it."""
    kept = clean(text[:200]).strip()
    plain = simplified(kept)
    for patterns in (_FOUND, _FOUND_BEFORE):
        for outcome, pattern in patterns.items():
            if match := pattern.fullmatch(plain):
                return _visited(match, outcome, kept)
    return None


def _visited(match: re.Match[str], outcome: VisitOutcome, kept: str) -> Visited:
    note = kept[match.start("note") :].strip() if match.groupdict().get("note") else ""
    return Visited(normal(match["building"], match["unit"], match["room"]), outcome, note)
