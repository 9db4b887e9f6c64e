"""What a keyed number says about a body's temperature, in tenths of a degree Celsius."""

from dataclasses import dataclass

FEVER = 373  # 37.3 °C and above is a fever (call script, "Fever")
LOWEST = 350
HIGHEST = 420  # 35.0 to 42.0 are kept; the read-back is the check
FIRST_SHORT = 35
LAST_SHORT = 41  # 42 without its last digit would leave the range
SHORT_FEVER = 38  # whatever the missing digit is, it is a fever


@dataclass(frozen=True, slots=True)
class MissingDigit:
    """Only the last digit is missing: `degrees` whole degrees were keyed, 35 to 41."""

    degrees: int


def is_fever(tenths: int) -> bool:
    """Whether this value must raise an alert."""
    return tenths >= FEVER


def is_possible(tenths: int) -> bool:
    """Whether a value can be kept: 35.0 to 42.0, both ends included."""
    return LOWEST <= tenths <= HIGHEST


def digits_of(keys: str) -> str:
    """The keys without # and *, which are never needed and always tolerated."""
    return keys.replace("#", "").replace("*", "")


def from_keys(keys: str) -> int | MissingDigit | None:
    """The value keyed, in tenths; a `MissingDigit` when only the last one is wanting; None for all else.

    # and * are dropped, then leading zeros (call script, "keys"). A lone 0 or 9 means something else at
    the questions themselves and is looked at before.
    """
    digits = digits_of(keys).lstrip("0")
    if not digits.isascii() or not digits.isdigit():
        return None
    number = int(digits)
    if len(digits) == len("365") and is_possible(number):
        return number
    if len(digits) == len("36") and FIRST_SHORT <= number <= LAST_SHORT:
        return MissingDigit(number)
    return None


def completed(degrees: int, digit: int) -> int | None:
    """Whole degrees and their last digit as one value in tenths, or None outside 35.0 to 42.0."""
    tenths = degrees * 10 + digit
    return tenths if is_possible(tenths) else None
