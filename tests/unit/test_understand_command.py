"""`linli understand`: texts in, meanings out, one line each, at once."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from linli.cli import main


def types(*words: str, lines: str = "") -> Result:
    return CliRunner().invoke(main, ["understand", *words], input=lines, env={"DATABASE_URL": "nowhere://"})


def line(text: str, role: str = "resident") -> str:
    return json.dumps({"text": text, "role": role}) + "\n"


def test_each_line_is_answered_in_order_without_a_database() -> None:
    result = types("--jsonl", lines=line("3栋1504 36.5") + line("完成 4821", "worker") + line("36") + line(""))
    assert result.exit_code == 0, result.output
    kinds = [json.loads(answer)["kind"] for answer in result.stdout.splitlines()]
    assert kinds == ["temperature", "status", "ambiguous", "unknown"]


def test_nothing_of_the_database_is_loaded_for_it() -> None:
    program = (
        "import sys; from linli.cli import main; main(['understand', '--jsonl'], standalone_mode=False); "
        "print(sys.modules.keys() & {'sqlalchemy', 'pydantic'})"
    )
    ended = subprocess.run([sys.executable, "-c", program], input="", capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"


def test_an_answer_has_degrees_and_the_door() -> None:
    expect = json.loads(types("--jsonl", lines=line("3栋1504 38.5")).stdout)["expect"]
    assert (expect["temp"], expect["addr"], expect["alert"]) == (38.5, {"b": 3, "r": "1504"}, True)


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("{oops\n", "line 2 is not JSON"),
        ('{"role": "resident"}\n', 'line 2 needs a "text"'),
        ("[1]\n", 'line 2 needs a "text"'),
        ('{"text": "36.5", "role": "boss"}\n', "line 2: \"role\" is 'boss'"),
        ('{"text": "36.5", "role": ["resident"]}\n', 'line 2: "role" is'),
        ('{"text": "36.5"}\n', 'line 2: "role" is None'),
    ],
)
def test_a_bad_line_is_named_after_the_good_ones_are_answered(broken: str, complaint: str) -> None:
    result = types("--jsonl", lines=line("36.5") + broken)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.output
    assert json.loads(result.stdout)["kind"] == "temperature"


def test_an_answer_comes_before_the_next_line_is_sent() -> None:
    command = [sys.executable, "-m", "linli", "understand", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as asked:
        assert asked.stdin
        assert asked.stdout
        asked.stdin.write(line("36.5"))
        asked.stdin.flush()
        assert json.loads(asked.stdout.readline())["kind"] == "temperature"
        asked.stdin.close()
        assert asked.wait(30) == 0


def test_a_single_text_is_tried_by_hand() -> None:
    assert json.loads(types("蔬菜2份", "36.5").stdout)["kind"] == "temperature"
    assert json.loads(types("--role", "worker", "4821").stdout)["expect"]["cmd"] == "ack"


def test_neither_text_nor_lines_is_explained() -> None:
    result = types()
    assert result.exit_code == 2
    assert "--jsonl" in result.output


def test_the_help_teaches() -> None:
    assert "ambiguous" in types("--help").output
