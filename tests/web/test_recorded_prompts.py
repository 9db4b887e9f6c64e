"""Recorded prompts over the webhooks: recorded in a call, fetched, played from the next call on, given back."""

import wave
from dataclasses import replace
from functools import partial
from hashlib import sha256
from io import BytesIO

import pytest
from lxml import etree
from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session, undefer

import prompts
from carrier.recordings import recording_url
from domain.sounds import Sound
from ivr.dialogues import LEG, RECORD_PROMPT
from ivr.facts import CallState
from ivr.state_url import to_query
from models import PromptRecording
from prompts.numbers import NUMBERS
from services.calling.recordings import Sentence, keep_file, return_to_synthetic
from services.calling.sounds import Sounds
from services.day.clock import real_clock
from tests.integration.outgoing import FakeCarrier
from tests.web.conftest import MORNING
from tests.web.line import BASE, PhoneCall, Wire, wire_to
from tests.web.one_app import app_of
from tests.web.village import ENGLISH, WANG, WORKER, Village
from webhooks.parts import Parts
from workers.fetching import Fetcher

SID = "RE" + "a" * 32
TODAY = "report.today"
ACCOUNT = "AC" + "1" * 32


def sound_of(pitch: int) -> bytes:
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes([pitch, 1]) * 800)
    return written.getvalue()


SOUND = sound_of(1)


@pytest.fixture
def wire(parts: Parts) -> Wire:
    """The line, which knows where the carrier keeps recordings."""
    return wire_to(app_of(replace(parts, recording_url=partial(recording_url, "https://api.example.org", ACCOUNT))))


def let_in(wire: Wire, village: Village) -> PhoneCall:
    """A worker who has keyed the PIN comes to the recording of prompts."""
    call = PhoneCall(wire, WORKER).dial()
    state = to_query(CallState(RECORD_PROMPT, community=village.community, turns=3))
    call.verbs = [etree.Element("Gather", action=f"/webhooks/voice/turn/4?{state}", actionOnEmptyResult="true")]
    return call


def recorded(wire: Wire, village: Village, prompt: str = TODAY, sid: str = SID) -> PhoneCall:
    return let_in(wire, village).press(str(NUMBERS[prompt])).speak(sid).press("1")


def fetch(engine: Engine, carrier: FakeCarrier) -> int:
    return Fetcher(engine, carrier, real_clock(), BASE).drain()


@pytest.fixture
def carrier() -> FakeCarrier:
    """Has the recording."""
    made = FakeCarrier()
    made.sounds[SID] = SOUND
    return made


def played(call: PhoneCall) -> list[str]:
    return [str(one.text) for verb in call.verbs for one in verb.iter("Play")]


def test_who_records_hears_the_sentence_and_then_what_the_carrier_has(wire: Wire, village: Village) -> None:
    call = let_in(wire, village).press(str(NUMBERS[TODAY]))
    assert prompts.text("zh-CN", TODAY).replace(";", "") in call.heard.replace(";", "")
    call.speak(SID)
    assert played(call) == [recording_url("https://api.example.org", ACCOUNT, SID)]


def test_what_was_accepted_is_played_from_the_next_call_on(
    wire: Wire, engine: Engine, village: Village, carrier: FakeCarrier
) -> None:
    recorded(wire, village)
    assert played(PhoneCall(wire, WANG).dial()) == []
    assert fetch(engine, carrier) == 1
    call = PhoneCall(wire, WANG).dial()
    (address,) = played(call)
    assert address.startswith(f"{BASE}/sound/")
    assert prompts.text("zh-CN", TODAY) not in call.heard
    assert "王阿姨" in call.heard  # what has a name in it stays synthetic
    response = wire.client.get(address.removeprefix(BASE))
    assert (response.status_code, response.data, response.content_type) == (200, SOUND, "audio/wav")


def test_it_is_kept_with_its_checksum_and_who_spoke(
    wire: Wire, engine: Engine, village: Village, carrier: FakeCarrier
) -> None:
    recorded(wire, village)
    fetch(engine, carrier)
    with Session(engine) as session:
        row = session.scalars(select(PromptRecording)).one()
        kept = (row.prompt, row.language, row.state, row.active, row.content_type, row.length, row.sha256)
        assert kept == (TODAY, "zh-CN", "kept", True, "audio/wav", len(SOUND), sha256(SOUND).hexdigest())
        assert (row.recording_sid, row.worker_id) == (SID, village.workers["worker"])


def test_a_repeated_webhook_keeps_one(wire: Wire, engine: Engine, village: Village) -> None:
    call = let_in(wire, village).press(str(NUMBERS[TODAY])).speak(SID)
    verbs = call.verbs
    call.press("1")
    call.verbs = verbs
    call.press("1")
    with Session(engine) as session:
        assert len(session.scalars(select(PromptRecording)).all()) == 1


def keep(engine: Engine, village: Village, sound: bytes = SOUND, prompt: str = TODAY) -> None:
    with Session(engine) as session, session.begin():
        keep_file(session, Sentence(village.community, "zh-CN", prompt), Sound(sound, "audio/wav"), MORNING)


