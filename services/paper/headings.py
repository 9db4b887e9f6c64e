"""What stands at the top of every printed page: whose sheet it is, of which day, and when it was printed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from models import Community, Grid
from services.day.clock import local_day


class Kind(StrEnum):
    """What can be printed; the words of `linli print`, and the money of a sale, which `linli money` writes."""

    DAY_SHEET = "day-sheet"
    KNOCK_LIST = "knock-list"
    STREET_TABLE = "street-table"
    SUPPLIER_LIST = "supplier-list"
    GRID_LIST = "grid-list"
    PICK_LIST = "pick-list"
    ROUTE = "route"
    SALE_MONEY = "sale-money"


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a page; `grid` "" is the whole community, `printed_at` in its own zone."""

    kind: Kind
    language: str
    community: str
    grid: str
    day: date
    printed_at: datetime

    def words(self, prompt: str, /, **fields: str) -> str:
        """Words of the paper, in the community's language."""
        return prompts.text(self.language, f"paper.{prompt}", **fields)

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return self.words(self.kind.replace("-", "_"))

    @property
    def area(self) -> str:
        """Which grid, or that all are meant."""
        return self.words("grid_named", grid=self.grid) if self.grid else self.words("everything")

    @property
    def date(self) -> str:
        """The day, as it is written by hand."""
        return self.words("day", year=f"{self.day.year}", month=f"{self.day.month}", day=f"{self.day.day}")

    @property
    def printed(self) -> str:
        """When it was printed, to the minute: what stands on it was so at that time."""
        return self.words("printed", clock=f"{self.printed_at:%H:%M}")


def heading_of(session: Session, kind: Kind, community: Community, grid_id: int | None, now: datetime) -> Heading:
    """The head of this community's, or this grid's, sheet."""
    grid = session.scalars(select(Grid.name).where(Grid.id == grid_id)).one() if grid_id is not None else ""
    zone = ZoneInfo(community.timezone)
    day = local_day(now, community.timezone)
    return Heading(kind, community.language, community.name, grid, day, now.astimezone(zone))
