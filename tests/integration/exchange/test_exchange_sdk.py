"""The exchange's REST API as the carrier's own client library sees it."""

import io
import wave
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from tests.integration.exchange.town import ACCOUNT, LINE, TOKEN, Town

RESIDENT = "+15005550101"


class _Detour(TwilioHttpClient):  # type: ignore[misc]  # the library has no types
    """Sends every request to the exchange in place of the carrier."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=10)
        self._base = base

    def request(self, method: str, url: str, *more: Any, **named: Any) -> Any:
        parts = urlsplit(url)
        return super().request(method, f"{self._base}{parts.path}?{parts.query}", *more, **named)


@pytest.fixture
def client(town: Town) -> Any:
    """The library's client on the exchange."""
    return Client(ACCOUNT, TOKEN, http_client=_Detour(town.exchange.url))


def _refusal(act: Any) -> tuple[int, int]:
    """The code and HTTP status of what the library was refused."""
    with pytest.raises(TwilioRestException) as refusal:
        act()
    return refusal.value.code, refusal.value.status


def test_the_library_sends_a_text_and_finds_it_again(client: Any) -> None:
    sent = client.messages.create(to=RESIDENT, from_=LINE, body="体温正常")
    assert (sent.status, sent.direction, sent.error_code) == ("queued", "outbound-api", None)
    assert sent.date_created is not None
    (found,) = client.messages.list(to=RESIDENT)
    assert (found.sid, found.body, found.date_created) == (sent.sid, sent.body, sent.date_created)
    assert client.messages(sent.sid).fetch().sid == sent.sid


def test_the_library_pages_through_a_list(client: Any) -> None:
    sids = {client.messages.create(to=RESIDENT, from_=LINE, body=f"text {place}").sid for place in range(5)}
    assert {text.sid for text in client.messages.list(to=RESIDENT, page_size=2)} == sids
    page = client.messages.page(to=RESIDENT, page_size=2)
    second = client.messages.get_page(page.next_page_url)
    assert len({text.sid for text in page} | {text.sid for text in second}) == 4


def test_the_library_lists_texts_by_the_day_they_were_sent(town: Town, client: Any) -> None:
    town.ask("PUT", "/exchange/time", json={"now": "2020-02-29T07:00:00+00:00"})
    sent = client.messages.create(to=RESIDENT, from_=LINE, body="good morning")
    town.phone().receives("good morning")
    days = [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1)]
    assert [[text.sid for text in client.messages.list(date_sent=day)] for day in days] == [[], [sent.sid], []]
    morning = datetime(2020, 2, 29, 6, tzinfo=UTC)
    assert [text.sid for text in client.messages.list(date_sent_after=morning)] == [sent.sid]
    assert client.messages.list(date_sent_before=morning) == []


def test_the_library_redacts_and_deletes_a_text(town: Town, client: Any) -> None:
    sid = client.messages.create(to=RESIDENT, from_=LINE, body="体温 38.2", status_callback=town.at("/told")).sid
    town.application.was_asked("/told", 3)
    assert client.messages(sid).update(body="").body == ""
    assert client.messages(sid).fetch().body == ""
    assert client.messages(sid).delete() is True
    assert _refusal(client.messages(sid).fetch) == (20404, 404)
    assert client.messages.list() == []


def test_the_library_can_neither_cancel_nor_delete_a_text_on_its_way(build: Any) -> None:
    town = build(segments=0.0001)
    client = Client(ACCOUNT, TOKEN, http_client=_Detour(town.exchange.url))
    client.messages.create(to=RESIDENT, from_=LINE, body="first")
    waiting = client.messages.create(to=RESIDENT, from_=LINE, body="waits")
    assert _refusal(client.messages(waiting.sid).delete) == (20009, 409)
    assert _refusal(lambda: client.messages(waiting.sid).update(status="canceled")) == (30409, 409)
    assert client.messages(waiting.sid).fetch().status == "queued"


