"""Understanding a text: the ordered rules, from the whole text down to its words."""

import re
from dataclasses import dataclass, replace

from domain.understanding import (
    addresses,
    chains,
    commands,
    days,
    feelings,
    limits,
    marks,
    needs,
    order_lines,
    people,
    temperatures,
    things,
)
from domain.understanding.addresses import door_of
from domain.understanding.alarming import sounds_alarming
from domain.understanding.asking import question_in, whole_text
from domain.understanding.chains import Line
from domain.understanding.headings import is_heading
from domain.understanding.lexicon import lexicon_of
from domain.understanding.meanings import (
    Batch,
    ChainLine,
    Meaning,
    Need,
    Order,
    Question,
    Reason,
    Report,
    Role,
    Unknown,
    raises_alert,
)
from domain.understanding.normal_form import clean, simplified
from domain.understanding.parts import Spoken, meaning_of
from domain.understanding.patterns import Words, compiled, has, letters, rewrite, text_of
from domain.understanding.sets import STANDARD_SETS, SetName
from domain.understanding.sounds import hear
from domain.understanding.words import Kind

LONGEST = 400  # letters of one text, six segments; a chain may have all that a carrier passes on
LONGEST_CHAIN = 1600
MOST_OF_ONE = 250  # words; 400 letters that are more words than this are digits and dashes
MOST_WORDS = 600  # some fifty lines of a chain; what is longer comes in two texts, so that none takes long to read
RULES = (
    *marks.RULES,
    *addresses.RULES,
    *temperatures.RULES,
    *limits.RULES,
    *days.RULES,
    *people.RULES,
    *feelings.RULES,
    *things.RULES,
    *needs.RULES,
    *order_lines.RULES,
)
_LINE_NUMBER = compiled("number (point|stop) _$")
_ROOM = re.compile("[0-9]{3}|[零〇一二三四五六七八九幺]{3}")  # a chain has rooms


def understand(text: str, role: Role, on_sale: tuple[SetName, ...] = STANDARD_SETS) -> Meaning:
    """What a text means; never raises. What is not certain comes back as a `Question`.

    `role` is whose number sent it: a worker's commands run for a worker alone. `on_sale` are the open sale's sets.
    """
    kept = clean(text[: LONGEST_CHAIN + 1]).strip()
    plain = simplified(kept)
    whole = whole_text(plain)
    if whole:
        return whole
    if role == Role.WORKER:
        return _of_worker(plain, kept, on_sale)
    return _of_resident(plain, on_sale)


def names_person_alone(text: str) -> bool:
    """老伴, 我的, 是我妈: nothing but whose something is."""
    words = lexicon_of(STANDARD_SETS).cut(hear(simplified(clean(text[:LONGEST]))))
    beside = {Kind.BLANK, Kind.POINT, Kind.COMMA, Kind.STOP, Kind.IS, Kind.FILLER, Kind.COURTESY}
    return has(words, Kind.SELF, Kind.KIN) and all(word.kind in {Kind.SELF, Kind.KIN, *beside} for word in words)


def _of_resident(plain: str, on_sale: tuple[SetName, ...]) -> Meaning:
    if len(plain) > LONGEST:
        return _too_long(plain)
    is_report = commands.ON_BEHALF_REPORT.match(plain) and not commands.REPORTED_LATE.match(plain)
    if is_report or commands.REPORTED_FOR_DOOR.search(plain) or commands.ON_BEHALF_COMMAND.match(plain):
        return _third_party(plain, on_sale)
    if commands.is_workers_alone(plain):
        return commands.forbidden()
    chain = chains.read_chain(plain)
    said = hear("\n".join(line.text for line in chain.lines))
    heard = lexicon_of(on_sale).cut(said)
    if len(heard) > MOST_OF_ONE:
        return _too_long(plain)
    return meaning_of(rewrite(heard, RULES), Spoken(_numbers(on_sale), question_in(said)))


def _too_long(plain: str) -> Question:
    """A letter in place of a text is for a human to read; what sounds like an illness in it, at once."""
    return Question(Reason.TOO_LONG, alert=sounds_alarming(plain))


def _third_party(plain: str, on_sale: tuple[SetName, ...]) -> Question:
    """代报 from a resident: a carer for a neighbour; asked, and if it is a fever a human looks at once (rule 6)."""
    said = hear(commands.ON_BEHALF_REPORT.sub("", plain))
    words = rewrite(lexicon_of(on_sale).cut(said)[:MOST_OF_ONE], RULES)
    meaning = meaning_of(words, Spoken(_numbers(on_sale)))
    return Question(Reason.THIRD_PARTY, alert=raises_alert(meaning))


