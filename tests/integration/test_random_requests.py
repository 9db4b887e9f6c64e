"""Whatever residents, workers, the office and the clock do with requests: none is lost, nor a fen that goes with a gas card."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.day_plan import DayPlan
from domain.gas_cards import Signature
from domain.life_cycles import CARD_IS_OUT, RequestState
from domain.refusals import Refused
from domain.requests import RequestKind
from ivr.events import Requested, Result
from ivr.facts import CallState
from models import GasCard, Item, Message, Posting, Request, Worker
from services.alerting.item_work import work_on_item
from services.calling.speaking import Speaking
from services.desk import request_desk
from services.life_cycles import By
from services.needs import gas_cards, gas_desk, request_answers
from services.needs.gas_cards import CardRefused
from services.needs.gas_desk import Signed
from services.needs.news import ask_due
from services.needs.requests import ON_LIST, OPEN, ask
from tests.web.village import settle

ANY = st.integers(0, 20)
BEGIN = datetime(2020, 2, 29, 0, 30, tzinfo=UTC)  # 08:30 in Wuhan


class RandomRequests(RuleBasedStateMachine):
    """A village whose residents ask, whose worker and office work, and whose clock goes on."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.sids = count(1)
        self.now = BEGIN
        self.made: set[int] = set()
        self.session = Session(engine)
        self.village = settle(self.session, self.now)
        self.homes = list(self.village.doors.values())

    def teardown(self) -> None:
        """Nothing was committed: the next run begins with an empty database."""
        self.session.rollback()
        self.session.close()

    def any_request(self, which: int) -> int:
        """One of those that were made."""
        return sorted(self.made)[which % len(self.made)]

    @rule(at=ANY, kind=st.sampled_from(RequestKind), days=st.sampled_from([None, 2, 5]))
    def asks(self, at: int, kind: RequestKind, days: int | None) -> None:
        """A resident asks for something."""
        home = self.homes[at % len(self.homes)]
        state = CallState("text", community=self.village.community, household=home, verified=True)
        speaking = Speaking(self.session, state, f"SM{next(self.sids)}", "", self.now, channel="sms")
        wanted = Requested(kind, words="x", days_left=days if kind is RequestKind.MEDICINE else None)
        self.made.add(ask(speaking, wanted).id)

    @precondition(lambda self: self.made)
    @rule(which=ANY, result=st.sampled_from(Result))
    def works(self, which: int, result: Result) -> None:
        """The worker takes it, has done it, or finds nobody home."""
        request = self.session.get_one(Request, self.any_request(which))
        item = self.session.get_one(Item, request.item_id)
        work_on_item(self.session, item, result, self.now, By("sms", self.village.workers["worker"]))

    @precondition(lambda self: self.made)
    @rule(which=ANY, becomes=st.sampled_from(RequestState))
    def office_moves(self, which: int, becomes: RequestState) -> None:
        """The office takes a step, or is refused one."""
        try:
            request_desk.move_on(self.session, self.village.community, self.any_request(which), becomes, self.now)
        except Refused:
            return

    @precondition(lambda self: self.made)
    @rule(which=ANY, is_done=st.booleans())
    def answers(self, which: int, is_done: bool) -> None:
        """The resident says whether it is done."""
        answer = request_answers.confirm if is_done else request_answers.deny
        answer(self.session, self.any_request(which), self.now, By("sms"))

    @precondition(lambda self: self.made)
    @rule(which=ANY, what=st.sampled_from(Signature), who=st.sampled_from(["worker", "cadre"]), yuan=st.integers(0, 3))
    def signs_for_card(self, which: int, what: Signature, who: str, yuan: int) -> None:
        """Somebody signs for a gas card and so much money, or is refused."""
        worker = self.session.get_one(Worker, self.village.workers[who])
        try:
            with self.session.begin_nested():
                gas_desk.sign(self.session, Signed(self.any_request(which), what, yuan * 100), worker, self.now, "sms")
        except CardRefused:
            return

    @rule(hours=st.integers(1, 14))
    def time_passes(self, hours: int) -> None:
        """The clock asks whoever is due."""
        self.now += timedelta(hours=hours)
        ask_due(self.session, self.now)

    @invariant()
    def none_is_lost_and_each_item_says_the_same(self) -> None:
        """Open, taken or done as its request is; a meal that stands has nothing left to do."""
        self.session.flush()
        rows = self.session.execute(select(Request, Item).join(Item, Item.id == Request.item_id)).all()
        assert {request.id for request, _ in rows} == self.made
        for request, item in rows:
            stands = request.kind == RequestKind.MEAL and request.state == RequestState.IN_HAND
            assert item.state == ON_LIST.get(RequestState(request.state), "done") or (stands and item.state == "done")
            assert (item.closed_at is None) == (item.state != "done")

    @invariant()
    def the_money_of_a_card_is_with_whoever_has_it_or_back(self) -> None:
        """No fen in a bag but those of cards that are out; and no request has ended with its card away."""
        bags: Counter[int] = Counter()
        for card, request in self.session.execute(select(GasCard, Request).join(Request)):
            left = gas_cards.purse_of(self.session, request.id).left
            is_out = card.state in CARD_IS_OUT
            assert left >= 0
            assert is_out == (request.state in OPEN)
            assert is_out or left == 0
            bags[card.worker_id or 0] += left
        sums = select(Posting.owner, func.sum(Posting.fen)).where(Posting.account == "bag").group_by(Posting.owner)
        assert {int(owner): fen for owner, fen in self.session.execute(sums) if fen} == +bags
        assert not self.session.scalar(select(func.sum(Posting.fen)))

    @invariant()
    def nobody_is_asked_at_night(self) -> None:
        """Neither by text nor by call."""
        for made in self.session.scalars(select(Message.created_at).where(Message.purpose == "request")):
            assert not DayPlan().is_quiet(made.astimezone(ZoneInfo("Asia/Shanghai")).time())


def test_no_request_is_lost_and_nobody_is_asked_at_night(engine: Engine) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run = settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(lambda: RandomRequests(engine), settings=run)  # type: ignore[arg-type]  # a factory will do
