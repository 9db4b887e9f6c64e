"""The line calls a household with an announcement: heard twice at most without a key, 1 for heard, 9 for again.

One that is the household's own is asked for first, and said to nobody who presses no key.
"""

from ivr.acts import notice
from ivr.script import Dialogue, Do, End, Menu

NOTICE = Dialogue(
    "notice",
    starts=("call", "ask"),
    steps={
        "ask": Menu({"1": "call"}, silences=2, gives_up="unheard", greets=True, terse=True),
        "call": Menu({"1": "hear"}, silences=2, gives_up="unheard", greets=True, terse=True),
        "hear": Do(notice.hear, then="call.goodbye"),
        "unheard": End(silent=True),
    },
)
