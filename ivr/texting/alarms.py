"""An illness in a text, as the alert it raises: whoever and wherever it is, a human is told at once."""

from domain.temperature import is_fever
from domain.understanding.meanings import Meaning, Need, NeedKind, Question, Report, raises_alert
from domain.understanding.meanings import Symptom as Felt
from ivr.events import Complaint, RaisedAlert, Symptom

# What the ladder's texts have words for (call script, F2 to F4); anything else somebody feels is "unwell".
SYMPTOMS = {
    Felt.BREATHLESS: Symptom.BREATHLESS,
    Felt.CHEST: Symptom.BREATHLESS,
    Felt.COUGH: Symptom.COUGH,
    Felt.WEAK: Symptom.WEAK,
}


def told(symptoms: frozenset[Felt]) -> tuple[Symptom, ...]:
    """The symptoms the ladder's texts name, in their order."""
    named = {SYMPTOMS[one] for one in symptoms if one in SYMPTOMS}
    return tuple(one for one in Symptom if one in named)


def unwell(symptoms: frozenset[Felt], person: int | None = None, *, urgent: bool = False) -> RaisedAlert:
    """Somebody feels something, without a fever that was measured."""
    named = told(symptoms)
    return RaisedAlert(Complaint.SYMPTOM if named else Complaint.UNWELL, person, None, named, urgent)


def alarm(meaning: Meaning, person: int | None = None) -> RaisedAlert | None:
    """The alert of a text of which it is not certain whose illness it tells; None when it tells none."""
    match meaning:
        case Report(readings, symptoms=symptoms):
            values = [one.tenths for one in readings if one.tenths is not None and is_fever(one.tenths)]
            if values:
                return RaisedAlert(Complaint.FEVER, person, max(values), told(symptoms))
            return unwell(symptoms, person) if symptoms else _of_others(meaning, person)
        case Need(kind, symptoms=symptoms) if kind in {NeedKind.MEDICAL, NeedKind.EMERGENCY}:
            return unwell(symptoms, person, urgent=kind is NeedKind.EMERGENCY)
        case Question(alert=is_alarming, symptoms=symptoms) if is_alarming or symptoms:
            return unwell(symptoms, person)
        case _:
            return _of_others(meaning, person)


def _of_others(meaning: Meaning, person: int | None) -> RaisedAlert | None:
    """A second intent of the text may tell it."""
    return next((alarm(one, person) for one in getattr(meaning, "also", ()) if raises_alert(one)), None)
