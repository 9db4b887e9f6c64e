"""What holds for every text, whatever it is."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.temperature import is_possible
from domain.understanding import understand
from domain.understanding.as_json import as_json
from domain.understanding.lexicon import TABLES
from domain.understanding.meanings import (
    Batch,
    Command,
    Meaning,
    Order,
    Question,
    Reading,
    Report,
    Role,
    Unknown,
    raises_alert,
)
from domain.understanding.order_lines import MOST
from domain.understanding.rules import RULES
from domain.understanding.sets import STANDARD_SETS
from tests.unit.labelled_texts import SETS, labelled

TEXTS = [one for name in SETS for one in labelled(name)]
KNOWN = sorted({word.replace("_", " ") for table in TABLES for _, _, words in table for word in words.split()})
NUMBERS = [
    "1",
    "2",
    "36",
    "36.5",
    "365",
    "3605",
    "一",
    "两",
    "三十六",
    "三六五",
    "十十",
    "1504",
    "3-1504",
    "3栋1504",
    "4821",
    "半",
]
WORDS = sorted({piece for one in TEXTS for piece in (one.text, one.text[: len(one.text) // 2], one.text[-3:])})
ODD = "\x00\u202e\u200b\ud800🤒💊٣๓²½①㎎\r\n\t,.。、#-:×？【"
phrases = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12), st.sampled_from(ODD)), max_size=8)
texts = st.one_of(phrases.map("".join), phrases.map(" ".join), st.text(max_size=200))
pieces = st.lists(st.one_of(st.sampled_from(KNOWN), st.sampled_from(NUMBERS), st.sampled_from(" \n,。、")), max_size=12)
sentences = pieces.map("".join)
roles = st.sampled_from(Role)
HOSTILE = (
    *(
        "36.5 ",
        "3-",
        "1",
        "一",
        "三十",
        "没有",
        "没有发烧咳嗽",
        "不太",
        "菜一份",
        "水果 ",
        "蔬菜、水果、",
        "各",
        "不要水果",
    ),
    *(
        "我36.5老伴36.7",
        "王桂芳36.5 ",
        "3-1504 36.5\n",
        "完成 12,",
        "12,13,",
        "?",
        " ",
        "\n ",
        "a ",
        "🤒",
        "ﷺ",
        "是36.4不是37.4 ",
    ),
    *(
        "呼吸 ",
        "不要再",
        "请麻烦",
        "还有谁",
        "今天今天",
        "昨晚睡得",
        "36.6(今天)",
        "蔬菜38元",
        "【a】",
        "3/1/",
        "不会弄",
    ),
    *("怎么", "订", "报了", "菜什么时候", "血压1/", "how ", "no cough or ", "未报 ", "\u0301"),
)


def parts(meaning: Meaning) -> Iterator[Meaning]:
    """A meaning and all that stands beside it or in it."""
    yield meaning
    if isinstance(meaning, Batch):
        for line in meaning.lines:
            yield from parts(line.meaning)
    for one in getattr(meaning, "also", ()):
        yield from parts(one)


def readings(meaning: Meaning) -> list[Reading]:
    return [reading for one in parts(meaning) if isinstance(one, Report) for reading in one.readings]


@given(st.one_of(texts, sentences), roles)
@settings(max_examples=600, deadline=None)
def test_every_text_means_something_that_can_be_written_down(text: str, role: Role) -> None:
    meaning = understand(text, role)
    assert as_json(meaning)["kind"]
    assert isinstance(raises_alert(meaning), bool)


@given(st.one_of(texts, sentences), roles)
@settings(max_examples=200, deadline=None)
def test_no_reading_lies_outside_35_to_42(text: str, role: Role) -> None:
    assert all(one.tenths is None or is_possible(one.tenths) for one in readings(understand(text, role)))


@given(st.one_of(texts, sentences), roles)
@settings(max_examples=200, deadline=None)
def test_no_order_is_for_more_than_may_be_or_for_a_set_not_on_sale(text: str, role: Role) -> None:
    orders = [one for one in parts(understand(text, role)) if isinstance(one, Order)]
    numbers = {one.number for one in STANDARD_SETS}
    assert all(line.set_number in numbers and 1 <= line.quantity <= MOST for one in orders for line in one.lines)


@given(st.one_of(texts, sentences))
@settings(max_examples=200, deadline=None)
def test_no_command_of_a_worker_runs_for_a_resident(text: str) -> None:
    assert not any(isinstance(one, Command | Batch) for one in parts(understand(text, Role.RESIDENT)))


@given(st.sampled_from(["36.5", "菜一份", "36.5 菜一份", "买药", "正常", "煤气没了"]), st.integers(10, 345))
@settings(max_examples=200, deadline=None)
def test_a_number_left_over_is_always_asked(said: str, number: int) -> None:
    assert isinstance(understand(f"{said} | {number} |", Role.RESIDENT), Question)


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def spaced(text: str) -> str:
    return f" \u3000{text}  "


def traditional(text: str) -> str:
    return text.translate(str.maketrans("体温烧热没单订药买两门医气计", "體溫燒熱沒單訂藥買兩門醫氣計"))


@pytest.mark.parametrize("respelled", [full_width, spaced, traditional, str.upper])
def test_other_spellings_of_a_text_mean_the_same(respelled: object) -> None:
    assert callable(respelled)
    different = [
        one.text
        for one in TEXTS
        if as_json(understand(respelled(one.text), one.role))["kind"] != as_json(understand(one.text, one.role))["kind"]
    ]
    assert different == []


def work(text: str, role: Role) -> int:
    """How many lines of our code are run to understand a text."""
    count = 0

    def trace(*_: object) -> object:
        nonlocal count
        count += 1
        return trace

    earlier = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        understand(text, role)
    finally:
        sys.settrace(earlier)
    return count


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_is_bounded_however_long_and_hostile_the_text(piece: str, role: Role) -> None:
    assert work((piece * 1600)[:1600], role) < 120_000


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_length_and_not_faster(piece: str) -> None:
    short, long = (work((piece * 400)[:length], Role.RESIDENT) for length in (190, 380))
    assert long < 3 * short + 2000


def test_a_chain_of_sixty_doors_is_little_work() -> None:
    """Five thousandths of a second, in lines of code: those of a plain door and value are not looked through for doubts."""
    understand("36.5", Role.WORKER)  # the words are learnt once
    chain = "\n".join(f"3-1-{1501 + place} 36.{place % 10}" for place in range(60))
    assert work(chain, Role.WORKER) < 62_000


def test_no_rule_repeats_without_a_bound() -> None:
    """A pattern over words with a bounded length is tried in bounded time at each word."""
    patterns = [rule.pattern.pattern for rule in RULES]
    assert len(patterns) > 50
    assert [pattern for pattern in patterns if "*" in pattern or "+" in pattern] == []


def test_a_cry_for_help_is_heard_among_two_doors() -> None:
    assert raises_alert(understand("3栋1504 5栋301 救命", Role.RESIDENT))


def test_an_empty_text_means_nothing() -> None:
    assert understand("", Role.RESIDENT) == Unknown()
