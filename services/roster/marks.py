"""Marks of a door: what whoever knocks, calls or plans a route must know of the people behind it."""

from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

import prompts
from models import Household, Resident


class Mark(StrEnum):
    """What a door is marked with, the weightiest first; by the roster's columns."""

    ALONE = "alone"
    HARD_OF_HEARING = "hard_of_hearing"
    CANNOT_WALK = "cannot_walk"  # the roster's home_delivery


Marks = tuple[Mark, ...]


def marks_of_doors(session: Session, community_id: int) -> dict[int, Marks]:
    """The marks of every household that has any, by its id: those of all who live there."""
    flags = (Resident.lives_alone, Resident.hard_of_hearing, Resident.home_delivery)
    rows = session.execute(
        select(Resident.household_id, *flags)
        .join(Household, Household.id == Resident.household_id)
        .where(Household.community_id == community_id, or_(*flags))
    )
    marks: dict[int, set[Mark]] = {}
    for household, *flagged in rows:
        marks.setdefault(household, set()).update(mark for mark, is_so in zip(Mark, flagged, strict=True) if is_so)
    return {household: tuple(mark for mark in Mark if mark in found) for household, found in marks.items()}


def mark_words(language: str, marks: Marks) -> str:
    """The marks in words, as they stand behind a door: 独居、耳背."""
    comma = prompts.text(language, "sms.list_comma")
    return comma.join(prompts.text(language, f"mark.{mark}") for mark in marks)
