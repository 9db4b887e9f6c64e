"""The line calls a household whose order did not arrive in full: takes it something else instead; and what has changed.

Before the first key a machine may be listening: it hears the question twice, and what is owed only after a key.
"""

from ivr.acts import goods
from ivr.script import Branch, Dialogue, Do, End, Menu, Tell

_ANSWERS = {"1": "may_take", "2": "may_leave"}
_TO_SILENCE = 2  # prompts (call script, "calls placed")

SUBSTITUTION = Dialogue(
    "substitution",
    starts=("call", "change"),
    steps={
        "call": Branch(goods.is_open, {"yes": "ask", "no": "late"}),
        "ask": Menu(_ANSWERS, silences=_TO_SILENCE, unheard="unheard", greets=True, terse=True),
        "may_take": Branch(goods.is_open, {"yes": "take", "no": "late"}),
        "take": Do(goods.answer(wants=True), then="next"),
        "may_leave": Branch(goods.is_open, {"yes": "leave", "no": "late"}),
        "leave": Do(goods.answer(wants=False), then="next"),
        "next": Branch(goods.is_another, {"yes": "further", "no": "noted"}),
        "further": Menu(_ANSWERS, greets=True, gives_up="noted"),
        "noted": Tell(then="call.goodbye"),
        "late": Tell(then="call.goodbye"),
        # what has changed
        "change": Menu(
            {"1": "hear"},
            says="changed",
            silences=_TO_SILENCE,
            unheard="unheard",
            gives_up="unheard",
            greets=True,
            terse=True,
        ),
        "hear": Do(goods.hear, then="changes"),
        "changes": Menu({"1": "call.goodbye"}, gives_up="call.goodbye", greets=True),
        "unheard": End(silent=True),
    },
)
