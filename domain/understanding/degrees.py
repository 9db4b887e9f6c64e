"""What digits, decimals and whole degrees say of one temperature: taken, or asked with what they could be (rules 1, 2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.temperature import HIGHEST, LOWEST, is_fever, is_possible
from domain.understanding.meanings import Reason

FIRST_TENTHS = 360  # three bare digits; 350 to 359 are asked, for 356 and 365 are a usual swap (rule 1)
CROSSING = 37  # 37度 can be 37.0 and 37.9 (rule 2)
WHOLE = range(LOWEST // 10, HIGHEST // 10 + 1)
MOST_CHOICES = 6  # in a reply of two segments
FAHRENHEIT = range(950, 1077)  # tenths of what a living body has, 35.0 to 42.0 °C


@dataclass(frozen=True, slots=True)
class Temperature:
    """One value: `tenths` of a degree Celsius when it can be taken, else the `reason` to ask and what it could be."""

    tenths: int | None = None
    reason: Reason | None = None
    candidates: tuple[int, ...] = ()
    coarse: bool = False
    hedged: bool = False
    alert: bool = False

    def asked(self, reason: Reason) -> "Temperature":
        """The same value, but to be asked."""
        known = self.candidates if self.tenths is None else (self.tenths,)
        return Temperature(
            reason=reason, candidates=known, alert=self.alert or (bool(known) and all(map(is_fever, known)))
        )


def from_decimal(whole: str, tenth: str) -> Temperature:
    """36 and 5, 36 and 50; 63.5, 336.5 and 36.55 are asked."""
    fahrenheit = int(whole[:4]) * 10 + int(tenth[0])
    if len(whole) == len("100") and fahrenheit in FAHRENHEIT:
        return asked_for(Reason.OUT_OF_RANGE, [round((fahrenheit - 320) * 5 / 9)])
    if len(whole) == len("36") and len(tenth.rstrip("0")) > 1:
        return asked_for(Reason.BAD_DIGITS, [int(whole + tenth[0])])
    if len(whole) != len("36"):
        return asked_for(Reason.BAD_DIGITS, _with_one_less(whole + tenth[:1]))
    tenths = int(whole) * 10 + int(tenth[0])
    if is_possible(tenths):
        return Temperature(tenths)
    swapped = int(whole[::-1] + tenth[0])
    celsius = (tenths - 320) * 5 / 9
    guesses = [swapped] if is_possible(swapped) else [round(celsius)] if tenths in FAHRENHEIT else []
    return asked_for(Reason.OUT_OF_RANGE, guesses)


def from_whole(degrees: int) -> Temperature:
    """Whole degrees that were called degrees: taken when all they can mean lies on one side of a fever."""
    if degrees == CROSSING:
        return asked_for(Reason.CROSSES_THRESHOLD, [])
    if degrees in WHOLE:
        return Temperature(degrees * 10, coarse=True)
    return asked_for(Reason.OUT_OF_RANGE, [])


def from_fahrenheit(tenths: int) -> Temperature:
    """Tenths of a degree Fahrenheit."""
    celsius = round((tenths - 320) * 5 / 9)
    return Temperature(celsius) if is_possible(celsius) else asked_for(Reason.OUT_OF_RANGE, [])


def is_of_a_body(number: int) -> bool:
    """36 and 365: degrees or tenths that a body can have."""
    return number in WHOLE or is_possible(number)


def from_digits(digits: str) -> Temperature:
    """Digits that stand alone: three of 360 to 420 are tenths, all others are asked."""
    number = int(digits[:6])
    if len(digits) == len("365") and FIRST_TENTHS <= number <= HIGHEST:
        return Temperature(number)
    if len(digits) == len("365") and LOWEST <= number < FIRST_TENTHS:
        swapped = int(digits[0] + digits[2] + digits[1])
        return asked_for(Reason.LIKELY_TRANSPOSED, [number, swapped])
    if len(digits) == len("36") and number in WHOLE:
        return Temperature(reason=Reason.NO_DECIMAL, alert=number > CROSSING)
    asked = asked_for(Reason.BAD_DIGITS if len(digits) > len("36") else Reason.NEEDS_CONTEXT, _with_one_less(digits))
    return asked if digits[0] in "34" else replace(asked, alert=False)  # 1385 is rather a code or a room than a fever


def from_degrees_or_fahrenheit(digits: str) -> Temperature:
    """Three digits called a temperature: tenths, or 101 as an American says a fever."""
    fahrenheit = int(digits) * 10
    if fahrenheit in FAHRENHEIT:
        return asked_for(Reason.OUT_OF_RANGE, [round((fahrenheit - 320) * 5 / 9)])
    return from_digits(digits)


def asked_for(reason: Reason, candidates: list[int]) -> Temperature:
    """No value but a question, with those candidates that a body can have."""
    possible = tuple(dict.fromkeys(filter(is_possible, candidates)))
    return Temperature(reason=reason, candidates=possible, alert=bool(possible) and all(map(is_fever, possible)))


def _with_one_less(digits: str) -> list[int]:
    if len(digits) != len("3605"):
        return []
    return sorted({int(digits[:place] + digits[place + 1 :]) for place in range(len(digits))})


def to_choose_from(tenths: Iterable[int]) -> tuple[int, ...]:
    """The values a question offers, each once; none where they are more than a reply can offer."""
    found = tuple(dict.fromkeys(tenths))
    return found if len(found) <= MOST_CHOICES else ()
