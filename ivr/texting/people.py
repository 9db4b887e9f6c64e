"""Whose reading is whose: people of a door by self, relation, name or their place in the list; else it is asked."""

from dataclasses import dataclass

from domain.understanding.meanings import NamedBy, Person, Report
from ivr.facts import Household
from ivr.texting.letter import Spoken


@dataclass(frozen=True, slots=True)
class Placed:
    """Each reading's person, as a position at the door; one beyond the roster is somebody it does not have."""

    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """It is not certain who is meant: one of these; none to offer when several people are in doubt at once."""

    offered: tuple[int, ...] = ()
    word: str = ""  # what the text called them


def place(report: Report, spoken: Spoken, settled: tuple[int, ...]) -> Placed | Unplaced:
    """The people a report is about, reading by reading."""
    if settled and len(report.readings) == 1:
        return Placed(settled)
    if spoken.home is None or not spoken.state.verified:
        return _in_order(report)
    if len(report.readings) == 1:
        return _one(report, spoken.home)
    return _several(report, spoken.home)


def _in_order(report: Report) -> Placed:
    """An unverified report counts for the first people of the door (interfaces.md, "board"), unless it says for which."""
    places = tuple(one.person.position for one in report.readings if one.person.by is NamedBy.PLACE)
    if len(set(places)) == len(report.readings):
        return Placed(places)
    readings = len(report.readings)
    return Placed(tuple(range(max(readings, report.people or 1) if readings == 1 else readings)))


def _one(report: Report, home: Household) -> Placed | Unplaced:
    everyone = tuple(range(len(home.people)))
    person = report.readings[0].person
    if report.everyone:
        return Placed(everyone)
    if report.people is not None and report.people >= len(everyone) and person.by in {NamedBy.SELF, NamedBy.POSITION}:
        return Placed(tuple(range(report.people)))
    if report.people is not None and report.people > 1:  # two of three: which two?
        return Unplaced()
    found = _find(person, home)
    if found is not None:
        return Placed((found,))
    if person.by is NamedBy.RELATION and len(home.people) == 1:
        return Placed((len(home.people),))
    others = tuple(one for one in everyone if person.by is not NamedBy.RELATION or one not in home.holders)
    return Unplaced(others or everyone, person.words)


def _find(person: Person, home: Household) -> int | None:
    """The only one who can be meant."""
    match person.by:
        case NamedBy.NAME:
            named = [at for at, names in enumerate(_called(home)) if person.words in names]
            return named[0] if len(named) == 1 else None
        case NamedBy.RELATION:
            called = [at for at, names in enumerate(_called(home)) if any(person.words in name for name in names)]
            others = called or [at for at in range(len(home.people)) if at not in home.holders]
            return others[0] if len(others) == 1 and len(home.people) > 1 else None
        case NamedBy.PLACE:
            return person.position if person.position <= len(home.people) else None
        case NamedBy.SELF | NamedBy.POSITION:
            speakers = home.holders or tuple(range(len(home.people)))
            return speakers[0] if len(speakers) == 1 else None


def _called(home: Household) -> list[set[str]]:
    return [{name, spoken, _given(name)} for name, spoken in zip(home.names, home.people, strict=True)]


def _given(name: str) -> str:
    """桂芬 of 王桂芬; the whole of a name in letters."""
    return name if name.isascii() else name[1:]


_MEN = ("叔叔", "爷爷", "先生", "大爷", "伯伯", "爹爹", "大哥", "uncle", "grandpa", "mr")
_WOMEN = ("阿姨", "奶奶", "女士", "大妈", "婆婆", "大姐", "auntie", "aunt", "grandma", "mrs", "ms")
_OF_MEN = (
    "老公",
    "丈夫",
    "先生",
    "老头子",
    "老头",
    "爷爷",
    "爹爹",
    "外公",
    "公公",
    "爸",
    "爸爸",
    "husband",
    "grandpa",
    "dad",
)
_OF_WOMEN = (
    "老婆",
    "妻子",
    "太太",
    "老太婆",
    "老太",
    "奶奶",
    "婆婆",
    "外婆",
    "妈",
    "妈妈",
    "wife",
    "grandma",
    "mum",
    "mom",
)


def called(home: Household, person: int) -> tuple[str, ...]:
    """What a person may be called in an answer besides the question's own word: the name, 老公, 奶奶, 第一位; 我 of the only holder."""
    names = _called(home)[person] - {""}
    spoken = home.people[person].casefold()
    words = [
        *names,
        *(
            f"第{number}{unit}"
            for number in (person + 1, "一二三四五六七八九"[person : person + 1])
            for unit in ("位", "个", "个人")
            if number
        ),
    ]
    words += _OF_MEN if any(one in spoken for one in _MEN) else ()
    words += _OF_WOMEN if any(one in spoken for one in _WOMEN) else ()
    return (*words, *(("我", "本人", "自己", "me", "mine") if home.holders == (person,) else ()))


def _several(report: Report, home: Household) -> Placed | Unplaced:
    people = [reading.person for reading in report.readings]
    if all(person.by is NamedBy.POSITION for person in people):
        return Placed(tuple(range(len(people)))) if len(people) >= len(home.people) else Unplaced()
    found = [_find(person, home) if person.by is not NamedBy.POSITION else None for person in people]
    left = [at for at in range(len(home.people)) if at not in found]
    unsure = found.count(None)
    if len(set(found) - {None}) + unsure != len(found) or (unsure > 1 and _is_grave(report)):
        return Unplaced()
    if unsure not in {0, len(left)}:
        return Unplaced()
    return Placed(tuple(at if at is not None else left.pop(0) for at in found))


def _is_grave(report: Report) -> bool:
    """Where somebody may be ill, a guess at who is who is not good enough."""
    return bool(report.symptoms) or any((reading.tenths or 0) >= SURELY_WELL for reading in report.readings)


SURELY_WELL = 373  # tenths; below a fever it does not matter which of two equals had which value
