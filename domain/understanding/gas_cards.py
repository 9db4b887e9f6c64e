"""What a worker's text says of a resident's gas card: 收卡 12 100, 充值 12 95."""

import re
from dataclasses import dataclass

from domain.gas_cards import Signature
from domain.understanding.normal_form import clean, simplified

_VERBS = {
    Signature.COLLECTED: r"(?:收|拿|取|接)(?:了|到)?(?:煤?气)?卡|got (?:the )?card|card",
    Signature.TOPPED_UP: r"(?:煤?气卡?)?充(?:值|卡|好|了)了?|topped up|top ?up",
}
_SIGNED = {
    what: re.compile(
        rf"(?:{words})\s*[:,]?\s*(?P<item>\d{{1,7}})\s*(?:号|#)?(?P<rest>(?:\s*[:, ]\s*|(?<=号)|(?<=#)).*|)", re.DOTALL
    )
    for what, words in _VERBS.items()
}
_SUM = re.compile(r"(\d{1,6})(?:\.(\d{1,2}))?\s*(?:元|块钱?|yuan)?[。.!]?")


@dataclass(frozen=True, slots=True)
class CardText:
    """The item, what is signed for, and how much money in fen; None where the text does not say, or not clearly."""

    what: Signature
    item: int
    fen: int | None


def read_card_text(text: str) -> CardText | None:
    """What is signed for; None for any other text."""
    plain = simplified(clean(text)).strip().casefold()
    for what, pattern in _SIGNED.items():
        match = pattern.fullmatch(plain)
        if match:
            found = _SUM.fullmatch(match["rest"].strip(" :,"))
            fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
            return CardText(what, int(match["item"]), fen)
    return None
