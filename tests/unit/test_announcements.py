"""Announcements: whom they are for, which words pass, and the ways to a household."""

import pytest

from domain.announcements import (
    Audience,
    By,
    Telephone,
    Way,
    Whom,
    read_audience,
    read_words,
    tries,
    voice_language,
    ways,
    without_way,
)
from domain.refusals import Refused

MOBILE = Telephone("+8610000000001")
SECOND = Telephone("+8610000000002")
THIRD = Telephone("+8610000000003")
LANDLINE = Telephone("+8610000000004", takes_texts=False)
REFUSING = Telephone("+8610000000005", opted_out=True)


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("building:3", Audience(Whom.BUILDING, "3")),
        ("building: 3号楼", Audience(Whom.BUILDING, "3")),
        ("grid:第二网格", Audience(Whom.GRID, "第二网格")),
        ("mark:alone", Audience(Whom.MARK, "alone")),
        ("all", Audience(Whom.ALL)),
    ],
)
def test_an_audience_is_read(text: str, audience: Audience) -> None:
    assert read_audience(text) == audience


@pytest.mark.parametrize("text", ["", "building", "building:", "all:3", "street:3", "mark:rich", "3", ":3"])
def test_an_audience_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"building:3|there is alone"):
        read_audience(text)


def test_words_lose_their_line_breaks_and_nothing_else() -> None:
    assert read_words("  明天停水\n请储水\t<b>&amp;</b>{x} ", By.BOTH) == "明天停水 请储水 <b>&amp;</b>{x}"


@pytest.mark.parametrize("text", ["停水\x00", "停水\x1b[31m", "停\ud800水", "停水\x85\x07"])
def test_what_can_be_neither_texted_nor_said_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="U\\+"):
        read_words(text, By.SMS)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_an_announcement_needs_words(text: str) -> None:
    with pytest.raises(Refused, match="needs words"):
        read_words(text, By.CALL)


@pytest.mark.parametrize(
    ("by", "fits", "why"),
    [(By.SMS, 268, "5 segments"), (By.CALL, 300, "301 letters"), (By.BOTH, 268, "5 segments")],
)
def test_a_text_that_is_too_long_is_refused_with_its_length(by: By, fits: int, why: str) -> None:
    assert len(read_words("水" * fits, by)) == fits
    with pytest.raises(Refused, match=why):
        read_words("水" * (fits + 1), by)
    with pytest.raises(Refused, match="is the most"):
        read_words("水" * 1000, by)
    with pytest.raises(Refused, match="shorten it"):
        read_words("水" * 1000, by)


def test_an_emoji_that_a_segments_end_would_cut_in_two_counts_for_the_next() -> None:
    assert read_words("水" * 66 + "😀" + "水" * 199, By.SMS)
    with pytest.raises(Refused, match="5 segments"):
        read_words("水" * 66 + "😀" + "水" * 200, By.SMS)


def test_chinese_characters_are_said_by_a_chinese_voice() -> None:
    assert voice_language("明天停水", "en") == "zh-CN"
    assert voice_language("No water tomorrow", "en") == "en"
    assert voice_language("No water tomorrow", "zh-CN") == "zh-CN"


def test_the_only_telephone_is_called_a_second_time_and_of_two_each_once() -> None:
    def called(by: By, *telephones: Telephone) -> list[tuple[str, bool]]:
        return [(way.number[-1], way.again) for way in tries(by, telephones) if way.channel == "call"]

    assert called(By.CALL, MOBILE) == [("1", False), ("1", True)]
    assert called(By.CALL, MOBILE, SECOND, THIRD) == [("1", False), ("2", False)]
    assert called(By.BOTH, LANDLINE) == [("4", False), ("4", True)]
    assert tries(By.SMS, [MOBILE]) == ways(By.SMS, [MOBILE])
    assert tries(By.CALL, []) == ()


@pytest.mark.parametrize(
    ("by", "telephones", "found"),
    [
        (By.SMS, [MOBILE, SECOND, THIRD], ["sms 1", "sms 2"]),
        (By.SMS, [LANDLINE, MOBILE], ["sms 1"]),
        (By.SMS, [REFUSING, LANDLINE], []),
        (By.CALL, [LANDLINE, MOBILE, SECOND], ["call 4", "call 1"]),
        (By.CALL, [REFUSING], ["call 5"]),
        (By.BOTH, [MOBILE], ["sms 1", "call 1"]),
        (By.BOTH, [LANDLINE], ["call 4"]),
        (By.BOTH, [REFUSING, MOBILE], ["sms 1", "call 5", "call 1"]),
        (By.BOTH, [], []),
    ],
)
def test_the_ways_to_a_household_are_tried_in_their_order(
    by: By, telephones: list[Telephone], found: list[str]
) -> None:
    assert [f"{way.channel} {way.number[-1]}" for way in ways(by, telephones)] == found
    assert all(isinstance(way, Way) for way in ways(by, telephones))


def test_a_household_without_a_way_wants_no_texts_or_cannot_be_reached() -> None:
    assert without_way([LANDLINE, REFUSING]) == "opted_out"
    assert without_way([LANDLINE]) == "unreachable"
    assert without_way([]) == "unreachable"
