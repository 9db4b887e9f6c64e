"""What a watchdog is told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from models import Alert, Duty
from services.day.clock import machine_now
from services.day.rounds import beat
from tests.web.conftest import MORNING
from tests.web.line import PhoneCall, wire_to
from tests.web.one_app import app_of
from tests.web.village import WANG, Village
from webhooks.parts import Parts


@pytest.fixture
def app(parts: Parts, village: Village) -> Flask:
    return app_of(parts)


def test_the_line_is_ready_when_its_processes_beat(app: Flask, engine: Engine) -> None:
    beat(engine, "worker", machine_now())
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["beats_seconds"]["worker"] < 15


def test_a_process_that_fell_silent_is_told(app: Flask, engine: Engine) -> None:
    beat(engine, "worker", machine_now() - timedelta(minutes=1))
    assert app.test_client().get("/readyz").status_code == 503


def test_a_late_deadline_is_told(app: Flask, engine: Engine) -> None:
    PhoneCall(wire_to(app), WANG).dial().press("2")
    assert app.test_client().get("/readyz").status_code == 200
    with Session(engine) as session, session.begin():
        session.execute(update(Alert).values(next_at=MORNING - timedelta(days=2)))
    # the fixture's clock all but stands, so that real seconds since a deadline are many
    assert app.test_client().get("/readyz").status_code == 503


def test_an_alert_with_nobody_on_duty_is_told(app: Flask, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.execute(delete(Duty))
    PhoneCall(wire_to(app), WANG).dial().press("2")
    assert app.test_client().get("/readyz").get_json()["alerts_with_nobody_on_duty"] == 1


def test_the_process_answers(app: Flask) -> None:
    assert app.test_client().get("/healthz").data == b"ok"
