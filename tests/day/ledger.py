"""The ledger: what was really said, by whom and when, kept by the simulation itself and by nobody's tables."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.day.town import Home, Town
from tests.integration.board_model import FEVER, Model


@dataclass
class Ledger:
    """What everybody of the town has told today."""

    town: Town
    heard_at: dict[int, datetime] = field(default_factory=dict)  # by household: everybody there was told of
    ill_at: dict[int, datetime] = field(default_factory=dict)  # by household: the first key or text that said so
    visits: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing yet."""
        self.model = Model({home.id: list(home.people) for home in self.town.homes.values()})

    def reports(self, home: Home, tenths: tuple[int | None, ...], now: datetime) -> None:
        """Everybody there, in the roster's order; None is normal without a number."""
        for person, value in zip(home.people, tenths, strict=True):
            self.model.reports(person, "", value)
            if value is not None and value >= FEVER:
                self.is_ill(home, home.people.index(person), "fever", now)
        self.heard_at.setdefault(home.id, now)

    def is_ill(self, home: Home, place: int | None, kind: str, now: datetime) -> None:
        """Somebody is ill: by position, or nobody by name. A person knows of them from now on."""
        one = home.people[0] if len(home.people) == 1 else None if place is None else home.people[place]
        self.model.is_told_ill(home.id, one, kind)
        self.ill_at.setdefault(home.id, now)

    def has_not_measured(self, home: Home) -> None:
        """An answer, and no report."""
        for person in home.people:
            self.model.people[person].postponed = True

    def has_no_thermometer(self, home: Home, now: datetime) -> None:
        """Nobody there can measure."""
        for person in home.people:
            self.model.people[person].no_thermometer = True
        self.heard_at.setdefault(home.id, now)

    def is_visited(self, home: Home, outcome: str, now: datetime) -> None:
        """What a worker found at the door: well, nobody_home, ill."""
        self.visits[home.id] = outcome
        if outcome == "ill":
            self.is_ill(home, None, "unwell", now)
        for person in home.people if outcome != "nobody_home" else ():
            self.model.people[person].visited = True

    def has_reported(self, home: Home) -> bool:
        """Whether everybody there was told of."""
        return home.id in self.heard_at

    def states(self, day: date) -> dict[int, str]:
        """Everybody's one state, by resident."""
        return self.model.states(day)

    def knocks(self, day: date) -> set[int]:
        """Households at which somebody must knock."""
        states = self.states(day)
        wanted = {"silent", "not_measured", "no_thermometer"}
        return {home.id for home in self.town.homes.values() if any(states[one] in wanted for one in home.people)}
