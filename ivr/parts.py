"""What the words of a prompt are put together from: parts with their fields, joined as the language does; pages of a list."""

from typing import Any

import prompts
from ivr.facts import CallState

PAGE = 3  # doors or sets read out at once (call script, "choices in one prompt")


def part(state: CallState, name: str, /, **fields: str) -> str:
    """A part of a sentence in the caller's language."""
    return prompts.text(state.language, f"part.{name}", **fields)


def joined(state: CallState, parts: list[str], by: str = "and") -> str:
    """Parts one after the other, with the language's own joint."""
    return part(state, by).join(parts)


def page_of(listed: tuple[Any, ...], page: int) -> tuple[Any, ...]:
    """The entries of a page, counted from 0."""
    return listed[page * PAGE : (page + 1) * PAGE]


def is_last_page(listed: tuple[Any, ...], page: int) -> bool:
    """Whether nothing follows this page."""
    return len(listed) <= (page + 1) * PAGE
