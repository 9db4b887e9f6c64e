"""What a report is answered with: as full as two segments hold, whatever the household and the language."""

import pytest

from domain.segments import segments
from tests.unit.texter import FAMILY, UNKNOWN, Texter, home

MOST_SEGMENTS = 2
LONGEST_NAMES = {"zh-CN": "欧阳婷婷阿姨", "en": "Grandmother Elizabeth"}
LANGUAGES = ("zh-CN", "en")


def household(language: str, size: int) -> Texter:
    names = [f"{LONGEST_NAMES[language]}{number}" for number in range(size)]
    texter = Texter(home(*names))
    texter.language = language
    return texter


def values(size: int) -> str:
    """Different values for so many people, none a fever."""
    return " ".join(f"36.{number}" for number in range(1, size + 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", range(1, 10))
def test_a_reply_is_two_segments_at_most(language: str, size: int) -> None:
    for said in (
        values(size),
        "都正常",
        "全家36.5",
        "36.5",
        values(max(1, size // 2)),
        f"{values(size - 1)} 38.2".strip(),
        "没量",
    ):
        for by_worker in (False, True):
            texter = household(language, size)
            texter.by_worker = by_worker
            door = "3-1-1504 " if by_worker else ""
            assert segments(texter.send(f"{door}{said}")) <= MOST_SEGMENTS, said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", range(1, 10))
def test_a_reply_to_a_stranger_is_two_segments_at_most(language: str, size: int) -> None:
    for said in (values(size), f"{size}人都正常", "36.5", f"{values(size)} 38.2", "第二个36.5"):
        texter = Texter(roster=(UNKNOWN,))
        texter.language = language
        assert segments(texter.send(f"5栋301 {said}")) <= MOST_SEGMENTS, said


def test_people_without_a_name_are_echoed_by_their_values_in_one_segment() -> None:
    texter = Texter(roster=(UNKNOWN,))
    said = texter.send(f"5栋301 {values(5)}")
    assert said == "记下5栋301:36.1、36.2、36.3、36.4、36.5(未核实)。改请发:改36.8;撤回请发:取消"
    assert segments(said) == 1
    texter.language = "en"
    said = texter.send(f"Bldg 5 Rm 301 {values(4)}")
    assert (
        said == "Noted for Bldg 5 Rm 301: 36.1, 36.2, 36.3, 36.4 (unverified). To correct: change 36.8. To undo: undo"
    )
    assert segments(said) == 1


def test_one_without_a_name_who_is_not_the_first_is_named_by_the_place() -> None:
    assert "第二位36.4" in Texter(roster=(UNKNOWN,)).send("5栋301 第二个36.4")


def test_what_is_the_same_of_many_is_said_once() -> None:
    assert Texter(FAMILY).send("都正常").startswith("记下:3人都是正常。")
    assert Texter(FAMILY).send("36.5 36.5 36.5").startswith("记下:3人都是36.5。")


def test_names_stay_while_they_fit() -> None:
    assert Texter(FAMILY).send("36.5 36.6 36.4").startswith("记下:陈阿姨36.5、刘叔叔36.6、小刘36.4。")


def test_who_is_missing_is_counted_where_the_names_do_not_fit() -> None:
    assert "还差" in Texter(FAMILY).send("36.5")
    texter = Texter(home(*(f"{'很长的名字' * 8}{number}" for number in range(4))))
    assert "还差3人" in texter.send("36.5")
