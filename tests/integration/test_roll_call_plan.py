"""Who comes with a list after the calls have begun is called the same morning; a list is missed by no plan and holds up nobody."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Household, RollCall
from models.database import open_engine
from services.day.steps import take_due_steps
from services.day.table import STEPS
from services.roster.rosters import import_roster
from services.roster.spreadsheets import Sheet
from services.roster.staff import import_staff
from services.sales.sales import import_sales
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.integration.lists import people, sheet
from tests.integration.mornings import Morning, machine
from tests.integration.outgoing import HandClock
from tests.parts import PostgresDatabases
from tests.web.line import LINE
from tests.web.village import WANG, Village, settle

BEFORE_EIGHT = datetime(2020, 2, 28, 23, 59, tzinfo=UTC)
NEW = {"building": "7", "unit": "1", "room": "201", "grid": "第二网格", "name": "新来的"}
NUMBER = "+8610000000077"


@pytest.fixture
def morning(engine: Engine, village: Village, clock: HandClock) -> Iterator[Morning]:
    """A minute before the calls begin; whoever is called does not answer."""
    clock.hand[0] = BEFORE_EIGHT
    made = Morning(engine, village.community, clock, answer=machine)
    yield made
    made.sender.stop()


def brings(morning: Morning, roster: Sheet) -> None:
    with Session(morning.engine) as session, session.begin():
        import_roster(session, morning.community, roster, morning.clock.now())


def calls_to_the_new(morning: Morning) -> list[datetime]:
    return [rung.at for rung in morning.rung if rung.to == NUMBER]


def test_a_household_that_comes_after_eight_is_called_twice_the_same_morning(morning: Morning) -> None:
    morning.until(8, 30, step=240)
    brings(morning, people({**NEW, "phone": NUMBER}))
    morning.until(10, 40, step=240)
    first, second = calls_to_the_new(morning)
    assert first - BEFORE_EIGHT < timedelta(minutes=36)  # the next look after half past eight
    assert second - first >= timedelta(minutes=20)


def test_a_household_that_gets_its_first_telephone_after_eight_is_called_the_same_morning(morning: Morning) -> None:
    brings(morning, people({**NEW, "phone": ""}))
    morning.until(9, 0, step=240)
    assert calls_to_the_new(morning) == []
    brings(morning, people({**NEW, "phone": NUMBER}))
    morning.until(9, 5)
    assert len(calls_to_the_new(morning)) == 1


def test_the_same_list_again_calls_nobody_again(morning: Morning) -> None:
    roster = people({**NEW, "phone": NUMBER})
    brings(morning, roster)
    morning.until(9, 0, step=240)
    brings(morning, roster)
    morning.until(10, 40, step=240)
    assert len(calls_to_the_new(morning)) == 2


def test_who_comes_when_the_calls_are_over_is_left_to_tomorrow(morning: Morning) -> None:
    morning.until(10, 31, step=600)
    brings(morning, people({**NEW, "phone": NUMBER}))
    morning.until(11, 30, step=600)
    assert calls_to_the_new(morning) == []


def test_a_list_that_is_being_imported_while_the_calls_are_planned_is_not_missed(
    database_address: str, engine: Engine, morning: Morning
) -> None:
    now = morning.clock.move(minutes=2)
    other = open_engine(database_address)
    stored, planning = Event(), Event()

    def brings_slowly() -> None:
        with Session(other) as session, session.begin():
            import_roster(session, morning.community, people({**NEW, "phone": NUMBER}), now)
            stored.set()
            planning.wait(timeout=0.5)  # the plan is made meanwhile, and waits

    with ThreadPoolExecutor(2) as threads:
        importing = threads.submit(brings_slowly)
        stored.wait(timeout=5)
        threads.submit(take_due_steps, engine, now, STEPS).result()
        importing.result()
    other.dispose()
    with Session(engine) as session:
        home = select(Household.id).where(Household.room == NEW["room"])
        assert session.scalars(select(RollCall.state).where(RollCall.household_id.in_(home))).all() == ["waiting"]


def _roster(session: Session, community: int) -> None:
    import_roster(session, community, people({**NEW, "phone": NUMBER}), BEFORE_EIGHT)


def _staff(session: Session, community: int) -> None:
    import_staff(session, community, sheet({"name": "新来的", "role": "office", "phone": NUMBER}))


def _sale(session: Session, community: int) -> None:
    offer = {
        "sale": "周日",
        "opens": "2020-03-01 08:00",
        "cutoff": "2020-03-01 20:00",
        "supplier": "惠民超市",
        "set": "1",
    }
    import_sales(
        session,
        community,
        sheet(offer | {"name_zh": "蔬菜", "name_en": "Vegetables", "price_fen": "3000", "limit": "3"}),
    )


@pytest.mark.parametrize("comes_in", [_roster, _staff, _sale])
def test_whoever_reports_meanwhile_does_not_wait_for_the_list(
    postgres_databases: PostgresDatabases, comes_in: Callable[[Session, int], None]
) -> None:
    """On PostgreSQL; SQLite has one writer at a time, and the webhook waits its turn."""
    with postgres_databases.fresh() as address:
        importing, web = open_engine(address), open_engine(address, hurried=True)
        with Session(importing) as session, session.begin():
            community = settle(session, BEFORE_EIGHT).community
        with Session(importing) as session, session.begin():
            comes_in(session, community)
            with Session(web) as other, other.begin():
                assert receive_text(other, IncomingText("SM1", LINE, WANG, "36.5"), BEFORE_EIGHT)
        importing.dispose()
        web.dispose()
