"""Asking back: each reason for doubt has its question, and the choices that a number picks."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.understanding.meanings import Question, Reason, raises_alert
from ivr.events import Event, FiledItem, ItemKind
from ivr.facts import Wanted
from ivr.texting import doors, orders
from ivr.texting.alarms import alarm
from ivr.texting.echoes import degrees
from ivr.texting.letter import Answer, Letter, Spoken, ask, choices, say
from ivr.texting.telling import has_reported, reported
from ivr.texting.thread import Asked, Choice

_WHOLE_DEGREES = re.compile(r"(?<![\d.])(3[5-9]|4[01])(?![\d.])")
_NUMBER = re.compile(r"\d[\d.]*")
_QUANTITY = re.compile(r"\d+|[一二两三四五]")
_CHINESE = {word: str(number) for number, words in enumerate(("一", "二两", "三", "四", "五"), 1) for word in words}

Asking = Callable[[Letter, Question], Answer | Wanted]


def ask_back(letter: Letter, question: Question) -> Answer | Wanted:
    """The question for this doubt. Where a human must look at once, the alert is raised while it is out."""
    alarm, state = _alarm(letter, question)
    answer = ASKING.get(question.reason, _ask_value)(letter, question)
    if not alarm or isinstance(answer, Wanted):
        return answer
    kept = answer.thread.asked or Asked("")
    thread = letter.thread.asks(replace(kept, alerted=True))
    return Answer(state.state if state else answer.state, answer.body, thread, (*alarm, *answer.events))


def _alarm(letter: Letter, question: Question) -> tuple[tuple[Event, ...], Spoken | None]:
    """At the sender's door where that is certain, else by the telephone alone; what another intent tells it tells itself."""
    if not raises_alert(question) or any(map(raises_alert, question.also)):
        return (), None
    spoken = doors.settle(letter, question.door)
    at_door = spoken if isinstance(spoken, Spoken) else None
    person = 0 if at_door and at_door.state.people == 1 else None
    raised = alarm(question, person)
    return (() if raised is None else (raised,)), at_door


def _ask_value(letter: Letter, question: Question) -> Answer | Wanted:
    """The temperature in digits; of two or three that can be meant, which."""
    if len(question.tenths) > 1:
        values = [degrees(tenths) for tenths in question.tenths]
        body = letter.words("which_value", choices=choices(letter, values))
        return ask(letter, body, Asked(letter.taken.text, tuple(_put(letter, question, value) for value in values)))
    if question.tenths:
        value = degrees(question.tenths[0])
        asked = Asked(letter.taken.text, (_put(letter, question, value),))
        return ask(letter, letter.words("this_value", value=value), asked)
    return ask(letter, letter.words("what_value"), Asked(""))


def _put(letter: Letter, question: Question, value: str) -> Choice:
    """The text with this value in the place of what was doubtful: its door and its person stay."""
    text = unicodedata.normalize("NFKC", letter.taken.text)
    numbers = list(_NUMBER.finditer(text, _after_door(text, question)))
    if not numbers:
        return Choice(f"{text} {value}")
    rest = text[numbers[0].end() :] if len(numbers) == 1 else ""
    return Choice(f"{text[: numbers[0].start()]}{value}{rest}")


def _after_door(text: str, question: Question) -> int:
    room = question.door.room if question.door else ""
    return text.find(room) + len(room) if room in text else 0


def _ask_last_digit(letter: Letter, question: Question) -> Answer | Wanted:
    text = unicodedata.normalize("NFKC", letter.taken.text)
    found = list(_WHOLE_DEGREES.finditer(text, _after_door(text, question)))
    if len(found) != 1:
        return _ask_value(letter, question)
    body = letter.words("last_digit", degrees=found[0][0])
    return ask(letter, body, Asked(letter.taken.text, blank=f"{text[: found[0].end()]}.{{}}"))


