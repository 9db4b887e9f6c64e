"""Gas cards: the two things a worker signs for, and why a signature is refused."""

from enum import StrEnum

MOST = 200_000  # fen that a household gives with its card; more is a slip of the finger


class Signature(StrEnum):
    """What a worker says of a card, with the money it is about."""

    COLLECTED = "collected"  # the card and this much money are with the worker now
    TOPPED_UP = "topped_up"  # this much of it is on the card now


class Why(StrEnum):
    """Why a signature does not count."""

    NO_CARD = "no_card"  # the request is for something else, is over, or its door is not in the roster
    TOO_MUCH = "too_much"  # more than there is, or than anybody gives
    DIFFERS = "differs"  # the one who hands the card over has another sum with it
    IS_ON_CARD = "is_on_card"  # the money is at the shop: it can be put right there alone
    NOT_HELD = "not_held"  # the card is with somebody else
