"""Rewriting words by rules: a pattern over their kinds, and what is made of the words it finds.

A pattern is written with the kinds' names in small letters and the signs ? + * | ( ); `_` stands for blanks that may be
missing. It becomes a regular expression over one letter a word, without nested repeats, so its work grows with the
length of the text alone.
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


@dataclass(frozen=True, slots=True)
class Rule:
    """Where `pattern` matches, `make` says what the words become: a word, some words, or None to leave them."""

    pattern: re.Pattern[str]
    make: Making


def rule(pattern: str, make: Making) -> Rule:
    """A rule out of a pattern in words."""
    return Rule(compiled(pattern), make)


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
    for one in rules:
        if one.pattern.search(written):
            words = _apply(words, one, written)
            written = letters(words)
    return words


def _apply(words: Words, one: Rule, written: str) -> Words:
    out: list[Word] = []
    read = 0
    match = one.pattern.search(written)
    while match:
        made = one.make(words[match.start() : match.end()])
        if made is None:
            match = one.pattern.search(written, match.start() + 1)
            continue
        out.extend(words[read : match.start()])
        out.extend((made,) if isinstance(made, Word) else made)
        read = match.end()
        match = one.pattern.search(written, read)
    return (*out, *words[read:])


def has(words: Sequence[Word], *kinds: Kind) -> bool:
    """Whether a word of one of these kinds is among them."""
    return any(word.kind in kinds for word in words)


def only(words: Sequence[Word], *kinds: Kind) -> list[Word]:
    """The words of these kinds, in order."""
    return [word for word in words if word.kind in kinds]


def values(words: Sequence[Word], what: type[T]) -> list[T]:
    """What words stand for, of one type, in order."""
    return [word.value for word in words if isinstance(word.value, what)]


def text_of(words: Sequence[Word]) -> str:
    """Their letters, joined."""
    return "".join(word.text for word in words)
