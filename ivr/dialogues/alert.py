"""The line calls a worker about an alert: a machine hears two prompts at most, a person presses 1."""

from ivr.acts import alert
from ivr.script import Branch, Dialogue, Do, End, Menu, Tell, Transfer

ALERT = Dialogue(
    "alert",
    starts=("call",),
    steps={
        "call": Branch(alert.is_taken_by_other, {"yes": "taken_by_other", "no": "urgent"}),
        "taken_by_other": End(),
        "urgent": Menu(  # L1
            {"1": "still_open"}, zero="", silences=2, gives_up="unheard", greets=True, terse=True
        ),
        "unheard": End(silent=True),
        "still_open": Branch(alert.is_taken_by_other, {"yes": "taken_by_other", "no": "take"}),
        "take": Do(alert.take, then="can_connect"),
        "can_connect": Branch(alert.has_telephone, {"yes": "taken", "no": "yours"}),
        "taken": Menu({"1": "connect"}, zero="", silences=1, gives_up="call.goodbye"),  # L2
        "connect": Transfer(alert.telephone, reached="hung_up", nobody="hung_up", seconds=30, screened=False),
        "hung_up": End(silent=True),
        "yours": Tell(then="call.goodbye"),
    },
)
