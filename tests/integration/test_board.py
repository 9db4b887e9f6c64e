"""Everybody of the roster has exactly one state, the first that applies."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from models import Alert, AlertStep, Grid, Household, Item, Message, Postponement, Reading, Resident
from services.board.board import PersonState, read_board
from tests.integration.lists import NOW, imported, made_community, people

TODAY = date(2020, 2, 29)
MINUTE = timedelta(minutes=1)


class Day:
    """One door of two people, 甲 and 乙, beside the door of 丙; things happen a minute apart."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.community = made_community(engine)
        rows = (
            {"name": "甲"},
            {"name": "乙", "phone": ""},
            {"name": "丙", "room": "1505", "grid": "3", "phone": "10000000002"},
        )
        imported(engine, self.community, people(*rows))
        self.time = NOW
        with Session(engine) as session:
            self.ids = {one.name: one.id for one in session.scalars(select(Resident))}
            self.homes = {one.name: one.household_id for one in session.scalars(select(Resident))}

    def reports(self, name: str, tenths: int | None = None, *, day: date = TODAY, verified: bool = True) -> None:
        """A reading of this person."""
        how = {"channel": "keypad", "reporter": "household", "verified": verified}
        self.adds(Reading, name, day=day, tenths=tenths, at=self.tick(), **how)

    def raises(self, kind: str, name: str | None = None, tenths: int | None = None, **more: Any) -> None:
        """A health alert of this person, or of the door with nobody named."""
        about = {"kind": kind, "gravity": {"unwell": 1, "symptom": 2, "fever": 3}[kind], "tenths": tenths}
        at = more.pop("raised_at", self.tick())
        subject = f"r:{name}" if name else "h"
        door = {"building": "3", "unit": "1", "room": "1504"}
        self.adds(Alert, name, klass="health", subject=subject, raised_at=at, **about, **door, **more)

    def tells_again(self, note: str) -> None:
        """The only alert is spoken of once more."""
        with Session(self.engine) as session, session.begin():
            alert_id = session.scalars(select(Alert.id)).one()
            session.add(AlertStep(alert_id=alert_id, what="again", note=note, at=self.tick()))

    def adds(self, table: Any, name: str | None, **more: Any) -> None:
        """A row about this person, or about 甲 and 乙's door."""
        who = {"resident_id": self.ids[name] if name else None, "household_id": self.homes[name or "甲"]}
        with Session(self.engine) as session, session.begin():
            session.add(table(community_id=self.community, **who, **more))

    def calls(self, name: str, *, state: str, **more: Any) -> None:
        """A call, or another message, that the line owes this person's door."""
        made = {"channel": "call", "purpose": "roll_call", "created_at": NOW, **more}
        with Session(self.engine) as session, session.begin():
            rows = session.scalar(select(func.count()).select_from(Message))
            message = Message(
                community_id=self.community,
                household_id=self.homes[name],
                dedupe_key=f"call {rows}",
                kind="reminder",
                priority=2,
                to="+8610000000001",
                state=state,
                due_at=NOW,
                at=NOW,
                **made,
            )
            session.add(message)

    def tick(self) -> datetime:
        """A minute later."""
        self.time += MINUTE
        return self.time

    def board(self, grid: str | None = None) -> dict[str, PersonState]:
        """The people by name."""
        with Session(self.engine) as session:
            grid_id = session.scalar(select(Grid.id).where(Grid.name == grid)) if grid else None
            return {one.name: one for one in read_board(session, self.community, self.time, grid_id).people}

    def states(self) -> str:
        """The states of 甲, 乙 and 丙."""
        return " ".join(one.state for one in self.board().values())


@pytest.fixture
def day(engine: Engine) -> Day:
    """A morning nobody has called in yet."""
    return Day(engine)


def test_who_was_not_heard_of_is_silent(day: Day) -> None:
    assert day.states() == "silent silent silent"


