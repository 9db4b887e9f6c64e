"""`make run` and `make demo` as a newcomer uses them: they start beside a running copy and leave no process behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import urllib3
from sqlalchemy.orm import Session

from models.database import open_engine
from services.demo.community import add_demo
from services.schema import migrate

STARTED = 90.0  # seconds for a whole line with the demo community on a busy machine
GONE = 15.0


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a copy that has run before."""
    path = tmp_path_factory.mktemp("settled") / "linli.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with Session(engine) as session, session.begin():
        add_demo(session, datetime.now(UTC))
    engine.dispose()
    return path


@pytest.fixture
def directory(tmp_path: Path, settled: Path) -> Path:
    """Where a copy has run before."""
    (tmp_path / "var").mkdir()
    shutil.copy(settled, tmp_path / "var")
    return tmp_path


@pytest.fixture
def copies(directory: Path) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Running copies, ended whatever the test did."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for copy in started:
        if copy.poll() is None:
            copy.kill()
        copy.wait()


def start(directory: Path, copies: list["subprocess.Popen[bytes]"]) -> "subprocess.Popen[bytes]":
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LINLI_", "TWILIO_", "DATABASE"))
    }
    with (directory / f"out{len(copies)}").open("wb") as said:
        copy = subprocess.Popen(
            [sys.executable, "-m", "linli.run"], cwd=directory, env=environment, stdout=said, stderr=said
        )
    copies.append(copy)
    return copy


def addresses(directory: Path, but: Path | None = None) -> tuple[Path, dict[str, str]]:
    """The run.json of a copy that is up."""
    deadline = time.monotonic() + STARTED
    while time.monotonic() < deadline:
        for path in directory.glob("var/**/run.json"):
            if path != but and (text := path.read_text()):
                return path, json.loads(text)
        time.sleep(0.1)
    raise AssertionError("no run.json: " + (directory / "out0").read_text())


def has_said(directory: Path, words: str) -> bool:
    """Whether the first copy says this within the time a start may take."""
    deadline = time.monotonic() + STARTED
    while words not in (said := (directory / "out0").read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return words in said


def ask(url: str) -> urllib3.BaseHTTPResponse:
    """The answer, on a connection of its own: an open one keeps the web process for 15 s."""
    return urllib3.request("GET", url, headers={"Connection": "close"}, retries=False)


def descendants(pid: int) -> set[int]:
    """All processes below one, from /proc."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            continue
    found, wave = set[int](), {pid}
    while wave:
        wave = {child for child, parent in parents.items() if parent in wave}
        found |= wave
    return found


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if _state(pid) not in {"", "Z"}}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def all_gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + GONE
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pids)


def test_a_newcomer_is_led_to_a_phone_page_with_everybodys_telephone_and_nothing_is_left_behind(
    tmp_path: Path, copies: list["subprocess.Popen[bytes]"]
) -> None:
    copy = start(tmp_path, copies)
    _, running = addresses(tmp_path)
    assert ask(running["phone"]).status == 200
    offered = ask(f"{running['exchange']}/exchange/people").json()["people"]
    assert (offered[0]["name"], offered[0]["beside"]) == ({"": "黄春梅"}, offered[1]["number"])
    assert has_said(tmp_path, running["phone"])
    below = descendants(copy.pid)
    assert len(below) >= 5  # exchange, Valkey, web and its servers, worker, clock
    copy.send_signal(signal.SIGTERM)
    assert all_gone(below)
    assert copy.wait(GONE) == 0


def test_a_second_copy_runs_beside_the_first_until_each_is_ended(
    directory: Path, copies: list["subprocess.Popen[bytes]"]
) -> None:
    start(directory, copies)
    first_path, first = addresses(directory)
    start(directory, copies)
    _, second = addresses(directory, but=first_path)
    assert first["web"] != second["web"]
    assert first["exchange"] != second["exchange"]
    for running in (first, second):
        assert ask(f"{running['web']}/readyz").json()["database"] == "ok"
    assert len(list(directory.glob("var/**/linli.db"))) == 2
    told = (directory / "out1").read_text()
    assert f"--exchange {second['exchange']} --to {second['line']}" in told
    (own,) = directory.glob("var/beside-*")
    assert f"DATABASE_URL=sqlite:///{own.resolve()}/linli.db .venv/bin/linli board" in told

    below = descendants(copies[1].pid)
    copies[1].send_signal(signal.SIGINT)
    assert all_gone(below)
    assert copies[1].wait(GONE) == 0
    assert not own.exists()

    below = descendants(copies[0].pid)
    assert len(below) >= 5  # it runs on
    copies[0].kill()
    assert all_gone(below)
    done = subprocess.run(
        [sys.executable, "-m", "linli", "phone"], cwd=directory, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "no exchange answers" in done.stderr


def test_the_demo_ends_at_once_and_without_a_traceback_at_ctrl_c() -> None:
    in_background = ["sh", "-c", "trap '' INT; exec \"$0\" -m linli.demo", sys.executable]  # Ctrl-C is ignored there
    demo = subprocess.Popen(in_background, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert demo.stdout is not None
    assert demo.stdout.readline()  # the house stands
    below = descendants(demo.pid)
    demo.send_signal(signal.SIGINT)
    _, complaint = demo.communicate(timeout=GONE * 2)
    assert (demo.returncode, complaint) == (130, b"")
    assert all_gone(below)


TOLD = {
    "en": ["unwell reply", "fever 38.2", "is yours", "Orders closed: Vegetables 2", "3-1-602 Zhou Defu: visited"],
    "zh-CN": ["不舒服 回", "发热 38.2", "归您了", "订单截止:蔬菜2份", "李建国: 发热 38.2", "3-1-602 周德福: 已上门"],
}


@pytest.mark.timeout(240)
def test_the_demo_tells_what_happened_in_either_language() -> None:
    """Both at once, side by side: most of a demo is waiting."""
    demos = {
        language: subprocess.Popen(
            [sys.executable, "-m", "linli.demo", "--language", language],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for language in TOLD
    }
    try:
        for language, demo in demos.items():
            said, complaint = demo.communicate(timeout=200)
            assert demo.returncode == 0, complaint
            assert [words for words in TOLD[language] if words not in said] == []
    finally:
        for demo in demos.values():
            demo.terminate()
