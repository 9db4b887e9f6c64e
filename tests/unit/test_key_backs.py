"""What is written on a sheet is read as it was meant, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.key_backs import Written, read_written
from domain.visits import VisitOutcome


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("36.5", Written(tenths=365)),
        ("36,5", Written(tenths=365)),
        ("３６．５度", Written(tenths=365)),
        ("365", Written(tenths=365)),
        ("38.2 °C", Written(tenths=382)),
        ("正常", Written(is_normal=True)),
        ("Normal", Written(is_normal=True)),
        ("√", Written(is_normal=True)),
        ("没量", Written(is_waiting=True)),
        ("Not measured", Written(is_waiting=True)),
        ("没人", Written(visit=VisitOutcome.NOBODY_HOME)),
        ("nobody  home", Written(visit=VisitOutcome.NOBODY_HOME)),
        ("visited", Written(visit=VisitOutcome.WELL)),
        ("不适", Written(visit=VisitOutcome.ILL)),
        ("搬走", Written(visit=VisitOutcome.MOVED)),
    ],
)
def test_an_entry_is_a_value_normal_or_a_visit(text: str, written: Written) -> None:
    assert read_written(text) == written


@pytest.mark.parametrize("text", ["", "36", "63.5", "34.9", "42.1", "36.55", "3605", "maybe", "不正常"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no entry"):
        read_written(text)


@given(st.text(max_size=20))
def test_no_text_is_read_as_an_impossible_value(text: str) -> None:
    try:
        written = read_written(text)
    except ValueError:
        return
    assert written.tenths is None or 350 <= written.tenths <= 420
    assert written.is_reading or written.visit is not None
