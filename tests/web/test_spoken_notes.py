"""What a worker says by keys about an alert or an item: kept once, fetched, heard by whoever takes it next, and in the office."""

from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from carrier.recordings import recording_url
from models import Alert, AlertStep, AuditEntry, Item, Request, SpokenNote
from services.day.clock import real_clock
from services.staff import pins
from services.staff.pins import set_pin
from tests.integration.outgoing import FakeCarrier
from tests.web.line import BASE, PhoneCall, Wire, wire_to
from tests.web.office import Enter
from tests.web.one_app import app_of
from tests.web.test_requests import WAV, callback_of, tell
from tests.web.village import CADRE, DUTY, WANG, WORKER, Village
from webhooks.parts import Parts
from workers.fetching import Fetcher

ACCOUNT = "AC00000000000000000000000000000001"
SID = "RE00000000000000000000000000000009"
WORDS = "工作人员留了话"
FEVER_DONE = ("1", "2", "1")  # the first matter, done, a note


@pytest.fixture
def wire(parts: Parts) -> Wire:
    """The line, with recordings kept where the carrier keeps them."""
    return wire_to(app_of(replace(parts, recording_url=partial(recording_url, "https://api.example.org", ACCOUNT))))


@pytest.fixture
def pin(engine: Engine, village: Village, monkeypatch: pytest.MonkeyPatch) -> str:
    """The grid worker's."""
    monkeypatch.setitem(pins.COST, "n", 2)
    with Session(engine) as session, session.begin():
        return set_pin(session, village.community, "孙丽")


@pytest.fixture
def ill(wire: Wire, village: Village) -> None:
    """Auntie Wang is unwell."""
    PhoneCall(wire, WANG).dial().press("2").hang_up()


@pytest.fixture
def gas(wire: Wire, village: Village) -> None:
    """Her gas is used up."""
    PhoneCall(wire, WANG).dial().press("3", "3", "3").hang_up()


def work(wire: Wire, pin: str, *keys: str, number: str = WORKER) -> PhoneCall:
    return PhoneCall(wire, number).dial().press(pin, *keys)


def notes(engine: Engine) -> list[tuple[str | None, str]]:
    with Session(engine) as session:
        return [(one.recording_sid, one.state) for one in session.scalars(select(SpokenNote).order_by(SpokenNote.id))]


def fetch(engine: Engine, sound: bytes = WAV) -> None:
    carrier = FakeCarrier()
    carrier.sounds[SID] = sound
    Fetcher(engine, carrier, real_clock(), BASE).drain()


def test_a_note_on_an_alert_stands_in_its_history_and_is_fetched(
    wire: Wire, engine: Engine, village: Village, pin: str, ill: None
) -> None:
    work(wire, pin, *FEVER_DONE).speak(SID).hang_up()
    assert notes(engine) == [(SID, "pending")]
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        step = session.scalars(select(AlertStep).where(AlertStep.what == "note")).one()
        assert (alert.state, alert.note, step.note, step.worker_id) == ("done", WORDS, WORDS, village.workers["worker"])
    fetch(engine)
    assert notes(engine) == [(SID, "kept")]


def test_a_note_on_a_request_is_on_its_list(wire: Wire, engine: Engine, village: Village, pin: str, gas: None) -> None:
    work(wire, pin, "1", "1", "2").speak(SID).hang_up()
    work(wire, pin, "1", "1", "2").speak("RE7").hang_up()
    with Session(engine) as session:
        assert session.scalars(select(Request.note)).one() == WORDS
        assert WORDS in session.scalars(select(Item.note)).one()
    assert [sid for sid, _ in notes(engine)] == [SID, "RE7"]


def test_a_repeated_turn_and_a_late_callback_keep_it_once(
    wire: Wire, engine: Engine, village: Village, pin: str, ill: None
) -> None:
    call = work(wire, pin, *FEVER_DONE)
    callback = callback_of(call)
    call.speak(SID)
    for _ in range(2):
        assert tell(wire, call, callback, RecordingSid=SID) == 204
    assert notes(engine) == [(SID, "pending")]
    with Session(engine) as session:
        assert len(session.scalars(select(AlertStep).where(AlertStep.what == "note")).all()) == 1


def test_a_hang_up_while_speaking_keeps_what_was_said_though_no_turn_follows(
    wire: Wire, engine: Engine, village: Village, pin: str, ill: None
) -> None:
    call = work(wire, pin, *FEVER_DONE)
    call.hang_up()
    assert tell(wire, call, callback_of(call), RecordingSid=SID) == 204
    assert notes(engine) == [(SID, "pending")]
    with Session(engine) as session:
        assert session.scalars(select(Alert.note)).one() == WORDS


