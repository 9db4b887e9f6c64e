"""A sale by the callers of the caller model, half of them in the last twenty minutes; lists and ledger against what each keyed and confirmed."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from statistics import median

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Community, Sale
from services.accounts import ledger
from services.paper.sale_reading import Reading, supplier_sheet
from services.sales.cut_off import close_due_sales
from tests.elders.errands import Errand, make_homes
from tests.elders.mind import Caller
from tests.elders.persona import MODEL, PERSONAS, load_personas
from tests.elders.phone import Conversation, Posts
from tests.elders.tongue import TONGUES, Tongue
from tests.elders.town import LINES, MORNING, PORTIONS, SETS, Home, open_town
from tests.elders.truth import Called, Outcome, judge_all
from tests.integration.outgoing import HandClock
from tests.sale.turns import Turns
from tests.web.line import Answer, Wire

CUT_OFF, RUSH = 3600.0, 20 * 60.0  # seconds after MORNING; seconds before it in which half of them call
PRICES = {number: price for number, (_, _, price) in enumerate(SETS, 1)}
Basket = Counter[int]  # pieces by the set's number


@dataclass
class TimedWire(Wire):
    """A caller's line: what it posts waits for its second."""

    turns: Turns
    begins: float
    call: Conversation | None = None

    def post(self, url: str, form: dict[str, str], *, signature: str | None = None) -> Answer:
        """The answer, when the line's clock has come there."""
        assert self.call is not None
        self.turns.wait(self.begins + self.call.now)
        return super().post(url, form, signature=signature)


@dataclass(frozen=True)
class SaleOfCallers:
    """What came of it, by the line (`listed`, `owed`: pieces by set, fen by household) and by those who called."""

    calls: Sequence[Called]
    outcomes: Sequence[Outcome]
    confirmed: dict[int, Basket]  # by household, what was read back, confirmed and said to be ordered
    cut_short: dict[int, Basket]  # the same of those who hung up before they heard that it is ordered
    stored: dict[int, Basket]
    listed: Basket
    owed: dict[int, int]

    @property
    def faults(self) -> list[str]:
        """Where the line does not say what the callers confirmed; none on a good day."""
        doubtful = {home for home, basket in self.cut_short.items() if self.stored.get(home) == basket}
        sure = {home: basket for home, basket in self.stored.items() if home not in doubtful}
        told = {
            "the orders that are stored": sure == {home: one for home, one in self.confirmed.items() if one},
            "the suppliers' lists": self.listed == sum(self.stored.values(), Counter()),
            "the ledger": self.owed == {home: _cost(basket) for home, basket in self.stored.items()},
            "who failed is on a list": all(one.listed is not False for one in self.outcomes),
        }
        return [what for what, agrees in told.items() if not agrees]

    def table(self) -> str:
        """By persona: calls, done, wrong, and of those done the middle of seconds and keys."""
        lines = [f"{'persona':9} {'calls':>6} {'done':>7} {'wrong':>7} {'seconds':>8} {'keys':>5}"]
        for persona in PERSONAS:
            theirs = [
                (called.conversation, outcome)
                for called, outcome in zip(self.calls, self.outcomes, strict=True)
                if called.persona == persona
            ]
            done = [call for call, outcome in theirs if outcome.done]
            seconds = [call.done_at for call in done if call.done_at is not None]
            keys = [call.keys_when_done for call in done if call.done_at is not None]
            shares = len(done) / len(theirs), sum(outcome.wrong for _, outcome in theirs) / len(theirs)
            middles = f"{median(seconds):8.1f} {median(keys):5.0f}" if seconds else ""
            lines.append(f"{persona:9} {len(theirs):6} {shares[0]:7.1%} {shares[1]:7.2%} {middles}")
        return "\n".join(lines)


def _cost(basket: Basket) -> int:
    return sum(PRICES[number] * pieces for number, pieces in basket.items())


@dataclass
class _Town:
    """The callers, and the line they call."""

    turns: Turns
    wire: Wire
    calls: list[Called] = field(default_factory=list)

    def comes(self, persona: str, home: Home, at: float) -> None:
        """One household calls from this second on."""
        wire = TimedWire(self.wire.client.application.test_client(), self.turns, at)
        called = call_of(persona, home, wire)
        wire.call = called.conversation
        self.calls.append(called)
        wire.call.run()


