"""A town for the callers: two communities, one for each language, and a fresh household behind every call."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from models import Building, Community, Duty, Grid, Household, Phone, Reading, Resident, Sale, SaleSet, Worker
from models.database import open_engine
from services.day.clock import Clock
from services.sending.doorbell import Doorbell
from tests.elders.mind import Wish
from tests.web.line import BASE, TOKEN, Wire, wire_to
from tests.web.one_app import app_of
from webhooks.parts import Parts

MORNING = datetime(2020, 2, 29, 0, 30, tzinfo=UTC)  # 08:30 in Wuhan
DAY = date(2020, 2, 29)
LINES = {"zh-CN": "+862755500100", "en": "+862755500101"}
BUILDING = "3"
SETS = (
    ("粮油冻品", "Grain, oil and frozen food", 5000),
    ("蔬菜", "Vegetables", 3000),
    ("水果", "Fruit", 2500),
)
PORTIONS = 3  # of each set a household may order


@dataclass(frozen=True, slots=True)
class Home:
    """A household for one call; `id` also makes its room and its telephone."""

    id: int
    language: str
    wish: Wish
    digits: bool = False
    reported: bool = False  # before the call
    registered: bool = True  # the telephone is on file

    @property
    def telephone(self) -> str:
        """A number that no operator assigns."""
        return f"+861{self.id:010}" if self.registered else f"+862{self.id:010}"


@dataclass(frozen=True, slots=True)
class Place:
    """A community's ids."""

    community: int
    building: int
    grid: int


@contextmanager
def open_town(address: str, homes: Sequence[Home], clock: Clock | None = None) -> Iterator[tuple[Engine, Wire]]:
    """A migrated, empty database is filled, and the application stands on it; at half past eight, if no clock is given."""
    engine, plain = open_engine(address), open_engine(address, autocommit=True)
    with Session(engine) as session, session.begin():
        settle_town(session, homes)
    parts = Parts(
        engine=engine,
        plain=plain,
        clock=clock or Clock(real=MORNING, simulated=MORNING, speed=1e-9),
        doorbell=Doorbell(""),
        auth_tokens=(TOKEN,),
        base_urls=(BASE,),
    )
    yield engine, wire_to(app_of(parts))
    engine.dispose()
    plain.dispose()


def settle_town(session: Session, homes: Sequence[Home]) -> None:
    """The communities with their staff, their sales and these households."""
    _settle(session, homes, {language: _community(session, language) for language in LINES})


def _community(session: Session, language: str) -> Place:
    community = Community(name="青和居" if language == "zh-CN" else "Qingheju", line=LINES[language], language=language)
    session.add(community)
    session.flush()
    grid, building = Grid(community_id=community.id, name="2"), Building(community_id=community.id, name=BUILDING)
    session.add_all([grid, building])
    session.flush()
    _staff(session, community.id, grid.id, building.id)
    _sale(session, community.id)
    return Place(community.id, building.id, grid.id)


def _staff(session: Session, community: int, grid: int, building: int) -> None:
    roles: tuple[tuple[str, int | None, int | None], ...] = (
        ("grid_worker", grid, None),
        ("cadre", None, building),
        ("duty", None, None),
    )
    for position, (role, of_grid, of_building) in enumerate(roles):
        worker = Worker(community_id=community, name=role, phone=f"+8619000000{community:02}{position:02}")
        session.add(worker)
        session.flush()
        duty = {"grid_id": of_grid, "building_id": of_building, "position": position}
        session.add(Duty(community_id=community, worker_id=worker.id, role=role, **duty))


def _sale(session: Session, community: int) -> None:
    opens, closes = MORNING - timedelta(hours=1), MORNING + timedelta(hours=1)
    sale = Sale(community_id=community, name="today", opens_at=opens, cutoff_at=closes)
    session.add(sale)
    session.flush()
    for number, (zh, en, price) in enumerate(SETS, 1):
        names = {"name_zh": zh, "name_en": en}
        session.add(SaleSet(sale_id=sale.id, number=number, supplier="1", price_fen=price, limit=PORTIONS, **names))


def _settle(session: Session, homes: Sequence[Home], places: dict[str, Place]) -> None:
    """All households at once; the first resident holds the telephone."""
    doors, people, phones, readings = [], [], [], []
    for home in homes:
        place = places[home.language]
        _, unit, room = home.wish.door
        doors.append(
            {
                "id": home.id,
                "community_id": place.community,
                "building_id": place.building,
                "grid_id": place.grid,
                "unit": unit,
                "room": room,
                "keys_digits": home.digits,
            }
        )
        for position, person in enumerate(home.wish.people):
            resident = home.id * 10 + position
            people.append(
                {
                    "id": resident,
                    "household_id": home.id,
                    "position": position,
                    "name": person.name,
                    "salutation": person.name,
                    "language": home.language,
                }
            )
            if home.reported:
                readings.append(_reading(place, home.id, resident))
        phones.append(
            {
                "community_id": place.community,
                "household_id": home.id,
                "resident_id": home.id * 10,
                "number": f"+861{home.id:010}",
                "position": 1,
            }
        )
    for table, rows in ((Household, doors), (Resident, people), (Phone, phones), (Reading, readings)):
        if rows:
            session.execute(insert(table), rows)


def _reading(place: Place, household: int, resident: int) -> dict[str, object]:
    return {
        "community_id": place.community,
        "household_id": household,
        "resident_id": resident,
        "day": DAY,
        "tenths": None,
        "channel": "keypad",
        "reporter": "household",
        "verified": True,
        "at": MORNING,
        "call_sid": "earlier",
    }
