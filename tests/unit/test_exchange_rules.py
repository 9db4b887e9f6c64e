"""The exchange's rules of keys, texts, numbers, signatures and connection overrides."""

from datetime import UTC, datetime, timedelta

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from exchange import delivery
from exchange.clock import from_environment
from exchange.faults import Faults
from exchange.listening import Gathering, Recording
from exchange.numbers import Numbers
from exchange.texts import OptOut, is_number, opt_out_word, segments


@pytest.mark.parametrize(
    ("num_digits", "finish_on_key", "keys", "digits", "finished_on", "heard"),
    [
        (1, "#", "12", "1", "", "1"),
        (3, "#", "365", "365", "", "365"),
        (None, "#", "12#4", "12", "#", "12#"),
        (3, "#", "3#", "3", "#", "3#"),
        (None, "#", "#", "", "#", "#"),
        (3, "", "3#*", "3#*", "", "3#*"),
        (1, "", "#", "#", "", "#"),
        (None, "*", "1#2*", "1#2", "*", "1#2*"),
    ],
)
def test_it_gathers_keys(
    num_digits: int | None, finish_on_key: str, keys: str, digits: str, finished_on: str, heard: str
) -> None:
    gathering = Gathering(num_digits, finish_on_key)
    assert "".join(key for key in keys if gathering.press(key)) == heard
    assert (gathering.digits, gathering.finished_on, gathering.done) == (digits, finished_on, True)


def test_it_goes_on_gathering_until_a_finishing_key() -> None:
    gathering = Gathering()
    for key in "1234567890*":
        gathering.press(key)
    assert (gathering.digits, gathering.done) == ("1234567890*", False)


def test_it_gathers_words_only_where_they_are_listened_for() -> None:
    deaf, keen = Gathering(), Gathering(hears=frozenset({"speech"}))
    for gathering in (deaf, keen):
        gathering.say("two boxes")
    assert (deaf.words, deaf.done) == ("", False)
    assert (keen.words, keen.done, keen.press("1")) == ("two boxes", True, False)


def test_it_hears_no_keys_where_words_are_listened_for() -> None:
    gathering = Gathering(num_digits=1, hears=frozenset({"speech"}))
    assert not gathering.press("1")
    assert not gathering.done


def test_it_ends_a_recording_only_by_its_finishing_key() -> None:
    recording = Recording("#")
    assert not recording.press("5")
    recording.say("good morning")
    assert recording.press("#")
    assert not recording.press("#")
    assert (recording.words, recording.finished_on, recording.done) == (["good morning"], "#", True)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("好" * 70, 1),
        ("好" * 71, 2),
        ("好" * 134, 2),
        ("好" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_it_counts_segments(body: str, count: int) -> None:
    assert segments(body) == count


def test_a_letter_of_two_units_is_not_cut_in_two() -> None:
    assert segments("热" * 66 + "😀" + "热" * 66) == 3
    assert segments("a" * 152 + "€" + "a" * 152) == 3


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Cancel ", "END", "quit", "UNSUBSCRIBE", "stopall", "REVOKE", "optout"]
)
def test_it_takes_a_keyword_as_opting_out(word: str) -> None:
    assert opt_out_word(word) is OptOut.STOP


@pytest.mark.parametrize("word", ["START", "yes", "unstop"])
def test_it_takes_a_keyword_as_opting_in(word: str) -> None:
    assert opt_out_word(word) is OptOut.START


@pytest.mark.parametrize("body", ["stop it", "取消", "the end", "", "yes please"])
def test_it_takes_nothing_else_as_a_keyword(body: str) -> None:
    assert opt_out_word(body) is None


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("+15005550100", True),
        ("+8610000000001", True),
        ("15005550100", False),
        ("+05005550100", False),
        ("anonymous", False),
    ],
)
def test_it_knows_a_telephone_number(written: str, valid: bool) -> None:
    assert is_number(written) is valid


def test_it_signs_the_published_vector() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert delivery.signature("12345", url, form) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/a?n=%E4%BD%A0&p=a%2Fb",
        "http://127.0.0.1:8000/a?n=你&p=a b",
        "https://line.example/a#rc=3",
        "http://127.0.0.1:8000",
    ],
)
def test_it_signs_what_the_carriers_validator_accepts(url: str) -> None:
    sent, form = delivery.address(url), {"Body": "体温 36.5", "From": "+15005550101"}
    assert sent.isascii()
    assert "#" not in sent
    assert RequestValidator("token").validate(sent, form, delivery.signature("token", sent, form))


