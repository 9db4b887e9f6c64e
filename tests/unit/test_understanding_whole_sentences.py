"""Whole sentences, as people type them: the same said twice, what is carried upstairs, what is asked about the goods."""

import pytest

from domain.understanding.meanings import Answer, Reason, raises_alert
from tests.unit.understood import from_resident, question, report


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("我没有发烧,体温正常", ["我"]),
        ("老伴没有发烧 一切正常", ["老伴"]),
        ("正常 我没发烧", ["我"]),
        ("我不发烧,体温正常,老伴不发烧,体温也正常", ["我", "老伴"]),
        ("我和老伴没发烧 都正常", ["我", "老伴"]),
    ],
)
def test_normal_said_twice_of_one_person_is_one_reading(text: str, who: list[str]) -> None:
    readings = report(text).readings
    assert [(one.person.words, one.answer) for one in readings] == [(name, Answer.NORMAL) for name in who]


def test_normal_beside_an_illness_or_beside_what_denies_it_is_not_taken_twice() -> None:
    assert raises_alert(from_resident("我不发烧,体温正常,就是咳嗽"))
    assert question("我没发烧体温不正常").reason is Reason.NEGATED_NORMAL
    assert question("我没量 体温正常").reason is Reason.TWO_VALUES
