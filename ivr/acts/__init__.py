"""What the steps of each dialogue do to the call's state, and the questions on which their ways part."""

from typing import Literal


def yes_or_no(*, answer: bool) -> Literal["yes", "no"]:
    """The word that a branch knows for it."""
    return "yes" if answer else "no"
