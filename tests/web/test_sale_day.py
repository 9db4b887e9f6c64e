"""A sale day in the suite: two hundred orders, and forty of the caller model. `python -m tests.sale` has all 931."""

import pytest
from sqlalchemy import Engine

from tests.elders.persona import PERSONAS
from tests.sale.callers import spend_sale
from tests.sale.day import spend_day
from tests.web.village import Village
from webhooks.parts import Parts

ORDERS, CALLERS = 200, 40


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_suppliers_list_is_what_households_keyed_and_texted(engine: Engine, parts: Parts, village: Village) -> None:
    day = spend_day(engine, parts, village, ORDERS)
    assert day.faults == []
    assert day.states["cancelled"] > 0
    day.listed[1] += 1
    assert day.faults == ["the suppliers' list"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_lists_and_ledger_are_what_callers_who_err_have_confirmed(database_address: str) -> None:
    sale = spend_sale(database_address, CALLERS)
    assert sale.faults == []
    assert {called.persona for called in sale.calls} == set(PERSONAS)
    assert len(sale.stored) > CALLERS / 2
    home = next(iter(sale.stored))
    sale.confirmed[home][1] += 1
    assert sale.faults == ["the orders that are stored"]
