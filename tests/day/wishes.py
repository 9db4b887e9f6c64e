"""What each household will do today, drawn once from a seed: how it is, how it reports, whether it picks up.

The shares are assumptions but for the first, which is the source's (product.md, "Size"): of 307 households about 160
reported by themselves between seven and eleven.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.day.town import Home, Town

FEVER = 373  # tenths of a degree
BY_THEMSELVES = 160 / 307
WAYS = (0.45, 0.3, 0.25)  # by call, by text, in the chain that the worker pastes
ILL = 0.003  # of people, a fever; and as many again unwell without one
HANGS_UP = 0.15  # of the ill, right after the key that says so
NEVER_PICKS_UP = 0.35  # of those who do not report by themselves
MINUTES = 60
HOUR = 60 * MINUTES


class Way(StrEnum):
    """How a household reports."""

    CALL = "call"
    TEXT = "text"
    CHAIN = "chain"
    SILENT = "silent"


class PicksUp(StrEnum):
    """What becomes of a call to a household."""

    REPORTS = "reports"
    NOT_YET = "not_yet"
    MACHINE = "machine"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Wish:
    """A household's day. `at` is in seconds after midnight; `tenths` and `unwell` are by position."""

    home: Home
    way: Way
    at: float
    tenths: tuple[int, ...]
    unwell: frozenset[int]
    hangs_up: bool
    has_thermometer: bool
    measured: bool  # else it says so by text and reports when it is reminded
    never_picks_up: bool

    @property
    def ill(self) -> tuple[int, ...]:
        """Positions of those with a fever or unwell."""
        return tuple(place for place, value in enumerate(self.tenths) if value >= FEVER or place in self.unwell)

    def picks_up(self, chance: Random) -> PicksUp:
        """What becomes of one call."""
        if self.never_picks_up:
            return PicksUp.MACHINE if chance.random() < 0.2 else PicksUp.NOBODY
        return chance.choices(list(PicksUp), (68, 7, 5, 20))[0]


def draw_wishes(town: Town, chance: Random) -> dict[int, Wish]:
    """Every household's day."""
    return {home.id: _wish(home, chance) for home in town.homes.values()}


def _wish(home: Home, chance: Random) -> Wish:
    tenths = tuple(chance.randint(374, 391) if chance.random() < ILL else chance.randint(361, 371) for _ in home.people)
    unwell = frozenset(place for place in range(len(home.people)) if chance.random() < ILL)
    is_ill = bool(unwell) or max(tenths) >= FEVER
    way = _way(home, chance, alone_or_well=not is_ill or (len(home.people) == 1 and not unwell))
    return Wish(
        home=home,
        way=way,
        at=chance.triangular(7 * HOUR, 11 * HOUR - 5 * MINUTES, 7.6 * HOUR),
        tenths=tenths,
        unwell=unwell,
        hangs_up=is_ill and len(home.people) <= 2 and chance.random() < HANGS_UP,
        has_thermometer=not (home.keys_digits and not is_ill and chance.random() < 0.1),
        measured=not (way is Way.TEXT and not is_ill and chance.random() < 0.05),
        never_picks_up=way is Way.SILENT and chance.random() < NEVER_PICKS_UP,
    )


def _way(home: Home, chance: Random, *, alone_or_well: bool) -> Way:
    """A telephone of several doors writes its door, in Chinese; two people's illness is told by call, not written."""
    if chance.random() >= BY_THEMSELVES:
        return Way.SILENT
    way = chance.choices((Way.CALL, Way.TEXT, Way.CHAIN), WAYS)[0]
    if way is not Way.CALL and not alone_or_well:
        way = Way.CALL
    if way is Way.CALL and home.shares_phone:
        way = Way.TEXT if alone_or_well else Way.SILENT
    if (way is Way.TEXT and not home.mobile) or (way is Way.CALL and not home.phones):
        return Way.CHAIN if alone_or_well else Way.SILENT
    return way
