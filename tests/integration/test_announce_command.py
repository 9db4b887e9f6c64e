"""`linli announce` and `linli announcements`: what they print, and what they refuse."""

from pathlib import Path

import pytest

from tests.integration.test_commands import Terminal

TO = ("announce", "--to", "building:1", "--by", "sms")


@pytest.fixture
def terminal(database_address: str) -> Terminal:
    """A terminal on the small demo community."""
    made = Terminal(database_address)
    made.gets("demo-data", "--small")
    return made


def test_without_a_yes_it_says_what_it_costs_and_plans_nothing(terminal: Terminal) -> None:
    result = terminal.types(*TO, "明天停水")
    assert result.exit_code == 2
    assert " texts (" in result.output
    assert "--yes" in result.output
    assert terminal.json("announcements") == []


def test_with_a_yes_it_is_planned_for_each_household(terminal: Terminal) -> None:
    assert "Announcement 1 is planned" in terminal.gets(*TO, "明天停水", "--yes")
    (one,) = terminal.json("announcements")
    assert (one["to"], one["by"], one["text"]) == ("building:1", "sms", "明天停水")
    assert set(one["households"][0]) == {"building", "unit", "room", "state", "channel", "to", "at", "waits"}
    assert sum(one["counts"].values()) == len(one["households"]) > 0
    assert "明天停水" in terminal.gets("announcements")
    assert "planned" in terminal.gets("announcements", "1")


def test_it_is_withdrawn(terminal: Terminal) -> None:
    terminal.gets(*TO, "明天停水", "--yes")
    assert "is withdrawn" in terminal.gets("announce", "--withdraw", "1")
    (one,) = terminal.json("announcements")
    assert set(one["counts"]) == {"skipped"}
    assert one["withdrawn_at"].endswith("+08:00")
    assert terminal.types("announce", "--withdraw", "7").exit_code == 2


def test_the_text_may_come_from_a_file_and_the_time_is_the_communitys(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text("明天停水\n请储水\n", encoding="utf-8-sig")
    terminal.gets(*TO, "--from-file", file, "--at", "2099-02-28 16:00", "--yes")
    (one,) = terminal.json("announcements")
    assert (one["text"], one["due_at"]) == ("明天停水 请储水", "2099-02-28T16:00:00+08:00")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--to", "building:99", "停水"), "there is no building '99'"),
        (("--to", "street:1", "停水"), "names nobody"),
        (("--to", "mark:rich", "停水"), "there is no mark"),
        (("--to", "grid:99", "停水"), "there is no grid"),
        (("--to", "all", "水" * 1000), "is the most"),
        (("--to", "all", "停水\x07"), "U+0007"),
        (("--to", "all", "停水", "--at", "tomorrow"), "write a time"),
        (("--to", "all", "停水", "--at", "2020-02-29 20:00"), "has passed"),
        (("--to", "all"), "give --to WHOM and a TEXT"),
        (("停水",), "give --to WHOM and a TEXT"),
    ],
)
def test_what_cannot_be_announced_is_refused_in_a_clear_word(
    terminal: Terminal, words: tuple[str, ...], why: str
) -> None:
    result = terminal.types("announce", *words, "--yes")
    assert (result.exit_code, why in result.output) == (2, True), result.output
    assert terminal.json("announcements") == []


def test_it_says_when_it_begins_where_the_quiet_hours_hold_it_up(terminal: Terminal) -> None:
    said = terminal.types(*TO, "明天停水", "--at", "2099-02-28 23:00").output
    assert "It begins 03-01 07:00: nobody is told from 21:00 to 07:00." in said
    assert "It begins" not in terminal.types(*TO, "明天停水", "--at", "2099-02-28 16:00").output


def test_an_announcement_that_is_none_is_said_so_and_an_old_one_is_found(terminal: Terminal) -> None:
    missing = terminal.types("announcements", "9")
    assert (missing.exit_code, "there is no announcement 9; `linli announcements` lists them" in missing.output) == (
        2,
        True,
    )
    terminal.gets(*TO, "明天停水", "--yes")
    assert terminal.json("announcements", "1", "--days", "0")[0]["id"] == 1
