"""The way to a person: who is rung, what they hear, and a message when nobody answers."""

from ivr.acts import person
from ivr.script import Branch, Dialogue, Do, End, Menu, Record, Transfer

PERSON = Dialogue(
    "person",
    starts=("leg",),
    steps={
        "call": Do(person.begin, then="anyone"),
        "anyone": Branch(person.is_anyone_to_ring, {"yes": "ringing", "no": "nobody"}),
        "ringing": Transfer(person.numbers, reached="reach", nobody="nobody"),  # X0
        "reach": Do(person.reach, then="reached"),
        "reached": End(silent=True),
        "nobody": Do(person.reach_nobody, then="message"),
        "message": Record(then="call.goodbye"),  # X2
        # whoever is rung
        "leg": Menu(  # X1
            {"1": "take_leg"}, zero="", tries=1, silences=1, gives_up="leg_refused", terse=True
        ),
        "take_leg": Do(person.take_leg, then="leg_taken"),
        "leg_taken": End(silent=True),
        "leg_refused": End(silent=True),
    },
)
