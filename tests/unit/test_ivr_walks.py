"""Every dialogue walked exhaustively: over all keys, silence, over-press, ringing and hang-up, from what callers are like."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

import prompts
from domain import temperature
from ivr import walk
from ivr.acts import door
from ivr.dialogues import (
    ALERT_CALL,
    CALLS_OF_PURPOSE,
    CLOSING,
    FAILED,
    INCOMING,
    LEG,
    NOTICE_CALL,
    PIN,
    PRIVATE_NOTICE_CALL,
    RECORD_PROMPT,
    REQUEST_CALL,
    SCRIPT,
    STAFF_FAILED,
)
from ivr.engine import begin, hang_up, press
from ivr.events import Complaint, FiledItem, Ordered, RaisedAlert, Reported
from ivr.facts import CallState, Change, Facts, GasCard, Goods, ListedDoor, Matter, Need, NextWave, Offer, Totals
from ivr.script import TRIES, Ask, Confirm, End, Menu, Pick, Tell
from ivr.state_url import from_query, to_query
from ivr.turn import KeyPress, Keys, Message, Ring, Spoken, Turn
from prompts.numbers import NUMBERS
from tests.unit.caller import (
    DIGITS_ONE,
    DIGITS_TWO,
    EGGS,
    FISH,
    FIVE,
    FRUIT,
    GRAIN,
    GREENS,
    LI,
    ONE,
    THREE,
    TWO,
    TWO_GREENS,
    household,
    known,
)

TURNS = 40
TURNS_OF_FAILURES = 12
OTHER_DOOR = household(LI, number=8, room="301")
MORE_DOORS = tuple(household("甲", number=20 + n, room=f"10{n}") for n in range(3))
REPORTED = replace(ONE, reported=True)
ROLL_CALL = CALLS_OF_PURPOSE["roll_call"]
SUBSTITUTION = CALLS_OF_PURPOSE["substitution"]
ORDER_CHANGE = CALLS_OF_PURPOSE["order_change"]
COLLECTION = CALLS_OF_PURPOSE["collection"]
ASKED = Goods(offers=(Offer(1, "蔬菜", 2, "白萝卜", 550), Offer(2, "水果", 1, "橘子", 2000)))
CHANGED = Goods(due_fen=5500, changes=(Change("蔬菜", 2, "白萝卜", 1), Change("水果", 1)))
NOBODY_TO_RING: tuple[str, ...] = ()

# Ways that other callers of the list walk, left out where they would only multiply the states.
NO_OTHER_DOOR = ("main.for_whom", "2")
NO_REPORT = ("main.menu", "1")
NO_FEVER_OF_ONE = ("report.today", "2")
NO_FEVER_OF_TWO = ("report.both_today", "2")
NO_FEVER_OF_CALLED_TWO = ("roll_call.both_today", "2")
ONE_ILL = ("report.next_today", "2")
FOUR_PEOPLE = ("door.people", "4")
AS_STRANGER = (NO_REPORT, NO_FEVER_OF_TWO, FOUR_PEOPLE)  # who is called, or works, and keys another door
SHORT_VALUES = tuple((f"report.key_{which}", keys) for which in ("value", "next") for keys in ("36", "38*"))
WORKER_CALLED = known(alert_what="fever", alert_tenths=382, household=ONE, household_telephone="+8610000000009")


MATTERS = (
    Matter(alert=3, kind="fever", tenths=382, building="3", unit="1", room="1504"),
    Matter(alert=4, kind="system"),
    Matter(item=3, kind="unconfirmed_value", tenths=365, building="3", room="301"),
)
SPOKEN = (Matter(item=4, kind="medicine", building="3", room="302", recording="RE1", note="RE2"),)
CARDS = tuple(
    Matter(item=number, kind="gas", building="3", room=f"30{number}", card=card, card_fen=10_000)
    for number, card in enumerate(("home", "mine", "others"), 5)
)
LISTED = (
    *(ListedDoor("3", "", f"150{n}", "独居") for n in range(7)),
    ListedDoor("3", "", "阁楼"),
    ListedDoor("5", "", "301", "三十八度二和不舒服"),
)
SET_TOTALS = (("粮油冻品", 95), ("蔬菜", 120), ("水果", 80))
AT_WORK = known(
    has_pin=True,
    is_pin_right=True,
    matters=MATTERS,
    household_telephone="+8610000000009",
    listed=LISTED[:8],
    totals=Totals(523, 412, 108, 2, 3),
    set_totals=SET_TOTALS,
)
AN_ORDER_ASKED = {
    f"order.{step}" for step in ("how_many", "confirm", "confirm_further", "confirm_changed", "confirm_cancel")
}
MATTER_MENUS = {"worker.matter", "worker.spoken_matter", "worker.gas_matter"}
NO_MATTER = (("worker.menu", "1"),)
NO_LIST = (("worker.menu", "2"), ("worker.menu", "4"))
NOTHING_ELSE = ("worker.what", "4")
NOTHING_USUAL = tuple(("worker.what", key) for key in "123")
NO_WISH = ("at_door.besides", "2")
NO_DOOR = (("worker.menu", "3"),)


@dataclass(frozen=True)
class Kind:
    """A kind of caller: where the call begins, what is known, which ways are left to others."""

    facts: Facts
    leaves: tuple[tuple[str, str], ...] = ()
    position: str = INCOMING
    worker: int = 0  # whose telephone it is
    before: int = 0  # tenths of the fever they are called about
    last_call: bool = False  # of the day


CALLERS: dict[str, Kind] = {
    "one person": Kind(known(ONE, people_to_ring=NOBODY_TO_RING), (NO_OTHER_DOOR,)),
    "two people": Kind(known(TWO), (NO_OTHER_DOOR,)),
    "three people": Kind(known(THREE), (NO_OTHER_DOOR,)),
    "five people": Kind(known(FIVE), (NO_OTHER_DOOR, ONE_ILL, *SHORT_VALUES)),
    "digits": Kind(known(DIGITS_ONE), (NO_OTHER_DOOR,)),
    "digits of two": Kind(known(DIGITS_TWO), (NO_OTHER_DOOR,)),
    "hard of hearing": Kind(known(replace(ONE, hard_of_hearing=True, greeted="")), (NO_OTHER_DOOR,)),
    "reported, three sets": Kind(known(REPORTED, sets=(GRAIN, GREENS, FRUIT)), (NO_REPORT,)),
    "reported, five sets, an order": Kind(
        known(REPORTED, sets=(GRAIN, GREENS, FRUIT, EGGS, FISH), order=(TWO_GREENS,)), (NO_REPORT,)
    ),
    "reported, an order that is closed": Kind(known(REPORTED, closed_order=(TWO_GREENS,)), (NO_REPORT,)),
    "reported, one set, a last order": Kind(known(REPORTED, sets=(GREENS,), last_order=(TWO_GREENS,)), (NO_REPORT,)),
    "reported, with a medicine and meals": Kind(known(REPORTED, had_medicine=True, meals_stand=True), (NO_REPORT,)),
    "two doors": Kind(known(ONE, OTHER_DOOR, found=ONE, found_verified=True)),
    "five doors": Kind(
        known(REPORTED, OTHER_DOOR, *MORE_DOORS), (NO_OTHER_DOOR, NO_FEVER_OF_ONE, ("call.which_door", "3"))
    ),
    "a caller for a neighbour": Kind(
        known(REPORTED, found=OTHER_DOOR), (("main.for_whom", "1"), FOUR_PEOPLE, NO_FEVER_OF_TWO)
    ),
    "a stranger whose door is known": Kind(known(found=TWO, sets=(GRAIN,)), (NO_REPORT, NO_FEVER_OF_ONE, FOUR_PEOPLE)),
    "a stranger whose door is not": Kind(known(found=None), (NO_REPORT, NO_FEVER_OF_TWO, ONE_ILL)),
    "a worker": Kind(WORKER_CALLED, position=ALERT_CALL),
    "a worker without the household's number": Kind(
        replace(WORKER_CALLED, alert_what="person", household_telephone=""), position=ALERT_CALL
    ),
    "a worker too late": Kind(replace(WORKER_CALLED, alert_taken_by_other=True), position=ALERT_CALL),
    "a person who is called": Kind(known(ONE), AS_STRANGER, ROLL_CALL),
    "two people who are called": Kind(known(TWO), (NO_FEVER_OF_CALLED_TWO, *AS_STRANGER), ROLL_CALL),
    "three people who are called": Kind(known(THREE), (ONE_ILL, *SHORT_VALUES, *AS_STRANGER), ROLL_CALL),
    "a person who told a fever and is called": Kind(known(ONE), AS_STRANGER, ROLL_CALL, before=382),
    "a person who is called for the last time": Kind(known(ONE), AS_STRANGER, ROLL_CALL, last_call=True),
    "digits that are called": Kind(known(DIGITS_ONE), AS_STRANGER, ROLL_CALL),
    "digits of two that are called": Kind(known(DIGITS_TWO), AS_STRANGER, ROLL_CALL),
    "somebody without a salutation who is called": Kind(known(replace(REPORTED, greeted="")), AS_STRANGER, ROLL_CALL),
    "a household with an announcement": Kind(known(notice="明天停水"), position=NOTICE_CALL),
    "a household with a message of its own": Kind(known(notice="蔬菜没有了"), position=PRIVATE_NOTICE_CALL),
    "a household that is asked about two substitutes": Kind(known(goods=ASKED), position=SUBSTITUTION),
    "a household that is asked too late": Kind(known(goods=Goods()), position=SUBSTITUTION),
    "a household whose order has changed": Kind(known(goods=CHANGED), position=ORDER_CHANGE),
    "a household that is called down": Kind(
        known(goods=Goods("东门", "14:20", 5500, can_be_brought=True)), position=COLLECTION
    ),
    "a household that its goods are brought to": Kind(
        known(goods=Goods(due_fen=5500)), position=CALLS_OF_PURPOSE["delivery"]
    ),
    "a household whose goods were handed over": Kind(known(goods=Goods()), position=COLLECTION),
    "a household that is asked whether it is done": Kind(known(ONE), position=REQUEST_CALL),
    "a household whose gas card is back": Kind(known(ONE, gas_card=GasCard(9_550, 450)), position=REQUEST_CALL),
    "a worker who records": Kind(known(), AS_STRANGER, RECORD_PROMPT),
    "whoever is rung": Kind(known(), position=LEG),
    "a worker with alerts and items": Kind(AT_WORK, (*NO_DOOR, *NO_LIST), worker=5),
    "a worker who connects to nobody": Kind(replace(AT_WORK, household_telephone=""), (*NO_DOOR, *NO_LIST), worker=5),
    "a worker who hears what was said": Kind(replace(AT_WORK, matters=SPOKEN), (*NO_DOOR, *NO_LIST), worker=5),
    "a worker with gas cards": Kind(replace(AT_WORK, matters=CARDS), (*NO_DOOR, *NO_LIST), worker=5),
    "a worker with lists": Kind(replace(AT_WORK, matters=()), NO_DOOR, worker=5),
    "a worker with long lists": Kind(
        replace(AT_WORK, matters=(), listed=LISTED, set_totals=(*SET_TOTALS, ("鸡蛋", 12))), NO_DOOR, worker=5
    ),
    "a worker at the collection point": Kind(
        replace(AT_WORK, matters=(), wave=NextWave(2, 5, clock="12:55")),
        (*NO_DOOR, *NO_MATTER, ("worker.menu", "2")),
        worker=5,
    ),
    "a worker whose wave was called": Kind(
        replace(AT_WORK, matters=(), wave=NextWave(2, 5, is_called=True)),
        (*NO_DOOR, *NO_MATTER, ("worker.menu", "2")),
        worker=5,
    ),
    "a worker at the collection point by night": Kind(
        replace(AT_WORK, matters=(), wave=NextWave(2, 5, clock="07:00", is_night=True)),
        (*NO_DOOR, *NO_MATTER, ("worker.menu", "2")),
        worker=5,
    ),
    "a worker whose waves are over": Kind(
        replace(AT_WORK, matters=(), wave=NextWave(0, 5)), (*NO_DOOR, *NO_MATTER, ("worker.menu", "2")), worker=5
    ),
    "a worker with nothing to do": Kind(replace(AT_WORK, matters=(), listed=(), set_totals=()), NO_DOOR, worker=5),
    "a worker at a door": Kind(replace(AT_WORK, found=REPORTED), (*NO_MATTER, *NO_LIST, NOTHING_ELSE), worker=5),
    "a worker at a door of two": Kind(
        replace(AT_WORK, found=TWO, sets=(GREENS,)), (*NO_MATTER, *NO_LIST, NOTHING_ELSE), worker=5
    ),
    "a worker at a door that wants something": Kind(
        replace(AT_WORK, found=REPORTED, meals_stand=True, had_medicine=True),
        (*NO_MATTER, *NO_LIST, *NOTHING_USUAL),
        worker=5,
    ),
    "a worker at a door that was entered": Kind(
        replace(AT_WORK, found=TWO, entered="ill"), (*NO_MATTER, *NO_LIST, *NOTHING_USUAL, NO_WISH), worker=5
    ),
    "a worker who keys an unknown door": Kind(AT_WORK, (*NO_MATTER, *NO_LIST), worker=5),
    "a worker whose PIN is wrong": Kind(replace(AT_WORK, is_pin_right=False), worker=5),
    "a worker who lives here": Kind(
        replace(AT_WORK, doors=(REPORTED,), has_pin=False), (NO_OTHER_DOOR, NO_REPORT), worker=5
    ),
}

COMFORT = {walk.SILENCE, walk.SILENCE_IN_SHORT, walk.WRONG_KEY, "kind.out_of_range"}
ONE_DIGIT = ("", "*", *"0123479")
THREE_DIGITS = ("", "0", "9", "365", "382", "36", "38*", "42")
PROMPT_NUMBERS = ("", "9", "14", "999", *(str(NUMBERS[name]) for name in ("report.noted", "call.hello")))
OPEN = ("", "0", "9", "100", "12345678")
ROOM = ("", "0", "1504")
ANY_DIGIT = ("", "0", "1", "2", "4")


@dataclass(frozen=True)
class Answered:
    """One answer and the turn after it."""

    before: Turn
    press: KeyPress
    after: Turn

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        """All that is said after it."""
        asked = self.after.awaits
        return (
            *self.after.says,
            *((*asked.comfort, *asked.read_back, *asked.question) if isinstance(asked, Keys) else ()),
        )


def answers(turn: Turn) -> Iterator[KeyPress]:
    state, step = turn.state, SCRIPT.steps[turn.state.position]
    if isinstance(turn.awaits, Message):
        yield KeyPress(state)
        yield KeyPress(state, recording_sid="RE1", recording_seconds=3)
    elif isinstance(turn.awaits, Ring):
        yield KeyPress(state)
    elif isinstance(turn.awaits, Keys):
        keys = ONE_DIGIT
        if turn.awaits.num_digits == len("365"):
            keys = THREE_DIGITS if state.position != RECORD_PROMPT else PROMPT_NUMBERS
        elif isinstance(step, Ask) and turn.awaits.num_digits is None:
            keys = ROOM if state.position == "door.room" else OPEN
        elif state.position == PIN:
            keys = ("", "0", "9", "12345", "123456")
        elif state.position in {"report.last_digit", "door.people"}:
            keys = ANY_DIGIT
        yield from (KeyPress(state, key) for key in keys)
        if turn.awaits.read_back:
            yield from (KeyPress(state, key, over_press=True) for key in "1#")


def told(key_press: KeyPress, facts: Facts) -> Turn:
    turn = press(key_press, facts)
    assert isinstance(turn, Turn)
    return turn


def opened(caller: str, turns: int = 0) -> tuple[Turn, Facts]:
    kind = CALLERS[caller]
    everything = replace(kind.facts, read=frozenset(Need))
    state = CallState(kind.position, community=1, household=7 if kind.position == ALERT_CALL else 0, turns=turns)
    state = replace(state, worker=kind.worker, before=kind.before, last_call=kind.last_call)
    turn = begin(door.take(state, kind.facts.doors[0]) if kind.position == ROLL_CALL else state, everything)
    assert isinstance(turn, Turn)
    return turn, everything


def alike(state: CallState) -> CallState:
    """The state that stands for all in which the line behaves the same: a fever is a fever, a door a door."""
    values = tuple(382 if temperature.is_fever(tenths) else 365 for tenths in state.values)
    return replace(
        state,
        turns=1,
        household=min(state.household, MORE_DOORS[0].id),
        values=values,
        short=min(state.short, 38) if state.short != 37 else 36,
        spent_fen=min(state.spent_fen, 2500),
        quantity=min(state.quantity, 1),
        building="3" if state.building else "",
        unit="",
        reporter="household",
        leg=state.leg if state.position == "person.ringing" else 0,
        tries=0 if state.position.startswith("person.") else state.tries,
        rejected=0 if state.position.startswith("person.") else state.rejected,
        prompt=state.prompt if state.position.startswith("recording.") else 0,
        recorded=state.recorded if state.position.startswith(("recording.", "request.")) else "",
    )


def worlds(turn: Turn, facts: Facts) -> tuple[Facts, ...]:
    """What may have happened meanwhile: a leg was taken, somebody had the alert or the last pieces, the sale closed."""
    if isinstance(turn.awaits, Ring):
        return facts, replace(facts, leg_taken=True)
    if turn.state.position in AN_ORDER_ASKED:
        sold_out = replace(facts, sets=tuple(replace(offered, limit=0) for offered in facts.sets))
        return facts, sold_out, replace(facts, sets=(), order=())
    if turn.state.position == "at_door.may_take_back":
        return facts, replace(facts, entered="well")
    return (facts, replace(facts, matters=())) if turn.state.position in MATTER_MENUS else (facts,)


@cache
def walked(caller: str) -> tuple[Answered, ...]:
    """Every answer at every state that a call can come to, turns left out of account."""
    first, facts = opened(caller)
    found: list[Answered] = []
    seen: set[CallState] = set()
    waiting = [first]
    while waiting:
        turn = waiting.pop()
        bare = replace(turn, state=alike(turn.state))
        if bare.state in seen or turn.awaits is None:
            continue
        seen.add(bare.state)
        for world in worlds(turn, facts):
            for key_press in answers(bare):
                if (bare.state.position, key_press.keys) in CALLERS[caller].leaves:
                    continue
                after = told(key_press, world)
                found.append(Answered(bare, key_press, after))
                waiting.append(after)
    return tuple(found)


every_caller = pytest.mark.parametrize("caller", CALLERS)


@every_caller
def test_nothing_is_reported_without_a_confirm(caller: str) -> None:
    for answered in walked(caller):
        if any(isinstance(event, Reported | Ordered) for event in answered.after.events):
            step = SCRIPT.steps[answered.press.state.position]
            assert isinstance(step, Confirm)
            assert (answered.press.keys, answered.press.over_press) == ("1", False)


@every_caller
def test_no_value_outside_35_to_42_is_kept(caller: str) -> None:
    for answered in walked(caller):
        kept = [*answered.after.state.values]
        for event in answered.after.events:
            match event:
                case Reported(readings):
                    kept += [reading.tenths for reading in readings if reading.tenths is not None]
                case RaisedAlert(tenths=int(tenths)) | FiledItem(tenths=int(tenths)):
                    kept.append(tenths)
        assert all(temperature.is_possible(tenths) for tenths in kept)


@every_caller
def test_a_report_names_everybody_once(caller: str) -> None:
    for answered in walked(caller):
        for event in answered.after.events:
            if isinstance(event, Reported):
                people = [reading.person for reading in event.readings]
                assert people == list(range(answered.before.state.people))


@every_caller
def test_a_fever_is_an_alert_before_it_is_confirmed(caller: str) -> None:
    for answered in walked(caller):
        before, after = answered.before.state, answered.after.state
        is_new = len(after.values) > len(before.values)
        raised = [event for event in answered.after.events if isinstance(event, RaisedAlert)]
        if is_new and temperature.is_fever(after.values[-1]):
            assert [(event.complaint, event.tenths) for event in raised] == [(Complaint.FEVER, after.values[-1])]
        if after.short >= 38 and after.short != before.short:
            assert [event.complaint for event in raised] == [Complaint.FEVER]
        if raised:
            assert after.alerted
        if after.position == "report.confirm_values" and any(map(temperature.is_fever, after.values)):
            assert after.alerted


@every_caller
def test_every_call_with_an_alert_ends_with_f5(caller: str) -> None:
    for answered in walked(caller):
        if answered.after.awaits is None and answered.after.state.ill_call:
            assert answered.spoken[-1].prompt == CLOSING
            assert [spoken.prompt for spoken in answered.spoken].count(CLOSING) == 1


@every_caller
def test_zero_reaches_a_person_and_nine_says_it_again(caller: str) -> None:
    if CALLERS[caller].position != INCOMING:
        return
    for answered in walked(caller):
        step = SCRIPT.steps[answered.press.state.position]
        if answered.press.over_press or not isinstance(step, Menu | Pick | Confirm):
            continue
        after = answered.after
        if answered.press.keys == "0":
            assert isinstance(after.awaits, Ring | Message)
        if answered.press.keys == "9" and after.awaits is not None:
            is_last = answered.press.state.tries + answered.press.state.rejected + 1 >= TRIES
            gives_up = isinstance(step, Menu) and bool(step.gives_up) and is_last
            assert gives_up or after.state.position == answered.press.state.position


def test_whoever_is_called_and_silent_hears_the_question_twice_and_leaves_nothing() -> None:
    for caller in [name for name, kind in CALLERS.items() if kind.position == ROLL_CALL]:
        turn, facts = opened(caller)
        asked = [spoken.text for spoken in turn.awaits.question] if isinstance(turn.awaits, Keys) else []
        heard = 0
        while turn.awaits is not None:
            assert isinstance(turn.awaits, Keys)
            assert turn.says == ()
            assert turn.awaits.question[-1].text == asked[-1]
            assert hang_up(turn.state) == ()
            heard += 1
            turn = told(KeyPress(turn.state), facts)
        assert (heard, turn.says, turn.events) == ((2, (), ()) if asked else (0, turn.says, ()))


def test_who_is_called_about_an_order_and_silent_hears_two_prompts_without_what_is_owed() -> None:
    for caller in [name for name, kind in CALLERS.items() if kind.position in {SUBSTITUTION, ORDER_CHANGE, COLLECTION}]:
        turn, facts = opened(caller)
        heard = []
        while turn.awaits is not None:
            assert isinstance(turn.awaits, Keys)
            heard += [*turn.says, *turn.awaits.question]
            assert hang_up(turn.state) == ()
            turn = told(KeyPress(turn.state), facts)
        assert len(heard) in {0, 2}
        assert not any("{due}" in prompts.prompt("zh-CN", spoken.prompt).words for spoken in heard)
        assert turn.events == ()


@every_caller
def test_whoever_is_called_is_offered_no_menu_in_place_of_a_call_back(caller: str) -> None:
    if CALLERS[caller].position != ROLL_CALL:
        return
    for answered in walked(caller):
        step = SCRIPT.steps[answered.press.state.position]
        if answered.press.state.position.startswith("roll_call.") and isinstance(step, Menu | Ask):
            is_put_off = answered.press.keys == ("3" if isinstance(step, Menu) else "0")
            end = "roll_call.call_us" if CALLERS[caller].last_call else "roll_call.call_again"
            assert (answered.after.state.position == end) == is_put_off


@every_caller
def test_zero_and_nine_while_a_number_is_asked(caller: str) -> None:
    after_zero = {
        "report.key_yours": "report.no_number",
        "report.key_first": "report.no_number",
        "report.key_value": "report.no_number",
        "report.key_next": "report.no_number",
        "door.unit": "door.room",
    }
    to_a_person = {"door.own_building", "door.building", "door.room", "door.people", "order.how_many", "request.days"}
    for answered in walked(caller):
        asked, after = answered.press.state.position, answered.after
        if answered.press.keys == "0" and asked in after_zero:
            assert after.state.position == after_zero[asked]
        if answered.press.keys == "0" and asked in to_a_person:
            assert isinstance(after.awaits, Ring | Message)
        if answered.press.keys == "9" and asked.startswith("report.key_"):
            assert after.state.position in {asked, FAILED, STAFF_FAILED}
        if answered.press.keys == "9" and asked in {"door.own_building", "door.building"}:
            assert after.state.building == "9"


@every_caller
def test_a_third_failure_leaves_something_for_the_worker(caller: str) -> None:
    for answered in walked(caller):
        if answered.after.state.position == FAILED:
            assert any(isinstance(event, FiledItem) for event in answered.after.events)


@every_caller
def test_hanging_up_before_anything_was_finished_leaves_something(caller: str) -> None:
    for answered in walked(caller):
        state = answered.after.state
        left = hang_up(state)
        is_theirs = CALLERS[caller].position == INCOMING and answered.after.awaits is not None
        if is_theirs and (state.begun or not (state.reported or state.done)):
            assert left
        if state.values and is_theirs:
            assert {event.tenths for event in left if isinstance(event, FiledItem)} == set(state.values)


@every_caller
def test_every_word_is_filled_in(caller: str) -> None:
    for answered in walked(caller):
        assert all(spoken.text and "{" not in spoken.text for spoken in answered.spoken)


@every_caller
def test_every_state_travels_in_the_url(caller: str) -> None:
    for state in {answered.after.state for answered in walked(caller)}:
        assert from_query(to_query(state)) == state


@every_caller
def test_a_walk_of_failures_ends_within_twelve_turns(caller: str) -> None:
    failures: dict[CallState, list[Turn]] = {}
    for answered in walked(caller):
        if is_failure(answered):
            failures.setdefault(answered.before.state, []).append(answered.after)

    def longest(state: CallState, path: frozenset[CallState]) -> int:
        assert state not in path, f"failures go round in circles at {state.position}"
        onward = [alike(turn.state) for turn in failures.get(state, []) if turn.awaits is not None]
        return 1 + max((lengths(following, path | {state}) for following in onward), default=0)

    known_lengths: dict[CallState, int] = {}

    def lengths(state: CallState, path: frozenset[CallState]) -> int:
        if state not in known_lengths:
            known_lengths[state] = longest(state, path)
        return known_lengths[state]

    assert max((lengths(state, frozenset()) for state in failures), default=0) <= TURNS_OF_FAILURES


def is_failure(answered: Answered) -> bool:
    """Silence, a key that is no answer, 9, or an over-press; nobody taking a leg; no word after the tone."""
    key_press, after = answered.press, answered.after
    if key_press.over_press:
        return key_press.keys != "#"  # tolerated at no cost
    is_again = key_press.keys == "9" and after.state.position == key_press.state.position
    is_comforted = any(spoken.prompt in COMFORT for spoken in answered.spoken)
    return not key_press.keys or is_again or is_comforted or after.state.position == FAILED


@every_caller
def test_every_call_ends_within_forty_turns(caller: str) -> None:
    _, facts = opened(caller)
    for state in {answered.before.state for answered in walked(caller)}:
        turn = Turn(replace(state, turns=walk.LAST_QUESTION), awaits=next(waits_at(caller, state)))
        for key_press in answers(turn):
            after = told(key_press, facts)
            while after.awaits is not None:
                assert not isinstance(after.awaits, Keys)
                after = told(KeyPress(after.state), facts)
            assert after.state.turns <= TURNS


def waits_at(caller: str, state: CallState) -> Iterator[Keys | Ring | Message | None]:
    return (answered.before.awaits for answered in by_state(caller)[state])


@cache
def by_state(caller: str) -> dict[CallState, list[Answered]]:
    found: dict[CallState, list[Answered]] = {}
    for answered in walked(caller):
        found.setdefault(answered.before.state, []).append(answered)
    return found


def test_the_last_turns_are_kept_for_what_was_begun() -> None:
    turn, facts = opened("digits", turns=walk.LAST_QUESTION - 2)
    turn = told(KeyPress(turn.state, "365"), facts)
    assert isinstance(turn.awaits, Keys)
    turn = told(KeyPress(turn.state, ""), facts)
    assert turn.awaits is None
    assert [event.tenths for event in turn.events if isinstance(event, FiledItem)] == [365]


def test_the_walks_come_to_every_step_that_waits_or_ends() -> None:
    seen = {answered.after.state.position for caller in CALLERS for answered in walked(caller)}
    seen |= {opened(caller)[0].state.position for caller in CALLERS}
    stops = {name for name, step in SCRIPT.steps.items() if isinstance(step, Menu | Pick | Ask | Confirm | End)}
    assert stops - seen == set()


def test_the_walks_speak_every_sentence_on_the_way() -> None:
    said = {spoken.prompt for caller in CALLERS for answered in walked(caller) for spoken in answered.spoken}
    for caller in CALLERS:
        first = opened(caller)[0]
        said |= {spoken.prompt for spoken in first.says}
        said |= {spoken.prompt for spoken in first.awaits.question} if isinstance(first.awaits, Keys) else set()
    assert {step.says for step in SCRIPT.steps.values() if isinstance(step, Tell)} - said == set()
