"""A worker's text about a gas card: which item, what is signed for, and how much money."""

import pytest

from domain.gas_cards import Signature
from domain.understanding.gas_cards import CardText, read_card_text

COLLECTED, TOPPED_UP = Signature.COLLECTED, Signature.TOPPED_UP


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("收卡 12 100", CardText(COLLECTED, 12, 10_000)),
        ("收卡12号 100元", CardText(COLLECTED, 12, 10_000)),
        ("拿了煤气卡 12,100块", CardText(COLLECTED, 12, 10_000)),
        ("收到卡 12 0", CardText(COLLECTED, 12, 0)),
        ("收卡 12", CardText(COLLECTED, 12, None)),
        ("收卡 12 一百", CardText(COLLECTED, 12, None)),
        ("充值 12 95.5", CardText(TOPPED_UP, 12, 9_550)),
        ("充好了 12 95", CardText(TOPPED_UP, 12, 9_500)),
        ("煤氣卡充值 12 95。", CardText(TOPPED_UP, 12, 9_500)),
        ("card 12 100", CardText(COLLECTED, 12, 10_000)),
        ("Got the card 12, 100 yuan", CardText(COLLECTED, 12, 10_000)),
        ("topup 12 95.50", CardText(TOPPED_UP, 12, 9_550)),
        ("Topped up 12 95", CardText(TOPPED_UP, 12, 9_500)),
    ],
)
def test_what_is_signed_for_and_how_much(text: str, said: CardText) -> None:
    assert read_card_text(text) == said


@pytest.mark.parametrize(
    "text", ["收到 12", "收 4821", "煤气充值", "充值", "收卡", "12 100", "卡在哪", "完成 12", "ok 12"]
)
def test_other_texts_sign_for_nothing(text: str) -> None:
    assert read_card_text(text) is None
