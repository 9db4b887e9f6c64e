"""Digits that no rule has read: they are asked back, never dropped."""

from domain.understanding.degrees import from_digits, to_choose_from
from domain.understanding.meanings import Question, Reason
from domain.understanding.numerals import digits_of, number_of
from domain.understanding.patterns import Words, has
from domain.understanding.words import Kind, Word


def left_over(words: Words) -> Question | None:
    """The question that digits left over ask; a single Chinese numeral is a word like others (一, 两)."""
    counts = has(words, Kind.MEDICINE, Kind.NEED)
    places = [place for place, word in enumerate(words) if _is_left(word)]
    digits = [_digits(words[place]) for place in places if not (counts and _is_counted(words, place))]
    if not digits:
        return None
    read = [from_digits(one) for one in digits]
    tenths = [one for value in read for one in ((value.tenths,) if value.tenths else value.candidates)]
    reason = read[0].reason or Reason.BAD_DIGITS
    return Question(reason, to_choose_from(tenths), alert=any(value.alert for value in read))


def _is_left(word: Word) -> bool:
    return word.kind is Kind.NUMBER or (word.kind is Kind.NUMERAL and len(word.text) > 1 and bool(_digits(word)))


def says_number(words: Words) -> bool:
    """Whether a digit stands in the text, or it is a numeral and nothing else (五)."""
    return any(letter.isdigit() for word in words for letter in word.text) or (
        has(words, Kind.NUMERAL) and all(word.kind in {Kind.NUMERAL, Kind.BLANK, Kind.POINT} for word in words)
    )


def is_of_temperature(question: Question) -> bool:
    """Whether the digits left over must be a temperature, and so belong to nothing else in the text: 36, 356, 3605."""
    return bool(question.tenths) or question.reason is Reason.NO_DECIMAL


def _is_counted(words: Words, place: int) -> bool:
    """2支 of a medicine named elsewhere in the text: how many the worker reads there."""
    behind = [word for word in words[place + 1 : place + 3] if word.kind is not Kind.BLANK][:1]
    return has(behind, Kind.PACK, Kind.COUNTER)


def _digits(word: Word) -> str:
    number = None if word.kind is Kind.NUMBER else number_of(word.text)
    if number is not None:
        return str(number)
    return "".join(letter for letter in digits_of(word.text) if letter.isdecimal())
