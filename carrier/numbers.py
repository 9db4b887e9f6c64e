"""Who calls or texts, as the carrier posts it: a telephone number in E.164, or nobody that can be called back."""

import re
from collections.abc import Mapping

# The carrier spells withheld callers on the keypad: ANONYMOUS, RESTRICTED, UNAVAILABLE, BLOCKED, UNKNOWN.
# The third reads as a number in Chengdu (+86 28 …), so they are compared whole, before any parsing.
_STAND_INS = frozenset({"+266696687", "+7378742833", "+86282452253", "+2562533", "+8656696"})

# E.164: a plus, a country code that does not begin with 0, 15 digits at most; shorter than 8 are short codes.
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_LOST_PLUS = re.compile(r"^ (?=[0-9])")


def telephone(raw: str | None) -> str | None:
    """The number in E.164, or None for what cannot be called back.

    That is: withheld callers (as stand-in numbers, as words such as `anonymous`, or empty), `client:`, `sip:`
    and `whatsapp:` addresses, short codes and senders with letters. A plus that was not escaped in a form comes
    as a space.
    """
    number = _LOST_PLUS.sub("+", raw or "").strip()
    if number in _STAND_INS or not _E164.fullmatch(number):
        return None
    return number


def withheld(raw: str | None) -> bool:
    """Whether there is no telephone behind this: never to be looked up, stored as a resident, called or texted."""
    return telephone(raw) is None


def caller(form: Mapping[str, str]) -> str | None:
    """Who calls or texts: `From`, where that is missing `Caller`; None when withheld."""
    return telephone(form.get("From") or form.get("Caller"))


def called(form: Mapping[str, str]) -> str | None:
    """Which number was called or texted: `To`, where that is missing `Called`; None when it is no telephone."""
    return telephone(form.get("To") or form.get("Called"))
