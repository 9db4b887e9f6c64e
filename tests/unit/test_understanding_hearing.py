"""A worker's text that asks to hear what a resident said about an item."""

import pytest

from domain.understanding.hearing import asks_to_hear


@pytest.mark.parametrize(
    "text",
    [
        "听 12",
        "听12",
        "听:12",
        "再听 12",
        "再听一遍12号",
        "聽留言 12",
        "听录音 12。",
        "留言 12",
        "hear 12",
        "Hear again 12",
        "listen to 12",
        "Play #12",
    ],
)
def test_it_names_the_item(text: str) -> None:
    assert asks_to_hear(text) == 12


@pytest.mark.parametrize(
    "text", ["听", "12", "听 12 13", "听不清 12", "听 12栋1504", "收卡 12 100", "hear", "发 12", "听 123456789"]
)
def test_other_texts_ask_for_nothing(text: str) -> None:
    assert asks_to_hear(text) is None
