"""The telephones of households in the order in which the line tries them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Phone, Resident


@dataclass(frozen=True, slots=True)
class Line:
    """A number in E.164, and the language of whose it is."""

    number: str
    language: str


def lines_of(session: Session, wanted: Mapping[int, set[int]]) -> dict[int, tuple[Line, ...]]:
    """By household, each number once: first those of the people who are `wanted` there, in the roster's order."""
    query = (
        select(Phone.household_id, Phone.resident_id, Phone.number, Resident.language)
        .join(Resident, Resident.id == Phone.resident_id)
        .where(Phone.household_id.in_(list(wanted)))
        .order_by(Resident.position, Resident.id, Phone.position)
    )
    found: dict[int, dict[str, Line]] = {}
    rows = session.execute(query).all()
    for is_wanted in (True, False):
        for household, resident, number, language in rows:
            if (resident in wanted[household]) is is_wanted:
                found.setdefault(household, {}).setdefault(number, Line(number, language))
    return {household: tuple(lines.values()) for household, lines in found.items()}
