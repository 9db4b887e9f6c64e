"""What keyed digits mean at each question that asks for a number."""

from dataclasses import replace

from domain import doors, temperature
from ivr import known, work
from ivr.facts import CallState, Facts, Need
from ivr.script import AGAIN, Heard
from prompts import numbers

PIN_DIGITS = 6
YUAN_DIGITS = 4


def read_temperature(keys: str, state: CallState, _: Facts) -> Heard | None:
    """Three digits are the value, two from 35 to 41 lack the last; a lone 0 or 9 is looked at first."""
    digits = temperature.digits_of(keys)
    if digits in {"0", "9"}:
        return Heard("zero" if digits == "0" else AGAIN, state)
    keyed = temperature.from_keys(keys)
    if isinstance(keyed, temperature.MissingDigit):
        return Heard("short", replace(state, short=keyed.degrees, begun=True))
    return None if keyed is None else Heard("value", _with_value(state, keyed))


def read_last_digit(keys: str, state: CallState, _: Facts) -> Heard | None:
    """The digit that was missing; 0 and 9 are digits here."""
    digits = temperature.digits_of(keys)
    keyed = temperature.completed(state.short, int(digits)) if len(digits) == 1 and digits.isdecimal() else None
    return None if keyed is None else Heard("value", _with_value(state, keyed))


def read_building(keys: str, state: CallState, _: Facts) -> Heard | None:
    """The building; a lone 0 wants a person."""
    number = doors.from_keys(keys, doors.LONGEST_BUILDING)
    if number == "0":
        return Heard("zero", state)
    if not number:
        return None
    return Heard("keyed", replace(state, building=number, unit="", room="", begun=not state.let_in))


def read_first_building(keys: str, state: CallState, _: Facts) -> Heard | None:
    """The building a list is read out from; 0 is from its beginning."""
    number = doors.from_keys(keys, doors.LONGEST_BUILDING)
    return Heard("keyed", replace(state, building="" if number == "0" else number)) if number else None


def read_pin(keys: str, state: CallState, facts: Facts) -> Heard | None:
    """Six digits are a PIN, and whether it is the right one is known by then. A lone 0 wants a person."""
    digits = keys.replace("#", "").replace("*", "")
    if digits in {"0", "9"}:
        return Heard("zero" if digits == "0" else AGAIN, state)
    if len(digits) != PIN_DIGITS:
        return None
    known.require(Need.PIN, facts)
    return Heard("right" if facts.is_pin_right else "wrong", state)


def read_unit(keys: str, state: CallState, _: Facts) -> Heard | None:
    """The unit; 0 is no unit."""
    number = doors.from_keys(keys, doors.LONGEST_UNIT)
    return Heard("keyed", replace(state, unit="" if number == "0" else number)) if number else None


def read_room(keys: str, state: CallState, _: Facts) -> Heard | None:
    """The room; a lone 0 wants a person."""
    number = doors.from_keys(keys, doors.LONGEST_ROOM)
    if number == "0":
        return Heard("zero", state)
    return Heard("keyed", replace(state, room=number)) if number else None


def read_people(keys: str, state: CallState, _: Facts) -> Heard | None:
    """How many people, 1 to 9; 0 wants a person."""
    digits = temperature.digits_of(keys)
    if digits == "0":
        return Heard("zero", state)
    return Heard("keyed", replace(state, people=int(digits))) if _is_digit(digits) else None


def read_days(keys: str, state: CallState, _: Facts) -> Heard | None:
    """How many days a medicine lasts, 1 to 9; with nothing left, 0, a person is wanted."""
    digits = temperature.digits_of(keys)
    if digits == "0":
        return Heard("zero", state)
    return Heard("keyed", replace(state, quantity=int(digits))) if _is_digit(digits) else None


def read_yuan(keys: str, state: CallState, facts: Facts) -> Heard | None:
    """Whole yuan that a worker signs for with a gas card, 0 too; "differs" where so much cannot be with it."""
    digits = keys.replace("#", "").replace("*", "")
    if not digits.isdecimal() or len(digits) > YUAN_DIGITS:
        return None
    return Heard(
        "keyed" if work.can_sign(state, facts, int(digits)) else "differs", replace(state, quantity=int(digits))
    )


def read_quantity(keys: str, state: CallState, facts: Facts) -> Heard | None:
    """How many of the set; more than the household may order is no such choice. 0 wants a person."""
    digits = temperature.digits_of(keys)
    if digits == "0":
        return Heard("zero", state)
    offered = known.set_on_sale(state, facts)
    if offered is None:
        return Heard("gone", state)
    if not _is_digit(digits) or int(digits) > known.limit(offered, state, facts):
        return None
    return Heard("keyed", replace(state, quantity=int(digits)))


def read_prompt(keys: str, state: CallState, _: Facts) -> Heard | None:
    """The number of a prompt; one with {fields} is known and cannot be recorded."""
    digits = keys.replace("#", "").replace("*", "")
    if digits == "9":
        return Heard(AGAIN, state)
    prompt_id = numbers.prompt_of(int(digits)) if digits.isdecimal() else None
    if prompt_id is None:
        return None
    way = "keyed" if numbers.can_be_recorded(prompt_id) else "has_fields"
    return Heard(way, replace(state, prompt=int(digits), recorded=""))


def _with_value(state: CallState, tenths: int) -> CallState:
    return replace(state, values=(*state.values, tenths), short=0, begun=True)


def _is_digit(digits: str) -> bool:
    return len(digits) == 1 and digits in "123456789"
