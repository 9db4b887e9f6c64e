"""Several things in one text: what is clear is kept, what is not is asked; people by their place at the door; doors and days in other spellings."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import (
    Batch,
    Help,
    NamedBy,
    Need,
    NeedKind,
    Order,
    Question,
    Reason,
    Report,
    Role,
    Verb,
    raises_alert,
)
from tests.unit.understood import from_resident, lines, lines_of, question, report


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("36 蔬菜2份", Reason.NO_DECIMAL),
        ("蔬菜2份 36", Reason.NO_DECIMAL),
        ("356 蔬菜2份", Reason.LIKELY_TRANSPOSED),
        ("蔬菜2份 3605", Reason.BAD_DIGITS),
        ("都好 蔬菜2份", Reason.NO_TEMPERATURE_WORD),
    ],
)
def test_a_temperature_in_doubt_is_asked_and_the_order_beside_it_kept(text: str, reason: Reason) -> None:
    asked = question(text)
    assert (asked.reason, [lines_of(one) for one in asked.also]) == (reason, [[(2, 2)]])


def test_digits_that_may_belong_to_the_order_keep_it_from_being_taken() -> None:
    assert question("蔬菜2份 3").also == ()


def test_a_reading_beside_digits_in_doubt_is_not_taken() -> None:
    assert not any(isinstance(one, Report) for one in question("36.5 37").also)


def test_two_things_in_doubt_are_both_known() -> None:
    asked = question("356 水果")
    assert [one.reason for one in (asked, *asked.also) if isinstance(one, Question)] == [
        Reason.LIKELY_TRANSPOSED,
        Reason.MISSING_QUANTITY,
    ]


@pytest.mark.parametrize("text", ["365 水果2份", "水果2份 365", "体温36 水果2份"])
def test_a_temperature_before_a_set_does_not_count_it(text: str) -> None:
    understood = report(text) if not text.startswith("水果") else from_resident(text)
    assert isinstance(understood, Report)
    assert [lines_of(one) for one in understood.also] == [[(3, 2)]]


def test_well_is_asked_of_people_and_not_of_goods() -> None:
    asked = question("都好 蔬菜两份 买药")
    order, need = asked.also
    assert (asked.reason, lines_of(order)) == (Reason.NO_TEMPERATURE_WORD, [(2, 2)])
    assert isinstance(need, Need)
    assert need.kind is NeedKind.MEDICINE
    for text in ("蔬菜一份可以吗", "菜蛮好 再来一份", "水果不错 要一份"):
        assert isinstance(from_resident(text), Order)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *(("第二个36.9", 1), ("第二个人36.9", 1), ("第2个 36.9", 1), ("第二位体温36.9", 1), ("第三个是36.9", 2)),
        *(("the second person 36.9", 1), ("person 2: 36.9", 1), ("first person 36.9", 0)),
    ],
)
def test_a_person_is_named_by_the_place_at_the_door(text: str, place: int) -> None:
    (reading,) = report(text).readings
    assert (reading.tenths, reading.person.by, reading.person.position) == (369, NamedBy.PLACE, place)


def test_several_people_by_place() -> None:
    assert [(one.person.position, one.tenths) for one in report("第一个36.4 第三个37.6").readings] == [
        (0, 364),
        (2, 376),
    ]


def test_a_place_beside_a_set_is_the_sets() -> None:
    assert lines("第二个套餐要一份") == [(2, 1)]


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("十三栋十五零四 36.5", Door("13", "", "1504")),
        ("三栋二十一零二 36.5", Door("3", "", "2102")),
        ("Block A flat 1203 36.6", Door("A", "", "1203")),
        ("Unit 2 Room 803 Building 12: 36.6", Door("12", "2", "803")),
        ("room 803, building 12, 36.6", Door("12", "", "803")),
        ("13号2单元1702 36.4", Door("13", "2", "1702")),
    ],
)
def test_doors_in_other_spellings(text: str, door: Door) -> None:
    assert report(text).door == door


@pytest.mark.parametrize(
    "text",
    [
        *("卅六度五", "今天28号 36.5", "28/2 36.5", "廿八号 体温36.5", "我今年76 体温36.5", "昨天37 今天36.5"),
        *("大姐,我今天36.5", "I took it at 8, 36.5", "Bldg 16 Unit 2 #602 36.5"),
        *("昨天38.1,今天退到36.5", "户主张建军36.5", "老伴李桂英36.5", "36.5 未超37.3", "36.5 手机尾号3655"),
    ],
)
def test_what_stands_beside_a_temperature_is_not_one(text: str) -> None:
    assert [one.tenths for one in report(text).readings] == [365]


@pytest.mark.parametrize(
    "text", ["未超37.3", "没有高于37.3", "体温没得问题", "体温不高", "今天跟昨天一样正常", "I don’t have a fever"]
)
def test_a_normal_in_other_words(text: str) -> None:
    assert [one.answer.value for one in report(text).readings] == ["normal"]


@pytest.mark.parametrize("text", ["体温还好", "昨天37", "第二个", "36.几"])
def test_what_says_too_little_is_asked_or_left(text: str) -> None:
    assert not isinstance(from_resident(text), Report)


@pytest.mark.parametrize(
    "text", ["等一下再量", "I haven’t measured", "I forgot to take my temperature", "过会儿再测", "量体温忘记了"]
)
def test_later_in_other_words(text: str) -> None:
    assert [one.answer.value for one in report(text).readings] == ["not_measured"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我摔了 起不来", NeedKind.EMERGENCY),
        ("我妈没得反应了", NeedKind.EMERGENCY),
        ("gas is leaking", NeedKind.EMERGENCY),
        ("流了好多血止不住", NeedKind.EMERGENCY),
        ("起不来", NeedKind.MEDICAL),
        ("体温表摔了", NeedKind.THERMOMETER),
        ("煤气烧完了", NeedKind.GAS),
        ("water is leaking", NeedKind.OTHER),
    ],
)
def test_needs_in_other_words(text: str, kind: NeedKind) -> None:
    need = from_resident(text)
    assert isinstance(need, Need)
    assert need.kind is kind


@pytest.mark.parametrize("text", ["37 point 8", "四十", "烧已经退了", "烧好像退了", "36.5 咳了两声", "第二个38.2"])
def test_a_human_looks_at_these(text: str) -> None:
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("三个都要一份", [(1, 1), (2, 1), (3, 1)]),
        ("add one more veg", [(2, 1)]),
        ("再来1份 菜", [(2, 1)]),
        ("蔬菜一份,水果也一份", [(2, 1), (3, 1)]),
        ("蔬菜由两份改为三份", [(2, 3)]),
    ],
)
def test_orders_in_other_words(text: str, order: list[tuple[int, int]]) -> None:
    assert lines(text) == order


@pytest.mark.parametrize("text", ["要几份菜", "菜来几份", "水果要几份"])
def test_some_are_no_number(text: str) -> None:
    assert question(text).reason is Reason.RANGE


def test_a_set_of_no_name_is_asked_for() -> None:
    assert question("我要套餐").reason is Reason.MISSING_ITEM
    assert isinstance(from_resident("这个号码能干什么"), Help)


@pytest.mark.parametrize(
    "text",
    [
        "1.3-1-101 张三 36.4 2.3-1-102 李四 36.6 3、3-1-103 正常",
        "#接龙 1. 3栋101 36.4 2. 3栋102 36.6 3. 3栋103 正常",
    ],
)
def test_a_chain_that_lost_its_line_ends_keeps_its_numbers(text: str) -> None:
    chain = understand(text, Role.WORKER)
    assert isinstance(chain, Batch)
    assert [line.number for line in chain.lines] == [1, 2, 3]
    assert all(isinstance(line.meaning, Report) for line in chain.lines)


def test_a_chains_heading_with_a_date_is_no_line() -> None:
    chain = understand("#接龙 2月29日体温\n1. 3栋101 36.5\n2. 3栋102 36.7", Role.WORKER)
    assert isinstance(chain, Batch)
    assert len(chain.lines) == len(("101", "102"))


@pytest.mark.parametrize(("text", "verb"), [("3栋还差哪些", Verb.MISSING), ("3栋情况怎么样", Verb.TOTALS)])
def test_a_worker_asks_for_a_list_in_other_words(text: str, verb: Verb) -> None:
    assert getattr(understand(text, Role.WORKER), "verb", None) is verb


def test_a_worker_takes_a_code() -> None:
    taken = understand("接 4821", Role.WORKER)
    assert (getattr(taken, "verb", None), getattr(taken, "ids", None)) == (Verb.ACK, (4821,))
