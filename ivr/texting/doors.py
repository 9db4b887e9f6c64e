"""Which door a text speaks for: the one it names, the telephone's own, the one chosen today; else it is asked."""

from dataclasses import replace

from domain.doors import Door
from ivr.events import Event, FiledItem, ItemKind
from ivr.facts import Household
from ivr.texting.alarms import alarm
from ivr.texting.letter import Answer, Letter, Spoken, ask, choices, nowhere
from ivr.texting.thread import Asked, Choice
from prompts import speech

MOST_DOORS = 4  # offered in one text


def settle(letter: Letter, door: Door | None) -> Spoken | Answer:
    """The door a text is about, or the question which."""
    if letter.taken.door:
        return _spoken(letter, _known(letter, letter.taken.door))
    door = letter.taken.named or door
    if door is not None and door.room and door.building:
        return _named(letter, door)
    if door is not None and door.room and letter.facts.doors:
        return _in_own_building(letter, door)
    return _unnamed(letter)


def written(letter: Letter, home: Household | Door) -> str:
    """3栋1单元1504, Bldg 3 Unit 1 Rm 1504."""
    return speech.written_door(letter.language, home.building, home.unit, home.room)


def _known(letter: Letter, household: int) -> Household | None:
    homes = (*letter.facts.doors, letter.facts.found, letter.facts.household)
    return next((home for home in homes if home is not None and home.id == household), None)


def _spoken(letter: Letter, home: Household | None) -> Spoken | Answer:
    if home is None:  # the roster lost it since it was chosen
        return ask(letter, letter.words("which_door"), Asked(letter.taken.text))
    verified = letter.by_worker or any(one.id == home.id for one in letter.facts.doors)
    state = replace(
        nowhere(letter),
        household=home.id,
        verified=verified,
        building=home.building,
        unit=home.unit,
        room=home.room,
        people=max(1, len(home.people)),
        reporter=_reporter(letter, verified=verified),
    )
    return Spoken(state, home)


def _reporter(letter: Letter, *, verified: bool) -> str:
    if letter.by_worker:
        return "worker"
    return "household" if verified or not letter.facts.doors else "neighbour"


def _named(letter: Letter, door: Door) -> Spoken | Answer:
    found = letter.facts.found
    if found is None:
        return _not_in_roster(letter, door)
    if letter.facts.doors and not letter.facts.found_verified and not letter.by_worker:
        return _confirm_other_door(letter, found)
    return _spoken(letter, found)


def _confirm_other_door(letter: Letter, found: Household) -> Answer:
    """Somebody else's door from a telephone on file: taken when it is confirmed (sms.md rule 6)."""
    body = letter.words("other_door", door=written(letter, found))
    return ask(letter, body, Asked(letter.taken.text, (Choice(letter.taken.text, found.id),)), *_alarm(letter))


def _not_in_roster(letter: Letter, door: Door) -> Answer:
    state = replace(nowhere(letter), building=door.building, unit=door.unit, room=door.room)
    told = letter.taken.alerted and letter.taken.named is not None  # a mistyped answer is no second alert
    alarms = () if told else _alarm(letter)
    if letter.thread.asked is None or not letter.thread.asked.lost:
        body = letter.words("no_such_door", door=written(letter, door), example=letter.example())
        return ask(letter, body, Asked(letter.taken.text, lost=True), *alarms, state=state)
    left = FiledItem(ItemKind.OTHER, note=letter.taken.text)
    thread = replace(letter.thread, asked=None)
    return Answer(state, letter.words("left_to_worker"), thread, (*alarms, left))


def _in_own_building(letter: Letter, door: Door) -> Spoken | Answer:
    """1504室 without a building is the sender's own door of that room; of any other it is asked which."""
    own = [home for home in letter.facts.doors if home.room == door.room and door.unit in {"", home.unit}]
    if len(own) == 1:
        return _spoken(letter, own[0])
    return ask(letter, letter.words("which_door"), Asked(letter.taken.text), *_alarm(letter))


def _unnamed(letter: Letter) -> Spoken | Answer:
    doors, today = letter.facts.doors, letter.thread.door
    if letter.by_worker:
        body = letter.words("which_door")
        return ask(letter, body, Asked(letter.taken.text), *_alarm(letter))
    if len(doors) == 1:
        return _spoken(letter, doors[0])
    if today and (home := _known(letter, today)) is not None and (not doors or home in doors):
        return _spoken(letter, home)
    if not doors:
        body = letter.words("which_door")
        return ask(letter, body, Asked(letter.taken.text), *_alarm(letter))
    offered = doors[:MOST_DOORS]
    body = letter.words("whose_door", choices=choices(letter, [written(letter, home) for home in offered]))
    options = tuple(Choice(letter.taken.text, home.id, label=home.room) for home in offered)
    return ask(letter, body, Asked(letter.taken.text, options), *_alarm(letter))


def _alarm(letter: Letter) -> tuple[Event, ...]:
    """An illness is told at once, before anybody knows at which door."""
    raised = alarm(letter.meaning)  # said again it is the same alert, which may have grown
    return () if raised is None else (raised,)
