"""The numbers of the prompts: every spoken one has its own, and it is the same in every language."""

import json
from collections import Counter

from click.testing import CliRunner

import prompts
from ivr.check import TABLES_WITHOUT_STEPS
from linli.cli import main
from prompts.numbers import DIGITS, NUMBERS, can_be_recorded, prompt_of


def test_every_spoken_prompt_has_a_number_and_no_other_has() -> None:
    spoken = {name for name in prompts.book("zh-CN") if name.partition(".")[0] not in TABLES_WITHOUT_STEPS}
    assert set(NUMBERS) == spoken


def test_no_number_is_given_twice() -> None:
    assert [number for number, times in Counter(NUMBERS.values()).items() if times > 1] == []


def test_every_number_is_as_long_as_every_other() -> None:
    assert {len(str(number)) for number in NUMBERS.values()} == {DIGITS}


def test_a_prompt_is_found_by_its_number() -> None:
    assert prompt_of(NUMBERS["report.today"]) == "report.today"
    assert prompt_of(999) is None


def test_a_sentence_with_something_to_fill_in_cannot_be_recorded() -> None:
    assert can_be_recorded("report.today")
    assert not can_be_recorded("call.hello_name")
    assert not can_be_recorded("text.reminder")


def test_what_is_said_without_the_database_cannot_be_recorded() -> None:
    assert not can_be_recorded("kind.trouble")


def test_the_list_tells_number_id_and_words_of_every_sentence() -> None:
    listed = CliRunner().invoke(main, ["prompts", "list", "--language", "en"]).stdout
    assert f"{NUMBERS['report.noted']} * report.noted " in listed
    assert "Noted, thank you. Goodbye." in listed
    assert len(listed.splitlines()) == len(NUMBERS)
    as_json = json.loads(CliRunner().invoke(main, ["prompts", "list", "--json"]).stdout)
    assert as_json[0] == {
        "number": NUMBERS["call.hello_name"],
        "id": "call.hello_name",
        "words": prompts.prompt("zh-CN", "call.hello_name").words,
        "can_be_recorded": False,
    }
