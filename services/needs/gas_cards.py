"""Gas cards: who has a resident's card and how much of their money, from the door to the shop and back, each step signed for.

The money is in the ledger: what a household gave is in the bag of whoever has its card, until it is on the card or back.
The caller holds the request (services.needs.requests.held).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.gas_cards import MOST, Why
from domain.life_cycles import CARD_IS_OUT, GasCardState
from domain.money import yuan
from domain.refusals import Refused
from models import GasCard, Request, Worker
from services.accounts import ledger
from services.accounts.ledger import Account, Booking, What, between
from services.life_cycles import By, move

_WORDS = {
    Why.NO_CARD: "there is no gas card to sign for: it must be an open request for gas, at a door of the roster",
    Why.TOO_MUCH: "that is more money than there is with the card: {left} yuan",
    Why.DIFFERS: "{holder} has {left} yuan with the card; count it together, the sums must agree",
    Why.IS_ON_CARD: "the card is topped up already; put the top-up right first",
    Why.NOT_HELD: "the card is not with this worker; whoever takes it over signs for it first",
}


class CardRefused(Refused):
    """A signature that does not count, and why; `left` fen and `holder` are what is on record."""

    def __init__(self, why: Why, left: int = 0, holder: str = "") -> None:
        super().__init__(_WORDS[why].format(left=yuan(left), holder=holder or "nobody"))
        self.why, self.left, self.holder = why, left, holder


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of a card in fen: given with it, put on it, given back with it; what is `left` is in a worker's bag."""

    given: int = 0
    charged: int = 0
    returned: int = 0

    @property
    def left(self) -> int:
        """With whoever has the card."""
        return self.given - self.charged - self.returned


def card_of(session: Session, request_id: int) -> GasCard | None:
    """The card of a request, once somebody has signed for it."""
    return session.scalars(select(GasCard).where(GasCard.request_id == request_id)).one_or_none()


def is_out(session: Session, request: Request) -> bool:
    """Whether a worker has the card."""
    card = card_of(session, request.id)
    return card is not None and card.state in CARD_IS_OUT


def purse_of(session: Session, request_id: int) -> Purse:
    """What the ledger says of a card's money."""
    moved = {What.GAS_GIVEN: 0, What.GAS_CHARGED: 0, What.GAS_RETURNED: 0}
    for (what, account, _), fen in ledger.card_totals(session, request_id).items():
        if account == Account.BAG and what in moved:
            moved[What(what)] += fen
    return Purse(moved[What.GAS_GIVEN], -moved[What.GAS_CHARGED], -moved[What.GAS_RETURNED])


def collect(session: Session, request: Request, fen: int, worker: int, now: datetime, by: By) -> None:
    """A worker has the card and this much money: from the resident, or from the worker who had it. CardRefused says why not.

    Who has it already puts another sum right, as long as nothing of it is on the card.
    """
    card = card_of(session, request.id)
    if card is None:
        card = GasCard(request_id=request.id, state=GasCardState.AT_HOME.value, since=now)
        session.add(card)
        session.flush()
    if card.state not in CARD_IS_OUT:
        _receive(session, request, fen, worker, now)
    elif card.worker_id == worker:
        _correct(session, request, card, fen, now)
    else:
        _pass_on(session, request, card, fen, worker, now)
    becomes = GasCardState.TOPPED_UP if card.state == GasCardState.TOPPED_UP else GasCardState.COLLECTED
    move(session, card, becomes, now, _noted(by, fen))
    if card.worker_id != worker:
        card.worker_id, card.since = worker, now


def _receive(session: Session, request: Request, fen: int, worker: int, now: datetime) -> None:
    if fen > MOST:
        raise CardRefused(Why.TOO_MUCH, MOST)
    moves = between(Account.BAG, worker, Account.HOUSEHOLD, request.household_id, fen)
    ledger.book(session, None, [Booking(What.GAS_GIVEN, moves)], now, request_id=request.id)


def _correct(session: Session, request: Request, card: GasCard, fen: int, now: datetime) -> None:
    if card.state == GasCardState.TOPPED_UP:
        raise CardRefused(Why.IS_ON_CARD)
    if fen > MOST:
        raise CardRefused(Why.TOO_MUCH, MOST)
    short = fen - purse_of(session, request.id).given
    moves = between(Account.BAG, card.worker_id, Account.HOUSEHOLD, request.household_id, short)
    ledger.book(session, None, [Booking(What.GAS_GIVEN, moves, note="put right")], now, request_id=request.id)


def _pass_on(session: Session, request: Request, card: GasCard, fen: int, worker: int, now: datetime) -> None:
    left = purse_of(session, request.id).left
    if fen != left:
        raise CardRefused(Why.DIFFERS, left, session.get_one(Worker, card.worker_id).name)
    moves = between(Account.BAG, worker, Account.BAG, card.worker_id, fen)
    ledger.book(session, None, [Booking(What.GAS_PASSED, moves)], now, request_id=request.id)


def top_up(session: Session, request: Request, fen: int, worker: int, now: datetime, by: By) -> None:
    """So much of the money is on the card; a later sum replaces an earlier one. CardRefused says why not."""
    card = card_of(session, request.id)
    if card is None or card.state not in CARD_IS_OUT or card.worker_id != worker:
        raise CardRefused(Why.NOT_HELD)
    purse = purse_of(session, request.id)
    if not 0 < fen <= purse.given:
        raise CardRefused(Why.TOO_MUCH, purse.given)
    moves = between(Account.HOUSEHOLD, request.household_id, Account.BAG, worker, fen - purse.charged)
    ledger.book(session, None, [Booking(What.GAS_CHARGED, moves)], now, request_id=request.id)
    move(session, card, GasCardState.TOPPED_UP, now, _noted(by, fen))


def give_back(session: Session, request: Request, now: datetime, by: By) -> None:
    """The card is back at the door with all the money that is left; nothing where it never was out."""
    card = card_of(session, request.id)
    if card is None or card.state not in CARD_IS_OUT:
        return
    left = purse_of(session, request.id).left
    moves = between(Account.HOUSEHOLD, request.household_id, Account.BAG, card.worker_id, left)
    ledger.book(session, None, [Booking(What.GAS_RETURNED, moves)], now, request_id=request.id)
    move(session, card, GasCardState.RETURNED, now, _noted(by, left))


def sign(session: Session, request: Request, now: datetime, by: By) -> None:
    """The resident says that card and money are back."""
    card = card_of(session, request.id)
    if card is not None and card.state == GasCardState.RETURNED:
        move(session, card, GasCardState.SIGNED, now, by)


def miss(session: Session, request: Request, now: datetime, by: By) -> None:
    """The resident says that they are not: whoever had them last has them still."""
    card = card_of(session, request.id)
    if card is None or card.state != GasCardState.RETURNED:
        return
    ledger.take_card_entry_back(session, request.id, What.GAS_RETURNED, now)
    is_charged = purse_of(session, request.id).charged > 0
    move(session, card, GasCardState.TOPPED_UP if is_charged else GasCardState.COLLECTED, now, by)


def _noted(by: By, fen: int) -> By:
    return By(by.channel, by.worker_id, " ".join(filter(None, [by.note, f"¥{yuan(fen)}"])))
