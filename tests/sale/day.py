"""A whole sale day through the webhooks: orders keyed, texted, changed and cancelled, half of them in the last twenty minutes.

The suppliers' list is held against a ledger of its own, kept by those who order: of what they keyed and were told.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from linli.app import create_app
from models import Building, Community, Grid, Household, Message, Order, Phone, Resident, Sale
from services.day.clock import Clock
from services.paper.sale_reading import Reading, pick_sheet, supplier_sheet
from services.sales.cut_off import close_due_sales
from services.sales.sale_lines import lines_of_sale
from services.sending.doorbell import Doorbell
from tests.web.conftest import MORNING
from tests.web.line import BASE, LINE, TOKEN, PhoneCall, Wire, wire_to
from tests.web.village import Village
from webhooks.parts import Parts

HOMES = 700
SETS = {1: "粮油冻品", 2: "蔬菜", 3: "水果"}
CUT_OFF = MORNING + timedelta(hours=1)
_sids = count(1)


@dataclass
class Ledger:
    """What every household has ordered, as it heard or read it itself."""

    wire: Wire
    chance: Random
    held: dict[str, Counter[int]] = field(default_factory=dict)

    def keys(self, number: str) -> None:
        """A call: one set, or two; whoever has ordered changes, or cancels."""
        call = PhoneCall(self.wire, number).dial().press("3", "2")
        if self.held.get(number):
            if self.chance.random() < 0.3:
                call.press("2", "1")
                assert "取消了" in call.heard
                self.held[number] = Counter()
                return
            call.press("1")
        wanted: Counter[int] = Counter()
        for place, one in enumerate(self.chance.sample(list(SETS), self.chance.choice((1, 1, 2)))):
            quantity = self.chance.randint(1, 3)
            if place:
                call.press("1")
            call.press(self._key(call, SETS[one]), str(quantity), "1")
            wanted[one] = quantity
        assert call.heard.count("订好了") == len(wanted)
        call.press("2")
        assert call.ended
        self.held[number] = wanted

    def _key(self, call: PhoneCall, name: str) -> str:
        """The key that is offered for this set in what was heard last."""
        offered = call.heard.rpartition(f"{name},")[2]
        return {"一": "1", "二": "2", "三": "3"}[offered.partition("请按")[2][0]]

    def texts(self, number: str) -> None:
        """A text: a set or two; whoever has ordered changes, or cancels."""
        if self.held.get(number) and self.chance.random() < 0.3:
            self._text(number, "取消订单")
            self.held[number] = Counter()
            return
        one, quantity = self.chance.choice(list(SETS)), self.chance.randint(1, 3)
        had = self.held.get(number) or Counter()
        self._text(number, f"{'改' if had else ''}{SETS[one]}{quantity}份")
        self.held[number] = Counter({**(had if one in had else {}), one: quantity})

    def _text(self, number: str, body: str) -> None:
        form = {"MessageSid": f"SM{next(_sids):032x}", "From": number, "To": LINE, "Body": body, "NumMedia": "0"}
        assert self.wire.post("/webhooks/sms/incoming", form).status == 200

    @property
    def totals(self) -> Counter[int]:
        """Pieces by set."""
        return sum(self.held.values(), Counter())


def _move_in(session: Session, village: Village, doors: int) -> list[str]:
    """So many doors in four units, each with a telephone."""
    grid = session.scalars(select(Grid.id)).one()
    building = session.scalars(select(Building.id).where(Building.name == "5")).one()
    numbers = [f"+861010{at:07}" for at in range(doors)]
    homes, people, phones = [], [], []
    for at, number in enumerate(numbers):
        ids = {"community_id": village.community, "household_id": 1000 + at}
        room = {"unit": str(1 + at % 4), "room": str(101 + at // 4)}
        homes.append(
            {"id": 1000 + at, "community_id": village.community, "building_id": building, "grid_id": grid} | room
        )
        people.append({"id": 1000 + at, "household_id": 1000 + at, "position": 0, "name": "住户", "language": "zh-CN"})
        phones.append(ids | {"resident_id": 1000 + at, "number": number, "position": 1})
    for table, rows in ((Household, homes), (Resident, people), (Phone, phones)):
        session.execute(insert(table), rows)
    return numbers


def _line_at(parts: Parts, minutes: float) -> Wire:
    """The line at this time of the sale."""
    at = MORNING + timedelta(minutes=minutes)
    clock = Clock(real=at, simulated=at, speed=1e-9)
    return wire_to(
        create_app(
            Parts(parts.engine, parts.plain, clock, Doorbell(""), auth_tokens=(TOKEN,), base_urls=(BASE,)),
        )
    )


@dataclass(frozen=True)
class Day:
    """What came of it, by the line and by those who ordered: pieces by set, pieces picked, sets by household, digests."""

    listed: dict[int, int]
    keyed: dict[int, int]
    picked: int
    stored: dict[int, Counter[int]]
    held: dict[int, Counter[int]]
    states: Counter[str]
    digests: tuple[str, ...]

    @property
    def faults(self) -> list[str]:
        """Where the line and those who ordered do not say the same; none on a good day."""
        told = {
            "the suppliers' list": self.listed == self.keyed,
            "the pick list": self.picked == sum(self.keyed.values()),
            "the orders that are stored": self.stored == self.held,
            "the orders that closed": self.states["closed"] == len(self.held),
            "the digest": len(self.digests) == 1 and f"共{len(self.held)}户" in self.digests[0],
        }
        return [what for what, agrees in told.items() if not agrees]


def spend_day(engine: Engine, parts: Parts, village: Village, orders: int) -> Day:
    """So many calls and texts, then the cut-off."""
    chance = Random(931)
    with Session(engine) as session, session.begin():
        numbers = _move_in(session, village, max(HOMES, orders))
    ledger = Ledger(_line_at(parts, 0), chance)
    early, late = orders - orders // 2, orders // 2
    times = sorted(chance.uniform(0, 39) for _ in range(early)) + sorted(chance.uniform(40, 59) for _ in range(late))
    for at, minute in enumerate(times):
        if at == early:
            ledger.wire = _line_at(parts, minute)
        number = numbers[at] if chance.random() < 0.7 else chance.choice(numbers[: at + 1])
        (ledger.keys if chance.random() < 0.4 else ledger.texts)(number)
    with Session(engine) as session, session.begin():
        close_due_sales(session, CUT_OFF)
    with Session(engine) as session:
        return _come_of_it(session, ledger, numbers)


def _come_of_it(session: Session, ledger: Ledger, numbers: list[str]) -> Day:
    community, sale = session.scalars(select(Community)).one(), session.scalars(select(Sale)).one()
    reading = Reading(session, community, sale, None, CUT_OFF)
    stored: dict[int, Counter[int]] = {}
    for line in lines_of_sale(session, sale.id):
        stored.setdefault(line.household_id, Counter())[line.number] += line.quantity
    return Day(
        listed={row.number: row.pieces for one in supplier_sheet(reading).deliveries for row in one.rows},
        keyed=dict(sorted(ledger.totals.items())),
        picked=sum(one.quantity for bag in pick_sheet(reading).bags for one in bag.sets),
        stored=stored,
        held={1000 + numbers.index(number): held for number, held in ledger.held.items() if held},
        states=Counter(session.scalars(select(Order.state))),
        digests=tuple(session.scalars(select(Message.body).where(Message.kind == "digest"))),
    )
