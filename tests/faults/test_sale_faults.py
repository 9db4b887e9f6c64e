"""A sale while its parts die: what was ordered is stored, closed, charged and told once, whoever is killed in the middle."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from linli.embedded import start_valkey
from models import Entry, Household, Order, OrderLine, Posting, Sale, StateChange
from tests.faults.street import Street, wait_for
from tests.web.line import LINE

pytestmark = pytest.mark.xdist_group("house")

PRICE = 3_000  # fen of a set of vegetables


def order_by_text(street: Street, at: int) -> tuple[str, int]:
    """A door orders vegetables; its room and how many. The text comes twice, as carriers do."""
    number, room = street.fresh()
    quantity = 1 + at % 3
    form = {"MessageSid": f"SM{at:032x}", "From": number, "To": LINE, "Body": f"蔬菜{quantity}份", "NumMedia": "0"}
    for _ in range(2):
        assert street.post("/webhooks/sms/incoming", form).status == 200
    return room, quantity


def closes(street: Street) -> None:
    """The cut-off has passed by the line's clock."""
    with Session(street.engine) as session, session.begin():
        sale = session.scalars(select(Sale)).one()
        sale.cutoff_at = sale.opens_at + timedelta(minutes=1)


def stored(street: Street) -> dict[str, int]:
    """Pieces by room, of the orders that are closed."""
    with Session(street.engine) as session:
        rows = session.execute(
            select(Household.room, OrderLine.quantity)
            .join(Order, Order.household_id == Household.id)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(Order.state == "closed")
        )
        return dict(rows.all())


def digests(street: Street) -> list[str]:
    """What of the order's digest the carrier took."""
    return [one["form"]["Body"] for one in street.accepted() if one["form"]["Body"].startswith("订单截止")]


@pytest.mark.timeout(240)
def test_a_sale_is_kept_closed_charged_and_told_once_though_worker_clock_and_valkey_are_killed(street: Street) -> None:
    wanted: dict[str, int] = {}
    for at in range(18):
        if at == 6:
            for name in ("worker", "clock"):
                street.house.kill(name)
        if at == 12:
            assert street.house.valkey is not None
            street.house.valkey.kill()
            street.house.start_process("worker")
        if at == 15:
            street.house.valkey = start_valkey(street.house.plan.directory / "valkey")
        room, quantity = order_by_text(street, at)
        wanted[room] = quantity
    closes(street)
    street.house.start_process("clock")
    wait_for("the cut-off", lambda: stored(street) == wanted, within=40)
    street.house.kill("worker")
    street.house.start_process("worker")
    (digest,) = wait_for("the digest", lambda: digests(street), within=40)
    assert digest.startswith(f"订单截止:蔬菜{sum(wanted.values())}份。共18户")
    street.balance(within=120)
    assert len(digests(street)) == 1
    with Session(street.engine) as session:
        steps = Counter(session.scalars(select(StateChange.becomes).where(StateChange.about == "order")))
        owed = session.scalar(select(func.sum(Posting.fen)).where(Posting.account == "household"))
        assert (steps, session.scalar(select(func.count(Entry.id)))) == ({"closed": 18}, 18)
        assert owed == PRICE * sum(wanted.values())
