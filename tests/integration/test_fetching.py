"""Recordings on their way from the carrier: tried again, given up, and never fetched by two at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models import PromptRecording
from services.calling.fetches import ATTEMPTS, claim_wanted
from services.calling.recordings import Sentence, want_recording
from services.day.clock import machine_now, real_clock
from tests.integration.outgoing import MORNING, FakeCarrier
from tests.web.line import BASE
from tests.web.village import Village
from workers.fetching import Fetcher

SID = "RE" + "a" * 32
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x01" * 100


@pytest.fixture
def wanted(engine: Engine, village: Village) -> None:
    """One recording was accepted."""
    with Session(engine) as session, session.begin():
        want_recording(session, Sentence(village.community, "zh-CN", "report.today"), SID, None, MORNING)


def row(engine: Engine) -> PromptRecording:
    with Session(engine, expire_on_commit=False) as session:
        return session.scalars(select(PromptRecording)).one()


def let_pass(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(PromptRecording).values(fetch_at=machine_now() - timedelta(seconds=1)))


@pytest.mark.usefixtures("wanted")
def test_what_is_not_ready_yet_is_fetched_a_little_later(engine: Engine, carrier: FakeCarrier) -> None:
    fetcher = Fetcher(engine, carrier, real_clock(), BASE)
    assert fetcher.drain() == 1
    assert (row(engine).state, row(engine).attempts) == ("pending", 1)
    assert fetcher.drain() == 0
    carrier.sounds[SID] = WAV
    let_pass(engine)
    fetcher.drain()
    assert (row(engine).state, row(engine).active, row(engine).fetch_at) == ("kept", True, None)


@pytest.mark.usefixtures("wanted")
def test_what_never_comes_is_given_up(engine: Engine, carrier: FakeCarrier) -> None:
    for _ in range(ATTEMPTS):
        let_pass(engine)
        Fetcher(engine, carrier, real_clock(), BASE).drain()
    assert (row(engine).state, row(engine).active) == ("failed", False)


@pytest.mark.usefixtures("wanted")
def test_what_is_no_sound_is_refused_at_once(engine: Engine, carrier: FakeCarrier) -> None:
    carrier.sounds[SID] = b"<html>not a sound</html>"
    Fetcher(engine, carrier, real_clock(), BASE).drain()
    assert (row(engine).state, row(engine).active) == ("failed", False)


@pytest.mark.usefixtures("wanted")
def test_two_processes_fetch_it_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda _: claim_wanted(engine, PromptRecording), range(8)))
    assert sorted(len(one) for one in claimed) == [0] * 7 + [1]


@pytest.mark.usefixtures("wanted")
def test_what_a_dead_process_held_is_fetched_by_another(engine: Engine, carrier: FakeCarrier) -> None:
    assert len(claim_wanted(engine, PromptRecording)) == 1  # and it dies
    carrier.sounds[SID] = WAV
    let_pass(engine)  # its lease
    Fetcher(engine, carrier, real_clock(), BASE).drain()
    assert row(engine).state == "kept"
