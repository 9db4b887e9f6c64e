"""Eight sets of labelled texts, of one format and different phrasing, and the score that tells whether they are understood."""

from typing import Any

import pytest

from domain.understanding import understand
from domain.understanding.as_json import as_json
from tests.unit.labelled_texts import SETS, Labelled, labelled, score

ENOUGH = 0.97


def understood(one: Labelled) -> dict[str, Any]:
    return as_json(understand(one.text, one.role))


@pytest.mark.parametrize("name", SETS)
def test_labelled_texts_are_understood_exactly(name: str) -> None:
    assert score(labelled(name), understood).exact_share >= ENOUGH


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_stored_that_must_be_asked_and_no_value_is_wrong(name: str) -> None:
    result = score(labelled(name), understood)
    assert (result.stored_unasked, result.wrong_value) == ([], [])


@pytest.mark.parametrize("name", SETS)
def test_no_alert_is_missed(name: str) -> None:
    assert score(labelled(name), understood).alerts_missed == []


def test_the_score_sees_a_reading_that_should_have_been_asked() -> None:
    result = score(labelled("texts.jsonl"), lambda _: {"kind": "temperature", "expect": {"temp": 36.5}})
    assert "36" in result.stored_unasked
    assert "38.5" in result.alerts_missed
    assert "37.2" in result.wrong_value
    assert result.exact_share < ENOUGH
