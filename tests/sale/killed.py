"""The sale of callers who err on a line of real processes, whose worker, clock and Valkey are killed in the middle of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from linli.embedded import start_valkey
from linli.house import House, Plan
from models import Sale
from models.database import open_engine
from tests.elders.town import LINES, MORNING, settle_town
from tests.elders.truth import Called
from tests.faults.street import Street, wait_for
from tests.sale.callers import SaleOfCallers, call_of, come_of_it, who_calls
from tests.web.line import Answer

AT_ONCE = 6  # calls
PATIENCE = 300  # seconds for what is still to be sent


@dataclass
class HouseWire:
    """Webhooks to the web processes of a house."""

    street: Street

    def post(self, url: str, form: dict[str, str]) -> Answer:
        """The answer to a signed form."""
        answer = self.street.post(url, form)
        return Answer(answer.status, answer.data.decode())


def spend_sale_among_the_dying(directory: Path, callers: int, database: str = "", seed: int = 931) -> SaleOfCallers:
    """So many callers, six at once; at each quarter of them something dies or comes back. Digests must come once."""
    house = House(Plan(directory / "house", LINES["zh-CN"], database=database, segments=0, start=MORNING))
    engine = open_engine(house.database)
    try:
        street = Street(house, engine)
        house.open()
        people = who_calls(callers, Random(seed))
        with Session(engine) as session, session.begin():
            settle_town(session, [home for _, home in people])
        house.start()
        street.lends(*LINES.values())
        calls = [call_of(persona, home, HouseWire(street)) for persona, home in people]
        quarter = -(-callers // 4)
        _call(calls[:quarter])
        for name in ("worker", "clock"):
            house.kill(name)
        _call(calls[quarter : 2 * quarter])
        assert house.valkey is not None
        house.valkey.kill()
        house.start_process("worker")
        _call(calls[2 * quarter : 3 * quarter])
        house.valkey = start_valkey(house.plan.directory / "valkey")
        _call(calls[3 * quarter :])
        _cut_off(street)
        street.balance(within=PATIENCE)
        digests = [one for one in street.accepted() if "closed" in one["form"]["Body"] or "截止" in one["form"]["Body"]]
        assert len(digests) == len(LINES), [one["form"]["Body"] for one in digests]
        return come_of_it(engine, calls)
    finally:
        house.stop()
        engine.dispose()


def _call(calls: list[Called]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda called: called.conversation.run(), calls))


def _cut_off(street: Street) -> None:
    """The cut-off has passed by the line's clock, which comes back to see it."""
    with Session(street.engine) as session, session.begin():
        for sale in session.scalars(select(Sale)):
            sale.cutoff_at = sale.opens_at + timedelta(minutes=1)
    street.house.start_process("clock")

    def closed() -> bool:
        with Session(street.engine) as session:
            return not session.scalar(select(func.count()).select_from(Sale).where(Sale.closed_at.is_(None)))

    wait_for("the cut-off", closed, within=60)
