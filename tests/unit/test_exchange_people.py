"""The telephones an application suggests: what can be told of them, and finding one."""

from typing import Any

import pytest

from exchange.people import Guide, People, Person

WANG: dict[str, Any] = {
    "number": "+8610000000001",
    "name": "王秀英",
    "note": {"zh-CN": "3栋1单元1504", "en": "Bldg 3 Unit 1 Rm 1504"},
    "language": "zh-CN",
    "beside": "+8610000000100",
}
WORKER = {"number": "+8610000000100", "name": "孙丽", "note": {"en": "grid worker"}}


def listed(**more: Any) -> People:
    people = People()
    people.put({"people": [WANG, WORKER], **more})
    return people


def test_a_text_is_for_every_language_or_for_one() -> None:
    wang, worker = listed().find("", 10)
    assert wang == Person(
        "+8610000000001",
        {"": "王秀英"},
        WANG["note"],
        language="zh-CN",
        beside="+8610000000100",
    )
    assert worker.note == {"en": "grid worker"}


@pytest.mark.parametrize(
    ("sought", "numbers"),
    [
        ("", [WANG["number"], WORKER["number"]]),
        ("秀英", [WANG["number"]]),
        ("bldg 3", [WANG["number"]]),
        ("3栋 1504", [WANG["number"]]),
        ("0100", [WORKER["number"]]),
        ("GRID", [WORKER["number"]]),
        ("秀英 grid", []),
    ],
)
def test_it_finds_those_in_whom_every_word_occurs(sought: str, numbers: list[str]) -> None:
    assert [person.number for person in listed().find(sought, 10)] == numbers


def test_it_finds_no_more_than_wanted() -> None:
    assert len(listed().find("", 1)) == 1


def test_it_finds_by_number() -> None:
    (worker,) = listed().with_numbers([str(WORKER["number"]), "+15005550100"])
    assert worker.name == {"": "孙丽"}


def test_it_keeps_what_is_told_of_all() -> None:
    assert listed(about={"en": "a community"}, timezone="Asia/Shanghai").guide == Guide(
        {"en": "a community"}, "Asia/Shanghai"
    )


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "people"),
        ({"people": {}}, "a list"),
        ({"people": ["+8610000000001"]}, "a list"),
        ({"people": [{"number": "12", "name": "a"}]}, "not a telephone"),
        ({"people": [{"number": "+8610000000001", "age": 82}]}, "not a telephone"),
        ({"people": [{"number": "+8610000000001", "name": 5}]}, "a text"),
        ({"people": [{"number": "+8610000000001", "note": {"en": "x" * 501}}]}, "a text"),
    ],
)
def test_a_list_that_cannot_be_read_changes_nothing(told: dict[str, Any], reason: str) -> None:
    people = listed()
    with pytest.raises((ValueError, KeyError), match=reason):
        people.put(told)
    assert len(people.find("", 10)) == 2
