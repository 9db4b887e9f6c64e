"""Understanding a text: the ordered rules, from the whole text down to its words."""

from dataclasses import replace

from domain.understanding import addresses, chains, commands, feelings, marks, needs, orders, people, temperatures
from domain.understanding.addresses import door_of
from domain.understanding.asking import question_in, whole_text
from domain.understanding.chains import Line
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
from domain.understanding.patterns import Words, rewrite
from domain.understanding.sets import STANDARD_SETS, SetName
from domain.understanding.sounds import hear
from domain.understanding.words import Kind

_PLACES = (*marks.RULES, *addresses.RULES)
_MEANINGS = (*temperatures.RULES, *people.RULES, *feelings.RULES, *needs.RULES, *orders.RULES)


def understand(text: str, role: Role, on_sale: tuple[SetName, ...] = STANDARD_SETS) -> Meaning:
    """What a text means; never raises. What is not certain comes back as a `Question`.

    `role` is whose number sent it: a worker's commands run for a worker alone. `on_sale` are the open sale's sets.
    """
    kept = clean(text).strip()
    plain = simplified(kept)
    whole = whole_text(plain)
    if whole:
        return whole
    return _of_worker(plain, kept, on_sale) if role == Role.WORKER else _of_resident(plain, on_sale)


def _of_resident(plain: str, on_sale: tuple[SetName, ...]) -> Meaning:
    if commands.ON_BEHALF_REPORT.match(plain):
        return _third_party(plain, on_sale)
    if commands.is_workers_alone(plain):
        return commands.forbidden()
    chain = chains.read_chain(plain)
    said = "\n".join(line.text for line in chain.lines)
    return _meaning(said, on_sale)


def _third_party(plain: str, on_sale: tuple[SetName, ...]) -> Question:
    """代报 from a resident: a carer for a neighbour; asked, and if it is a fever a human looks at once (rule 6)."""
    meaning = _meaning(commands.ON_BEHALF_REPORT.sub("", plain), on_sale)
    return Question(Reason.THIRD_PARTY, alert=raises_alert(meaning))


def _of_worker(plain: str, kept: str, on_sale: tuple[SetName, ...]) -> Meaning:
    command = commands.read_command(plain, kept, on_sale)
    if command:
        return command
    chain = chains.read_chain(plain)
    lines = [part for line in chain.lines for part in _by_door(line, on_sale)]
    if len(lines) > 1 and any(_door_count(line.text, on_sale) for line in lines):
        return Batch(tuple(_chain_line(line, on_sale) for line in lines))
    return _for_a_door("\n".join(line.text for line in lines), on_sale)


def _chain_line(line: Line, on_sale: tuple[SetName, ...]) -> ChainLine:
    return ChainLine(line.number, line.text.strip(), _for_a_door(line.text, on_sale, is_chain=True))


def _for_a_door(plain: str, on_sale: tuple[SetName, ...], *, is_chain: bool = False) -> Meaning:
    """代报, 代订, or a line of a chain: a worker speaks for a door, which must be named."""
    is_report = commands.ON_BEHALF_REPORT.match(plain)
    is_order = commands.ON_BEHALF_ORDER.match(plain)
    start = is_report or is_order
    said = plain[start.end() :] if start else plain
    on_behalf = bool(start) or is_chain or bool(_door_count(said, on_sale))
    meaning = _meaning(said, on_sale, on_behalf=on_behalf, is_order=bool(is_order))
    if not (start or is_chain):
        return meaning
    return _with_door(meaning, Reason.MISSING_ITEM if is_order else Reason.MISSING_VALUE)


def _with_door(meaning: Meaning, wanted: Reason) -> Meaning:
    """A command that lacks its door, or what it should say, asks for it (rule 9)."""
    if isinstance(meaning, Report | Order | Need) and (meaning.door is None or not meaning.door.building):
        return Question(Reason.MISSING_ADDRESS, alert=raises_alert(meaning))
    if isinstance(meaning, Question) and meaning.reason is Reason.ADDRESS_ONLY:
        return replace(meaning, reason=wanted)
    return Question(wanted) if isinstance(meaning, Unknown) else meaning


def _meaning(plain: str, on_sale: tuple[SetName, ...], *, on_behalf: bool = False, is_order: bool = False) -> Meaning:
    heard = hear(plain)
    words = rewrite(_with_places(heard, on_sale), _MEANINGS)
    numbers = tuple(one.number for one in on_sale)
    return meaning_of(words, Spoken(numbers, question_in(heard), on_behalf, is_order))


def _with_places(heard: str, on_sale: tuple[SetName, ...]) -> Words:
    return rewrite(lexicon_of(on_sale).cut(heard), _PLACES)


def _door_count(plain: str, on_sale: tuple[SetName, ...]) -> int:
    return len(door_of(_with_places(hear(plain), on_sale)))


def _by_door(line: Line, on_sale: tuple[SetName, ...]) -> list[Line]:
    """A line cut before each of its doors, where the line ends of a chain were lost on the way."""
    words = _with_places(hear(line.text), on_sale)
    if len(door_of(words)) < len(("one door", "another")):
        return [line]
    parts: list[str] = [""]
    for word in words:
        if word.kind is Kind.DOOR and any(letter.isalnum() for letter in parts[-1]):
            parts.append("")
        parts[-1] += word.text
    return [Line(line.number, part, line.start) for part in parts]
