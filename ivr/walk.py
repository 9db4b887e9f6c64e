"""The walk through the steps from one answer to the next question."""

from dataclasses import replace
from enum import Enum
from typing import Any

from ivr import leftovers
from ivr.dialogues import CLOSING, FAILED, SCRIPT, STAFF_FAILED
from ivr.events import Event, LeftMessage, OverPressed
from ivr.facts import CallState, Facts
from ivr.fields import fill
from ivr.parts import is_last_page, page_of
from ivr.script import (
    AGAIN,
    OTHERS,
    TRIES,
    Ask,
    Branch,
    Confirm,
    Do,
    End,
    Menu,
    Pick,
    Record,
    Step,
    Tell,
    Transfer,
    Waiting,
)
from ivr.turn import KeyPress, Keys, Message, Ring, Spoken, Turn

LAST_QUESTION = 35  # of 40 turns: the way to a person (three legs, a message, goodbye) still fits behind it
_LONGEST_WAY = 50  # steps between two questions; check.problems() proves that there is no loop

SILENCE = "kind.silence"  # E1 with the hint that 9 repeats
SILENCE_IN_SHORT = "kind.silence_number"  # E1 at the first silence, and where 9 is a digit
WRONG_KEY = "kind.wrong_key"  # E2
OVER_PRESS = "kind.over_press"  # T3
OVER_PRESS_LISTEN = "kind.over_press_listen"  # T3 where nothing is keyed again


class Why(Enum):
    """Why a question is put once more."""

    SILENCE = "silence"
    WRONG = "wrong"
    AGAIN = "again"  # 9
    NOTHING = "nothing"  # # or * alone: no answer and no mistake, so no try is used


