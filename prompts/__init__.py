"""Every word that is spoken or texted: one TOML file a language, read once, filled in by id."""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_NOT_WORDS = frozenset({"carrier", "sample"})
_FORMATTER = string.Formatter()


@dataclass(frozen=True, slots=True)
class Voice:
    """How the carrier speaks a language: its voice, its name for the language, the rates of speech."""

    voice: str
    language: str
    rate: str
    slow_rate: str  # for those hard of hearing


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with {fields} still open."""

    words: str
    fields: tuple[str, ...]


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that have a file."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def text(language: str, prompt_id: str, /, **fields: str) -> str:
    """The words of a prompt with its fields filled in; KeyError for an unknown prompt, language or missing field.

    There is no fallback to another language on purpose: an 80-year-old would hear a foreign one.
    """
    words = prompt(language, prompt_id).words
    return words.format_map(fields) if "{" in words else words


def prompt(language: str, prompt_id: str) -> Prompt:
    """A prompt and the names of its fields; KeyError when there is none."""
    return book(language)[prompt_id]


@lru_cache(maxsize=8)
def book(language: str) -> Mapping[str, Prompt]:
    """All prompts of a language by id (`dialogue.step`, and `sms.…` for texts); KeyError for an unknown language."""
    return {
        f"{table}.{name}": Prompt(words, fields_of(words))
        for table, entries in _file(language).items()
        if table not in _NOT_WORDS
        for name, words in entries.items()
    }


@lru_cache(maxsize=8)
def voice(language: str) -> Voice:
    """How a language is spoken; KeyError for an unknown language."""
    return Voice(**_file(language)["carrier"])


@lru_cache(maxsize=8)
def samples(language: str) -> Mapping[str, str]:
    """A long but realistic filling for each field of the spoken prompts: what their length is measured with."""
    return _file(language)["sample"]


def fields_of(words: str) -> tuple[str, ...]:
    """The names of the {fields} in a prompt, each once, in order."""
    return tuple(dict.fromkeys(name for _, name, _, _ in _FORMATTER.parse(words) if name))


@lru_cache(maxsize=8)
def _file(language: str) -> Mapping[str, Mapping[str, str]]:
    if language not in languages():
        raise KeyError(language)
    return tomllib.loads((resources.files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))
