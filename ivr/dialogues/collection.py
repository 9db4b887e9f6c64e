"""The line calls a household down with its wave: D1, and D2 where the goods are brought up; or tells that they are brought.

What is owed comes after a key.
"""

from ivr.acts import goods
from ivr.script import Branch, Dialogue, Do, End, Menu, Tell

COLLECTION = Dialogue(
    "collection",
    starts=("call", "route"),
    steps={
        "call": Branch(goods.can_be_brought, {"yes": "come", "no": "settled"}),
        "come": Menu({"1": "hear", "2": "may_bring"}, silences=2, unheard="unheard", greets=True, terse=True),  # D1
        "hear": Do(goods.hear, then="amount"),
        "amount": Tell(then="call.goodbye"),
        "may_bring": Branch(goods.can_be_brought, {"yes": "bring", "no": "settled"}),
        "bring": Do(goods.bring, then="brought"),
        "brought": Tell(then="call.goodbye"),  # D2
        # goods that are brought to the door
        "route": Menu({"1": "hear"}, silences=2, unheard="unheard", gives_up="unheard", greets=True, terse=True),
        "settled": Tell(then="call.goodbye"),
        "unheard": End(silent=True),
    },
)