class Walk:
    """One answer's way: collects what is said and what happened until the caller is asked again or the call ends."""

    def __init__(self, state: CallState, facts: Facts) -> None:
        self.state = state
        self._turn_number = state.turns + 1
        self._facts = facts
        self._firm: list[Spoken] = []  # said before any key is heard
        self._lead: list[Spoken] = []  # said in front of the question; a key cuts it short
        self._late: list[Spoken] = []  # said in front of a read-back; a key is an answer that comes late
        self._events: list[Event] = []

    # ------------------------------------------------------------ answers

    def answer(self, press: KeyPress) -> Turn:
        """The turn after what the carrier posted."""
        match SCRIPT.steps.get(self.state.position):
            case Confirm() as step:
                return self._answer_over_press(step, press.keys) if press.over_press else self._confirm(step, press)
            case Menu() as step:
                return self._choose(step, press.keys)
            case Ask() as step:
                return self._read(step, press.keys)
            case Pick() as step:
                return self._pick(step, press.keys)
            case Transfer() as step:
                return self._ringing_ended(step)
            case Record() as step:
                return self._recorded(step, press)
            case _:  # a step of an earlier deploy, or one that never waits
                return self._fail("")

    def _choose(self, step: Menu, keys: str) -> Turn:
        key = _only_digits(keys)
        target = step.choices.get(key) or {"0": step.zero, OTHERS: step.others}.get(key, "")
        if target:
            return self.enter(target)
        return self._once_more(step, _why(key, keys))

    def _confirm(self, step: Confirm, press: KeyPress) -> Turn:
        match _only_digits(press.keys):
            case "1":
                self._set(tries=0, confirm_tries=0, rejected=0)
                return self.enter(step.yes)
            case "2":
                return self._reject(step.no)
            case "0":
                return self.enter(step.zero)
            case key:
                return self._once_more(step, _why(key, press.keys))

    def _answer_over_press(self, step: Confirm, keys: str) -> Turn:
        if not _only_digits(keys):  # # and * are tolerated: the read-back again, at no cost
            return self._ask(step)
        self._events.append(OverPressed())
        if step.over_press:
            self._say(OVER_PRESS)
            return self._reject(step.over_press)
        if self.state.confirm_tries + 1 >= TRIES:
            return self._fail("")
        self._set(confirm_tries=self.state.confirm_tries + 1)
        self._firm.append(self._spoken(OVER_PRESS_LISTEN))
        return self._ask(step)

    def _reject(self, target: str) -> Turn:
        """Back from a confirm to its question, which loses one of its tries."""
        self._set(rejected=self.state.rejected + 1)
        if self.state.tries + self.state.rejected >= TRIES:
            return self._fail("")
        return self.enter(target, keeps_tries=True)

    def _read(self, step: Ask, keys: str) -> Turn:
        if not keys:
            return self._once_more(step, Why.SILENCE)
        if step.num_digits != len("365") and not _only_digits(keys):
            return self._once_more(step, Why.NOTHING)
        heard = step.read(keys, self.state, self._facts)
        if heard is None:
            return self._once_more(step, Why.WRONG)
        if heard.way == AGAIN:
            return self._once_more(step, Why.AGAIN)
        self.state = heard.state
        return self.enter(step.ways[heard.way])

    def _pick(self, step: Pick, keys: str) -> Turn:
        key = _only_digits(keys)
        if key == "0":
            return self.enter(step.zero)
        listed = step.listed(self.state, self._facts)
        if not listed:
            return self.enter(step.empty)
        page = page_of(listed, self.state.page)
        chosen = int(key) if len(key) == 1 else 0
        if 1 <= chosen <= len(page):
            self.state = step.take(self.state, page[chosen - 1])
            return self.enter(step.then)
        if chosen == len(page) + 1:
            if not is_last_page(listed, self.state.page):
                self._set(page=self.state.page + 1, tries=0, in_short=False)
                return self._ask(step)
            if step.other:
                return self.enter(step.other)
        return self._once_more(step, _why(key, keys))

    def _ringing_ended(self, step: Transfer) -> Turn:
        numbers = step.numbers(self.state, self._facts)
        if self._facts.leg_taken or not step.screened:
            return self.enter(step.reached)
        self._set(leg=self.state.leg + 1)
        return self.enter(step.nobody) if self.state.leg >= len(numbers) else self._ring(step, numbers)

    def _recorded(self, step: Record, press: KeyPress) -> Turn:
        if step.keep is not None:
            self.state = step.keep(self.state, press.recording_sid)
        elif press.recording_sid:
            self._events.append(LeftMessage(press.recording_sid, press.recording_seconds))
        return self.enter(step.then)

    # ------------------------------------------------------------ kindness

    def _once_more(self, step: Waiting, why: Why) -> Turn:
        """The question once more, as long as tries are left."""
        if why is Why.NOTHING:
            return self._ask(step)
        if self._uses_last_try(step, why):
            return self._fail(_given_up(step, why))
        if why is not Why.AGAIN:
            self._comfort(step, why)
        return self._ask(step)

    def _uses_last_try(self, step: Waiting, why: Why) -> bool:
        if isinstance(step, Confirm):
            self._set(confirm_tries=self.state.confirm_tries + 1)
            return self.state.confirm_tries >= TRIES
        self._set(tries=self.state.tries + 1, in_short=why is Why.SILENCE)
        allowed = TRIES
        if isinstance(step, Menu | Ask) and why is Why.SILENCE:
            allowed = step.silences
        elif isinstance(step, Menu) and (why is not Why.AGAIN or step.terse):
            allowed = step.tries
        return self.state.tries + self.state.rejected >= allowed

    def _comfort(self, step: Waiting, why: Why) -> None:
        if (isinstance(step, Menu) and step.terse) or (isinstance(step, Ask) and step.unheard and why is Why.SILENCE):
            return
        words = step.wrong if isinstance(step, Ask) else WRONG_KEY
        if why is Why.SILENCE:
            words = self._after_silence(step)
        # In front of a read-back a late key would count as an over-press. After a silence it answers; after a wrong key,
        # or wrong digits, what comes may be the same key once more, or the last of four, and is not heard.
        is_read_back = isinstance(step, Confirm) and bool(step.read_back)
        if why is Why.SILENCE:
            said = self._late if is_read_back else self._lead
        else:
            said = self._firm if is_read_back or isinstance(step, Ask) else self._lead
        said.append(self._spoken(words))

    def _fail(self, gives_up: str) -> Turn:
        """The third failure: what was begun goes to the worker, and the call ends politely."""
        if gives_up:
            return self.enter(gives_up)
        self._events.extend(leftovers.after_failure(self.state))
        self._lead.clear()
        self._set(values=(), short=0, begun=False)
        return self.enter(STAFF_FAILED if self.state.let_in else FAILED)

    def _after_silence(self, step: Waiting) -> str:
        """Most who were silent are slow, not deaf: the first time the question comes again after the fewest words."""
        silences = self.state.confirm_tries if isinstance(step, Confirm) else self.state.tries
        return SILENCE_IN_SHORT if isinstance(step, Ask) or silences == 1 else SILENCE

    # ------------------------------------------------------------ steps

    def enter(self, position: str, *, keeps_tries: bool = False) -> Turn:
        """On from this step to the next question, ringing, message or end."""
        for _ in range(_LONGEST_WAY):
            step = SCRIPT.steps.get(position)
            match step:
                case Do():
                    self.state, happened = step.effect(self.state, self._facts)
                    self._events.extend(happened)
                    position = step.then
                case Branch():
                    position = step.to[step.on(self.state, self._facts)]
                case Tell():
                    (self._firm if step.firm else self._lead).extend(self._told(step))
                    position = step.then
                case Pick() if not step.listed(self.state, self._facts):
                    position = step.empty
                case None:
                    return self._fail("")
                case _:
                    return self._stop(position, step, keeps_tries=keeps_tries)
        raise AssertionError(position)

    def _stop(self, position: str, step: Step, *, keeps_tries: bool) -> Turn:
        tries = self.state.tries if keeps_tries or isinstance(step, Confirm) else 0
        self._set(position=position, tries=tries, in_short=False, confirm_tries=0)
        match step:
            case Transfer():
                numbers = step.numbers(self.state, self._facts)
                return self._ring(step, numbers) if numbers else self.enter(step.nobody)
            case Record():
                return self._turn(Message(step.seconds), (*self._firm, *self._lead, self._spoken(step.says)))
            case End():
                return self._end(step)
            case Menu() | Ask() | Confirm() | Pick():
                return self._ask(step)
            case _:  # what never waits is walked through in enter()
                raise AssertionError(position)

    def _ask(self, step: Waiting) -> Turn:
        if self._turn_number > LAST_QUESTION:
            return self._fail(step.gives_up if isinstance(step, Ask) else "")
        question = (*self._lead, self._spoken(step.says))
        match step:
            case Ask():
                keys = Keys(question, (), step.num_digits, step.finish_on_key, step.wait)
            case Confirm() if step.read_back:
                read_back = (*self._lead, self._spoken(step.read_back))
                keys = Keys((self._spoken(step.says),), read_back, comfort=tuple(self._late))
            case _:
                keys = Keys(question)
        return self._turn(keys, tuple(self._firm))

    def _ring(self, step: Transfer, numbers: tuple[str, ...]) -> Turn:
        leg = self.state.leg
        words = (self._spoken(step.says),) if leg == 0 else ()
        ring = Ring(numbers[leg], step.seconds, leg, step.screened)
        return self._turn(ring, (*self._firm, *self._lead, *words))

    def _end(self, step: End) -> Turn:
        self._events.extend(leftovers.after_all(self.state))
        words = [*self._firm, *self._lead]
        closes_ill_call = self.state.ill_call and self.state.position != CLOSING
        if step.says and not (step.farewell and closes_ill_call):
            words.append(self._spoken(step.says))
        if closes_ill_call:
            words.append(self._spoken(CLOSING))
        return self._turn(None, tuple(words))

    # ------------------------------------------------------------ words

    def _turn(self, awaits: Keys | Ring | Message | None, says: tuple[Spoken, ...]) -> Turn:
        if self.state.turns != self._turn_number:
            self._set()
        return Turn(self.state, says, awaits, tuple(self._events))

    def _say(self, prompt_id: str) -> None:
        self._lead.append(self._spoken(prompt_id))

    def _told(self, step: Tell) -> tuple[Spoken, ...]:
        words = self._spoken(step.says)
        return (words, step.quotes(self.state)) if step.quotes else (words,)

    def _spoken(self, prompt_id: str) -> Spoken:
        return Spoken(prompt_id, fill(prompt_id, self.state, self._facts))

    def _set(self, **changes: Any) -> None:
        # The turn is counted with the first change: copying a state is what a key press costs.
        self.state = replace(self.state, turns=self._turn_number, **changes)


def _given_up(step: Waiting, why: Why) -> str:
    """Where the last try leads, if not to a call back."""
    if why is Why.SILENCE and isinstance(step, Menu | Ask) and step.unheard:
        return step.unheard
    return step.gives_up if isinstance(step, Menu | Ask) else ""


def _only_digits(keys: str) -> str:
    return keys.replace("#", "").replace("*", "")


def _why(key: str, keys: str) -> Why:
    if not keys:
        return Why.SILENCE
    if not key:
        return Why.NOTHING
    return Why.AGAIN if key == "9" else Why.WRONG
