"""Numbers, doors and money as they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import speech


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "零", "zero"),
        (2, "二", "two"),
        (10, "十", "ten"),
        (12, "十二", "twelve"),
        (20, "二十", "twenty"),
        (36, "三十六", "thirty-six"),
        (100, "一百", "one hundred"),
        (101, "一百零一", "one hundred and one"),
        (110, "一百一十", "one hundred and ten"),
        (1004, "一千零四", "one thousand and four"),
        (2050, "二千零五十", "two thousand and fifty"),
        (10000, "一万", "ten thousand"),
        (10020, "一万零二十", "ten thousand and twenty"),
        (123456, "十二万三千四百五十六", "one hundred and twenty-three thousand, four hundred and fifty-six"),
    ],
)
def test_a_number_in_words(value: int, chinese: str, english: str) -> None:
    assert speech.number("zh-CN", value) == chinese
    assert speech.number("en", value) == english


@given(st.integers(min_value=0, max_value=99_999_999))
def test_no_two_numbers_sound_the_same(value: int) -> None:
    assert _heard(speech.number("zh-CN", value)) == value


def _heard(words: str) -> int:
    total = section = digit = 0
    for mark in words:
        if mark in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(mark)
        elif mark == "万":
            total, section, digit = (section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * 10 ** "个十百千".index(mark), 0
    return total + section + digit


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        speech.number("zh-CN", -1)


@pytest.mark.parametrize(
    ("tenths", "chinese", "english"),
    [
        (365, "三十六度五", "thirty-six point five"),
        (382, "三十八度二", "thirty-eight point two"),
        (370, "三十七度", "thirty-seven point zero"),
        (350, "三十五度", "thirty-five point zero"),
        (420, "四十二度", "forty-two point zero"),
    ],
)
def test_a_temperature(tenths: int, chinese: str, english: str) -> None:
    assert speech.temperature("zh-CN", tenths) == chinese
    assert speech.temperature("en", tenths) == english


def test_degrees_without_their_last_digit() -> None:
    assert speech.degrees("zh-CN", 36) == "三十六度"
    assert speech.degrees("en", 36) == "thirty-six"


@pytest.mark.parametrize(
    ("unit", "chinese", "english", "slow_chinese", "slow_english"),
    [
        (
            "1",
            "三栋一单元幺五零四",
            "Building 3, unit 1, 1-5-0-4",
            "三栋,一单元,幺五零四",
            "Building 3, unit 1, 1-5-0-4",
        ),
        ("", "三栋幺五零四", "Building 3, 1-5-0-4", "三栋,幺五零四", "Building 3, 1-5-0-4"),
    ],
)
def test_a_door(unit: str, chinese: str, english: str, slow_chinese: str, slow_english: str) -> None:
    assert speech.door("zh-CN", "3", unit, "1504") == chinese
    assert speech.door("en", "3", unit, "1504") == english
    assert speech.slow_door("zh-CN", "3", unit, "1504") == slow_chinese
    assert speech.slow_door("en", "3", unit, "1504") == slow_english


def test_a_door_with_letters_keeps_them() -> None:
    assert speech.door("zh-CN", "A", "", "12B") == "A栋幺二B"


def test_a_written_door() -> None:
    assert speech.written_door("zh-CN", "3", "1", "1504") == "3栋1单元1504"
    assert speech.written_door("zh-CN", "3", "", "1504") == "3栋1504"
    assert speech.written_door("en", "3", "1", "1504") == "Bldg 3 Unit 1 Rm 1504"
    assert speech.written_door("en", "3", "", "1504") == "Bldg 3 Rm 1504"


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (6000, "六十元", "sixty yuan"),
        (200, "两元", "two yuan"),
        (2550, "二十五元五角", "twenty-five point five yuan"),
        (905, "九元零五分", "nine point zero five yuan"),
        (999, "九元九角九分", "nine point nine nine yuan"),
        (50, "五角", "zero point five yuan"),
        (5, "五分", "zero point zero five yuan"),
        (0, "零元", "zero yuan"),
    ],
)
def test_an_amount(fen: int, chinese: str, english: str) -> None:
    assert speech.money("zh-CN", fen) == chinese
    assert speech.money("en", fen) == english


def test_two_of_something() -> None:
    assert (speech.counted("zh-CN", 2), speech.counted("zh-CN", 12), speech.counted("en", 2)) == ("两", "十二", "two")


def test_people_without_names() -> None:
    assert [speech.ordinal("zh-CN", person) for person in (0, 1)] == ["第一位", "第二位"]
    assert [speech.ordinal("en", person) for person in (0, 8, 9)] == [
        "the first person",
        "the ninth person",
        "person 10",
    ]


def test_keys_are_named() -> None:
    assert (speech.key("zh-CN", "4"), speech.key("en", "4")) == ("四", "4")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("06:05", "上午六点零五分"),
        ("09:00", "上午九点"),
        ("12:20", "中午十二点二十分"),
        ("14:20", "下午两点二十分"),
        ("19:00", "晚上七点"),
    ],
)
def test_a_time_is_said_with_its_part_of_the_day(at: str, said: str) -> None:
    assert speech.clock("zh-CN", at) == said