def test_a_reading_is_a_report_and_only_of_its_person_and_day(day: Day) -> None:
    day.reports("甲", 365)
    day.reports("乙", day=TODAY - timedelta(days=1))
    assert day.states() == "reported silent silent"
    one = day.board()["甲"]
    assert (one.value, one.channel, one.reporter, one.verified, one.at) == (
        365,
        "keypad",
        "household",
        True,
        NOW + MINUTE,
    )


def test_the_newest_reading_counts(day: Day) -> None:
    day.reports("甲", 365)
    day.reports("甲", None, verified=False)
    assert (day.board()["甲"].value, day.board()["甲"].verified) == (None, False)


@pytest.mark.parametrize(("tenths", "state"), [(372, "reported"), (373, "abnormal"), (420, "abnormal")])
def test_a_fever_begins_at_37_3(day: Day, tenths: int, state: str) -> None:
    day.reports("甲", tenths)
    assert day.board()["甲"].state == state


def test_a_fever_stays_abnormal_for_its_day_whatever_is_reported_later(day: Day) -> None:
    day.reports("甲", 382)
    day.reports("甲", 365)
    assert day.states() == "abnormal silent silent"
    assert day.board()["甲"].value == 365


def test_yesterdays_fever_is_yesterdays(day: Day) -> None:
    day.reports("甲", 382, day=TODAY - timedelta(days=1))
    day.raises("fever", "乙", 382, raised_at=NOW - timedelta(days=1))
    day.reports("甲", 365)
    assert day.states() == "reported silent silent"


def test_key_2_makes_the_whole_door_unwell_until_somebody_is_named(day: Day) -> None:
    day.raises("unwell")
    assert day.states() == "unwell unwell silent"


def test_whoever_of_the_door_has_a_reading_is_not_meant_by_it(day: Day) -> None:
    day.reports("甲", 365)
    day.raises("unwell")
    assert day.states() == "reported unwell silent"


def test_a_named_person_is_unwell_also_with_a_normal_reading(day: Day) -> None:
    day.raises("unwell", "甲")
    day.reports("甲", 365)
    day.reports("乙")
    assert day.states() == "unwell reported silent"


def test_a_symptom_makes_unwell_and_a_done_alert_still_does(day: Day) -> None:
    day.raises("symptom", "甲", state="done")
    assert day.states() == "unwell silent silent"


def test_a_fever_keyed_and_never_confirmed_is_abnormal_with_its_value(day: Day) -> None:
    day.reports("甲", 365)
    day.raises("fever", "甲", 391)
    one = day.board()["甲"]
    assert (one.state, one.value, one.at) == ("abnormal", 391, day.time)


def test_an_alert_that_went_into_another_says_nothing_more_of_the_door(day: Day) -> None:
    day.raises("unwell")
    with Session(day.engine) as session, session.begin():
        alert = session.scalars(select(Alert)).one()
        alert.state = "done"
        session.add(AlertStep(alert_id=alert.id, what="merged", at=day.tick()))
    assert day.states() == "silent silent silent"


def test_an_open_alert_of_yesterday_counts_today_when_it_is_told_again_today(day: Day) -> None:
    day.raises("fever", "甲", 385, raised_at=NOW - timedelta(days=1))
    assert day.states() == "silent silent silent"
    day.tells_again("unwell")
    assert day.states() == "unwell silent silent"
    day.tells_again("fever 391")
    one = day.board()["甲"]
    assert (one.state, one.value, one.at) == ("abnormal", 391, day.time)


def test_no_thermometer_is_said_until_there_is_a_reading(day: Day) -> None:
    day.adds(Item, "甲", kind="no_thermometer", since=day.tick(), due=day.time)
    assert day.states() == "no_thermometer silent silent"
    assert day.board()["甲"].items == ("no_thermometer",)
    day.reports("甲")
    assert day.states() == "reported silent silent"


def test_no_thermometer_for_nobody_by_name_is_the_doors(day: Day) -> None:
    day.reports("乙")
    day.adds(Item, None, kind="no_thermometer", since=day.tick(), due=day.time)
    assert day.states() == "no_thermometer reported silent"


