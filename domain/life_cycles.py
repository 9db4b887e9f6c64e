"""The states an order, a request and a gas card go through (product.md), and which may follow which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class OrderState(StrEnum):
    """Of a household's order; from the cut-off on it is the office's."""

    PLACED = "placed"
    CANCELLED = "cancelled"  # by whoever ordered, before the cut-off
    CLOSED = "closed"  # the cut-off has passed
    DROPPED = "dropped"  # nothing of it comes: too few wanted it, or it did not arrive
    WAITING = "waiting"  # the goods are here and shared out
    CALLED = "called"  # to come down with its wave
    ON_ROUTE = "on_route"  # is brought to the door
    HANDED_OVER = "handed_over"
    UNCOLLECTED = "uncollected"  # at the close of the point


class RequestState(StrEnum):
    """Of a request: medicine, a meal, a gas card, something else."""

    NEW = "new"
    TAKEN = "taken"
    IN_HAND = "in_hand"  # bought, collected, on the way
    DONE = "done"  # says who did it
    CONFIRMED = "confirmed"  # says the resident
    WITHDRAWN = "withdrawn"


class GasCardState(StrEnum):
    """Of a resident's gas card, which a worker takes to the shop with the resident's money."""

    AT_HOME = "at_home"
    COLLECTED = "collected"  # a worker has signed for it, and for the money
    TOPPED_UP = "topped_up"
    RETURNED = "returned"  # with what is left of the money, says who brought it
    SIGNED = "signed"  # got it back, says the resident


class WrongStepError(ValueError):
    """A state that cannot follow."""


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Which states may follow each; a state without an entry is the last."""

    steps: Mapping[str, frozenset[str]]

    def check(self, was: str, becomes: str) -> None:
        """WrongStepError unless `becomes` may follow `was`."""
        following = self.steps.get(was, frozenset())
        if becomes not in following:
            can = ", ".join(sorted(following)) or "nothing"
            raise WrongStepError(f"after {was} can come {can}; not {becomes}")

    def before(self, becomes: str) -> frozenset[str]:
        """The states that it may follow."""
        return frozenset(was for was, following in self.steps.items() if becomes in following)


def _steps(**steps: str) -> LifeCycle:
    return LifeCycle({was: frozenset(following.split()) for was, following in steps.items()})


ORDER = _steps(
    placed="cancelled closed",
    cancelled="placed",
    closed="dropped waiting",
    waiting="called on_route handed_over uncollected",
    called="called on_route handed_over uncollected",  # called: once more, with a later wave
    on_route="called handed_over uncollected",
    handed_over="waiting",  # ticked at the wrong door
    uncollected="called on_route handed_over",
)
REQUEST = _steps(
    new="taken in_hand done withdrawn",
    taken="new in_hand done withdrawn",
    in_hand="taken done withdrawn",
    done="confirmed taken",  # taken: the resident says that it is not
)
GAS_CARD = _steps(
    at_home="collected",
    collected="collected topped_up returned",  # collected: another amount, or another worker has signed for it
    topped_up="topped_up returned",
    returned="signed collected topped_up",  # the latter two: the resident says that it is not back
)
CARD_IS_OUT = frozenset({GasCardState.COLLECTED, GasCardState.TOPPED_UP})
AFTER_CUT_OFF = frozenset(OrderState) - {OrderState.PLACED, OrderState.CANCELLED}
"""An order that counted at the cut-off, whatever became of it."""
