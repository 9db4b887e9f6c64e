"""The town the exchange's tests live in."""

from collections.abc import Iterator

import pytest

from exchange.clock import Clock
from exchange.parts import Account, Parts
from exchange.studio import Pace
from tests.integration.exchange.town import ACCOUNT, OLD_TOKEN, TOKEN, Town


@pytest.fixture
def town() -> Iterator[Town]:
    """An exchange whose timeouts of keys pass ten times, and whose ringing a hundred times, as fast as real ones."""
    account = Account(ACCOUNT, (TOKEN, OLD_TOKEN), "SK1", "a secret")
    built = Town(Parts(account, Clock(speed=100), Pace(divisor=10), calls_per_second=0))
    yield built
    built.stop()
