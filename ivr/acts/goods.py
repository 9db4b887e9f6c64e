"""What the calls about a household's order do: the substitute is taken or left, the wave heard, the goods brought up."""

from dataclasses import replace

from ivr import known
from ivr.acts import yes_or_no
from ivr.events import AnsweredOffer, Event, HeardGoods, WantsBroughtUp
from ivr.facts import CallState, Facts, Offer
from ivr.script import Effect

Done = tuple[CallState, tuple[Event, ...]]


def asked(state: CallState, facts: Facts) -> Offer | None:
    """The substitute that is asked about now."""
    offers = known.goods(facts).offers
    return offers[state.offer] if state.offer < len(offers) else None


def is_open(state: CallState, facts: Facts) -> str:
    """Whether an answer to this question still counts."""
    offer = asked(state, facts)
    return yes_or_no(answer=offer is not None and offer.is_open)


def is_another(state: CallState, facts: Facts) -> str:
    """Whether there is another question."""
    return yes_or_no(answer=asked(state, facts) is not None)


def answer(*, wants: bool) -> Effect:
    """The answer to this question; on to the next."""

    def effect(state: CallState, facts: Facts) -> Done:
        offer = asked(state, facts)
        events = (AnsweredOffer(offer.id, wants),) if offer else ()
        return replace(state, offer=state.offer + 1, done=True), events

    return effect


def can_be_brought(_: CallState, facts: Facts) -> str:
    """Whether the order still waits for whoever comes down."""
    return yes_or_no(answer=known.goods(facts).can_be_brought)


def hear(state: CallState, _: Facts) -> Done:
    """A pressed key is the only proof that a person was there."""
    return replace(state, done=True), (HeardGoods(),)


def bring(state: CallState, _: Facts) -> Done:
    """Nobody of the household comes down."""
    return replace(state, done=True), (WantsBroughtUp(),)
