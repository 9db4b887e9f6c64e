"""The commands people and programs type: what they print, and how they fail."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from linli.cli import main
from linli.commands.printing import print_table
from linli.embedded import Postgres
from models import Alert, Community, Duty, Grid, Household, Item, Message, Order, OrderLine, Resident, SaleSet, Worker
from services.alerting.alerts import Cause, raise_alert
from services.day.clock import real_clock
from services.demo.lists import roster, staff
from services.health.files import open_file
from services.roster.places import Place
from tests.integration.lists import saved
from tests.tables import counts

COMMUNITY = ("community", "add", "试验社区", "--line", "+862755500171")


class Terminal:
    """Types commands against one database."""

    def __init__(self, address: str) -> None:
        self._environment = {"DATABASE_URL": address}

    def types(self, *words: object) -> Result:
        """Run the command, whatever comes of it."""
        return CliRunner().invoke(main, [str(word) for word in words], env=self._environment)

    def gets(self, *words: object) -> str:
        """What a command prints that must go well."""
        result = self.types(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: object) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.gets(*words, "--json"))


@pytest.fixture
def terminal(database_address: str) -> Terminal:
    """A terminal on an empty database."""
    return Terminal(database_address)


def put(engine: Engine, *rows: Any) -> None:
    with Session(engine) as session, session.begin():
        session.add_all(rows)


def test_the_demo_exported_comes_into_another_community_by_the_command(
    terminal: Terminal, engine: Engine, tmp_path: Path
) -> None:
    terminal.gets(*COMMUNITY)
    people, workers = saved(tmp_path / "roster.csv", roster()), saved(tmp_path / "staff.csv", staff())
    assert "8042 added, 0 changed, 0 as they were" in terminal.gets("roster", "import", people)
    assert "0 added, 0 changed, 8042 as they were" in terminal.gets("roster", "import", people)
    assert "94 added" in terminal.gets("staff", "import", workers)
    found = counts(engine)
    assert (found["resident"], found["household"], found["grid"], found["building"]) == (8042, 4967, 16, 19)
    assert len(terminal.json("board")["people"]) == 8042
    assert len(terminal.json("board", "--grid", "2")["people"]) > 400


def test_the_board_as_json_has_its_fixed_shape(terminal: Terminal) -> None:
    terminal.gets("demo-data", "--small")
    board = terminal.json("board")
    assert list(board) == ["community", "day", "as_of", "people"]
    assert board["as_of"].endswith("+08:00")
    assert board["as_of"].startswith(board["day"])
    first = board["people"][0]
    assert set(first) >= {
        "building",
        "unit",
        "room",
        "grid",
        "name",
        "state",
        "value",
        "channel",
        "reporter",
        "verified",
        "at",
        "calls",
        "items",
    }
    assert (first["building"], first["unit"], first["room"], first["state"]) == ("1", "1", "101", "silent")
    assert (first["value"], first["at"], first["calls"], first["items"]) == (None, None, 0, [])


def test_empty_lists_are_empty_arrays(terminal: Terminal) -> None:
    terminal.gets("demo-data", "--small")
    assert [terminal.json(name) for name in ("items", "alerts", "messages", "orders")] == [[], [], [], []]


def test_lists_as_json_have_their_fixed_shapes(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("demo-data", "--small")
    _let_things_happen(engine)
    (item,) = terminal.json("items")
    assert set(item) == {
        "id",
        "kind",
        "building",
        "unit",
        "room",
        "name",
        "phone",
        "value",
        "note",
        "since",
        "due",
        "worker",
        "state",
    }
    assert (item["kind"], item["value"], item["building"], item["state"]) == ("unconfirmed_value", 391, "1", "open")
    (alert,) = terminal.json("alerts")
    assert set(alert) == {
        "id",
        "building",
        "unit",
        "room",
        "name",
        "kind",
        "value",
        "unverified",
        "state",
        "step",
        "worker",
        "raised_at",
        "taken_at",
        "next_at",
        "note",
    }
    assert (alert["kind"], alert["value"], alert["step"], alert["unverified"]) == ("fever", 391, 0, False)
    assert alert["raised_at"].endswith("+08:00")
    (message,) = terminal.json("messages")
    assert set(message) == {"id", "to", "channel", "kind", "state", "sid", "attempts", "at", "outcome"}
    (order,) = terminal.json("orders")
    assert {"building", "unit", "room", "lines", "total_fen", "state"} <= set(order)
    assert order["lines"] == [{"set": 1, "quantity": 2}, {"set": 2, "quantity": 1}]
    assert (order["total_fen"], order["state"]) == (13_000, "placed")


def test_a_call_that_rang_out_says_so_beside_its_state(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("demo-data", "--small")
    _let_things_happen(engine)
    assert terminal.json("messages")[0]["outcome"] is None
    with Session(engine) as session, session.begin():
        message = session.scalars(select(Message)).one()
        message.channel, message.state, message.carrier_status = "call", "failed", "no-answer"
    (row,) = terminal.json("messages")
    assert (row["state"], row["outcome"]) == ("failed", "no-answer")
    assert "no-answer" in terminal.gets("messages")


@pytest.mark.parametrize("name", ["items", "alerts", "messages", "orders"])
def test_lists_of_one_grid_leave_the_others_out(terminal: Terminal, engine: Engine, name: str) -> None:
    terminal.gets("demo-data", "--small")
    _let_things_happen(engine)
    with Session(engine) as session, session.begin():
        session.add(Grid(community_id=session.scalars(select(Household.community_id).limit(1)).one(), name="9"))
    assert len(terminal.json(name, "--grid", "1")) == 1
    assert terminal.json(name, "--grid", "9") == []


@pytest.mark.parametrize("name", ["board", "items", "alerts", "messages", "orders"])
def test_people_get_a_table(terminal: Terminal, engine: Engine, name: str) -> None:
    terminal.gets("demo-data", "--small")
    _let_things_happen(engine)
    assert "│" in terminal.gets(name)


def test_a_narrow_table_loses_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("linli.commands.printing.WIDE", 30)
    print_table(("door", "name", "phone"), [("12-1-1504", "Mary Silva", "+8610000000001")], ZoneInfo("Asia/Shanghai"))
    shown = [line.strip("│").split("│") for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    assert ["".join(line[column].strip() for line in shown) for column in (0, 2)] == ["12-1-1504", "+8610000000001"]


def test_the_board_waits_for_nobody_who_writes(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("demo-data", "--small")
    with engine.begin():  # on SQLite the one writer there may be
        assert terminal.json("board")["people"]


def test_a_pin_is_printed_once_and_kept_as_a_hash(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("demo-data", "--small")
    pin = terminal.gets("staff", "pin", "值班电话").strip()
    assert len(pin) == 6
    assert pin.isdigit()
    with Session(engine) as session:
        assert pin not in (session.scalars(select(Worker.pin_hash).where(Worker.name == "值班电话")).one() or "")


def test_every_error_of_a_file_is_told_in_one_report(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    terminal.gets(*COMMUNITY)
    rows = [{**row, "phone": "12", "language": "fr"} for row in roster(small=True)[:2]]
    result = terminal.types("roster", "import", saved(tmp_path / "roster.csv", rows))
    assert result.exit_code == 2
    assert result.stderr.count("row 2: ") == result.stderr.count("row 3: ") == 2
    assert "Traceback" not in result.output
    assert counts(engine)["resident"] == counts(engine)["building"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("board",), "no community yet"),
        (("community", "add", "甲", "--line", "12"), "too short"),
        (("community", "add", "甲", "--line", "+862755500171", "--timezone", "Mars"), "timezone 'Mars' is unknown"),
        (("community", "add", "甲", "--line", "+862755500171", "--language", "fr"), "zh-CN or en"),
        (("community", "add", "甲", "--line", "+862755500171", "--country", "XX"), "country 'XX' is unknown"),
        (("roster", "import", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("staff", "pin", "nobody"), "no community yet"),
        (("nonsense",), "No such command"),
    ],
)
def test_bad_input_is_a_clear_line_and_exit_code_2(terminal: Terminal, words: tuple[str, ...], said: str) -> None:
    result = terminal.types(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_several_communities_must_be_told_apart(terminal: Terminal) -> None:
    terminal.gets(*COMMUNITY)
    terminal.gets("community", "add", "另一社区", "--line", "+862755500112")
    unsaid, unknown = terminal.types("board"), terminal.types("board", "--community", "x")
    assert (unsaid.exit_code, unknown.exit_code) == (2, 2)
    assert "say which with --community" in unsaid.stderr
    assert terminal.json("board", "--community", "另一社区")["people"] == []
    again = terminal.types(*COMMUNITY)
    assert (again.exit_code, "already" in again.stderr) == (2, True)


def test_the_demo_refuses_where_a_real_community_is(terminal: Terminal) -> None:
    terminal.gets(*COMMUNITY)
    result = terminal.types("demo-data")
    assert (result.exit_code, "is a real community" in result.stderr) == (2, True)
    assert "no demo community" in terminal.gets("demo-data", "--remove")


def test_the_demo_goes_as_it_came(terminal: Terminal, engine: Engine) -> None:
    before = counts(engine)
    terminal.gets("demo-data")
    terminal.gets("demo-data", "--remove")
    assert counts(engine) == before


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("nonsense", 2, "DATABASE_URL is wrong"),
        ("mysql://x/y", 2, "sqlite and postgresql"),
        ("postgresql://x@127.0.0.1:port/none", 2, "DATABASE_URL is wrong: it reads postgresql://"),
        ("sqlite+aiosqlite:///", 1, "run `linli migrate`"),
        ("postgresql://127.0.0.1:1/none", 1, "does not answer"),
        ("sqlite:///", 1, "run `linli migrate`"),
    ],
)
def test_a_database_that_is_not_there_is_a_clear_line(address: str, code: int, said: str) -> None:
    result = Terminal(address).types("board")
    assert (result.exit_code, said in result.stderr) == (code, True)
    assert "Traceback" not in result.output


def test_a_database_that_nobody_made_is_not_said_to_lack_tables(postgres: Postgres) -> None:
    result = Terminal(postgres.address("nobody_made_it")).types("migrate")
    assert result.exit_code == 1
    assert '"nobody_made_it" does not exist; is DATABASE_URL right?' in result.stderr


def test_it_runs_as_a_program_on_the_default_database(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def linli(*words: str, told: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "linli", *words]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, stdout=told, stderr=subprocess.PIPE, text=True, check=False
        )

    assert linli("migrate").returncode == 0
    assert (tmp_path / "var" / "linli.db").exists()
    assert linli("demo-data", "--small").returncode == 0
    board = linli("board", "--json")
    assert len(json.loads(board.stdout)["people"]) > 12
    reading, writing = os.pipe()
    os.close(reading)
    assert linli("board", told=writing).stderr == ""  # a reader that has seen enough is no trouble
    os.close(writing)


def _let_things_happen(engine: Engine) -> None:
    """An item, an alert, a message and an order of the first door."""
    now = real_clock().now()
    with Session(engine) as session:
        one = session.scalars(select(Resident).order_by(Resident.id).limit(1)).one()
        home = session.get_one(Household, one.household_id)
        worker = session.scalars(select(Worker).order_by(Worker.id).limit(1)).one()
        sets = session.scalars(select(SaleSet).order_by(SaleSet.number)).all()
    mine = {"community_id": home.community_id}
    door = {"household_id": home.id, "resident_id": one.id, "building": "1", "unit": home.unit, "room": home.room}
    graver = {"kind": "fever", "klass": "health", "subject": f"r:{one.id}", "gravity": 3, "tenths": 391}
    times = {"created_at": now, "due_at": now, "at": now}
    put(engine, Item(kind="unconfirmed_value", tenths=391, since=now, due=now, worker_id=worker.id, **mine, **door))
    put(engine, Alert(raised_at=now, step=-1, **graver, **mine, **door))
    put(
        engine,
        Message(
            dedupe_key="1",
            kind="alert",
            channel="sms",
            priority=0,
            to=worker.phone,
            worker_id=worker.id,
            **mine,
            **times,
        ),
    )
    order = Order(sale_id=sets[0].sale_id, household_id=home.id, placed_at=now)
    put(engine, order)
    with Session(engine) as session, session.begin():
        order_id = session.scalars(select(Order.id)).one()
        session.add(OrderLine(order_id=order_id, set_id=sets[1].id, quantity=1))
        session.add(OrderLine(order_id=order_id, set_id=sets[0].id, quantity=2))


def test_a_directory_that_cannot_be_written_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "var").write_text("a file where a directory should be")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    done = CliRunner().invoke(main, ["migrate"])
    assert done.exit_code == 1
    assert "var" in done.output
    assert "Traceback" not in done.output


def test_a_grid_is_handed_over_by_the_command_once(terminal: Terminal) -> None:
    terminal.gets("demo-data", "--small")
    name, other = _two_of_the_staff()
    assert "0 open items and 0 alerts went with it" in terminal.gets("grid", "hand-over", "1", "--to", other)
    assert "already" in terminal.gets("grid", "hand-over", "1", "--to", other)
    assert "is with" in terminal.gets("grid", "hand-over", "1", "--to", name)
    nobody = terminal.types("grid", "hand-over", "1", "--to", "谁也不是")
    assert (nobody.exit_code, "nobody of the staff" in nobody.output) == (2, True)


def test_the_staff_is_listed_with_the_hours_nobody_is_on_duty(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("demo-data", "--small")
    assert "Nobody is on duty" not in terminal.gets("staff", "list")
    with Session(engine) as session, session.begin():
        session.execute(update(Duty).where(Duty.role.in_(("duty", "office"))).values(on_duty="20:00-12:00"))
    assert "Nobody is on duty: the duty telephone 12:00-20:00" in terminal.gets("staff", "list")
    found = terminal.json("staff", "list")
    assert found["gaps"] == [{"grid": "", "building": "", "hours": ["12:00-20:00"]}]
    assert {one["on_duty"] for one in found["duties"] if one["role"] == "grid_worker"} == {"1"}
    name, other = _two_of_the_staff()
    terminal.gets("staff", "stand-in", name, "--by", other)
    assert {one["acts"] for one in terminal.json("staff", "list")["duties"] if one["worker"] == name} == {other}


def test_a_stand_in_is_noted_and_ended_by_the_command(terminal: Terminal) -> None:
    terminal.gets("demo-data", "--small")
    name, other = _two_of_the_staff()
    assert "until 2099-03-05 23:59" in terminal.gets("staff", "stand-in", name, "--by", other, "--until", "2099-03-05")
    assert "is there again" in terminal.gets("staff", "stand-in", name, "--back")
    assert "was not away" in terminal.gets("staff", "stand-in", name, "--back")
    for wrong in (["--by", other, "--back"], [], ["--by", name], ["--by", other, "--until", "morgen"]):
        assert terminal.types("staff", "stand-in", name, *wrong).exit_code == 2


def test_the_alerts_say_what_a_system_alarm_is_and_whom_it_has_climbed_to(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("demo-data", "--small")
    with Session(engine) as session, session.begin():
        place = Place(session.scalars(select(Community.id)).one(), "", "", "")
        raise_alert(session, Cause(AlertKind.SYSTEM, place, note="今天没人值班"), real_clock().now())
    (line,) = [line for line in terminal.gets("alerts").splitlines() if "system" in line]
    assert "system, 今天没人值班" in line
    assert "duty" in line


def test_a_table_of_nothing_says_so(terminal: Terminal) -> None:
    terminal.gets("demo-data", "--small")
    assert terminal.gets("clusters").startswith("Nothing to show (building, unit,")


def test_a_health_file_is_read_written_and_closed_by_the_command(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("demo-data", "--small")
    with Session(engine) as session, session.begin():
        resident = session.scalars(select(Resident).order_by(Resident.id)).first()
        assert resident is not None
        name, community = resident.name, session.get_one(Household, resident.household_id).community_id
        open_file(session, community, resident.id, real_clock().now())
    worker, office = _two_of_the_staff()[0], _office()
    (listed,) = terminal.json("health", "list", "--by", office, "--why", "晨会")
    assert (listed["building"], listed["room"], listed["name"]) == ("1", "101", name)
    assert "Written down" in terminal.gets(
        "health", "note", "1-1-101", name, "送了药", "--by", worker, "--kind", "arranged"
    )
    (shown,) = terminal.json("health", "show", "1-1-101", name, "--by", office, "--why", "复查")
    assert [(line["kind"], line["words"], line["by"]) for line in shown["timeline"]] == [("arranged", "送了药", worker)]
    assert [view["why"] for view in shown["views"]] == ["晨会", "复查"]
    assert shown["normal_days"] == 0
    assert "0 of 3 normal days, next call " in terminal.gets("health", "show", "1-1-101", "--by", office, "--why", "看")
    assert terminal.types("health", "close", "1-1-101", name, "--by", worker, "--reason", "好了").exit_code == 2
    terminal.gets("health", "close", "1-1-101", name, "--by", office, "--reason", "好了")
    assert "好了" in terminal.gets("health", "show", "1-1-101", "--by", office, "--why", "存档")
    assert terminal.json("health", "list", "--by", office, "--why", "晨会") == []


@pytest.mark.parametrize(
    "words", [("show", "门口", "--why", "看"), ("show", "1-1-999", "--why", "看"), ("list", "--why", " ")]
)
def test_a_health_command_that_cannot_be_done_says_why(terminal: Terminal, words: tuple[str, ...]) -> None:
    terminal.gets("demo-data", "--small")
    refused = terminal.types("health", *words, "--by", _office())
    assert (refused.exit_code, refused.output.startswith("Error: ")) == (2, True)


def _two_of_the_staff() -> tuple[str, str]:
    """The worker of the first grid and somebody of the building's team."""
    rows = staff(small=True)
    return next(row["name"] for row in rows if row["role"] == "grid_worker"), next(
        row["name"] for row in rows if row["role"] == "cadre"
    )


def _office() -> str:
    return next(row["name"] for row in staff(small=True) if row["role"] in {"office", "duty"})