def test_it_lists_the_kinds_of_open_items_once(day: Day) -> None:
    for name, kind, state in (
        ("甲", "meal", "open"),
        ("甲", "gas", "done"),
        (None, "call_back", "taken"),
        (None, "meal", "open"),
    ):
        day.adds(Item, name, kind=kind, state=state, since=NOW - timedelta(days=3), due=day.time)
    board = day.board()
    assert (board["甲"].items, board["乙"].items, board["丙"].items) == (
        ("call_back", "meal"),
        ("call_back", "meal"),
        (),
    )


def test_it_counts_todays_calls_that_asked_how_they_are_picked_up_or_not_and_no_others(day: Day) -> None:
    day.calls("甲", state="delivered", sid="CA1")
    day.calls("甲", state="failed", sid="CA2", purpose="re_measure")
    day.calls("甲", state="pending")
    day.calls("甲", state="failed")  # the carrier did not take it
    day.calls("甲", state="delivered", sid="CA3", created_at=NOW - timedelta(days=1))
    day.calls("甲", state="delivered", sid="SM4", channel="sms")
    for purpose in ("announcement", "collection", "request"):
        day.calls("甲", state="delivered", sid=f"CA{purpose}", purpose=purpose)
    assert [one.calls for one in day.board().values()] == [2, 2, 0]


def test_a_board_of_one_grid_has_its_people_only(day: Day) -> None:
    assert list(day.board("3")) == ["丙"]


def test_doors_stand_in_the_order_one_walks_past_them(engine: Engine) -> None:
    community = made_community(engine)
    doors = (("10", "", "2"), ("9", "2", "901"), ("9", "1", "1001"), ("A", "", "1"), ("9", "1", "901"))
    imported(engine, community, people(*({"building": b, "unit": u, "room": r} for b, u, r in doors)))
    with Session(engine) as session:
        board = read_board(session, community, NOW)
        assert session.scalar(select(Household.id).limit(1)) is not None
    seen = [(one.building, one.unit, one.room) for one in board.people]
    assert seen == [("A", "", "1"), ("9", "1", "901"), ("9", "1", "1001"), ("9", "2", "901"), ("10", "", "2")]


def test_the_day_is_the_communitys(day: Day) -> None:
    day.time = datetime.fromisoformat("2020-02-29T00:30+08:00")
    with Session(day.engine) as session:
        assert read_board(session, day.community, day.time).day == TODAY
        assert read_board(session, day.community, day.time - timedelta(hours=1)).day == date(2020, 2, 28)


def test_a_withdrawn_reading_is_no_report_and_the_one_before_counts_again(day: Day) -> None:
    day.reports("甲", 365)
    day.reports("甲", 368)
    day.reports("乙", 366)
    with Session(day.engine) as session, session.begin():
        for reading in session.scalars(select(Reading).where(Reading.tenths.in_((366, 368)))):
            reading.withdrawn_at = day.tick()
    assert day.states() == "reported silent silent"
    assert day.board()["甲"].value == 365


def test_not_measured_yet_is_an_answer_of_its_day_and_no_report(day: Day) -> None:
    day.adds(Postponement, "甲", day=TODAY, to="+8610000000001", at=day.tick())
    day.adds(Postponement, "乙", day=TODAY - timedelta(days=1), to="+8610000000001", at=day.tick())
    assert day.states() == "not_measured silent silent"
    day.reports("甲", 365)
    assert day.states() == "reported silent silent"


@pytest.mark.parametrize("doors", [1, 60])
def test_it_asks_a_handful_of_questions_however_many_people_there_are(engine: Engine, doors: int) -> None:
    community = made_community(engine)
    imported(engine, community, people(*({"room": str(100 + number)} for number in range(doors))))
    asked: list[str] = []
    with Session(engine) as session:
        session.connection()
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert len(read_board(session, community, NOW).people) == doors
    assert len(asked) == 12
