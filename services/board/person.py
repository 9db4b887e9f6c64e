"""What was heard of one person today, and which state that makes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from domain.alerts import AlertKind
from domain.day_board import Known, State, state_of
from domain.temperature import is_fever
from domain.visits import FOUND
from models import Pause, Visit


class Dweller(NamedTuple):
    """Somebody of the roster."""

    resident: int
    household: int
    position: int
    building: str
    unit: str
    room: str
    grid: str
    name: str


class Given(NamedTuple):
    """A reading of today, without what the board does not show: a whole community's are read at once."""

    resident: int
    tenths: int | None
    channel: str
    reporter: str
    verified: bool
    at: datetime


class Illness(NamedTuple):
    """What was told today of somebody's illness."""

    kind: str  # domain.alerts.AlertKind
    gravity: int
    tenths: int | None
    unverified: bool
    at: datetime


class Told(NamedTuple):
    """What the board shows of where a state comes from; all None for who is silent."""

    tenths: int | None = None
    channel: str | None = None
    reporter: str | None = None
    verified: bool | None = None
    at: datetime | None = None


@dataclass(slots=True)
class Heard:
    """What was heard of one person today."""

    readings: list[Given] = field(default_factory=list)  # oldest first
    alerts: list[Illness] = field(default_factory=list)  # of this person
    of_the_door: list[Illness] = field(default_factory=list)  # raised with nobody named yet
    visits: list[Visit] = field(default_factory=list)  # to this person or to everybody of the door, oldest first
    pause: Pause | None = None
    no_thermometer: bool = False
    not_measured: bool = False
    by_person: bool = False

    @property
    def newest(self) -> Given | None:
        """The reading that counts; None where a value was keyed later that nobody confirmed, for the alert knows that."""
        if not self.readings:
            return None
        reading = self.readings[-1]
        later = any(alert.tenths is not None and alert.at > reading.at for alert in self.alerts)
        return None if later else reading

    @property
    def illness(self) -> Illness | None:
        """The gravest, and of those the newest, about this person: those of the door until there is a reading of theirs."""
        about = self.alerts if self.readings else self.alerts + self.of_the_door
        return max(about, key=lambda alert: (alert.gravity, alert.at), default=None)

    @property
    def state(self) -> State:
        """The one state of this person; abnormal also where the caller hung up before a fever was confirmed."""
        return state_of(
            Known(
                is_paused=self.pause is not None,
                has_fever=self._has_fever,
                is_ill=self.illness is not None,
                has_reading=bool(self.readings),
                lacks_thermometer=self.no_thermometer,
                has_not_measured=self.not_measured,
                was_visited=self._found_by is not None,
            )
        )

    @property
    def _has_fever(self) -> bool:
        return any(one.tenths is not None and is_fever(one.tenths) for one in self.readings) or any(
            alert.kind == AlertKind.FEVER for alert in self.alerts
        )

    @property
    def _found_by(self) -> Visit | None:
        """The newest visit that found somebody."""
        return next((visit for visit in reversed(self.visits) if visit.outcome in FOUND), None)

    @property
    def told(self) -> Told:
        """Of the newest reading, else of the gravest alert, else of the visit that found this person."""
        if reading := self.newest:
            return Told(*reading[1:])
        if alert := self.illness:
            return Told(alert.tenths, verified=not alert.unverified, at=alert.at)
        if visit := self._found_by:
            return Told(None, "visit", "worker", True, visit.at)  # noqa: FBT003 - a column
        return Told()


class Roll:
    """Everybody who was heard of, by person and by door."""

    def __init__(self, dwellers: Iterable[Dweller]) -> None:
        self.people: dict[int, Heard] = {}
        self._homes: defaultdict[int, list[Heard]] = defaultdict(list)
        for one in dwellers:
            self.people[one.resident] = Heard()
            self._homes[one.household].append(self.people[one.resident])

    def meant(self, resident: int | None, household: int | None) -> list[Heard]:
        """The person who is named, else everybody of the door; nobody who is not on this roll."""
        if resident is not None:
            return [self.people[resident]] if resident in self.people else []
        return self._homes.get(household, []) if household is not None else []
