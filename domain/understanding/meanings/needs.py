"""A need: what somebody wants of a human being."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.doors import Door
from domain.understanding.meanings.reports import Symptom

if TYPE_CHECKING:
    from domain.understanding.meanings import Meaning


class NeedKind(StrEnum):
    """What somebody needs of a human being."""

    MEDICAL = "medical"
    EMERGENCY = "emergency"
    MEDICINE = "medicine"
    THERMOMETER = "thermometer"
    MEAL = "meal"
    GAS = "gas"
    HOME_DELIVERY = "home_delivery"
    CALL = "call"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Need:
    """Something for the worker's list, or an alert; the text itself is the note. `fen` is the money to charge.

    `asks_temperature`: a symptom came without a number.
    """

    kind: NeedKind
    symptoms: frozenset[Symptom] = frozenset()
    fen: int | None = None
    asks_temperature: bool = False
    door: Door | None = None
    on_behalf: bool = False
    also: tuple["Meaning", ...] = ()
