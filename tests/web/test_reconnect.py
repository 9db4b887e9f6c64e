"""A database that was restarted costs a caller nothing: the dead connection is replaced inside the webhook."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from models.database import open_engine
from services.day.clock import Clock
from services.sending.doorbell import Doorbell
from tests.parts import PostgresDatabases
from tests.web.conftest import MORNING
from tests.web.line import BASE, TOKEN, PhoneCall, wire_to
from tests.web.one_app import app_of
from tests.web.village import WANG, settle
from webhooks.parts import Parts


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.fresh() as fresh:
        yield fresh


@pytest.fixture
def owner(address: str) -> Iterator[Engine]:
    engine = open_engine(address)
    with Session(engine) as session, session.begin():
        settle(session, MORNING)
    yield engine
    engine.dispose()


@pytest.fixture
def app(address: str, owner: Engine) -> Iterator[Flask]:
    engine, plain = open_engine(address, hurried=True), open_engine(address, hurried=True, autocommit=True)
    parts = Parts(
        engine=engine,
        plain=plain,
        clock=Clock(real=MORNING, simulated=MORNING, speed=1e-9),
        doorbell=Doorbell(""),
        auth_tokens=(TOKEN,),
        base_urls=(BASE,),
    )
    yield app_of(parts)
    engine.dispose()
    plain.dispose()


def cut_every_other_connection(owner: Engine) -> int:
    """What a restart does to the connections of a pool; how many there were."""
    statement = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with owner.connect() as connection:
        return int(connection.execute(text(statement)).scalar_one())


def test_every_turn_of_a_call_survives_a_cut_connection(app: Flask, owner: Engine) -> None:
    call = PhoneCall(wire_to(app), WANG)
    call.dial()
    for key in ("2", "382", "1"):
        assert cut_every_other_connection(owner) > 0
        call.press(key)
    assert cut_every_other_connection(owner) > 0
    call.hang_up()
    assert "是发烧了" in call.heard
