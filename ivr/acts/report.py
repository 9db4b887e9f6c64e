"""What the report does: who is ill, which values were keyed, what is confirmed."""

from dataclasses import replace

from domain import temperature
from ivr.acts import yes_or_no
from ivr.events import (
    Complaint,
    Event,
    FiledItem,
    HasSymptom,
    ItemKind,
    NamedIll,
    RaisedAlert,
    Reading,
    Reported,
    Symptom,
)
from ivr.facts import CallState, Facts
from ivr.known import asked, person_asked
from ivr.leftovers import unconfirmed_values
from ivr.script import Effect

Done = tuple[CallState, tuple[Event, ...]]
TWICE = 2


def begin(state: CallState, _: Facts) -> Done:
    """A report of this household from its first question on."""
    fresh = replace(state, ill=(), values=(), short=0, person=0, rejected=0, people=max(1, state.people))
    # somebody said to be ill stays an open matter
    return replace(fresh, feared=0, pieced=False, begun=state.alerted), ()


def begin_again(state: CallState, _: Facts) -> Done:
    """The caller rejected the read-back: the first question again, with the tries that are left."""
    return replace(state, ill=(), values=(), short=0, person=0), ()


def first_question(state: CallState, _: Facts) -> str:
    """Which question this household is asked first; where the line called, the roll call's own."""
    return "called" if state.called else question_for(state)


def question_for(state: CallState) -> str:
    """The first question by how many people there are, and whether they key digits."""
    if state.digits:
        return "digits_of_one" if state.people <= 1 else "digits_of_several"
    return {0: "one", 1: "one", 2: "two"}.get(state.people, "more")


def report_normal(state: CallState, _: Facts) -> Done:
    """Everybody is said to be normal; the read-back follows."""
    return replace(state, begun=True), ()


def say_unwell(state: CallState, _: Facts) -> Done:
    """The only person is unwell: the alert exists from this key on."""
    raised = RaisedAlert(Complaint.UNWELL, person=0)
    return _alerted(replace(state, ill=(0,), values=(), rejected=0)), (raised,)


def say_someone_unwell(state: CallState, _: Facts) -> Done:
    """Somebody of two is unwell: the alert exists before it is said who."""
    return _alerted(replace(state, ill=(), values=(), rejected=0)), (RaisedAlert(Complaint.UNWELL),)


def name_ill(*people: int) -> Effect:
    """These are the ill."""

    def effect(state: CallState, _: Facts) -> Done:
        return replace(state, ill=people), (NamedIll(people),)

    return effect


def person_is_normal(state: CallState, _: Facts) -> Done:
    """One by one: this person is normal, on to the next."""
    return replace(state, person=state.person + 1, begun=True), ()


def person_is_ill(state: CallState, _: Facts) -> Done:
    """One by one: this person is ill; the first of them raises the household's alert."""
    ill = (*state.ill, state.person)
    event: Event = NamedIll(ill) if state.ill else RaisedAlert(Complaint.UNWELL, person=state.person)
    return _alerted(replace(state, ill=ill, person=state.person + 1)), (event,)


def has_more_people(state: CallState, _: Facts) -> str:
    """Whether somebody has not been asked about yet."""
    return yes_or_no(answer=state.person < state.people)


def is_anyone_ill(state: CallState, _: Facts) -> str:
    """Whether a temperature is to be asked for."""
    return yes_or_no(answer=bool(state.ill))


def is_value_a_fever(state: CallState, _: Facts) -> str:
    """Whether the value just keyed must raise an alert before it is confirmed."""
    return yes_or_no(answer=temperature.is_fever(state.values[-1]))


def is_short_a_fever(state: CallState, _: Facts) -> str:
    """Whether it is a fever whatever the missing digit is."""
    return yes_or_no(answer=state.short >= temperature.SHORT_FEVER)


def raise_fever(state: CallState, _: Facts) -> Done:
    """The value just keyed is a fever: the alert exists before the read-back."""
    person = asked(state)[len(state.values) - 1]
    return _alerted(state), (RaisedAlert(Complaint.FEVER, person, state.values[-1]),)


def raise_short_fever(state: CallState, _: Facts) -> Done:
    """38 to 41 degrees: the alert exists before the last digit is asked for."""
    return _alerted(state), (RaisedAlert(Complaint.FEVER, person_asked(state)),)


