"""A report by text: stored and echoed with how to undo it, an illness told at once."""

from collections.abc import Mapping
from dataclasses import replace

from domain.temperature import is_fever
from domain.understanding.meanings import Answer as Measured
from domain.understanding.meanings import Report
from ivr.events import Complaint, Event, NamedIll, Postponed, RaisedAlert, Reading, Reported
from ivr.texting import doors
from ivr.texting.alarms import alarm, told, unwell
from ivr.texting.echoes import Echo
from ivr.texting.letter import Answer, Letter, Spoken, ask, choices
from ivr.texting.people import Unplaced, called, place
from ivr.texting.thread import Act, Asked, Choice


def report(letter: Letter, meaning: Report) -> Answer:
    """Take a report, or ask for which door or person it is."""
    act = letter.thread.act
    if meaning.correction and meaning.door is None and act is not None and act.door and not letter.taken.door:
        letter = replace(letter, taken=replace(letter.taken, door=act.door))
    spoken = doors.settle(letter, meaning.door)
    if isinstance(spoken, Answer):
        return spoken
    settled = letter.taken.people or _corrected(letter, meaning, spoken)
    placed = place(meaning, spoken, settled)
    if isinstance(placed, Unplaced):
        return _ask_who(letter, meaning, spoken, placed)
    return _take(letter, meaning, spoken, placed.people)


def _corrected(letter: Letter, meaning: Report, spoken: Spoken) -> tuple[int, ...]:
    """A correction that names nobody is about whoever the last text was about."""
    act = letter.thread.act
    if not meaning.correction or act is None or act.door != spoken.state.household or len(act.people) != 1:
        return ()
    return act.people


def _ask_who(letter: Letter, meaning: Report, spoken: Spoken, unsure: Unplaced) -> Answer:
    raised = alarm(meaning)
    events = () if raised is None else (raised,)
    text = letter.taken.text
    if not unsure.offered:
        names = [spoken.name(one) for one in range(spoken.state.people)]
        body = letter.words("name_each", first=names[0], names=letter.listed(names))
        return ask(letter, body, Asked(text), *events, state=spoken.state)
    options: list[tuple[int, ...]] = [(one,) for one in unsure.offered]
    labels = [spoken.name(one) for one in unsure.offered]
    if len(options) > 1 and meaning.readings[0].answer is Measured.NORMAL:
        options.append(unsure.offered)
        labels.append(letter.words("everyone"))
    body = letter.words("whose", choices=choices(letter, labels))
    offered = zip(options, labels, strict=True)
    asked = Asked(
        text,
        tuple(
            Choice(text, spoken.state.household, people, label, _called(spoken, people)) for people, label in offered
        ),
    )
    return ask(letter, body, asked, *events, state=spoken.state)


def _called(spoken: Spoken, people: tuple[int, ...]) -> tuple[str, ...]:
    return called(spoken.home, people[0]) if spoken.home and spoken.state.verified and len(people) == 1 else ()


def _take(letter: Letter, meaning: Report, spoken: Spoken, people: tuple[int, ...]) -> Answer:
    answers = [meaning.readings[0]] * len(people) if len(meaning.readings) == 1 else list(meaning.readings)
    heard = _kept(letter, spoken.state.household) if letter.by_worker else {}
    measured = tuple(
        Reading(person, one.tenths)
        for person, one in zip(people, answers, strict=True)
        if one.answer is not Measured.NOT_MEASURED
    )
    if heard and all(person in heard for person in people):
        return _leave(letter, meaning, spoken, measured)
    readings = tuple(one for one in measured if one.person not in heard)  # a worker never replaces a report
    waiting = tuple(person for person, one in zip(people, answers, strict=True) if one.answer is Measured.NOT_MEASURED)
    state = replace(spoken.state, people=max(spoken.state.people, *(person + 1 for person in people)))
    if spoken.home and len(people) == 1 and people == spoken.home.holders:
        state = replace(state, reporter="self")
    events = (*_illness(letter, meaning, _news(measured, heard)), *_stored(readings, waiting))
    is_ill = any(isinstance(event, RaisedAlert) for event in events)
    act = Act(letter.sid, state.household, people, is_ill=is_ill, waiting=waiting)
    thread = replace(letter.thread.did(act), door=state.household)
    return Answer(state, Echo(letter, spoken, readings, waiting, events).body(), thread, events)


def _kept(letter: Letter, household: int) -> Mapping[int, int | None]:
    """What a worker does not replace: all but a report of her own without an illness (reliability.md, "Spoofed SMS")."""
    hers = frozenset() if letter.in_chain else letter.hers.get(household, frozenset())
    today = letter.today.get(household, {})
    return {person: tenths for person, tenths in today.items() if person not in hers}


def _leave(letter: Letter, meaning: Report, spoken: Spoken, measured: tuple[Reading, ...]) -> Answer:
    """A report stays as it was; an illness that a worker tells beside it is told on, of a chain pasted again once."""
    news = _news(measured, letter.today.get(spoken.state.household, {}))
    symptoms = frozenset() if letter.in_chain else meaning.symptoms
    events = _illness(letter, replace(meaning, symptoms=symptoms), news or measured) if news or symptoms else ()
    said = letter.words("left_ill" if events else "already_reported", door=spoken.door(letter.language))
    return Answer(spoken.state, said, letter.thread, events)


def _news(measured: tuple[Reading, ...], heard: Mapping[int, int | None]) -> tuple[Reading, ...]:
    """What nobody has told today: of whom nothing was heard, and a fever where none was."""
    return tuple(
        one
        for one in measured
        if one.person not in heard or (is_fever(one.tenths or 0) and not is_fever(heard[one.person] or 0))
    )


def _stored(readings: tuple[Reading, ...], waiting: tuple[int, ...]) -> tuple[Event, ...]:
    events: list[Event] = []
    if readings:
        events.append(Reported(readings))
    if waiting:
        events.append(Postponed(waiting))
    return tuple(events)


def _illness(letter: Letter, meaning: Report, readings: tuple[Reading, ...]) -> tuple[Event, ...]:
    feverish = [one for one in readings if one.tenths is not None and is_fever(one.tenths)]
    ill = tuple(one.person for one in feverish)
    if not ill and meaning.symptoms:
        ill = tuple(one.person for one in readings) if len(readings) == 1 else ()
    named: tuple[Event, ...] = (NamedIll(ill),) if letter.taken.alerted and ill else ()
    symptoms = told(meaning.symptoms) if len(ill) == 1 else ()
    raised = [RaisedAlert(Complaint.FEVER, one.person, one.tenths, symptoms) for one in feverish]
    if meaning.symptoms and not (raised and symptoms):
        raised.append(unwell(meaning.symptoms, ill[0] if len(ill) == 1 else None))
    return (*named, *raised)
