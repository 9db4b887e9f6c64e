"""The one list of the console: filtered, sorted and paged by its address."""

from collections.abc import Mapping

import pytest

from console.lists import PAGE, Column, show

COLUMNS: tuple[Column[int], ...] = (Column("number", lambda one: one), Column("word"))


def shown(rows: range, **args: str) -> list[int]:
    return list(show(rows, COLUMNS, str, args).rows)


def test_the_first_page_is_shown_in_the_order_it_came() -> None:
    assert shown(range(120)) == list(range(PAGE))


def test_a_column_sorts_and_its_minus_reverses() -> None:
    assert shown(range(3), sort="number") == [0, 1, 2]
    assert shown(range(3), sort="-number") == [2, 1, 0]


@pytest.mark.parametrize("sort", ["word", "nothing", "-", "number; drop table"])
def test_what_cannot_be_sorted_by_leaves_the_order(sort: str) -> None:
    assert shown(range(3), sort=sort) == [0, 1, 2]


def test_every_word_of_the_filter_must_be_found() -> None:
    assert shown(range(200), find="1 9") == [
        19,
        91,
        *range(109, 110),
        119,
        129,
        139,
        149,
        159,
        169,
        179,
        189,
        *range(190, 200),
    ]


@pytest.mark.parametrize(
    ("page", "first"), [("1", 0), ("3", 100), ("99", 100), ("0", 0), ("-1", 0), ("x", 0), ("9" * 400, 0), ("²", 0)]
)
def test_a_page_beyond_the_list_is_its_nearest(page: str, first: int) -> None:
    args: Mapping[str, str] = {"page": page}
    assert show(range(120), COLUMNS, str, args).rows[0] == first


def test_an_empty_list_has_one_page() -> None:
    empty = show(range(0), COLUMNS, str, {"page": "2"})
    assert (list(empty.rows), empty.page, empty.pages, empty.total) == ([], 1, 1, 0)
