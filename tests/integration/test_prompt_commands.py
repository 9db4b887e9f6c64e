"""`linli prompts`: recordings brought as files, given back, written out."""

import csv
from hashlib import sha256
from pathlib import Path

import pytest

from prompts.numbers import NUMBERS
from tests.integration.test_commands import COMMUNITY, Terminal
from tests.sounds import wav

WAV = wav(2)


@pytest.fixture
def terminal(database_address: str) -> Terminal:
    """A terminal on a database with one community."""
    made = Terminal(database_address)
    made.gets(*COMMUNITY)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sound."""
    path = tmp_path / "today.wav"
    path.write_bytes(WAV)
    return path


def exported(terminal: Terminal, tmp_path: Path) -> list[dict[str, str]]:
    terminal.gets("prompts", "export", tmp_path / "out")
    with (tmp_path / "out" / "recordings.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("name", ["report.today", NUMBERS["report.today"]])
def test_a_file_is_played_and_comes_out_as_it_went_in(
    terminal: Terminal, file: Path, tmp_path: Path, name: object
) -> None:
    assert "from the next call on" in terminal.gets("prompts", "record-from-file", file, "--prompt", name)
    (row,) = exported(terminal, tmp_path)
    assert (row["id"], row["language"], row["sha256"]) == ("report.today", "zh-CN", sha256(WAV).hexdigest())
    assert (tmp_path / "out" / row["file"]).read_bytes() == WAV


def test_a_prompt_goes_back_to_the_synthetic_voice(terminal: Terminal, file: Path, tmp_path: Path) -> None:
    terminal.gets("prompts", "record-from-file", file, "--prompt", "report.today")
    assert "synthetic voice again" in terminal.gets("prompts", "synthetic", "report.today")
    assert "had no recording" in terminal.gets("prompts", "synthetic", "report.today")
    assert exported(terminal, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("report.gone", "no prompt"),
        ("999", "no prompt"),
        ("call.hello_name", "names or numbers"),
        ("sms.alert", "no prompt"),
    ],
)
def test_what_cannot_be_recorded_is_refused(terminal: Terminal, file: Path, name: str, why: str) -> None:
    result = terminal.types("prompts", "record-from-file", file, "--prompt", name)
    assert (result.exit_code, why in result.output) == (2, True)


def test_what_is_no_sound_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    page = tmp_path / "page.wav"
    page.write_text("<html>")
    result = terminal.types("prompts", "record-from-file", page, "--prompt", "report.today")
    assert (result.exit_code, "no WAV and no MP3" in result.output) == (2, True)


def test_a_file_that_is_not_there_is_named(terminal: Terminal, tmp_path: Path) -> None:
    result = terminal.types("prompts", "record-from-file", tmp_path / "gone.wav", "--prompt", "report.today")
    assert (result.exit_code, "gone.wav" in result.output) == (1, True)