def _of_worker(plain: str, kept: str, on_sale: tuple[SetName, ...]) -> Meaning:
    command = commands.read_command(plain, kept, on_sale) if len(plain) <= LONGEST else None
    if command:
        return command
    if len(plain) > LONGEST_CHAIN or (len(plain) > LONGEST and not _ROOM.search(plain)):
        return _too_long(plain)
    lines = [_behalf(line) for line in chains.read_chain(plain).lines]
    if not lines:  # the heading of a chain alone
        return Unknown()
    said = hear("\n".join(line.said for line in lines))
    heard = lexicon_of(on_sale).cut(said)
    if len(heard) > (MOST_WORDS if len(lines) > 1 else MOST_OF_ONE):
        return _too_long(plain)
    words = rewrite(heard, RULES)
    parts = [part for line, its in zip(lines, _split(words), strict=True) for part in _by_door(line, its)]
    if len(parts) > 1 and has(words, Kind.DOOR):
        numbers = _numbers(on_sale)
        read = [ChainLine(line.number, line.text, _of_line(line, its, numbers)) for line, its in parts]
        return Batch(tuple([line for line in read if not is_heading(line)] or read))
    if len(plain) > LONGEST:
        return _too_long(plain)
    return _of_one(lines, words, said, on_sale)


@dataclass(frozen=True, slots=True)
class _Behalf:
    """A worker's line: its number and text, what 代报 or 代订 is followed by, and which of them it was."""

    number: int | None
    text: str
    said: str
    is_report: bool = False
    is_order: bool = False


def _behalf(line: Line) -> _Behalf:
    report = commands.ON_BEHALF_REPORT.match(line.text)
    order = None if report else commands.ON_BEHALF_ORDER.match(line.text)
    start = report or order
    said = line.text[start.end() :] if start else line.text
    return _Behalf(line.number, line.text.strip(), said, bool(report), bool(order))


def _of_one(lines: list[_Behalf], words: Words, said: str, on_sale: tuple[SetName, ...]) -> Meaning:
    """A text of one door, or of a worker's own."""
    first = lines[0]
    is_command = first.is_report or first.is_order
    on_behalf = is_command or has(words, Kind.DOOR)
    meaning = meaning_of(words, Spoken(_numbers(on_sale), question_in(said), on_behalf, first.is_order))
    if is_command:
        return _with_door(meaning, first)
    return _asked_for_door(meaning) if on_behalf and _lacks_door(meaning) else meaning


def _of_line(line: _Behalf, words: Words, numbers: tuple[int, ...]) -> Meaning:
    return _with_door(meaning_of(words, Spoken(numbers, None, on_behalf=True, is_order=line.is_order)), line)


def _with_door(meaning: Meaning, line: _Behalf) -> Meaning:
    """A command that lacks its door, or what it should say, asks for it (rule 9)."""
    wanted = Reason.MISSING_ITEM if line.is_order else Reason.MISSING_VALUE
    if _lacks_door(meaning):
        return _asked_for_door(meaning)
    if isinstance(meaning, Question) and meaning.reason is Reason.ADDRESS_ONLY:
        return replace(meaning, reason=wanted)
    return Question(wanted) if isinstance(meaning, Unknown) else meaning


def _lacks_door(meaning: Meaning) -> bool:
    """代报 36.5, 代报 3栋 36.5: nobody's, or a whole building's."""
    if not isinstance(meaning, Report | Order | Need):
        return False
    return meaning.door is None or not (meaning.door.building and meaning.door.room)


def _asked_for_door(meaning: Meaning) -> Question:
    return Question(Reason.MISSING_ADDRESS, alert=raises_alert(meaning))


def _numbers(on_sale: tuple[SetName, ...]) -> tuple[int, ...]:
    return tuple(one.number for one in on_sale)


def _split(words: Words) -> list[Words]:
    """The words line by line; no rule reads across a line's end."""
    ends = [place for place, word in enumerate(words) if word.kind is Kind.NEWLINE]
    starts = [0, *(end + 1 for end in ends)]
    return [words[start:end] for start, end in zip(starts, [*ends, len(words)], strict=True)]


def _by_door(line: _Behalf, words: Words) -> list[tuple[_Behalf, Words]]:
    """A line with its words, cut before each of its doors where the line ends of a chain were lost on the way."""
    places = [place for place, word in enumerate(words) if word.kind is Kind.DOOR]
    if len(places) < len(("one door", "another")) or len(door_of(words)) < len(("one door", "another")):
        return [(line, words)]
    numbers = [_number_before(words[:place]) for place in places]
    ends = [place - len(number) for place, number in zip(places[1:], numbers[1:], strict=True)]
    cut = [words[start:end] for start, end in zip([0, *places[1:]], [*ends, len(words)], strict=True)]
    said = [line.number, *(int(number[0].text) if number else line.number for number in numbers[1:])]
    lines = [replace(line, number=number, text=text_of(part).strip()) for number, part in zip(said, cut, strict=True)]
    return list(zip(lines, cut, strict=True))


def _number_before(words: Words) -> Words:
    """A line's number before its door, 2.3-1-102, with what separates it."""
    match = _LINE_NUMBER.search(letters(words))
    return words[match.start() :] if match else ()