def _ask_if_normal(letter: Letter, question: Question) -> Answer:
    spoken = doors.settle(letter, question.door)
    if isinstance(spoken, Spoken) and spoken.state.verified and has_reported(letter, spoken):
        return say(letter, reported(letter, spoken), spoken.state)  # 都好 after the report adds nothing to it
    options = (Choice(letter.words("all_normal_text")), Choice(letter.words("unwell_text")))
    return ask(letter, letter.words("all_normal"), Asked(letter.taken.text, options))


def _ask_temperature_of_door(letter: Letter, question: Question) -> Answer:
    """A door alone: it is remembered for the day, and its temperature asked."""
    spoken = doors.settle(letter, question.door)
    if isinstance(spoken, Answer):
        return spoken
    thread = replace(letter.thread.asks(Asked("")), door=spoken.state.household)
    return Answer(spoken.state, letter.words("value_of_door", door=spoken.door(letter.language)), thread)


def _ask_quantity(letter: Letter, question: Question) -> Answer | Wanted:
    """How many of the set that was named."""
    if len(question.lines) != 1:
        return orders.offer_sets(letter, "1", "which_set", question.door)
    return orders.ask_quantity(letter, question.lines[0].set_number, question.door)


def _ask_set(letter: Letter, question: Question) -> Answer | Wanted:
    """Which set, for the quantity that was named."""
    found = _QUANTITY.search(unicodedata.normalize("NFKC", letter.taken.text))
    quantity = _CHINESE.get(found[0], found[0]) if found else "1"
    return orders.offer_sets(letter, quantity, "which_set", question.door)


def _ask_order(letter: Letter, question: Question) -> Answer | Wanted:
    """What is on sale can be ordered, and nothing else."""
    return orders.offer_sets(letter, "1", "only_sets", question.door)


def _same_again(letter: Letter, question: Question) -> Answer | Wanted:
    return orders.same_again(letter, question.door)


def _say(prompt: str) -> Asking:
    def asking(letter: Letter, _: Question) -> Answer:
        return ask(letter, letter.words(prompt), Asked(""))

    return asking


def _leave(letter: Letter, _: Question) -> Answer:
    """Too long to be a report or an order: a person reads it."""
    spoken = doors.settle(letter, None)
    left = FiledItem(ItemKind.OTHER, note=letter.taken.text)
    if isinstance(spoken, Answer):
        return Answer(spoken.state, letter.words("left_to_worker"), letter.thread, (left,))
    return Answer(spoken.state, letter.words("left_to_worker"), letter.thread, (left,))


def _ask_door(letter: Letter, _: Question) -> Answer:
    return ask(letter, letter.words("which_door"), Asked(letter.taken.text))


def _no_question(letter: Letter, _: Question) -> Answer:
    return say(letter, letter.words("no_question"))


ASKING: Mapping[Reason, Asking] = {
    Reason.NO_DECIMAL: _ask_last_digit,
    Reason.CROSSES_THRESHOLD: _ask_last_digit,
    Reason.COUNT_MISMATCH: _say("value_of_each"),
    Reason.MISSING_VALUE: _say("value_of_each"),
    Reason.TWO_READINGS: _ask_value,
    Reason.NOT_TODAY: _say("value_of_today"),
    Reason.NO_TEMPERATURE_WORD: _ask_if_normal,
    Reason.MULTI_HOUSEHOLD: _say("one_door"),
    Reason.THIRD_PARTY: _say("third_party"),
    Reason.ADDRESS_ONLY: _ask_temperature_of_door,
    Reason.MISSING_ADDRESS: _ask_door,
    Reason.MISSING_ID: _say("which_code"),
    Reason.NEEDS_CONTEXT: _no_question,
    Reason.MISSING_ITEM: _ask_set,
    Reason.MISSING_QUANTITY: _ask_quantity,
    Reason.SET_OR_QUANTITY: _ask_set,
    Reason.NOT_A_SET: _ask_order,
    Reason.OVER_LIMIT: _say("whole_sets"),
    Reason.HALF_SET: _say("whole_sets"),
    Reason.NEEDS_HISTORY: _same_again,
    Reason.TOO_LONG: _leave,
}
