"""Rewriting words by rules: a pattern over their kinds, and what is made of the words it finds.

A pattern is written with the kinds' names in small letters and the signs of regular expressions; `_` stands for a blank
that may be missing. It becomes a regular expression over one letter a word. All repeats are bounded, so that the work
grows with the length of the text and not faster.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.understanding.words import Kind, Word

Words = tuple[Word, ...]
Making = Callable[[Words], Word | Words | None]
T = TypeVar("T")

_LETTERS = {kind: chr(0x100 + kind.value) for kind in Kind}
_NAME = re.compile(r"[a-z_]*[a-z]|_")
_NESTED = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)"  # four deep
_PIECE = re.compile(
    rf"(?:\((?P<choice>[a-z_]+(?:\|[a-z_]+)*)\)|(?P<name>[a-z_]*[a-z])|{_NESTED}|(?P<either>\|))(?P<count>[?{{])?"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where `pattern` matches, `make` says what the words become: a word, some words, or None to leave them.

    No text matches that lacks all letters of one of the sets `needs`: most rules are passed over by that alone.
    """

    pattern: re.Pattern[str]
    make: Making
    needs: tuple[frozenset[str], ...]


def rule(pattern: str, make: Making) -> Rule:
    """A rule out of a pattern in words."""
    return Rule(compiled(pattern), make, needs_of(pattern))


def needs_of(pattern: str) -> tuple[frozenset[str], ...]:
    """The kinds, or choices of kinds, that a match cannot lack; what is optional, repeated or nested is left out."""
    pieces = list(_PIECE.finditer(pattern))
    if any(piece["either"] for piece in pieces):
        return ()
    names = [piece["choice"] or piece["name"] for piece in pieces if not piece["count"]]
    needs = [frozenset(_LETTERS[Kind[one.upper()]] for one in name.split("|")) for name in names if name]
    return tuple(sorted(set(needs), key=len))


def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression over kinds' letters; an unknown name raises KeyError when the module is loaded."""
    return re.compile(_NAME.sub(_letter, pattern).replace(" ", ""))


def _letter(name: re.Match[str]) -> str:
    if name[0] == "_":
        return f"{_LETTERS[Kind.BLANK]}?"
    return _LETTERS[Kind[name[0].upper()]]


def letters(words: Sequence[Word]) -> str:
    """The kinds of these words as a text that patterns match."""
    return "".join([_LETTERS[word.kind] for word in words])


def rewrite(words: Words, rules: Sequence[Rule]) -> Words:
    """The words after every rule in turn; each is tried once over the whole text."""
    written = letters(words)
    there = frozenset(written)
    for one in rules:
        if _lacks(there, one.needs):
            continue
        match = one.pattern.search(written)
        if match:
            words, written = _applied(words, written, one, match)
            there = frozenset(written)
    return words


def _lacks(there: frozenset[str], needs: tuple[frozenset[str], ...]) -> bool:
    for need in needs:  # noqa: SIM110 - asked two hundred times a text, and a generator takes twice as long
        if there.isdisjoint(need):
            return True
    return False


def _applied(words: Words, written: str, one: Rule, first: re.Match[str]) -> tuple[Words, str]:
    """The words after one rule, and their letters; where nothing is made, the search goes on one word further."""
    out: list[Word] = []
    out_written: list[str] = []
    read = 0
    match: re.Match[str] | None = first
    while match:
        start, end = match.span()
        made = one.make(words[start:end])
        if made is None:
            match = one.pattern.search(written, start + 1)
            continue
        made = (made,) if isinstance(made, Word) else made
        out += words[read:start]
        out += made
        out_written += (written[read:start], letters(made))
        read = end
        match = one.pattern.search(written, read)
    if not read:
        return words, written
    return (*out, *words[read:]), "".join((*out_written, written[read:]))


def has(words: Sequence[Word], *kinds: Kind) -> bool:
    """Whether a word of one of these kinds is among them."""
    for word in words:  # noqa: SIM110 - a chain asks this some thousand times, and a generator takes twice as long
        if word.kind in kinds:
            return True
    return False


def only(words: Sequence[Word], *kinds: Kind) -> list[Word]:
    """The words of these kinds, in order."""
    return [word for word in words if word.kind in kinds]


def values(words: Sequence[Word], what: type[T]) -> list[T]:
    """What words stand for, of one type, in order."""
    return [word.value for word in words if isinstance(word.value, what)]


def text_of(words: Sequence[Word]) -> str:
    """Their letters, joined."""
    return "".join([word.text for word in words])
