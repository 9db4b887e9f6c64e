"""The whole day: the demo community, everybody's wishes, and time until ten in the evening."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from random import Random

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.cells import Row
from models import Message
from models.database import open_engine
from services.demo.community import add_demo
from services.demo.lists import GRIDS, LINE, roster, sale, staff
from services.roster.communities import add_community
from services.roster.rosters import import_roster
from services.roster.spreadsheets import Sheet
from services.roster.staff import import_staff
from services.sales.sales import import_sales
from tests.day.clockwork import Clockwork, Left
from tests.day.ledger import Ledger
from tests.day.residents import Residents
from tests.day.staff import Staff
from tests.day.telephone import Exchange
from tests.day.town import Town, read_town
from tests.day.wishes import HOUR, draw_wishes

TODAY = date(2020, 2, 29)
SIX = datetime.fromisoformat("2020-02-29T06:00:00+08:00")
CUT_OFF = datetime.fromisoformat("2020-02-29T11:00:00+08:00")
TEN = datetime.fromisoformat("2020-02-29T22:00:00+08:00")
ABOUT = select(Message.household_id, Message.kind, Message.to).where(Message.id == bindparam("message"))
LINES = 30  # of the whole community


@dataclass
class SimulatedDay:
    """A day under way: what is measured and compared is read from here."""

    town: Town
    time: Clockwork
    exchange: Exchange
    ledger: Ledger
    residents: Residents
    staff: Staff

    def until(self, instant: datetime) -> "SimulatedDay":
        """Let the day go on."""
        while self.time.now < instant:
            for left in self.time.run(instant):
                self._arrives(left)
        return self

    def _arrives(self, left: Left) -> None:
        """What the carrier took reaches somebody."""
        post = left.post
        if post.to in self.town.staff:
            acts = self.staff.is_called(post) if post.channel == "call" else self.staff.is_texted(post)
            self.time.soon(acts)
            return
        home, kind = self._about(post.message_id)
        if home and post.channel == "call":
            self.time.soon(self.residents.is_called(post, self.residents.wishes[home]))
        elif home and kind == "reminder":
            self.time.soon(self.residents.is_texted(self.residents.wishes[home]))

    def _about(self, message: int) -> tuple[int, str]:
        with self.exchange.plain.connect() as connection:
            row = connection.execute(ABOUT, {"message": message}).one()
        return row.household_id or self._homes.get(row.to, 0), row.kind

    def __post_init__(self) -> None:
        """Whose telephone is whose, for texts that name no door."""
        self._homes = {phone: home.id for home in self.town.homes.values() for phone in home.phones}


@dataclass(frozen=True, slots=True)
class Part:
    """How much of the demo community: so many grids after these, of these units of each building, with so many lines."""

    grids: int = GRIDS
    after: int = 0
    units: frozenset[str] = frozenset()  # none named: all

    @property
    def lines(self) -> int:
        """Its share of the community's, so that a part is as busy as the whole."""
        return self.grids if self.units else -(-LINES * self.grids // GRIDS)

    def has(self, person: dict[str, str]) -> bool:
        """Whether somebody of the roster lives there."""
        is_near = self.after < int(person["grid"]) <= self.after + self.grids
        return is_near and (not self.units or person["unit"] in self.units)


WHOLE = Part()


def shared_out(grids: int, among: int) -> list[Part]:
    """The first grids of the community in parts of about the same size, each as busy as the whole."""
    ends = [grids * number // among for number in range(among + 1)]
    return [Part(end - begin, begin) for begin, end in pairwise(ends) if end > begin]


def settle_part(session: Session, part: Part) -> int:
    """As `linli demo-data` does it; the community's id."""
    if part == WHOLE:
        return add_demo(session, SIX).id
    people = [row for row in roster() if part.has(row)]
    kept = {row["grid"] for row in people}
    buildings = {row["building"] for row in people} | {""}
    posts = [row for row in staff() if row.get("grid", "") in kept | {""} and row.get("building", "") in buildings]
    community = add_community(session, "和乐里", LINE, is_demo=True)
    community.settings = {"lines": part.lines}
    import_roster(session, community.id, _sheet(people), SIX)
    import_staff(session, community.id, _sheet(posts))
    import_sales(session, community.id, _sheet(sale(TODAY)))
    return community.id


def _sheet(rows: list[dict[str, str]]) -> Sheet:
    columns = frozenset().union(*rows)
    return Sheet([Row(number, cells) for number, cells in enumerate(rows, start=2)], columns, ())


@contextmanager
def simulated_day(database: str, seed: int, part: Part = WHOLE) -> Iterator[SimulatedDay]:
    """Six in the morning of the demo community, or of a part of it, on a migrated and empty database."""
    engine = open_engine(database, pool_size=20)
    with Session(engine) as session, session.begin():
        settle_part(session, part)
    town, chance = read_town(engine), Random(seed)
    time = Clockwork(engine, SIX)
    exchange, ledger = Exchange(time, town.line, database), Ledger(town)
    wishes = draw_wishes(town, chance)
    residents = Residents(time, exchange, ledger, wishes, chance)
    staff = Staff(time, exchange, ledger, town, chance)
    residents.begin(6 * HOUR)
    staff.begin(6 * HOUR, wishes)
    try:
        yield SimulatedDay(town, time, exchange, ledger, residents, staff)
    finally:
        time.stop()
        exchange.close()
        engine.dispose()