def test_the_library_places_a_call_and_ends_it(town: Town, client: Any) -> None:
    town.says("/outgoing", '<Gather timeout="60"/>')
    phone = town.phone(RESIDENT, answers="at_once")
    placed = client.calls.create(
        to=RESIDENT,
        from_=LINE,
        url=town.at("/outgoing"),
        status_callback=town.at("/progress"),
        status_callback_event=["initiated", "answered", "completed"],
    )
    assert (placed.status, placed.direction, placed.start_time) == ("queued", "outbound-api", None)
    phone.awaits()
    assert _refusal(client.calls(placed.sid).delete) == (20009, 409)
    assert client.calls(placed.sid).update(status="completed").sid == placed.sid
    phone.ends()
    told = town.application.was_asked("/progress", 3)
    assert [asked.form["CallStatus"] for asked in told] == ["initiated", "in-progress", "completed"]
    ended = client.calls(placed.sid).fetch()
    assert (ended.status, int(ended.duration) >= 1) == ("completed", True)
    assert _refusal(lambda: client.calls(placed.sid).update(status="completed")) == (21220, 400)
    assert client.calls(placed.sid).delete() is True
    assert client.calls.list() == []


def test_the_library_leaves_an_answered_call_alone_when_it_cancels(town: Town, client: Any) -> None:
    town.says("/outgoing", '<Gather timeout="60"/>')
    phone = town.phone(RESIDENT, answers="at_once")
    placed = client.calls.create(to=RESIDENT, from_=LINE, url=town.at("/outgoing"))
    phone.awaits()
    assert client.calls(placed.sid).update(status="canceled").status == "in-progress"


def test_the_library_gives_a_call_another_document(town: Town, client: Any) -> None:
    town.says("/outgoing", '<Gather timeout="60"/>')
    town.says("/elsewhere", "<Say>it was taken</Say>")
    phone = town.phone(RESIDENT, answers="at_once")
    placed = client.calls.create(to=RESIDENT, from_=LINE, url=town.at("/outgoing"))
    phone.awaits()
    client.calls(placed.sid).update(url=town.at("/elsewhere?x=1"), method="GET")
    phone.hears("it was taken")
    assert town.application.of("/elsewhere")[0].method == "GET"


def test_the_library_lists_calls_by_status_number_and_time(town: Town, client: Any) -> None:
    town.says("/outgoing", '<Gather timeout="600"/>')
    phone = town.phone(RESIDENT, answers="at_once")
    busy = town.phone("+15005550102", answers="busy")
    for called in (busy, phone):
        client.calls.create(
            to=called.number, from_=LINE, url=town.at("/outgoing"), status_callback=town.at("/progress")
        )
    town.application.was_asked("/progress")
    phone.awaits()
    for wanted, number in (({"status": "busy"}, busy), ({"status": "in-progress"}, phone), ({"to": RESIDENT}, phone)):
        assert [call.to for call in client.calls.list(**wanted)] == [number.number]
    now = town.parts.clock.now()
    assert [call.to for call in client.calls.list(start_time_after=now - timedelta(days=1))] == [RESIDENT]
    assert client.calls.list(start_time_before=now - timedelta(days=1)) == []
    assert len(client.calls.list(from_=LINE, page_size=1)) == 2


def test_the_library_finds_hears_and_deletes_a_recording(town: Town, client: Any) -> None:
    town.says("/voice", '<Record action="/kept" timeout="30"/>')
    phone = town.phone()
    call = phone.dial(LINE)
    phone.awaits()
    phone.say("two boxes of metformin")
    phone.press("#")
    (kept,) = town.application.was_asked("/kept")
    sid = kept.form["RecordingSid"]
    found = client.recordings(sid).fetch()
    assert (found.call_sid, found.duration, found.source) == (call, kept.form["RecordingDuration"], "RecordVerb")
    for listed in (
        client.recordings.list(),
        client.calls(call).recordings.list(),
        client.recordings.list(call_sid=call),
    ):
        assert [recording.sid for recording in listed] == [sid]
    _is_playable(kept.form["RecordingUrl"], int(found.duration))
    _is_playable(kept.form["RecordingUrl"] + ".wav", int(found.duration))
    assert client.recordings(sid).delete() is True
    assert client.recordings.list() == []
    assert _refusal(client.recordings(sid).fetch) == (20404, 404)


def _is_playable(url: str, seconds: int) -> None:
    headers = urllib3.make_headers(basic_auth=f"{ACCOUNT}:{TOKEN}")
    answer = urllib3.request("GET", url, headers=headers, retries=False)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/x-wav")
    with wave.open(io.BytesIO(answer.data)) as file:
        assert file.getnframes() == seconds * file.getframerate()


