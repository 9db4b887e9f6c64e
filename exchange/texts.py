"""The carrier's rules for texts: segments, opt-out words, telephone numbers; pure."""

import re
from enum import StrEnum

LONGEST_BODY = 1600
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
)
_GSM_EXTENDED = frozenset("~^{}[]\\|€\f")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_STOP = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
_START = frozenset({"START", "YES", "UNSTOP"})
_COUNTRIES = (("+1", "US"), ("+86", "CN"), ("+44", "GB"), ("+49", "DE"), ("+81", "JP"))


class OptOut(StrEnum):
    """What a whole-body keyword asks for."""

    STOP = "STOP"
    START = "START"


def segments(body: str) -> int:
    """Segments a text is sent in: 160 then 153 GSM-7 units, or 70 then 67 UTF-16 units; an empty one is 1.

    An escaped letter and a surrogate pair are never cut in two.
    """
    if all(letter in _GSM or letter in _GSM_EXTENDED for letter in body):
        units, alone, joined = [2 if letter in _GSM_EXTENDED else 1 for letter in body], 160, 153
    else:
        units, alone, joined = [len(letter.encode("utf-16-le")) // 2 for letter in body], 70, 67
    if sum(units) <= alone:
        return 1
    filled = [0]
    for unit in units:
        if filled[-1] + unit > joined:
            filled.append(0)
        filled[-1] += unit
    return len(filled)


def opt_out_word(body: str) -> OptOut | None:
    """The keyword a body consists of, whatever its case; None for any other body."""
    word = body.strip().upper()
    if word in _STOP:
        return OptOut.STOP
    return OptOut.START if word in _START else None


def is_number(number: str) -> bool:
    """Whether this is a telephone number in E.164 form."""
    return _E164.fullmatch(number) is not None


def country_of(number: str) -> str:
    """The two letters of a number's country where this exchange knows them, else nothing."""
    return next((letters for prefix, letters in _COUNTRIES if number.startswith(prefix)), "")
