"""Alerts and their ladder: who is told next, how, and how long the line waits for an answer (product.md, "Red line")."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum

from domain.temperature import is_fever, is_possible

HEALTH = "health"


class AlertKind(StrEnum):
    """What a human must act on."""

    FEVER = "fever"
    UNWELL = "unwell"
    SYMPTOM = "symptom"
    PERSON = "person"
    SILENT = "silent"
    MEDICINE = "medicine"
    SYSTEM = "system"
    CLUSTER = "cluster"  # of a building unit: the office is told, not a door's own people


GRAVITY = {AlertKind.UNWELL: 1, AlertKind.SYMPTOM: 2, AlertKind.FEVER: 3}
BREATHLESS = 10  # on top: short of breath is graver than any fever without it


def alert_class(kind: AlertKind) -> str:
    """Fever, unwell and symptom are one class, so one illness is one alert; every other kind is its own."""
    return HEALTH if kind in GRAVITY else kind.value


def gravity(kind: AlertKind, *, breathless: bool = False) -> int:
    """How grave, for "graver after it was taken opens it again"; only health alerts grow."""
    return GRAVITY.get(kind, 0) + (BREATHLESS if breathless else 0)


def graver(one: AlertKind, other: AlertKind) -> AlertKind:
    """The graver of two kinds; the first when they weigh the same."""
    return other if GRAVITY.get(other, 0) > GRAVITY.get(one, 0) else one


class Step(IntEnum):
    """The ladder. NONE stands below it: raised, nobody told yet."""

    NONE = -1
    TEXT = 0
    CALL = 1
    TEAM = 2
    DUTY = 3


WAIT_FOR_WORKER = timedelta(minutes=3)  # after the text, and again after the call
WAIT_IN_TEAM = timedelta(minutes=1)
TEAM_LASTS = timedelta(minutes=4)  # the duty telephone rings ten minutes after the first text
REPEAT = timedelta(minutes=10)
WITH_OFFICE = 1  # a place of the last step
LOOK_AGAIN = timedelta(minutes=1)  # while nobody at all is on duty


@dataclass(frozen=True, slots=True)
class Team:
    """Who is on duty for a door, by id: the grid worker, the building's cadre and then volunteers, the duty telephones.

    The office is told where a duty telephone cannot be reached.
    """

    grid_worker: int | None = None
    building: tuple[int, ...] = ()
    duty: tuple[int, ...] = ()
    office: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """A place on the ladder: the step, whose turn within it, and the round, which makes the texts of a repeat new ones.

    At the duty telephone the place is 0, and 1 (`WITH_OFFICE`) once it could not be reached.
    """

    step: Step
    place: int = 0
    round: int = 0


@dataclass(frozen=True, slots=True)
class Climb:
    """What to do now: tell these workers by text or call, then wait. Nobody: no one at all is on duty."""

    rung: Rung
    text: tuple[int, ...]
    call: tuple[int, ...]
    wait: timedelta

    @property
    def reaches_nobody(self) -> bool:
        """No one at all could be told."""
        return not self.text and not self.call


def climb(after: Rung, team: Team) -> Climb:
    """The next rung above `after` that has somebody on it; a step with nobody on duty costs no time.

    Where nobody is at the duty telephone, whoever of the others has come to duty meanwhile is told, from the foot.
    """
    worker = team.grid_worker
    if after.step < Step.TEXT and worker is not None:
        return Climb(Rung(Step.TEXT, 0, after.round), (worker,), (), WAIT_FOR_WORKER)
    if after.step < Step.CALL and worker is not None:
        return Climb(Rung(Step.CALL, 0, after.round), (), (worker,), WAIT_FOR_WORKER)
    place = after.place + 1 if after.step == Step.TEAM else 0
    if after.step <= Step.TEAM and place < len(_turns(team)):
        told = _turns(team)[place]
        is_last = place == len(_turns(team)) - 1
        wait = TEAM_LASTS - place * WAIT_IN_TEAM if is_last else WAIT_IN_TEAM
        return Climb(Rung(Step.TEAM, place, after.round), told, told, wait)
    number, place = (after.round + 1, after.place) if after.step == Step.DUTY else (after.round, 0)
    last = tuple(dict.fromkeys([*team.duty, *team.office])) if place == WITH_OFFICE else team.duty
    if not last and after.step == Step.DUTY and (worker is not None or team.building):
        return climb(Rung(Step.NONE, 0, number), team)
    return Climb(Rung(Step.DUTY, place, number), last, last, REPEAT if last else LOOK_AGAIN)


def _turns(team: Team) -> list[tuple[int, ...]]:
    """One of the building a minute; of a big team the rest together in the last, for the duty telephone waits for nobody."""
    last = TEAM_LASTS // WAIT_IN_TEAM - 1
    turns: list[tuple[int, ...]] = [(member,) for member in team.building[:last]]
    return [*turns, team.building[last:]] if team.building[last:] else turns


def is_usable_code(code: int, open_codes: Collection[str], rooms: Collection[str]) -> bool:
    """A code a worker cannot mistake: four digits, no temperature (3400 to 4300), no room of theirs, not open already.

    Nor a fever with a digit too many: texted to another community's line it would be a stranger's mistyped one.
    """
    digits = str(code)
    if not 1000 <= code <= 9999 or 3400 <= code <= 4300 or digits in open_codes or digits in rooms:  # noqa: PLR2004
        return False
    without_one = (int(digits[:at] + digits[at + 1 :]) for at in range(len(digits)))
    return not any(is_possible(tenths) and is_fever(tenths) for tenths in without_one)


def pick_code(draw: Callable[[], int], open_codes: Collection[str], rooms: Collection[str]) -> str:
    """The first usable code of those drawn. `draw` is the caller's source of chance."""
    while True:
        code = draw()
        if is_usable_code(code, open_codes, rooms):
            return str(code)