def piece_together(state: CallState, _: Facts) -> Done:
    """The last digit is asked for; it may be another one that is missing: 3-6 of a 38.6."""
    return replace(state, pieced=True), ()


def has_more_values(state: CallState, _: Facts) -> str:
    """Whether a temperature is still to be keyed."""
    return yes_or_no(answer=len(state.values) < len(asked(state)))


def forget_values(state: CallState, _: Facts) -> Done:
    """The read-back was rejected: all values are keyed again."""
    return replace(state, values=(), short=0, pieced=False, feared=_feared(state)), ()


def forget_last_value(state: CallState, _: Facts) -> Done:
    """One key too many was heard: the last value is keyed again."""
    return replace(state, values=state.values[:-1], short=0, feared=_feared(state)), ()


def _feared(state: CallState) -> int:
    fevers = [tenths for tenths in state.values if temperature.is_fever(tenths)]
    return max([state.feared, *fevers])


def doubt(state: CallState, _: Facts) -> str:
    """Why values without a fever are doubted: one was keyed before, or who is ill keyed a value in two pieces."""
    if any(map(temperature.is_fever, state.values)):
        return "none"
    if state.feared:
        return "fallen"
    return "pieced" if state.ill and state.pieced else "none"


def clear_doubt(state: CallState, _: Facts) -> Done:
    """A doubt is put once for what was keyed."""
    return replace(state, feared=0, pieced=False), ()


def value_question(state: CallState, facts: Facts) -> str:
    """Which question asks for the value that is keyed next."""
    if state.values:
        return "next"
    if state.digits:
        return first_question(state, facts)
    return "first"


def value_question_after_no(state: CallState, _: Facts) -> str:
    """After a rejected read-back: as `value_question`, but with the example, or the person's name, said again.

    Rejected twice, it may be the person that is wrong and not the value, where somebody of several was named.
    """
    if state.digits:
        return "next" if state.people > 1 else "first"
    if state.rejected < TWICE:
        return "first"
    return {0: "first", 1: "first", 2: "who"}.get(state.people, "one_by_one")


def how_ill(state: CallState, _: Facts) -> str:
    """What follows a confirmed read-back: a fever among the values, an alert without one, or neither."""
    if any(temperature.is_fever(tenths) for tenths in state.values):
        return "fever"
    return "unwell" if state.alerted else "well"


def confirm(state: CallState, _: Facts) -> Done:
    """The read-back was right: everybody is reported, who is not among the ill as normal."""
    keyed = dict(zip(asked(state), state.values, strict=False))
    readings = tuple(Reading(person, keyed.get(person)) for person in range(state.people))
    feverish = tuple(person for person, tenths in keyed.items() if temperature.is_fever(tenths))
    ill = feverish if state.digits else state.ill
    return replace(state, ill=ill, values=(), begun=False, reported=True, done=True), (Reported(readings),)


def give_up_measuring(state: CallState, _: Facts) -> Done:
    """No thermometer, or nobody can read it: a task for the worker, with what was keyed before.

    The thermometer is the door's: where more than one was still to be asked, it is missing to everybody there.
    """
    unasked = asked(state)[len(state.values) :]
    missing = FiledItem(ItemKind.NO_THERMOMETER, person_asked(state) if len(unasked) <= 1 else None)
    left = unconfirmed_values(state)
    return replace(state, values=(), short=0, begun=False, done=True), (missing, *left)


def is_alerted(state: CallState, _: Facts) -> str:
    """Whether this call raised a health alert for this door."""
    return yes_or_no(answer=state.alerted)


def were_symptoms_asked(state: CallState, _: Facts) -> str:
    """Whether the three questions were put before in this call."""
    return yes_or_no(answer=state.symptoms_asked)


def ask_symptoms(state: CallState, _: Facts) -> Done:
    """The three questions are put once a call."""
    return replace(state, symptoms_asked=True, rejected=0), ()


def has(symptom: Symptom) -> Effect:
    """A symptom was affirmed; whose it is can be said only when one person is ill."""

    def effect(state: CallState, _: Facts) -> Done:
        return state, (HasSymptom(symptom, state.ill[0] if len(state.ill) == 1 else None),)

    return effect


def _alerted(state: CallState) -> CallState:
    return replace(state, alerted=True, ill_call=True, begun=True)