def test_the_library_knows_the_account_and_gives_its_number_other_addresses(town: Town, client: Any) -> None:
    account = client.api.accounts(ACCOUNT).fetch()
    assert (account.sid, account.status, account.auth_token) == (ACCOUNT, "active", None)
    (number,) = client.incoming_phone_numbers.list(phone_number=LINE)
    assert (number.phone_number, number.voice_url) == (LINE, town.at("/voice"))
    changed = client.incoming_phone_numbers(number.sid).update(
        voice_url=town.at("/new"), voice_method="GET", sms_url="", status_callback=town.at("/over")
    )
    assert (changed.sid, changed.voice_url, changed.sms_url) == (number.sid, town.at("/new"), "")
    town.says("/new", "<Say>the new address</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("the new address")
    assert town.application.of("/new")[0].method == "GET"
    assert town.application.was_asked("/over")[0].form["CallStatus"] == "completed"
    phone.text(LINE, "36.5")
    assert town.application.of("/sms") == []


def test_the_library_is_told_who_answered(town: Town, client: Any) -> None:
    town.says("/outgoing", "<Say>good morning</Say>")
    for number, answers, detection, verdict in (
        ("+15005550102", "at_once", "Enable", "human"),
        ("+15005550103", "mailbox", "Enable", "machine_start"),
        ("+15005550104", "mailbox", "DetectMessageEnd", "machine_end_beep"),
    ):
        phone = town.phone(number, answers=answers)
        placed = client.calls.create(
            to=number, from_=LINE, url=town.at("/outgoing"), machine_detection=detection, machine_detection_timeout=30
        )
        phone.ends()
        assert client.calls(placed.sid).fetch().answered_by == verdict
    assert [asked.form["AnsweredBy"] for asked in town.application.of("/outgoing")] == [
        "human",
        "machine_start",
        "machine_end_beep",
    ]


def test_the_library_is_told_beside_the_call_who_answered(town: Town, client: Any) -> None:
    town.says("/outgoing", "<Say>good morning</Say>")
    phone = town.phone(RESIDENT, answers="mailbox")
    placed = client.calls.create(
        to=RESIDENT,
        from_=LINE,
        url=town.at("/outgoing"),
        machine_detection="Enable",
        async_amd="true",
        async_amd_status_callback=town.at("/who"),
    )
    phone.ends()
    (told,) = town.application.was_asked("/who")
    assert {"CallSid": placed.sid, "AnsweredBy": "machine_start"}.items() <= told.form.items()
    assert told.signed
    assert "AnsweredBy" not in town.application.of("/outgoing")[0].form


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("12345", 21211),
        ("+15005550001", 21211),
        ("+15005550002", 21612),
        ("+15005550003", 21408),
        ("+15005550004", 21610),
        ("+15005550009", 21614),
    ],
)
def test_the_library_is_refused_a_text_to_a_number_that_stands_for_an_error(client: Any, to: str, code: int) -> None:
    assert _refusal(lambda: client.messages.create(to=to, from_=LINE, body="hello")) == (code, 400)


@pytest.mark.parametrize(("from_", "code"), [("+15005550001", 21212), ("+15005550007", 21606), ("+15005550008", 21611)])
def test_the_library_is_refused_a_text_from_a_number_that_stands_for_an_error(
    client: Any, from_: str, code: int
) -> None:
    assert _refusal(lambda: client.messages.create(to=RESIDENT, from_=from_, body="hello"))[0] == code


@pytest.mark.parametrize(
    ("to", "from_", "code"),
    [
        ("+15005550001", LINE, 21217),
        ("+15005550002", LINE, 21214),
        ("+15005550003", LINE, 21215),
        ("+15005550004", LINE, 21216),
        (RESIDENT, "+15005550001", 21212),
        (RESIDENT, "+15005550190", 21210),
    ],
)
def test_the_library_is_refused_a_call(client: Any, to: str, from_: str, code: int) -> None:
    assert _refusal(lambda: client.calls.create(to=to, from_=from_, url="http://a.example/x")) == (code, 400)


def test_the_library_is_refused_with_another_token(town: Town) -> None:
    stranger = Client(ACCOUNT, "guessed", http_client=_Detour(town.exchange.url))
    assert _refusal(stranger.messages("SM1").fetch) == (20003, 401)
