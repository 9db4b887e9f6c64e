"""What is done about a gas card by whichever way, text, key, page or command: signed for, topped up; and who has which card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.gas_cards import MOST, Signature, Why
from domain.life_cycles import CARD_IS_OUT, GasCardState, RequestState
from domain.requests import RequestKind
from ivr import facts
from models import GasCard, Item, Request, Worker
from services.life_cycles import By
from services.needs import gas_cards
from services.needs import news as request_news
from services.needs.gas_cards import CardRefused, Purse, purse_of
from services.needs.requests import OPEN, held, step


@dataclass(frozen=True, slots=True)
class Signed:
    """What somebody signs for: fen of the money that goes with the card of a request."""

    request_id: int
    what: Signature
    fen: int


def sign(session: Session, signed: Signed, worker: Worker, now: datetime, channel: str) -> Purse:
    """A worker signs; the money as it is then. CardRefused, and nothing is done. The household is told once who has its card."""
    request = held(session, signed.request_id)
    if request.kind != RequestKind.GAS or request.state not in OPEN or request.household_id is None:
        raise CardRefused(Why.NO_CARD)
    by = By(channel, worker.id)
    if signed.what is Signature.TOPPED_UP:
        gas_cards.top_up(session, request, signed.fen, worker.id, now, by)
        return purse_of(session, request.id)
    gas_cards.collect(session, request, signed.fen, worker.id, now, by)
    if request.state != RequestState.IN_HAND:
        step(session, request, RequestState.IN_HAND, now, by)
    request_news.tell_card_collected(session, request, worker, signed.fen, now)
    return purse_of(session, request.id)


def card_back(session: Session, request_id: int) -> facts.GasCard | None:
    """The card that a household is asked about, once it is said to be back."""
    card = gas_cards.card_of(session, request_id)
    if card is None or card.state in CARD_IS_OUT:
        return None
    purse = purse_of(session, request_id)
    return facts.GasCard(purse.charged, purse.returned)


def cards_of_items(session: Session, items: Sequence[int], worker: int) -> dict[int, tuple[str, int]]:
    """Of these items those that are for gas: who has the card (ivr.facts.Matter) and the fen that can be signed for."""
    rows = session.execute(
        select(Request.item_id, Request.id, GasCard)
        .outerjoin(GasCard, GasCard.request_id == Request.id)
        .where(Request.item_id.in_(items), Request.kind == RequestKind.GAS.value, Request.household_id.is_not(None))
    )
    return {item: _held_by(session, request, card, worker) for item, request, card in rows}


def _held_by(session: Session, request: int, card: GasCard | None, worker: int) -> tuple[str, int]:
    if card is None or card.state not in CARD_IS_OUT:
        return "home", MOST
    purse = purse_of(session, request)
    return ("mine", purse.given) if card.worker_id == worker else ("others", purse.left)


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A card as it is listed; `worker` who has it, or had it last; `since` when."""

    request: int
    item: int
    building: str
    unit: str
    room: str
    state: str
    worker: str | None
    since: datetime
    given_fen: int
    charged_fen: int
    left_fen: int


def list_cards(session: Session, community_id: int, since: datetime) -> list[ListedCard]:
    """Every card that is out, and those that went back of late; the longest away first."""
    query = (
        _cards()
        .where(Request.community_id == community_id, GasCard.state != GasCardState.AT_HOME.value)
        .where(GasCard.state.in_(CARD_IS_OUT) | (Item.closed_at >= since))
        .order_by(GasCard.since, GasCard.id)
    )
    return [
        _listed(card, item, name, purse_of(session, card.request_id)) for card, item, name in session.execute(query)
    ]


def listed_card(session: Session, request_id: int) -> ListedCard | None:
    """The card of a request; None before anybody has signed for it."""
    row = session.execute(_cards().where(Request.id == request_id)).one_or_none()
    return _listed(*row, purse_of(session, request_id)) if row is not None else None


def _cards() -> Select[GasCard, Item, str]:
    return (
        select(GasCard, Item, Worker.name)
        .join(Request, Request.id == GasCard.request_id)
        .join(Item, Item.id == Request.item_id)
        .outerjoin(Worker, Worker.id == GasCard.worker_id)
    )


def _listed(card: GasCard, item: Item, worker: str | None, purse: Purse) -> ListedCard:
    return ListedCard(
        request=card.request_id,
        item=item.id,
        building=item.building,
        unit=item.unit,
        room=item.room,
        state=card.state,
        worker=worker,
        since=card.since,
        given_fen=purse.given,
        charged_fen=purse.charged,
        left_fen=purse.left,
    )