def test_it_adds_the_parameters_of_a_get_to_the_query() -> None:
    assert delivery.address("http://a.example/x?y=1#rc=1", {"Digits": "1"}) == "http://a.example/x?y=1&Digits=1"


def test_it_retries_a_failed_connection_once_unless_told_otherwise() -> None:
    rules = delivery.overrides("http://a.example/x")
    assert (rules.connect, rules.read, rules.total, rules.retries) == (5, 15, 15, 1)
    assert rules.tries_again("ct")
    assert not any(rules.tries_again(failure) for failure in ("rt", "4xx", "5xx"))


def test_it_reads_overrides_from_the_fragment() -> None:
    rules = delivery.overrides("http://a.example/x?y=1#rc=3&rp=5xx,ct,rt&ct=2000&rt=4000")
    assert (rules.connect, rules.read, rules.total, rules.retries) == (2, 4, 15, 3)
    assert [failure for failure in ("ct", "rt", "4xx", "5xx") if rules.tries_again(failure)] == ["ct", "rt", "5xx"]


@pytest.mark.parametrize("fragment", ["rc=6", "rc=-1", "ct=50", "rt=20000", "rp=often", "nonsense", ""])
def test_it_ignores_overrides_out_of_range(fragment: str) -> None:
    assert delivery.overrides(f"http://a.example/#{fragment}") == delivery.Overrides()


def test_it_runs_the_simulated_clock_from_its_start() -> None:
    clock = from_environment({"LINLI_CLOCK_START": "2020-02-29T07:00:00+08:00", "LINLI_CLOCK_SPEED": "60"})
    start = datetime(2020, 2, 28, 23, tzinfo=UTC)
    assert start <= clock.now() < start + timedelta(minutes=5)
    assert clock.real_seconds(60) == 1


@pytest.mark.parametrize(
    "environment",
    [{"LINLI_CLOCK_START": "2020-02-29T07:00:00"}, {"LINLI_CLOCK_START": "soon"}, {"LINLI_CLOCK_SPEED": "0"}],
)
def test_it_refuses_a_clock_it_cannot_read(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"offset|Invalid|speed"):
        from_environment(environment)


def test_it_counts_a_fault_down() -> None:
    faults = Faults()
    faults.put({"create_message": {"do": "500", "times": 2}})
    due = [faults.due("create_message") for _ in range(3)]
    assert [fault.do if fault else None for fault in due] == ["500", "500", None]


@pytest.mark.parametrize(
    ("wanted", "advice"),
    [
        ({"create_message": {"do": "sing"}}, "accept_then_500"),
        ({"create_message": {"do": ["500"]}}, "accept_then_500"),
        ({"create_message": "500"}, "accept_then_500"),
        ({"callbacks": {"do": "500"}}, "reorder"),
        ({"lunch": {"do": "500"}}, "create_call"),
        ({"list": {"do": "slow", "seconds": "two"}}, "numbers"),
        ({"list": {"do": "slow", "times": 1.5}}, "numbers"),
        ({"list": {"do": "slow", "seconds": -1}}, "0 or more"),
        ({"list": {"do": "slow", "times": -1}}, "0 or more"),
        ({"list": {"do": "slow", "seconds": float("inf")}}, "0 or more"),
        ({"list": {"do": "slow", "times": True}}, "numbers"),
    ],
)
def test_it_says_what_a_fault_it_cannot_read_could_be(wanted: dict[str, object], advice: str) -> None:
    faults = Faults()
    with pytest.raises(ValueError, match=advice):
        faults.put({"fetch": {"do": "500"}, **wanted})
    assert faults.due("fetch") is None


def test_it_forgets_an_opt_out_when_told_to_start_again() -> None:
    numbers = Numbers()
    numbers.opt_out("+15005550100", "+15005550101")
    assert numbers.is_opted_out("+15005550100", "+15005550101")
    assert not numbers.is_opted_out("+15005550100", "+15005550102")
    numbers.opt_in("+15005550100", "+15005550101")
    assert not numbers.is_opted_out("+15005550100", "+15005550101")


def test_it_refuses_an_address_of_a_kind_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="fax_url"):
        Numbers().put("+15005550100", {"fax_url": "http://a.example"})
