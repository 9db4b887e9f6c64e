"""A wrong setting stops a process with one line that names it."""

import pytest
from click.testing import CliRunner

from linli.cli import main
from linli.settings import CARRIER, Settings, SettingsError, load_settings

GOOD = {
    "DATABASE_URL": "sqlite://",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "new, old",
    "TWILIO_API_BASE": "http://127.0.0.1:9",
    "PUBLIC_BASE_URL": "https://line.example.org/, http://old.example.org",
    "SECRET_KEY": "long and random",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_good_settings_are_read() -> None:
    settings = load_settings(*CARRIER, "SECRET_KEY")
    assert settings.auth_tokens == ("new", "old")
    assert settings.public_base_url == ("https://line.example.org", "http://old.example.org")


@pytest.mark.parametrize("name", [*CARRIER, "SECRET_KEY"])
def test_what_is_needed_and_not_set_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    with pytest.raises(SettingsError, match=f"{name} is not set"):
        load_settings(*CARRIER, "SECRET_KEY")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://x/y"),
        ("REDIS_URL", "localhost:6379"),
        ("TWILIO_AUTH_TOKEN", " , "),
        ("TWILIO_API_BASE", "api.example.org"),
        ("TWILIO_API_BASE", "http://"),
        ("TWILIO_API_BASE", "http://[x"),
        ("PUBLIC_BASE_URL", "line.example.org"),
        ("LINLI_DUTY_PHONE", "027 5550 0101"),
        ("LINLI_SENDERS", "0"),
        ("LINLI_TEXTS_PER_SECOND", "0"),
        ("LINLI_CLOCK_START", "2020-02-29T07:00:00"),
    ],
)
@pytest.mark.parametrize("process", ["web", "worker", "clock"])
def test_a_wrong_value_stops_every_process_by_its_name(
    monkeypatch: pytest.MonkeyPatch, process: str, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, [process])
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert f"{name} is wrong" in done.output


@pytest.mark.parametrize("missing", ["TWILIO_API_KEY", "TWILIO_API_SECRET"])
def test_half_an_api_key_is_refused(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name in {"TWILIO_API_KEY", "TWILIO_API_SECRET"} - {missing}:
        monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsError, match="TWILIO_API_KEY and TWILIO_API_SECRET go together"):
        load_settings()


@pytest.mark.parametrize(
    "base", ["https://api.twilio.com", "https://API.twilio.com:443/", "https://api.dublin.ie1.twilio.com"]
)
def test_a_simulated_day_is_refused_with_the_real_carrier(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    monkeypatch.setenv("LINLI_CLOCK_SPEED", "60")
    load_settings()
    monkeypatch.setenv("TWILIO_API_BASE", base)
    with pytest.raises(SettingsError, match="LINLI_CLOCK_SPEED are refused"):
        load_settings()


@pytest.mark.parametrize("process", ["web", "worker", "clock"])
def test_a_database_without_tables_is_one_line(process: str) -> None:
    done = CliRunner().invoke(main, [process])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "run `linli migrate`" in done.output


@pytest.mark.parametrize("words", [("--port", "99999"), ("--port", "0"), ("--processes", "0")])
def test_the_web_refuses_what_it_cannot_serve_on(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, ["web", *words])
    assert done.exit_code == 2
    assert words[0] in done.output
