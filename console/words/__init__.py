"""Every word of the pages: one TOML file a language, read once, filled in by id. The line's own words are in `prompts`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from markupsafe import Markup, escape

LANGUAGES = ("zh-CN", "en")


def text(language: str, word_id: str, /, **fields: object) -> str:
    """The words with their fields filled in; KeyError for unknown ones, an unknown language or a missing field.

    They are plain text, which the template escapes with all that was filled in; around a door or an age, which are
    markup already, everything else is escaped here. Words for one and for more than one, `count` of them, are told apart.
    """
    words = _of_number(book(language)[word_id], fields.get("count"))
    if any(isinstance(field, Markup) for field in fields.values()):
        return escape(words).format(**fields)
    return words.format_map(fields) if "{" in words else words


def _of_number(words: str, count: object) -> str:
    one, bar, more = words.partition("|")
    return more if bar and count != 1 else one


@lru_cache(maxsize=4)
def book(language: str) -> Mapping[str, str]:
    """All words of a language by id, `page.what`; KeyError for an unknown language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    tables = tomllib.loads((resources.files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{name}": words for table, entries in tables.items() for name, words in entries.items()}
