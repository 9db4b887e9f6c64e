"""The town the exchange's tests live in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from exchange.clock import Clock
from exchange.parts import Account, Parts
from exchange.studio import Pace
from tests.integration.exchange.town import ACCOUNT, OLD_TOKEN, TOKEN, Town


@pytest.fixture
def build() -> Iterator[Callable[..., Town]]:
    """Builds towns whose timeouts of keys pass ten times, and whose simulated clock a hundred times, as fast as real ones.

    How many calls and segments a second is for each test to say; 0 is any number.
    """
    with ExitStack() as standing:

        def town(*, calls: float = 0, segments: float = 0) -> Town:
            account = Account(ACCOUNT, (TOKEN, OLD_TOKEN), "SK1", "a secret")
            parts = Parts(account, Clock(speed=100), Pace(divisor=10), calls, segments)
            built = Town(parts)
            standing.callback(built.stop)
            return built

        yield town


@pytest.fixture
def town(build: Callable[..., Town]) -> Town:
    """A town where nothing waits its turn."""
    return build()
