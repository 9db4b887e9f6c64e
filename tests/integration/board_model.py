"""A plain model of the day-board, to be compared with the real one: sets of what was said of whom today."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

FEVER = 373


@dataclass
class Today:
    """What was heard of one person on the model's day."""

    readings: list[tuple[str, int | None]] = field(default_factory=list)  # sid and tenths
    told_ill: set[str] = field(default_factory=set)  # kinds, of this person by name
    no_thermometer: bool = False
    postponed: bool = False
    visited: bool = False


class Model:
    """The board of a few doors, kept in the head."""

    def __init__(self, homes: dict[int, list[int]]) -> None:
        self.homes = homes
        self.people = {person: Today() for people in homes.values() for person in people}
        self.ill_doors: set[int] = set()
        self.pauses: dict[int, tuple[date, date | None]] = {}

    def new_day(self) -> None:
        """Midnight: only pauses last."""
        self.people = {person: Today() for person in self.people}
        self.ill_doors = set()

    def reports(self, person: int, sid: str, tenths: int | None) -> None:
        """A confirmed reading."""
        self.people[person].readings.append((sid, tenths))

    def withdraws(self, sid: str) -> None:
        """All that this text had reported is taken back."""
        for today in self.people.values():
            today.readings = [reading for reading in today.readings if reading[0] != sid]

    def is_told_ill(self, home: int, person: int | None, kind: str) -> None:
        """Somebody is ill: by name, or somebody of the door."""
        if person is None:
            self.ill_doors.add(home)
        else:
            self.people[person].told_ill.add(kind)

    def state(self, home: int, person: int, day: date) -> str:
        """The one state, in the words and the order of the interface."""
        today = self.people[person]
        values = [tenths for _, tenths in today.readings if tenths is not None]
        since, until = self.pauses.get(person, (date.max, None))
        if since <= day and (until is None or day < until):
            return "paused"
        if "fever" in today.told_ill or any(tenths >= FEVER for tenths in values):
            return "abnormal"
        if today.told_ill or (home in self.ill_doors and not today.readings):
            return "unwell"
        if today.readings:
            return "reported"
        if today.no_thermometer:
            return "no_thermometer"
        if today.postponed:
            return "not_measured"
        return "visited" if today.visited else "silent"

    def states(self, day: date) -> dict[int, str]:
        """Everybody's."""
        return {person: self.state(home, person, day) for home, people in self.homes.items() for person in people}

    def totals(self, day: date) -> tuple[int, int, int, int, int]:
        """Due, heard, ill, missing, paused."""
        found = Counter(self.states(day).values())
        missing = found["silent"] + found["not_measured"]
        due = sum(found.values()) - found["paused"]
        return due, due - missing, found["abnormal"] + found["unwell"], missing, found["paused"]
