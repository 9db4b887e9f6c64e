"""A small community, a carrier that obeys and a clock moved by hand, on a database of either kind."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.integration.outgoing import MORNING, FakeCarrier, HandClock, sender_for
from tests.web.village import Village, settled
from workers.sending import Sender


@pytest.fixture
def village(engine: Engine) -> Village:
    """A small community: see tests.web.village."""
    return settled(engine, MORNING)


@pytest.fixture
def clock() -> HandClock:
    """Half past eight."""
    return HandClock()


@pytest.fixture
def carrier() -> FakeCarrier:
    """Takes everything, unless told otherwise."""
    return FakeCarrier()


@pytest.fixture
def sender(engine: Engine, village: Village, clock: HandClock, carrier: FakeCarrier) -> Iterator[Sender]:
    """Sends what the village owes."""
    made = sender_for(engine, clock, carrier)
    yield made
    made.stop()