def test_a_recording_that_the_carrier_has_not_is_waited_for_no_more(
    wire: Wire, engine: Engine, village: Village, pin: str, ill: None
) -> None:
    call = work(wire, pin, *FEVER_DONE)
    callback = callback_of(call)
    call.speak(SID)
    assert tell(wire, call, callback, RecordingSid=SID, RecordingStatus="absent") == 204
    assert notes(engine) == [(SID, "failed")]


def test_what_is_no_sound_is_given_up(wire: Wire, engine: Engine, village: Village, pin: str, ill: None) -> None:
    work(wire, pin, *FEVER_DONE).speak(SID)
    fetch(engine, b"<html>no sound</html>")
    assert notes(engine) == [(SID, "failed")]


def test_whoever_takes_it_next_hears_it(wire: Wire, engine: Engine, village: Village, pin: str, ill: None) -> None:
    work(wire, pin, "1", "3", "1").speak(SID).hang_up()
    heard = work(wire, pin, "1", "1")
    assert "有人留了话:" in heard.heard
    assert any(SID in (verb.text or "") for verb in heard.verbs[0].iter("Play"))


@pytest.fixture
def note(wire: Wire, engine: Engine, pin: str, ill: None) -> str:
    """The address of a note that has come, as the alert's page has it."""
    work(wire, pin, "1", "1", "2").speak(SID).hang_up()
    fetch(engine)
    with Session(engine) as session:
        alert = session.scalars(select(Alert.id)).one()
        return f"/alerts/{alert}/note?note={session.scalars(select(SpokenNote.id)).one()}"


def test_the_office_plays_it_on_the_alerts_page_and_the_audit_has_it(
    app: Flask, enters: Enter, engine: Engine, note: str
) -> None:
    office = enters(DUTY)
    office.opens(note.partition("/note")[0])
    (address,) = office.tree.xpath("//audio/@src")
    assert address == f"/console{note}"
    assert "孙丽" in office.text
    looks = _looks(engine)
    answer = office.opens(note)
    assert (answer.status_code, answer.data, answer.content_type) == (200, WAV, "audio/wav")
    assert answer.headers["Cache-Control"] == "no-store"
    assert _looks(engine) == looks + 1


def test_who_may_not_see_health_hears_nothing_of_an_illness(
    app: Flask, enters: Enter, engine: Engine, note: str
) -> None:
    cadre = enters(CADRE)
    assert cadre.opens(note.partition("/note")[0]).status_code == 200
    assert cadre.tree.xpath("//audio") == []
    assert cadre.opens(note).status_code == 404


def test_a_note_of_another_alert_is_none_of_this_one(app: Flask, enters: Enter, engine: Engine, note: str) -> None:
    assert enters(DUTY).opens(note.replace("?note=", "?note=9")).status_code == 404


def test_a_sound_that_is_not_what_came_is_not_played(app: Flask, enters: Enter, engine: Engine, note: str) -> None:
    with Session(engine) as session, session.begin():
        session.scalars(select(SpokenNote)).one().sha256 = "0" * 64
    assert enters(DUTY).opens(note).status_code == 404


def test_a_requests_page_plays_its_notes(
    app: Flask, enters: Enter, wire: Wire, engine: Engine, pin: str, gas: None
) -> None:
    work(wire, pin, "1", "1", "2").speak(SID).hang_up()
    fetch(engine)
    office = enters(DUTY)
    with Session(engine) as session:
        page = f"/requests/{session.scalars(select(Request.id)).one()}"
    assert office.opens(page).status_code == 200
    (address,) = office.tree.xpath("//audio/@src")
    assert office.opens(address.removeprefix("/console")).data == WAV


@pytest.fixture
def broken_off(wire: Wire, engine: Engine, village: Village, pin: str) -> str:
    """A note about an item that is neither alert nor request, a call that was broken off; its page."""
    PhoneCall(wire, WANG).dial().press("1").hang_up()
    work(wire, pin, "1", "2", "1").speak(SID).hang_up()
    fetch(engine)
    return f"/households/{village.doors['wang']}"


def test_a_households_page_plays_the_notes_of_an_item_that_is_no_request(
    app: Flask, enters: Enter, engine: Engine, broken_off: str
) -> None:
    office = enters(DUTY)
    assert office.opens(broken_off).status_code == 200
    (address,) = office.tree.xpath("//li[contains(., '核体温')]//audio/@src")
    looks = _looks(engine, "saw_household")
    assert office.opens(address.removeprefix("/console")).data == WAV
    assert _looks(engine, "saw_household") == looks + 1


def test_who_may_not_see_health_hears_nothing_of_a_households_items(app: Flask, enters: Enter, broken_off: str) -> None:
    cadre = enters(CADRE)
    assert cadre.opens(broken_off).status_code == 200
    assert cadre.tree.xpath("//audio") == []
    assert cadre.opens(f"{broken_off}/note").status_code == 404


def _looks(engine: Engine, what: str = "saw_alert") -> int:
    with Session(engine) as session:
        return len(session.scalars(select(AuditEntry.id).where(AuditEntry.what == what)).all())
