"""One text further: what it means where the thread stands, and what is answered. Pure, like `ivr.engine`."""

from dataclasses import dataclass, replace

from domain.doors import Door
from domain.requests import is_same_again
from domain.understanding import understand
from domain.understanding.meanings import (
    Cancel,
    Help,
    Meaning,
    Need,
    NeedKind,
    NoMeals,
    Order,
    OwnStatus,
    Question,
    Reason,
    Report,
    Role,
    SaleNews,
    Unknown,
)
from domain.understanding.sets import SetName
from ivr.facts import Wanted
from ivr.texting import asking, cancels, intents, needs, orders, reports, telling
from ivr.texting.letter import Answer, Letter, nowhere, say
from ivr.texting.taking_up import Taken, take_up
from ivr.texting.thread import Thread


@dataclass(frozen=True, slots=True)
class Understood:
    """A text as it is understood here; `door` is to be looked up in the roster before it is answered."""

    taken: Taken
    meaning: Meaning
    door: Door | None
    waiting: Meaning | None = None  # the earlier text of which something waits until this one is answered

    @property
    def is_clear(self) -> bool:
        """Whether it says what a person says; what nobody understands may be a machine that sends our answers back."""
        is_lost = isinstance(self.meaning, Question) and self.meaning.reason is Reason.NEEDS_CONTEXT
        return not is_lost and not isinstance(self.meaning, Unknown | Help)


def listen(text: str, thread: Thread, on_sale: tuple[SetName, ...], role: Role = Role.RESIDENT) -> Understood:
    """What a text means, as an answer to the open question or by itself."""
    taken = take_up(text, thread)
    meaning = _of_medicine(understand(taken.text, role, on_sale), taken.text)
    if _is_door_alone(meaning) and thread.asked is not None and thread.asked.text:
        named = meaning.door if isinstance(meaning, Question) else None
        taken = replace(taken, text=thread.asked.text, named=named, done=thread.asked.done)
        meaning = understand(taken.text, role, on_sale)
        if isinstance(meaning, Question) and meaning.reason is Reason.MISSING_ADDRESS:  # 代报 36.5, and now its door
            taken = replace(taken, text=f"{thread.asked.text} {text}", named=None)
            meaning = understand(taken.text, role, on_sale)
    door = taken.named or getattr(meaning, "door", None)
    waiting = understand(taken.rest.text, role, on_sale) if taken.rest else None
    return Understood(taken, meaning, door if door is not None and door.building and door.room else None, waiting)


def _of_medicine(meaning: Meaning, text: str) -> Meaning:
    """一样的药, 买药 同上次: what was had last time is the medicine, and no order. 送上门 beside it is no other request."""
    if isinstance(meaning, Need) and meaning.kind is NeedKind.MEDICINE:
        return replace(meaning, also=tuple(one for one in meaning.also if one != Need(NeedKind.HOME_DELIVERY)))
    if not isinstance(meaning, Question) or meaning.reason is not Reason.NEEDS_HISTORY:
        return meaning
    needs_it = [one for one in meaning.also if isinstance(one, Need) and one.kind is NeedKind.MEDICINE]
    others = tuple(one for one in meaning.also if one not in needs_it)
    return replace(needs_it[0], door=meaning.door, also=others) if needs_it and is_same_again(text) else meaning


def _is_door_alone(meaning: Meaning) -> bool:
    return isinstance(meaning, Question) and meaning.reason is Reason.ADDRESS_ONLY and meaning.door is not None


def answer(letter: Letter) -> Answer | Wanted:
    """What comes of a text; `Wanted` when the sale must be read first."""
    if letter.taken.is_late:
        return say(letter, letter.words("too_late"))
    if letter.taken.picks_none:
        return say(letter, letter.words("pick", most=str(letter.taken.picks_none)))
    if letter.taken.is_no:
        return Answer(nowhere(letter), letter.words("send_again"), replace(letter.thread, asked=None))
    return intents.do_all(letter, _act)


def _act(letter: Letter) -> Answer | Wanted:  # noqa: C901 - one case a meaning
    match letter.meaning:
        case Report() as meaning:
            return reports.report(letter, meaning)
        case Order() as meaning:
            return orders.take_order(letter, meaning)
        case Need() as meaning:
            return needs.need(letter, meaning)
        case Cancel() as meaning:
            return cancels.cancel(letter, meaning)
        case NoMeals() as meaning:
            return cancels.refuse_meals(letter, meaning)
        case Help() as meaning:
            return telling.explain(letter, meaning)
        case OwnStatus() as meaning:
            return telling.own_status(letter, meaning)
        case SaleNews() as meaning:
            return telling.wish_sale_news(letter, meaning)
        case Question() as meaning:
            return asking.ask_back(letter, meaning)
        case Unknown() as meaning:
            return telling.not_understood(letter, meaning)
        case _:  # a worker's command or chain never comes from a resident's telephone (sms.md rule 9)
            return telling.not_understood(letter, Unknown())
