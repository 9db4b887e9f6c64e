"""A browser; a running line of real processes for it, and a town where any application can be tried."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from exchange.clock import Clock
from exchange.parts import Account, Parts
from linli.house import House, Plan
from linli.people import offer, read_people
from linli.phone import Handset
from models.database import open_engine
from tests.faults.street import AFTERNOON, Street
from tests.integration.exchange.town import ACCOUNT, TOKEN, Town
from tests.web.browser.chromium import chromium
from tests.web.browser.clerk import Clerk
from tests.web.browser.desk import Room
from tests.web.line import LINE
from tests.web.village import DUTY


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for this test process."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def street() -> Iterator[Street]:
    """The service as `make run` runs it, with a village and many doors that nobody has called from."""
    with tempfile.TemporaryDirectory(prefix="linli-") as directory:
        house = House(Plan(Path(directory) / "house", LINE, start=AFTERNOON))
        engine = open_engine(house.database)
        opened = Street(house, engine)
        opened.open()
        with Session(engine) as session:
            offer(house.exchange, read_people(session))
        yield opened
        house.stop()
        engine.dispose()


@pytest.fixture(scope="session")
def duty_clerk(browser: Browser, street: Street) -> Iterator[Clerk]:
    """The duty telephone's clerk, who sees everything, signed in once: a telephone gets no more than a few codes."""
    opened = Clerk(browser, street.house.web)
    opened.signs_in(Handset(street.house.exchange, DUTY))
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def clerk(duty_clerk: Clerk) -> Iterator[Clerk]:
    """The clerk at her desk's screen; her browser may not have complained."""
    duty_clerk.opens()
    duty_clerk.reads("zh-CN")  # whatever the module before has left
    yield duty_clerk
    assert duty_clerk.forbidden() == []
    assert [one for one in duty_clerk.complaints if "404" not in one and "400" not in one] == []
    duty_clerk.complaints.clear()


@pytest.fixture
def room(browser: Browser, street: Street) -> Iterator[Room]:
    """Desks on the line; no browser may have complained."""
    yield from _furnished(browser, street.house.exchange)


@pytest.fixture
def town() -> Iterator[Town]:
    """An exchange in real time and an application that says what a test wants."""
    built = Town(Parts(Account(ACCOUNT, (TOKEN,)), Clock(), calls_per_second=0))
    yield built
    built.stop()


@pytest.fixture
def hall(browser: Browser, town: Town) -> Iterator[Room]:
    """Desks in the town; no browser may have complained."""
    yield from _furnished(browser, town.exchange.url)


def _furnished(browser: Browser, exchange: str) -> Iterator[Room]:
    opened = Room(browser, exchange)
    yield opened
    opened.close()
    assert opened.complaints() == []
