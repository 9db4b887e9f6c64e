"""The words of an alert's texts: door, what, code; one segment, and never a name beside an illness."""

import prompts
from models import Alert

ASKED_FOR = {"person", "silent", "medicine", "system"}


def door_text(language: str, building: str, unit: str, room: str) -> str:
    """3栋1单元1504, without unit 3栋1504, a whole unit 3栋1单元; Bldg 3 Unit 1 Rm 1504.

    A caller may ask for a person before any door is keyed.
    """
    if not room:
        known = "unit" if building and unit else "building" if building else "unknown"
        return prompts.text(language, f"sms.door_{known}", building=building, unit=unit)
    prompt = "sms.door" if unit else "sms.door_without_unit"
    return prompts.text(language, prompt, building=building, unit=unit, room=room)


def grid_text(language: str, name: str) -> str:
    """A grid as it is called: a bare number gets its word, a name is one already."""
    return prompts.text(language, "sms.grid", grid=name) if name.isdecimal() else name


def place_text(language: str, alert: Alert) -> str:
    """Where the alert is: its door; of the line's own troubles, the line."""
    if alert.kind == "system" and not alert.building:
        return prompts.text(language, "sms.the_line")
    return door_text(language, alert.building, alert.unit, alert.room)


def what_text(language: str, alert: Alert) -> str:
    """What is the matter: 发热 38.2, 不舒服, 要人, with the symptoms that are known."""
    value = f"{alert.tenths // 10}.{alert.tenths % 10}" if alert.tenths is not None else ""
    words = [prompts.text(language, f"sms.what_{alert.kind}")]
    if value:
        words.append(value)
    if alert.kind == "system" and alert.note:
        words.append(alert.note)
    words += [prompts.text(language, f"sms.symptom_{symptom}") for symptom in alert.symptoms.split(",") if symptom]
    return " ".join(words)


def alert_text(language: str, alert: Alert, code: str, *, again: bool = False) -> str:
    """The red line: door, what, unverified or not, the code to answer with; `again` marks a repeat."""
    unverified = prompts.text(language, "sms.unverified") if alert.unverified else ""
    text = prompts.text(
        language,
        "sms.alert",
        door=place_text(language, alert),
        what=" ".join(part for part in (what_text(language, alert), unverified) if part),
        code=code,
    )
    return repeated(language, text) if again else text


def repeated(language: str, text: str) -> str:
    """The text of a message that may have arrived before."""
    return prompts.text(language, "sms.repeat", text=text)