def test_the_carrier_may_keep_a_sound_for_good_and_ask_whether_it_is_the_same(
    wire: Wire, engine: Engine, village: Village
) -> None:
    keep(engine, village)
    path = played(PhoneCall(wire, WANG).dial())[0].removeprefix(BASE)
    whole = wire.client.get(path)
    assert whole.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert whole.headers["ETag"] == f'"{sha256(SOUND).hexdigest()}"'
    head = wire.client.head(path)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(SOUND))
    again = wire.client.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("token", ["", "x", "x" * 32, "x" * 500, "../etc/passwd", "%00", "a%27 OR 1=1--" + "x" * 20])
def test_an_address_that_was_never_given_is_nothing(wire: Wire, engine: Engine, village: Village, token: str) -> None:
    keep(engine, village)
    assert wire.client.get(f"/sound/{token}").status_code == 404


def test_an_address_cannot_be_guessed(engine: Engine, village: Village) -> None:
    keep(engine, village)
    keep(engine, village, prompt="report.noted")
    with Session(engine) as session:
        tokens = session.scalars(select(PromptRecording.token)).all()
    assert len(set(tokens)) == 2
    assert {len(token) for token in tokens} == {32}  # 192 bits


def test_a_sound_that_was_changed_is_never_served_and_the_synthetic_voice_is_back(
    wire: Wire, engine: Engine, village: Village, parts: Parts
) -> None:
    keep(engine, village)
    path = played(PhoneCall(wire, WANG).dial())[0].removeprefix(BASE)
    with Session(engine) as session, session.begin():
        session.execute(update(PromptRecording).values(sound=SOUND[:-1] + b"?"))
    assert wire.client.get(path).status_code == 404
    assert parts.counts["spoilt"] == 1
    assert played(PhoneCall(wire, WANG).dial()) == []


def test_a_call_that_has_begun_can_still_hear_what_was_replaced(wire: Wire, engine: Engine, village: Village) -> None:
    keep(engine, village)
    (old,) = played(PhoneCall(wire, WANG).dial())
    keep(engine, village, sound_of(2))
    (new,) = played(PhoneCall(wire, WANG).dial())
    assert wire.client.get(old.removeprefix(BASE)).data == SOUND
    assert wire.client.get(new.removeprefix(BASE)).data == sound_of(2)


def test_three_gives_the_sentence_back_to_the_synthetic_voice(wire: Wire, engine: Engine, village: Village) -> None:
    keep(engine, village)
    let_in(wire, village).press(str(NUMBERS[TODAY])).speak(SID).press("3")
    assert played(PhoneCall(wire, WANG).dial()) == []


def test_a_sentence_given_back_while_its_recording_is_at_the_carrier_stays_synthetic(
    wire: Wire, engine: Engine, village: Village, carrier: FakeCarrier
) -> None:
    recorded(wire, village)
    with Session(engine) as session, session.begin():
        assert return_to_synthetic(session, Sentence(village.community, "zh-CN", TODAY))
    fetch(engine, carrier)
    assert played(PhoneCall(wire, WANG).dial()) == []


def test_the_recording_accepted_last_is_the_one_whichever_comes_first(
    wire: Wire, engine: Engine, village: Village, carrier: FakeCarrier
) -> None:
    newer = "RE" + "b" * 32
    carrier.sounds[newer] = sound_of(2)
    recorded(wire, village)
    recorded(wire, village, sid=newer)
    fetch(engine, carrier)
    with Session(engine) as session:
        rows = session.scalars(select(PromptRecording).options(undefer(PromptRecording.sound))).all()
        assert [(row.recording_sid, row.state, row.sound) for row in rows] == [
            (SID, "dropped", None),
            (newer, "kept", sound_of(2)),
        ]


def test_another_language_keeps_its_own_voice(wire: Wire, engine: Engine, village: Village) -> None:
    keep(engine, village)
    assert played(PhoneCall(wire, ENGLISH).dial()) == []


def test_a_plain_key_is_one_statement_as_before(wire: Wire, engine: Engine, village: Village, parts: Parts) -> None:
    keep(engine, village)
    call = PhoneCall(wire, WANG).dial()
    asked: list[str] = []
    for one in (parts.engine, parts.plain):
        event.listen(one, "before_cursor_execute", lambda *args: asked.append(args[2]))
    call.press("")
    assert len(played(call)) == 1
    assert [statement.split()[0:3] for statement in asked] == [["INSERT", "INTO", "turn"]]


def test_what_is_played_is_read_anew_every_few_seconds(engine: Engine, village: Village) -> None:
    sounds = Sounds()
    assert sounds.played(engine) == {}
    keep(engine, village)
    assert sounds.played(engine) == {}
    assert len(sounds.played(engine, anew=True)) == 1
    long_ago = Sounds(fresh=-1.0)
    assert len(long_ago.played(engine)) == 1
    keep(engine, village, prompt="report.noted")
    assert len(long_ago.played(engine)) == 2


def test_whoever_is_rung_for_a_caller_hears_the_recorded_whisper(wire: Wire, engine: Engine, village: Village) -> None:
    keep(engine, village, prompt=LEG)
    call = PhoneCall(wire, WANG).dial().press("0")
    (number,) = [one for verb in call.verbs for one in verb.iter("Number")]
    leg = wire.post(str(number.get("url")), call.form(CallStatus="in-progress"))
    assert "<Play>" in leg.body
    assert prompts.text("zh-CN", LEG) not in leg.body
