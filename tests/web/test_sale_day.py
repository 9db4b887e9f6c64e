"""A sale day in the suite: two hundred orders. `python -m tests.sale` spends the day of all 931."""

import pytest
from sqlalchemy import Engine

from tests.sale.day import spend_day
from tests.web.village import Village
from webhooks.parts import Parts

ORDERS = 200


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_the_suppliers_list_is_what_households_keyed_and_texted(engine: Engine, parts: Parts, village: Village) -> None:
    day = spend_day(engine, parts, village, ORDERS)
    assert day.faults == []
    assert day.states["cancelled"] > 0
    day.listed[1] += 1
    assert day.faults == ["the suppliers' list"]
