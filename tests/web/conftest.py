"""The application on a real database of either kind, with a small community behind it."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine

from services.day.clock import Clock
from services.sending.doorbell import Doorbell
from tests.integration.outgoing import HandClock
from tests.integration.shop import Shop
from tests.parts import Database
from tests.web.line import BASE, TOKEN, Wire, wire_to
from tests.web.office import Clerk, Enter, sign_in
from tests.web.one_app import app_of
from tests.web.village import DUTY, Village, settled
from webhooks.parts import Parts

MORNING = datetime(2020, 2, 29, 0, 30, tzinfo=UTC)  # 08:30 in Wuhan


@pytest.fixture
def village(engine: Engine) -> Village:
    """A small community: see tests.web.village."""
    return settled(engine, MORNING)


@pytest.fixture
def parts(database: Database) -> Parts:
    """The application's parts; the clock stands at half past eight."""
    return Parts(
        engine=database.engine(hurried=True),
        plain=database.engine(hurried=True, autocommit=True),
        clock=Clock(real=MORNING, simulated=MORNING, speed=1e-9),
        doorbell=Doorbell(""),
        auth_tokens=(TOKEN,),
        base_urls=(BASE,),
    )


@pytest.fixture
def wire(parts: Parts) -> Wire:
    """Signed webhooks into the application."""
    return wire_to(app_of(parts))


@pytest.fixture
def clock() -> HandClock:
    """The line's clock, moved by hand."""
    return HandClock()


@pytest.fixture
def app(parts: Parts, clock: HandClock, village: Village) -> Flask:
    """The application of a village, whose boards are counted when somebody looks."""
    object.__setattr__(parts, "clock", clock)
    return app_of(parts)


@pytest.fixture
def enters(app: Flask, engine: Engine) -> Enter:
    """Signs somebody of the staff in at the console."""
    return lambda number: sign_in(app, engine, number)


@pytest.fixture
def shop(engine: Engine, village: Village, clock: HandClock) -> Shop:
    """The village's sale, and the line's clock."""
    return Shop(engine, village, clock)


@pytest.fixture
def office(enters: Enter) -> Clerk:
    """The duty telephone's clerk at the console; whoever moves the clock by half an hour enters anew."""
    return enters(DUTY)
