"""What stands between the doors of a chain and is nobody's report; and what may be one, however little it says."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.headings import is_heading
from domain.understanding.meanings import Batch, ChainLine, Command, Meaning, Role
from tests.unit.understood import narrowed

HEADINGS = [
    "2月29日",
    "2020年2月29日",
    "2020-02-29 08:15",
    "2020/2/29",
    "今日(2.29)体温,请按门牌报",
    "【3栋】今日体温",
    "3栋1单元",
    "三栋体温情况",
    "2月29日3栋体温情况",
    "共22户",
    "@所有人 今天10点前报体温",
    "张三 2020/2/29 08:15",
    "22.",
    "22、",
    "谢谢大家",
    "收到",
]
SAID = [
    "1504 36.5",
    "3-1-1504",
    "36.5",
    "365",
    "王秀英 36度5",
    "王秀英 正常",
    "王秀英 还好",
    "张三 蔬菜一份",
    "3栋 发烧",
    "3-1-1504 没写",
    "三栋一单元幺五零四",
    "三栋一单元幺五零四 正常",
]


def from_worker(text: str) -> Meaning:
    return understand(text, Role.WORKER)


@pytest.mark.parametrize("text", HEADINGS)
def test_a_heading_is_no_line_of_its_chain(text: str) -> None:
    chain = narrowed(from_worker(f"{text}\n1. 3-1-1504 36.5\n{text}\n2. 5-302 正常"), Batch)
    assert [line.text for line in chain.lines] == ["3-1-1504 36.5", "5-302 正常"]


@pytest.mark.parametrize("text", HEADINGS)
def test_a_heading_is_known_without_its_chain(text: str) -> None:
    assert is_heading(ChainLine(None, text, from_worker(text)))


@pytest.mark.parametrize("text", SAID)
def test_what_can_be_a_report_is_looked_at(text: str) -> None:
    chain = narrowed(from_worker(f"1. {text}\n2. 5-302 正常"), Batch)
    assert [line.number for line in chain.lines] == [1, 2]
    assert not is_heading(ChainLine(None, text, from_worker(text)))


def test_headings_alone_are_told_of_and_not_passed_over() -> None:
    assert len(narrowed(from_worker("3栋1单元\n3栋2单元"), Batch).lines) == 2


@pytest.mark.parametrize("date", ["2020年2月29日", "2020/2/29", "2020-02-29"])
def test_a_date_is_no_code_of_an_alert(date: str) -> None:
    assert not isinstance(from_worker(f"{date} 08:15"), Command)


@pytest.mark.parametrize("text", ["2020", "2020 1", "2020 敲门没人应", "2020-1"])
def test_a_code_that_looks_like_a_year_is_one(text: str) -> None:
    assert narrowed(from_worker(text), Command).ids == (2020,)


def test_the_door_of_a_line_that_says_nothing_else_stays() -> None:
    chain = narrowed(from_worker("3栋1单元\n3-1-1504\n3-1-1503 36.6"), Batch)
    assert [getattr(line.meaning, "door", None) for line in chain.lines] == [
        Door("3", "1", "1504"),
        Door("3", "1", "1503"),
    ]
