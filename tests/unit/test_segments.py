"""What a text costs, and how much of a list fits into it."""

from collections.abc import Sequence

import pytest

from domain.segments import fit, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("热" * 70, 1),
        ("热" * 71, 2),
        ("热" * 134, 2),
        ("热" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),  # 33 of them fill 66 of the 67 places of a segment
        ("😀" * 67, 3),
        ("热" * 66 + "😀" + "热" * 66, 3),
        ("热" * 65 + "😀" + "热" * 67, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("a" * 151 + "€" + "a" * 153, 2),
    ],
)
def test_it_counts_as_the_carrier_bills(text: str, count: int) -> None:
    assert segments(text) == count


def compose(parts: Sequence[str], left: int) -> str:
    return "热" + "".join(parts) + (f"等{left}户" if left else "")


def test_it_keeps_as_many_parts_as_fit_and_says_how_many_are_left() -> None:
    text = fit(["三栋一五零四,"] * 40, compose, 2)
    assert segments(text) == 2
    assert text.endswith("户")
    assert segments(compose(["三栋一五零四,"] * (text.count("三") + 1), 40 - text.count("三") - 1)) == 3


def test_it_keeps_everything_that_fits_and_the_bare_text_when_nothing_does() -> None:
    assert fit(["a"], compose, 2) == "热a"
    assert fit(["热" * 200], compose, 2) == "热等1户"
