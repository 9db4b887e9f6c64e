"""The line calls a household it has not heard of: R1, answered like any report, or put off for half an hour.

Before the first key a machine may be listening: it hears the greeting and the question, and the question once more.
"""

from ivr.acts import door, report, roll_call
from ivr.readers import read_temperature
from ivr.script import Ask, Branch, Dialogue, Do, End, Menu, Tell

_TO_SILENCE = 2  # prompts, and nothing but greeting and question before a key (call script, "calls placed")


def _question(one: str, two: str) -> Menu:
    ways = {"1": one, "2": two, "3": "not_yet"}
    return Menu(ways, silences=_TO_SILENCE, unheard="unheard", terse=True)


def _three_digits() -> Ask:
    ways = {"value": "report.weigh", "short": "report.weigh_short", "zero": "not_yet"}
    return Ask(
        read_temperature,
        ways,
        wrong="kind.out_of_range",
        num_digits=3,
        finish_on_key="",
        silences=_TO_SILENCE,
        unheard="unheard",
    )


ROLL_CALL = Dialogue(
    "roll_call",
    starts=("call",),
    steps={
        "call": Do(roll_call.begin, then="who"),
        "who": Branch(door.has_a_name, {"yes": "hello_name", "no": "hello"}),
        "hello_name": Tell(then="first", greets=True),
        "hello": Tell(then="first", greets=True),
        "first": Branch(door.has_reported, {"yes": "already", "no": "start"}),
        "already": Tell(says="call.already", then="call.goodbye"),  # G2: it came while the telephone rang
        "start": Do(report.begin, then="anew"),
        "anew": Branch(roll_call.asks_anew, {"yes": "measure_again", "no": "question"}),
        "measure_again": Tell(then="question"),  # half an hour after a fever
        "question": Branch(
            roll_call.question,
            {
                "one": "today",
                "two": "both_today",
                "more": "first_today",
                "digits_of_one": "key_yours",
                "digits_of_several": "key_first",
            },
        ),
        "today": _question("report.normal", "report.unwell"),  # R1
        "both_today": _question("report.normal", "report.someone_unwell"),  # H1
        "first_today": _question("report.person_normal", "report.person_ill"),  # H4
        "key_yours": _three_digits(),  # T0
        "key_first": _three_digits(),  # T0 of several
        "not_yet": Do(roll_call.postpone, then="again"),
        "again": Branch(roll_call.is_last_call, {"no": "call_again", "yes": "call_us"}),
        "call_again": End(),  # R2
        "call_us": End(),
        "unheard": End(silent=True),
    },
)
