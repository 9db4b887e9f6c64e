"""A report: how warm somebody is today, who says so of whom, and what they feel."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.doors import Door

if TYPE_CHECKING:
    from domain.understanding.meanings import Meaning


class Symptom(StrEnum):
    """What somebody feels."""

    FEVER = "fever"
    COUGH = "cough"
    WEAK = "weak"
    BREATHLESS = "breathless"
    CHEST = "chest"
    DIZZY = "dizzy"
    HEADACHE = "headache"
    THROAT = "throat"
    NOSE = "nose"
    STOMACH = "stomach"
    PAIN = "pain"
    UNWELL = "unwell"


class Answer(StrEnum):
    """What was said of one person's temperature."""

    VALUE = "value"
    NORMAL = "normal"
    NOT_MEASURED = "not_measured"


class NamedBy(StrEnum):
    """How a text says whose reading it is."""

    SELF = "self"
    RELATION = "relation"
    NAME = "name"
    PLACE = "place"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose reading: the sender, a relation, a name or the place at the door, in the text's own `words`.

    `position`, from 0, is that place (PLACE); of readings of nobody (POSITION) their order in the text.
    """

    by: NamedBy
    words: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's answer; `tenths` of a degree Celsius, 350 to 420, with VALUE alone.

    `coarse`: whole degrees were given, and all they can mean lies on one side of a fever; `hedged`: 左右 stood there.
    """

    person: Person
    answer: Answer
    tenths: int | None = None
    coarse: bool = False
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The readings of one door. `people` is how many were said to live there, `door` None when none was given.

    `everyone`: the one reading was said of all who live there (都正常, 全家36.5).

    A door's parts that were not said are empty texts. `correction` replaces what was reported before.
    """

    readings: tuple[Reading, ...]
    people: int | None = None
    everyone: bool = False
    door: Door | None = None
    symptoms: frozenset[Symptom] = frozenset()
    correction: bool = False
    on_behalf: bool = False
    also: tuple["Meaning", ...] = ()
