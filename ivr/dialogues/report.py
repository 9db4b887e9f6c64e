"""The day's report of a household: two keys when all is well, the temperature of the ill, or digits for everyone."""

from ivr.acts import person, report, worker
from ivr.readers import read_last_digit, read_temperature
from ivr.script import Ask, Branch, Confirm, Dialogue, Do, End, Menu, Tell

_OUT_OF_RANGE = "kind.out_of_range"  # E4
_VALUE = {"value": "weigh", "short": "weigh_short", "zero": "no_value"}


def _three_digits() -> Ask:
    return Ask(read_temperature, _VALUE, wrong=_OUT_OF_RANGE, num_digits=3, finish_on_key="")


def _heard(then: str) -> Tell:
    """A word that no key cuts short: the key before it, doubled by a trembling finger, does not answer what follows."""
    return Tell(says="report.heard", then=then, firm=True)


REPORT = Dialogue(
    "report",
    steps={
        "start": Do(report.begin, then="question"),
        "question": Branch(
            report.first_question,
            {
                "one": "today",
                "two": "both_today",
                "more": "first_today",
                "digits_of_one": "key_yours",
                "digits_of_several": "key_first",
                "called": "roll_call.question",
            },
        ),
        "again": Do(report.begin_again, then="question"),
        # one person
        "today": Menu({"1": "normal", "2": "unwell", "3": "main.open"}),  # G1
        "unwell": Do(report.say_unwell, then="heard_ill"),
        "heard_ill": _heard("key_value"),
        # two people
        "both_today": Menu({"1": "normal", "2": "someone_unwell", "3": "main.open"}),  # H1
        "someone_unwell": Do(report.say_someone_unwell, then="heard_someone"),
        "heard_someone": _heard("who"),
        "who": Menu({"1": "is_first", "2": "is_second", "3": "are_both"}),  # H2
        "is_first": Do(report.name_ill(0), then="heard_ill"),
        "is_second": Do(report.name_ill(1), then="heard_ill"),
        "are_both": Do(report.name_ill(0, 1), then="heard_ill"),
        # three or more, one by one
        "first_today": Menu({"1": "person_normal", "2": "person_ill", "3": "main.open"}),  # H4
        "next_today": Menu({"1": "person_normal", "2": "person_ill"}),  # H4
        "person_normal": Do(report.person_is_normal, then="more_people"),
        "person_ill": Do(report.person_is_ill, then="more_people"),
        "more_people": Branch(report.has_more_people, {"yes": "heard_one", "no": "anyone_ill"}),
        "heard_one": _heard("next_today"),
        "anyone_ill": Branch(report.is_anyone_ill, {"yes": "first_value", "no": "normal"}),
        "first_value": Do(person.clear_tries, then="heard_ill"),
        # everybody normal
        "normal": Do(report.report_normal, then="confirm_normal"),
        "confirm_normal": Confirm(read_back="read_back_normal", yes="confirmed", no="again"),  # Q1 Q2
        # temperatures
        "key_yours": _three_digits(),  # T0
        "key_first": _three_digits(),  # T0 of several
        "key_value": _three_digits(),  # T1
        "key_next": _three_digits(),  # H3
        "weigh": Branch(report.is_value_a_fever, {"yes": "raise_fever", "no": "more_values"}),
        "raise_fever": Do(report.raise_fever, then="more_values"),
        "weigh_short": Branch(report.is_short_a_fever, {"yes": "raise_short", "no": "short"}),
        "raise_short": Do(report.raise_short_fever, then="short"),
        "short": Do(report.piece_together, then="last_digit"),
        "last_digit": Ask(read_last_digit, {"value": "weigh"}, wrong=_OUT_OF_RANGE, finish_on_key=""),  # T2
        "more_values": Branch(report.has_more_values, {"yes": "key_next", "no": "confirm_values"}),
        "confirm_values": Confirm(  # T4 T5
            read_back="read_back_values", yes="is_doubtful", no="values_again", over_press="last_value_again"
        ),
        # no fever, though one was keyed before in this report, or a digit of who is ill was missing: read back once more
        "is_doubtful": Branch(report.doubt, {"fallen": "fallen", "pieced": "pieced", "none": "confirmed"}),
        "fallen": Tell(then="doubt", firm=True),
        "pieced": Tell(then="doubt", firm=True),
        "doubt": Do(report.clear_doubt, then="confirm_doubtful"),
        "confirm_doubtful": Confirm(
            read_back="read_back_values", yes="confirmed", no="values_again", over_press="last_value_again"
        ),
        "values_again": Do(report.forget_values, then="values_question"),
        "values_question": Branch(
            report.value_question_after_no,
            # a second no may be to the person that is read out: who is ill is asked again
            {"first": "key_value", "next": "key_next", "who": "who", "one_by_one": "again"},
        ),
        "last_value_again": Do(report.forget_last_value, then="value_question"),
        "value_question": Branch(
            report.value_question,
            {
                "first": "key_value",
                "next": "key_next",
                "digits_of_one": "key_yours",
                "digits_of_several": "key_first",
                "called": "roll_call.question",
            },
        ),
        # confirmed
        "confirmed": Branch(report.how_ill, {"fever": "fever.told", "unwell": "fever.report", "well": "report_well"}),
        "report_well": Do(report.confirm, then="whose"),
        "whose": Branch(worker.is_let_in, {"yes": "worker.report_kept", "no": "noted"}),
        "noted": End(),  # T6
        # no number to key
        "no_value": Do(person.clear_tries, then="no_number"),
        "no_number": Menu({"1": "no_thermometer", "2": "main.open"}),  # Z1
        "no_thermometer": Do(report.give_up_measuring, then="is_alerted"),
        "is_alerted": Branch(report.is_alerted, {"yes": "fever.questions", "no": "request.kept"}),
    },
)
