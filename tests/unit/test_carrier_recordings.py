"""Recordings fetched from the carrier: by their sid alone, without redirects, and not for ever."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from carrier.errors import Ambiguous, CarrierError, LineStopped, NotSent
from carrier.recordings import recording_url
from carrier.rest import Account, RestClient
from carrier.transport import Patience
from tests.unit.test_carrier_rest import Reply, ScriptedCarrier, answers_raw, breaks_off, carrier, hangs, resets

__all__ = ["carrier"]  # the fixture

SID = "RE" + "a" * 32
ACCOUNT = "AC" + "1" * 32
SOUND = b"RIFF\x00\x00\x00\x00WAVE" + b"\x01" * 500


@pytest.fixture
def line(carrier: ScriptedCarrier) -> Iterator[RestClient]:
    patience = Patience(connect_seconds=1, read_seconds=0.5, connections=1)
    with closing(RestClient(Account(ACCOUNT, "t", api_base=carrier.address, patience=patience))) as client:
        yield client


def test_it_fetches_a_recording_by_its_sid(carrier: ScriptedCarrier, line: RestClient) -> None:
    carrier.reply = answers_raw(200, SOUND, {"Content-Type": "audio/x-wav"})
    assert line.fetch_recording(SID, 1000) == SOUND
    method, path, _, headers = carrier.seen[0]
    assert (method, path) == ("GET", f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}.wav")
    assert headers["Authorization"].startswith("Basic ")


def test_of_more_than_is_allowed_it_reads_one_byte_more(carrier: ScriptedCarrier, line: RestClient) -> None:
    carrier.reply = answers_raw(200, SOUND)
    assert line.fetch_recording(SID, 100) == SOUND[:101]
    assert line.fetch_recording(SID, 1000) == SOUND  # the one connection was not lost


@pytest.mark.parametrize(
    "sid",
    ["", SID + "/../../Calls", "http://127.0.0.1/x", "..", SID + "\n", "../" + SID, SID + "?a=1", "录", "a" * 61],
)
def test_it_asks_for_nothing_but_a_recordings_sid(carrier: ScriptedCarrier, line: RestClient, sid: str) -> None:
    with pytest.raises(ValueError, match="no recording's sid"):
        line.fetch_recording(sid, 1000)
    assert carrier.seen == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_it_follows_no_redirect(carrier: ScriptedCarrier, line: RestClient, status: int) -> None:
    carrier.reply = answers_raw(status, b"", {"Location": f"{carrier.address}/elsewhere"})
    with pytest.raises(Ambiguous):
        line.fetch_recording(SID, 1000)
    assert len(carrier.seen) == 1


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answers_raw(404, b""), LineStopped),
        (answers_raw(429, b""), NotSent),
        (answers_raw(503, b""), Ambiguous),
        (hangs, Ambiguous),
        (resets, Ambiguous),
        (breaks_off, CarrierError),
    ],
)
def test_what_does_not_come_whole_is_an_error(
    carrier: ScriptedCarrier,
    line: RestClient,
    reply: Reply,
    error: type[Exception],
) -> None:
    carrier.reply = reply
    with pytest.raises(error):
        line.fetch_recording(SID, 1000)


def test_the_carrier_is_shown_its_own_address_of_a_recording() -> None:
    assert recording_url("https://api.example.org/", ACCOUNT, SID) == (
        f"https://api.example.org/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}.wav"
    )
