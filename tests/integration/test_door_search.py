"""What a clerk types while a caller waits leads to the door that is meant; a slip of a key is shown, never taken for it."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Building
from services.roster.door_search import find_alike, find_households
from services.staff.areas import StaffArea
from tests.web.village import Village

OFFICE = StaffArea(is_office=True)
WANG, COUPLE, FAMILY, DIGITS, FIRST, SECOND, ENGLISH = (
    *("3-1-1504", "3-1-1503", "3-2-301", "5--301", "5--302", "5--303", "3-2-302"),
)
TYPED = (
    ("3栋1单元1504", [WANG]),
    ("3-1-1504", [WANG]),
    ("3 1 1504", [WANG]),
    ("3-1-1504", [WANG]),  # full-width
    ("三栋一单元1504", [WANG]),
    ("3號樓1單元1504室", [WANG]),
    ("Building 3 Unit 1 Room 1504", [WANG]),
    ("3-1-1504 王", [WANG]),
    ("1504", [WANG]),
    ("301", [FAMILY, DIGITS]),
    ("3栋301", [FAMILY]),
    ("3栋", [COUPLE, WANG, FAMILY, ENGLISH]),
    ("3栋2单元", [FAMILY, ENGLISH]),
    ("bldg 5", [DIGITS, FIRST, SECOND]),
    ("王", [WANG]),
    ("王秀英", [WANG]),
    ("王阿姨", [WANG]),
    ("王奶奶", [WANG]),
    ("王秀英奶奶家", [WANG]),
    ("秀英 王", [WANG]),
    ("王 3栋", [WANG]),
    ("3栋王秀英", [WANG]),
    ("王 5栋", []),
    ("wang", [WANG]),
    ("Li", [COUPLE]),
    ("wang 3栋", [WANG]),
    ("mary", [ENGLISH]),
    ("Smith, Mary", [ENGLISH]),
    ("Mrs Smith", [ENGLISH]),
    ("0001", [WANG]),
    ("0000 0001", [WANG]),
    ("+86 100 0000 0001", [WANG]),
    ("100-0000-0001", [WANG]),
    ("010000000001", [WANG]),
    ("100…0001", [WANG]),
    ("100****0001", [WANG]),
    ("138****0001", []),
    ("…0005", [FIRST, SECOND]),
    ("+86 100 0000 0005", [FIRST, SECOND]),
    *((nothing, []) for nothing in ("", " ", "%", "_", "'", "<b>", "\x00", "家", "…", "Mrs", "9栋", "999", "9999")),
)


def doors_of(engine: Engine, village: Village, typed: str, area: StaffArea = OFFICE) -> list[str]:
    """The doors that are found."""
    with Session(engine) as session:
        hits = find_households(session, village.community, area, typed)
    return [f"{hit.building}-{hit.unit}-{hit.room}" for hit in hits]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_what_is_typed_finds_the_doors_that_are_meant(
    engine: Engine, village: Village, typed: str, meant: list[str]
) -> None:
    assert doors_of(engine, village, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("王秀银", ["王秀英"]),
        ("汪秀英", ["王秀英"]),
        ("Mary Smih", ["Mary Smith"]),
        ("Mary Smitth", ["Mary Smith"]),
        ("Marry Smith", ["Mary Smith"]),
        ("Nary Smyth", ["Mary Smith"]),
        ("王银", []),  # of two letters one is no likeness
        ("李秀银", []),
        ("100000001", []),
        ("M%ry Sm_th", []),
        ("", []),
    ],
)
def test_a_slip_of_one_key_is_shown_and_never_taken_for_the_door(
    engine: Engine, village: Village, typed: str, meant: list[str]
) -> None:
    assert not typed or doors_of(engine, village, typed) == []
    with Session(engine) as session:
        assert [name for hit in find_alike(session, village.community, OFFICE, typed) for name in hit.names] == meant


@pytest.mark.parametrize("typed", ["王", "wang", "3栋", "1504", "0001", "王 3栋", "100…0001"])
def test_nobody_finds_what_is_beyond_their_area(engine: Engine, village: Village, typed: str) -> None:
    with Session(engine) as session:
        five = session.scalars(select(Building.id).where(Building.name == "5")).one()
    area = replace(OFFICE, is_office=False, buildings={five: "5"})
    assert doors_of(engine, village, typed, area) == []
    with Session(engine) as session:
        assert find_alike(session, village.community, area, "王秀银") == []
