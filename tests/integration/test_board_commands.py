"""What the office types about the day: the board and its table, pauses, and the settings of the community."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Community
from tests.integration.test_commands import Terminal

LATER = "2999-01-01"


@pytest.fixture
def terminal(database_address: str) -> Terminal:
    """A terminal on a database with a dozen doors."""
    opened = Terminal(database_address)
    opened.gets("demo-data", "--small", "--language", "en")
    return opened


def first_person(terminal: Terminal) -> tuple[str, str]:
    """A door of the roster and somebody who lives there."""
    one = terminal.json("board")["people"][0]
    return "-".join(filter(None, (one["building"], one["unit"], one["room"]))), one["name"]


def states(terminal: Terminal, door: str) -> dict[str, str]:
    """Who lives at a door, and their states."""
    people = terminal.json("board")["people"]
    return {
        one["name"]: one["state"]
        for one in people
        if "-".join(filter(None, (one["building"], one["unit"], one["room"]))) == door
    }


def test_a_person_is_paused_and_comes_back(terminal: Terminal) -> None:
    door, name = first_person(terminal)
    assert f"due again on {LATER}" in terminal.gets("pause", door, name, "--reason", "hospital", "--until", LATER)
    assert states(terminal, door)[name] == "paused"
    one = terminal.json("board")["people"][0]
    assert (one["pause"], one["until"]) == ("hospital", LATER)
    assert "due again" in terminal.gets("resume", door, name)
    assert states(terminal, door)[name] == "silent"
    assert "nobody there was paused" in terminal.gets("resume", door, name)


def test_who_pauses_somebody_anew_is_told_what_stood_there(terminal: Terminal) -> None:
    door, name = first_person(terminal)
    assert "In place of" not in terminal.gets("pause", door, name, "--reason", "hospital", "--until", LATER)
    told = terminal.gets("pause", door, name, "--reason", "moved")
    assert f"In place of {name} paused (hospital), due again on {LATER}." in told


def test_without_a_name_everybody_at_the_door_is_paused(terminal: Terminal) -> None:
    door, _ = first_person(terminal)
    terminal.gets("pause", door, "--reason", "moved")
    assert set(states(terminal, door).values()) == {"paused"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("99-1-1", "--reason", "moved"), "nobody at the door"),
        (("1504", "--reason", "moved"), "is no door"),
        (("1-1-101", "Nobody", "--reason", "moved"), "there live"),
        (("1-1-101", "--reason", "away"), "return date is missing"),
        (("1-1-101", "--reason", "away", "--until", "2020-01-01"), "is not after"),
        (("1-1-101", "--reason", "tired", "--until", LATER), "hospital"),
    ],
)
def test_a_pause_that_cannot_be_is_a_clear_line(terminal: Terminal, words: tuple[str, ...], said: str) -> None:
    result = terminal.types("pause", *words)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert "paused" not in {one["state"] for one in terminal.json("board")["people"]}


def test_the_street_offices_table_adds_up_to_the_board(terminal: Terminal) -> None:
    door, name = first_person(terminal)
    terminal.gets("pause", door, name, "--reason", "moved")
    table, people = terminal.json("board", "--street"), terminal.json("board")["people"]
    assert list(table) == ["community", "day", "as_of", "rows", "total"]
    assert table["as_of"].endswith("+08:00")
    total = table["total"]
    assert (total["due"], total["paused"], total["missing"]) == (len(people) - 1, 1, len(people) - 1)
    for column in ("due", "reported", "abnormal", "unwell", "no_thermometer", "missing", "visited", "paused"):
        assert sum(row[column] for row in table["rows"]) == total[column]
    assert "│" in terminal.gets("board", "--street")


def test_the_board_says_what_it_adds_up_to_and_when(terminal: Terminal) -> None:
    last = terminal.gets("board").strip().splitlines()[-1]
    everybody = len(terminal.json("board")["people"])
    assert f"0 of {everybody} heard, 0 ill, 0 visited, {everybody} missing, 0 paused" in last


def test_settings_are_shown_changed_and_brought_back(terminal: Terminal, engine: Engine) -> None:
    assert terminal.json("community", "show")["settings"]["cut_off"] == "11:00"
    terminal.gets("community", "set", "cut_off=11:30", "lines=20")
    shown = terminal.json("community", "show")
    assert (shown["settings"]["cut_off"], shown["settings"]["lines"], shown["timezone"]) == (
        "11:30",
        20,
        "Asia/Shanghai",
    )
    assert "usually 11:00" in terminal.gets("community", "show")
    with Session(engine) as session:
        assert session.scalars(select(Community.settings)).one() == {"cut_off": "11:30", "lines": 20}
    terminal.gets("community", "set", "cut_off=")
    assert terminal.json("community", "show")["settings"]["cut_off"] == "11:00"


def test_every_wrong_setting_is_named_at_once_and_nothing_is_changed(terminal: Terminal) -> None:
    result = terminal.types("community", "set", "cutoff=11:30", "lines=none", "meals=25:00", "visits", "evening=19:30")
    assert result.exit_code == 2
    said = ("there is no setting 'cutoff'", "lines is 'none'", "meals is '25:00'", "'visits' sets nothing")
    assert [words for words in said if words not in result.stderr] == []
    assert terminal.json("community", "show")["settings"]["evening"] == "19:00"


def test_settings_that_contradict_each_other_are_refused(terminal: Terminal) -> None:
    result = terminal.types("community", "set", "cut_off=06:00")
    assert "calls_until <= cut_off" in result.stderr
    assert "report_from < cut_off" in result.stderr


def test_whom_a_person_calls_is_put_on_the_list_shown_and_taken_off(terminal: Terminal) -> None:
    door, name = first_person(terminal)
    assert terminal.json("board", "--call-by-person")["people"] == []
    terminal.gets("call-by-person", door, name)
    assert [one["name"] for one in terminal.json("board", "--call-by-person")["people"]] == [name]
    assert [item["kind"] for item in terminal.json("items")] == ["person"]
    assert "off the list" in terminal.gets("call-by-person", door, name, "--off")
    assert "nobody there was on the list" in terminal.gets("call-by-person", door, name, "--off")


def test_where_there_is_no_cluster_the_list_is_empty(terminal: Terminal) -> None:
    assert terminal.json("clusters") == []
    assert "fevers" in terminal.gets("clusters")
