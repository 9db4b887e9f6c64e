"""Medicine, meals, a gas card: each is on the grid worker's list from its key on; and the call that asks whether it is done.

What a resident says is kept however the call ends: a silence goes on to the next question and never to a failure.
"""

from domain.requests import MealsOff, RequestKind
from ivr.acts import recording, request, worker
from ivr.readers import read_days
from ivr.script import Ask, Branch, Dialogue, Do, End, Menu, Record, Tell

_TO_SILENCE = 2  # prompts, and nothing but what the call is for before a key (call script, "calls placed")

REQUEST = Dialogue(
    "request",
    starts=("call", "outcome"),
    steps={
        "which": Menu({"1": "medicine", "2": "any_meals", "3": "gas"}),  # N1
        "gas": Do(request.ask(RequestKind.GAS), then="kept"),
        # medicine
        "medicine": Do(request.ask(RequestKind.MEDICINE), then="had_medicine"),
        "had_medicine": Branch(request.had_medicine, {"yes": "last_time", "no": "speak"}),
        "last_time": Menu({"1": "same_again", "2": "speak"}, silences=2, gives_up="speak"),
        "same_again": Do(request.same_again, then="days"),
        "speak": Record(keep=recording.keep, then="anything"),  # N2
        "anything": Branch(recording.is_recorded, {"yes": "say", "no": "nothing"}),
        "nothing": Tell(then="who_was_silent"),
        "who_was_silent": Branch(worker.is_let_in, {"yes": "days", "no": "speak_again"}),  # a worker knows the tone
        "speak_again": Record(says="speak", keep=recording.keep, then="anything_now"),
        "anything_now": Branch(recording.is_recorded, {"yes": "say", "no": "days"}),
        "say": Do(request.say(RequestKind.MEDICINE), then="days"),
        "days": Ask(read_days, {"keyed": "note_days", "zero": "person.call"}, silences=2, gives_up="bring"),
        "note_days": Do(request.note_days, then="bring"),
        "bring": Menu({"1": "collect", "2": "to_the_door"}, silences=2, gives_up="kept"),  # N3
        "collect": Do(request.bring(brings=False), then="kept"),
        "to_the_door": Do(request.bring(brings=True), then="kept"),
        "kept": Branch(worker.is_let_in, {"yes": "at_door.noted", "no": "noted"}),
        "noted": End(),  # N4
        # meals
        "any_meals": Branch(request.do_meals_stand, {"yes": "meals", "no": "meal"}),
        "meal": Do(request.ask(RequestKind.MEAL), then="kept"),
        "meals": Menu({"1": "skip_meal", "2": "end_meals", "3": "call.goodbye"}),
        "skip_meal": Do(request.refuse_meals(MealsOff.TODAY), then="meal_skipped"),
        "meal_skipped": End(),
        "end_meals": Do(request.refuse_meals(MealsOff.FOR_GOOD), then="meals_ended"),
        "meals_ended": End(),
        # the line calls: is it done?
        "call": Menu(
            {"1": "is_done", "2": "is_not_done"}, silences=_TO_SILENCE, gives_up="unheard", greets=True, terse=True
        ),
        "outcome": Branch(request.is_about_card, {"yes": "card", "no": "call"}),
        "card": Menu(
            {"1": "card_is_back", "2": "is_not_done"}, silences=_TO_SILENCE, gives_up="unheard", greets=True, terse=True
        ),
        "card_is_back": Do(request.tell_outcome(is_done=True), then="card_signed"),
        "card_signed": Tell(then="call.goodbye"),
        "is_done": Do(request.tell_outcome(is_done=True), then="call.goodbye"),
        "is_not_done": Do(request.tell_outcome(is_done=False), then="taken_again"),
        "taken_again": End(),
        "unheard": End(silent=True),
    },
)
