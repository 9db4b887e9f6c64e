"""The day's digests and the headcount: two segments at most whatever happens, counts first, marked doors before others."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.day_board import Counts, State
from domain.doors import floor_of
from domain.segments import segments
from ivr.events import ItemKind
from models import Item
from services.board.knock_lists import Expected, Knock, in_walking_order
from services.day.digests import Round, cut_off_text, evening_text
from services.needs.meals import headcount_text
from services.roster.marks import Mark

LANGUAGES = ("en", "zh-CN")
SILENT = (Expected("王秀英", State.SILENT),)


def knock(door: str = "3-1-1504", *marks: Mark, state: State = State.SILENT) -> Knock:
    """A door where one person is in this state."""
    building, *unit, room = door.split("-")
    return Knock(
        building=building,
        unit="".join(unit),
        floor=floor_of(room),
        room=room,
        grid="2",
        people=(Expected("王秀英", state),),
        marks=marks,
        phones=(),
        calls=(),
        texts=(),
        visits=(),
        seen=(),
        items=(),
    )


names = st.text(alphabet="0123456789ABC东南座区", min_size=1, max_size=12)
numbers = st.integers(0, 9999)
marks = st.lists(st.sampled_from(list(Mark)), max_size=3, unique=True).map(tuple)
doors = st.builds(
    lambda building, unit, room, its, state: replace(
        knock("1-1", *its, state=state), building=building, unit=unit, room=room
    ),
    names,
    st.just("") | names,
    names,
    marks,
    st.sampled_from([State.SILENT, State.NOT_MEASURED, State.NO_THERMOMETER]),
)
items = st.builds(
    lambda number, kind, building, room: Item(id=number, kind=kind, building=building, unit="", room=room),
    st.integers(1, 10**7),
    st.sampled_from([kind.value for kind in ItemKind]),
    names,
    names,
)
counts = st.builds(Counts, *[numbers] * 8)
rounds = st.builds(Round, counts, st.lists(doors, max_size=60).map(tuple), st.lists(items, max_size=20).map(tuple))


@pytest.mark.parametrize("language", LANGUAGES)
@given(walk=rounds)
def test_no_digest_is_longer_than_two_segments(language: str, walk: Round) -> None:
    assert segments(cut_off_text(language, "11:00", walk)) <= 2
    assert segments(evening_text(language, "19:00", walk)) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
@given(homes=st.dictionaries(names, st.integers(1, 999), min_size=1, max_size=40))
def test_no_headcount_is_longer_than_two_segments(language: str, homes: dict[str, int]) -> None:
    assert segments(headcount_text(language, "09:30", Counter(homes))) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_nineteen_buildings_with_a_dozen_meals_each_fit_whole(language: str) -> None:
    text = headcount_text(language, "09:30", Counter({str(building): 12 for building in range(1, 20)}))
    assert "228" in text
    assert text.endswith("19栋12" if language == "zh-CN" else "Bldg 19 12")


def test_counts_come_first_then_marked_doors_then_the_others() -> None:
    listed = (knock("3-1-301"), knock("3-1-302", Mark.HARD_OF_HEARING), knock("3-1-1504", Mark.ALONE, Mark.CANNOT_WALK))
    walk = Round(Counts(abnormal=1, unwell=2, reported=287, silent=3), listed)
    expected = "11:00 已报290/293人,发热1,不适2。没音讯3户:3-1-1504独居、3-1-302耳背、3-1-301"
    assert cut_off_text("zh-CN", "11:00", walk) == expected
    assert segments(expected) == 1


def test_what_does_not_fit_is_counted() -> None:
    walk = Round(Counts(silent=147), tuple(knock(f"3-1-{100 * floor + 1}") for floor in range(1, 148)))
    text = cut_off_text("zh-CN", "11:00", walk)
    shown, left = text.rsplit(",另", 1)
    assert len(shown.split("、")) + int(left.removesuffix("户,全部请发:未报")) == 147
    assert segments(text) == 2


def test_where_everybody_was_heard_a_wanting_thermometer_is_told() -> None:
    walk = Round(Counts(reported=9, no_thermometer=1), (knock("3-1-301", state=State.NO_THERMOMETER),))
    assert cut_off_text("zh-CN", "11:00", walk) == "11:00 已报10/10人,发热0,不适0。缺体温计1户:3-1-301"


def test_the_evening_names_the_items_by_their_numbers() -> None:
    walk = Round(Counts(), (knock(),), (Item(id=12, kind="medicine", building="5", unit="", room="301"),))
    assert evening_text("zh-CN", "19:00", walk) == "19:00 没音讯1户,没办完1件:12号5-301买药、3-1-1504"


def test_what_is_overdue_comes_first_of_the_items_and_says_so() -> None:
    items = tuple(Item(id=at, kind="medicine", building="5", unit="", room=f"30{at}") for at in (1, 2, 3))
    walk = Round(Counts(), (knock("9-2-901", Mark.ALONE),), items, late=frozenset({3}))
    said = "9-2-901独居、3号5-303买药过时、1号5-301买药、2号5-302买药"
    assert evening_text("zh-CN", "19:00", walk) == f"19:00 没音讯1户,没办完3件:{said}"
    assert "no. 3 5-303 medicine OVERDUE" in evening_text("en", "19:00", walk)


def test_in_an_evening_with_many_silent_doors_what_somebody_asked_for_is_still_named() -> None:
    silent = tuple(knock(f"3-1-{100 * floor + 1}") for floor in range(1, 31))
    asked = Item(id=12, kind="medicine", building="5", unit="", room="301")
    text = evening_text("zh-CN", "19:00", Round(Counts(), (*silent, knock("9-2-901", Mark.ALONE)), (asked,)))
    assert text.startswith("19:00 没音讯31户,没办完1件:9-2-901独居、12号5-301买药、3-1-101、")
    assert segments(text) == 2


@pytest.mark.parametrize(
    ("room", "floor"), [("1504", 15), ("301", 3), ("0301", 3), ("12003", 12), ("12", None), ("", None), ("A座", None)]
)
def test_the_room_tells_the_floor(room: str, floor: int | None) -> None:
    assert floor_of(room) == floor


def test_one_walks_by_building_unit_and_floor() -> None:
    walked = in_walking_order(map(knock, ("10-101", "9-2-101", "9-1-1001", "9-1-902", "9-1-12001", "9-1-901")))
    order = [(one.building, one.unit, one.room) for one in walked]
    assert order == [
        ("9", "1", "901"),
        ("9", "1", "902"),
        ("9", "1", "1001"),
        ("9", "1", "12001"),
        ("9", "2", "101"),
        ("10", "", "101"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_overdue_item_is_seen_in_an_evening_of_many_silent_elders(language: str) -> None:
    silent = tuple(knock(f"3-1-{floor}01", Mark.ALONE) for floor in range(3, 33))
    late = Item(id=121, kind=ItemKind.MEDICINE.value, building="3", unit="1", room="702")
    text = evening_text(language, "19:00", Round(Counts(silent=30), silent, (late,), frozenset({121})))
    assert "121" in text
    assert text.index("3-1-301") < text.index("121") < text.index("3-1-901")
