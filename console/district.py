"""The district's page: each community's morning in numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages
from console.door import for_district, signed_in
from console.lists import Column, show
from console.now import parts_of
from console.parts import parts
from domain.day_board import Counts
from services.board.districts import OpenAlerts, communities_of, count_alerts


@dataclass(frozen=True, slots=True)
class Standing:
    """A community, what its people add up to, and its alerts."""

    name: str
    counts: Counts
    alerts: OpenAlerts
    as_of: datetime

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """Its bar."""
        return parts_of(self.counts)

    @property
    def heard(self) -> int:
        """Who reported, with or without a value."""
        return dict(self.parts)["heard"]


COLUMNS: tuple[Column[Standing], ...] = (
    Column("community", lambda one: one.name),
    Column("due", lambda one: one.counts.due),
    Column("heard", lambda one: one.heard),
    Column("visited", lambda one: one.counts.visited),
    Column("ill", lambda one: one.counts.ill),
    Column("missing", lambda one: one.counts.missing),
    Column("paused", lambda one: one.counts.paused),
    Column("alert", lambda one: one.alerts.all),
    Column("as_of"),
)


@for_district
def district() -> Any:
    """How many, of every community of the district's; no name, no door, no value."""
    the, who = parts(), signed_in()
    if not who.area.is_district:
        raise NotFound
    with Session(the.reading) as session:
        communities = [(one.id, one.name) for one in communities_of(session, who.worker)]
        alerts = count_alerts(session, [number for number, _ in communities])
    standings = [_standing(number, name, alerts[number]) for number, name in communities]
    return pages.render("district.html", shown=show(standings, COLUMNS, lambda one: one.name))


def _standing(number: int, name: str, alerts: OpenAlerts) -> Standing:
    board = parts().boards.read(number).board
    return Standing(name, board.counts, alerts, board.as_of)