def call_of(persona: str, home: Home, wire: Posts) -> Called:
    """The call of a household, before it rings."""
    wish = replace(home.wish, set_name=home.wish.set_name.replace(",", ""))
    caller = Caller(wish, load_personas()[persona], TONGUES[home.language], Random(home.id))
    return Called(persona, Errand.ORDER, home, Conversation(wire, caller, home.telephone, LINES[home.language]))


def who_calls(callers: int, chance: Random) -> list[tuple[str, Home]]:
    """So many households, each with the persona of who calls from there, in the model's mix."""
    mix = json.loads(MODEL.read_text(encoding="utf-8"))["mix"]
    homes = list(make_homes(Errand.ORDER, callers, 1, chance))
    return list(zip(chance.choices(PERSONAS, [mix[one] for one in PERSONAS], k=callers), homes, strict=True))


def spend_sale(address: str, callers: int, seed: int = 931) -> SaleOfCallers:
    """So many households call, each once; then the cut-off comes by the line's clock. The database is new and migrated."""
    chance, clock = Random(seed), HandClock()
    people = who_calls(callers, chance)
    with open_town(address, [home for _, home in people], clock) as (engine, wire):
        town = _Town(Turns(clock, MORNING), wire)
        runs = [
            (at, partial(town.comes, persona, home, at))
            for (persona, home), at in zip(people, _times(callers, chance), strict=True)
        ]
        town.turns.run([*runs, (CUT_OFF, partial(_close, engine, clock))])
        return come_of_it(engine, town.calls)


def _times(callers: int, chance: Random) -> Iterator[float]:
    for number in range(callers):
        yield chance.uniform(0, CUT_OFF - RUSH) if number % 2 else chance.uniform(CUT_OFF - RUSH, CUT_OFF)


def _close(engine: Engine, clock: HandClock) -> None:
    with Session(engine) as session, session.begin():
        close_due_sales(session, clock.now())


def come_of_it(engine: Engine, calls: list[Called]) -> SaleOfCallers:
    """The closed sales beside what those who called have confirmed."""
    heard = {called.home.id: _confirmed(called.conversation) for called in calls}
    with Session(engine) as session:
        listed, owed, stored = Counter[int](), dict[int, int](), dict[int, Basket]()
        for sale in session.scalars(select(Sale)):
            community = session.get_one(Community, sale.community_id)
            reading = Reading(session, community, sale, None, MORNING)
            for row in [row for one in supplier_sheet(reading).deliveries for row in one.rows]:
                listed[row.number] += row.pieces
            for line in reading.lines():
                stored.setdefault(line.household_id, Counter())[line.number] += line.quantity
            fen = ledger.owed(session, sale.id, [called.home.id for called in calls])
            owed |= {home: amount for home, amount in fen.items() if amount}
    return SaleOfCallers(
        calls,
        judge_all(calls, engine),
        confirmed={home: basket for home, (basket, _) in heard.items()},
        cut_short={home: basket for home, (_, basket) in heard.items() if basket},
        stored=stored,
        listed=+listed,
        owed=owed,
    )


def _confirmed(call: Conversation) -> tuple[Basket, Basket]:
    """From what was heard and keyed alone: what is ordered, and what it would be, had the last 1 been heard out."""
    tongue, basket, read, asked = call.caller.tongue, Counter[int](), Basket(), False
    pressed = False
    words = ""
    for said in call.transcript:
        if said.who == "key":
            pressed = asked and said.words == "1"
            asked, words = False, ""
        elif said.who == "line":
            if tongue.ordered.search(said.words):
                basket |= read
                read, pressed = Basket(), False
            words += f"{tongue.glue}{said.words}"
            read = _portions(words, tongue) or read
            asked = asked or bool(tongue.right.search(_about(said.words, tongue)))
    return basket, (basket | read if pressed else Basket())


def _about(words: str, tongue: Tongue) -> str:
    """What a key is for, of a clause such as "right press 1" or 对请按一."""
    option = tongue.option.match(words)
    return option[1].strip() if option else ""


def _portions(words: str, tongue: Tongue) -> Basket:
    """The set and the pieces that were said last."""
    said = words.lower().replace("-", " ")
    found = [
        (said.rfind(tongue.portions(name.replace(",", ""), pieces)), number, pieces)
        for number, names in enumerate(SETS, 1)
        for name in names[:2]
        for pieces in range(1, PORTIONS + 1)
    ]
    at, number, pieces = max(found)
    return Counter({number: pieces}) if at >= 0 else Counter()
