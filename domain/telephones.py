"""Telephone numbers in one spelling, E.164, out of whatever spelling a list or a spreadsheet has."""

import re
import unicodedata
from collections.abc import Callable, Collection
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from domain.row_errors import BadCell, Wrong

SPELLING = re.compile(r"\+?[\d\s()\-.‐-―·•/]+")
DECIMAL = re.compile(r"\d+\.0+")
CHINA = 86
LOCAL_ONLY = 8  # a Chinese number of so few digits has lost its area code, though it looks possible
MOBILE = 11  # digits of a Chinese mobile number; with fewer it looks possible too, as a landline of Beijing (10)
WHY = {
    ValidationResult.TOO_SHORT: "is too short",
    ValidationResult.TOO_LONG: "is too long",
    ValidationResult.INVALID_LENGTH: "has the wrong number of digits",
    ValidationResult.INVALID_COUNTRY_CODE: "has a country code that does not exist",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "lacks its area code",
}


class Kind(StrEnum):
    """What rings at the other end, where the number tells."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    UNKNOWN = "unknown"  # in some countries both look alike, and numbers that belong to nobody are neither


KINDS = {PhoneNumberType.MOBILE: Kind.MOBILE, PhoneNumberType.FIXED_LINE: Kind.LANDLINE}


def normalise(text: object, country: str) -> str:
    """The number in E.164. `country` (CN, US …) reads numbers written without +; numbers out of a spreadsheet may be ints.

    A possible number is enough: whether anybody has it is the carrier's to know. BadCell says what is wrong.
    """
    spelled = _spelling(text)
    number = _parse(spelled, country)
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict == ValidationResult.IS_POSSIBLE and number.country_code == CHINA:
        verdict = _chinese_verdict(number)
    if verdict != ValidationResult.IS_POSSIBLE:
        raise BadCell(Wrong.PHONE, text=spelled, why=WHY[verdict])
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def kind(number: str) -> Kind:
    """Mobile or landline of an E.164 number, where that can be told."""
    return KINDS.get(phonenumbers.number_type(phonenumbers.parse(number)), Kind.UNKNOWN)


def _spelling(text: object) -> str:
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    spelled = unicodedata.normalize("NFKC", str(text)).strip().strip("'")
    if DECIMAL.fullmatch(spelled):  # a number that a spreadsheet made a decimal
        spelled = spelled.partition(".")[0]
    if not spelled:
        raise BadCell(Wrong.PHONE, text=spelled, why="is empty")
    if not SPELLING.fullmatch(spelled):
        why = "is not one: write one number in digits, at most + ( ) - . / between"
        raise BadCell(Wrong.PHONE, text=spelled, why=why)
    return f"+{spelled[2:]}" if spelled.startswith("00") else spelled


def _parse(spelled: str, country: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(spelled, country)
    except NumberParseException:
        raise BadCell(Wrong.PHONE, text=spelled, why="is not one") from None


def _chinese_verdict(number: PhoneNumber) -> int:
    """Lists have numbers with a lost area code or a lost digit; their length alone does not give them away."""
    digits = str(number.national_number)
    if len(digits) <= LOCAL_ONLY:
        return ValidationResult.IS_POSSIBLE_LOCAL_ONLY
    if digits.startswith("1") and len(digits) != MOBILE and not phonenumbers.is_valid_number(number):
        return ValidationResult.INVALID_LENGTH
    return ValidationResult.IS_POSSIBLE


def somebodys(country: str, lines: Collection[str]) -> Callable[[str], str]:
    """Reads a person's number in E.164, as lists write it; BadCell also for the number of a line of ours."""

    def read(text: str) -> str:
        number = normalise(text, country)
        if number in lines:
            raise BadCell(Wrong.LINE, text=text)
        return number

    return read
