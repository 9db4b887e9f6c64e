"""A worker's result of a visit is read; a report, an order, a code or an illness beside a door is not taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.doors import Door
from domain.understanding.visits import Visited, read_visit
from domain.visits import VisitOutcome

DOOR = Door("3", "", "1504")
IN_UNIT = Door("3", "1", "1504")
WELL, NOBODY, ILL, MOVED = VisitOutcome


@pytest.mark.parametrize(
    ("text", "door", "outcome", "note"),
    [
        ("3-1504 2", DOOR, NOBODY, ""),
        ("3-1-1504 1", IN_UNIT, WELL, ""),
        ("走访 3-1504 没人", DOOR, NOBODY, ""),
        ("走訪3棟1504室 沒人", DOOR, NOBODY, ""),
        ("3栋1单元1504 敲门没人应", IN_UNIT, NOBODY, ""),
        ("3-1504 没人,邻居说去女儿家了", DOOR, NOBODY, "邻居说去女儿家了"),
        ("完成 3-1504", DOOR, WELL, ""),
        ("没人 3-1504", DOOR, NOBODY, ""),
        ("3-1504 3", DOOR, ILL, ""),
        ("走访:3-1504 不舒服", DOOR, ILL, ""),
        ("3-1504 搬走了", DOOR, MOVED, ""),
        ("visited 3-1504 nobody home", DOOR, NOBODY, ""),
        ("Visited Bldg 3 Unit 1 Rm 1504 well", IN_UNIT, WELL, ""),
        ("3-1504 moved out", DOOR, MOVED, ""),
    ],
)
def test_a_visit_is_a_door_and_what_was_found(text: str, door: Door, outcome: VisitOutcome, note: str) -> None:
    assert read_visit(text) == Visited(door, outcome, note)


@pytest.mark.parametrize(
    "text",
    [
        "4821 2",
        "48212",
        "完成 4821",
        "没人 4821",
        "3-1504 36.5",
        "代报 3-1504 36.5",
        "3-1504 2份蔬菜",
        "代订 3-1504 蔬菜2",
        "3-1504 发热",
        "3-1504 22",
        "3-1504",
        "走访 3-1504",
        "没人",
        "3-1504 没人 36.5",
        "未报 3栋",
    ],
)
def test_nothing_else_is_a_visit(text: str) -> None:
    assert read_visit(text) is None


@given(st.text(max_size=300))
def test_no_text_stops_it(text: str) -> None:
    visited = read_visit(text)
    assert visited is None or visited.door.room
