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
        match = one.pattern.search(written)
        if match:
            words, written = _applied(words, written, one, match)
    return words


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
    return "".join(word.text for word in words)
