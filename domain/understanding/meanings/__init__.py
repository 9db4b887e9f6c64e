"""What a text can mean: the values that the grammar hands to whoever acts on it, a module a meaning."""

from typing import TypeAlias

from domain.temperature import is_fever
from domain.understanding.meanings.doubts import Question, Reason, Unknown, Why
from domain.understanding.meanings.needs import Need, NeedKind
from domain.understanding.meanings.orders import Change, Order, OrderLine
from domain.understanding.meanings.reports import Answer, NamedBy, Person, Reading, Report, Symptom
from domain.understanding.meanings.requests import Cancel, CancelWhat, Help, NoMeals, Own, OwnStatus, SaleNews, Topic
from domain.understanding.meanings.workers import Batch, ChainLine, Command, Role, Verb

__all__ = [
    "Answer",
    "Batch",
    "Cancel",
    "CancelWhat",
    "ChainLine",
    "Change",
    "Command",
    "Help",
    "Meaning",
    "NamedBy",
    "Need",
    "NeedKind",
    "NoMeals",
    "Order",
    "OrderLine",
    "Own",
    "OwnStatus",
    "Person",
    "Question",
    "Reading",
    "Reason",
    "Report",
    "Role",
    "SaleNews",
    "Symptom",
    "Topic",
    "Unknown",
    "Verb",
    "Why",
    "raises_alert",
]

Meaning: TypeAlias = (
    Report | Order | Need | Cancel | Help | OwnStatus | SaleNews | NoMeals | Command | Batch | Unknown | Question
)


def raises_alert(meaning: Meaning) -> bool:
    """Whether a human must act now: a fever, a symptom, a call for help, in the text or in any line of it."""
    match meaning:
        case Report(readings, symptoms=symptoms, also=also):
            ill = any(reading.tenths is not None and is_fever(reading.tenths) for reading in readings)
            return ill or bool(symptoms) or any(map(raises_alert, also))
        case Need(kind, also=also):
            return kind in {NeedKind.MEDICAL, NeedKind.EMERGENCY} or any(map(raises_alert, also))
        case Question(alert=alert, symptoms=symptoms, also=also):
            return alert or bool(symptoms) or any(map(raises_alert, also))
        case Order(also=also) | Cancel(also=also):
            return any(map(raises_alert, also))
        case Batch(lines):
            return any(raises_alert(line.meaning) for line in lines)
        case _:
            return False
