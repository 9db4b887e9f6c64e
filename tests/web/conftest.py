"""The application on a real database of either kind, with a small community behind it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from linli.app import create_app
from models.database import open_engine
from services.clock import Clock
from services.doorbell import Doorbell
from tests.integration.outgoing import HandClock
from tests.integration.shop import Shop
from tests.web.line import BASE, TOKEN, Wire, wire_to
from tests.web.office import Clerk, sign_in
from tests.web.village import DUTY, Village, settle
from webhooks.parts import Parts

MORNING = datetime(2020, 2, 29, 0, 30, tzinfo=UTC)  # 08:30 in Wuhan


@pytest.fixture
def village(engine: Engine) -> Village:
    """A small community: see tests.web.village."""
    with Session(engine) as session, session.begin():
        return settle(session, MORNING)


@pytest.fixture
def parts(engine: Engine, database_address: str) -> Iterator[Parts]:
    """The application's parts; the clock stands at half past eight."""
    hurried = open_engine(database_address, hurried=True)
    plain = open_engine(database_address, hurried=True, autocommit=True)
    yield Parts(
        engine=hurried,
        plain=plain,
        clock=Clock(real=MORNING, simulated=MORNING, speed=1e-9),
        doorbell=Doorbell(""),
        auth_tokens=(TOKEN,),
        base_urls=(BASE,),
    )
    hurried.dispose()
    plain.dispose()


@pytest.fixture
def wire(parts: Parts) -> Wire:
    """Signed webhooks into the application."""
    return wire_to(create_app(parts))


@pytest.fixture
def shop(engine: Engine, village: Village) -> Shop:
    """The village's sale, and a clock that is moved by hand."""
    return Shop(engine, village, HandClock())


@pytest.fixture
def enter(parts: Parts, engine: Engine, shop: Shop) -> Callable[[str], Clerk]:
    """Signs somebody of the staff in at the console, by their number; its clock is the shop's."""
    object.__setattr__(parts, "clock", shop.clock)
    app = create_app(parts, keeps_watch=False)
    return lambda number: sign_in(app, engine, number)


@pytest.fixture
def office(enter: Callable[[str], Clerk]) -> Clerk:
    """The duty telephone's clerk at the console; whoever moves the clock by half an hour enters anew."""
    return enter(DUTY)
