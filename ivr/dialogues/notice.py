"""The line calls a household with an announcement: heard twice at most without a key, 1 for heard, 9 for again."""

from ivr.acts import notice
from ivr.script import Dialogue, Do, End, Menu

NOTICE = Dialogue(
    "notice",
    starts=("call",),
    steps={
        "call": Menu({"1": "hear"}, silences=2, gives_up="unheard", greets=True, terse=True),
        "hear": Do(notice.hear, then="call.goodbye"),
        "unheard": End(silent=True),
    },
)
