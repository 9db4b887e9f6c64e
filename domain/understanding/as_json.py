"""A meaning as the JSON of `linli understand --jsonl`: kind and expect, degrees as decimals."""

from collections.abc import Mapping
from typing import Any

from domain.doors import Door
from domain.requests import MealsOff
from domain.understanding.meanings import (
    Answer,
    Batch,
    Cancel,
    Change,
    Command,
    Help,
    Meaning,
    NamedBy,
    Need,
    NoMeals,
    Order,
    OrderLine,
    OwnStatus,
    Question,
    Reading,
    Report,
    SaleNews,
    Symptom,
    Unknown,
    Why,
    raises_alert,
)
from domain.understanding.sets import STANDARD_SETS, SetName

Json = dict[str, Any]

SYMPTOM_WORDS: Mapping[Symptom, str] = {
    Symptom.FEVER: "发热",
    Symptom.COUGH: "咳嗽",
    Symptom.WEAK: "乏力",
    Symptom.BREATHLESS: "气短",
    Symptom.CHEST: "胸闷",
    Symptom.DIZZY: "头晕",
    Symptom.HEADACHE: "头痛",
    Symptom.THROAT: "咽痛",
    Symptom.NOSE: "流涕",
    Symptom.STOMACH: "腹泻",
    Symptom.PAIN: "疼痛",
    Symptom.UNWELL: "不适",
}


def as_json(meaning: Meaning, on_sale: tuple[SetName, ...] = STANDARD_SETS) -> Json:
    """`{"kind": …, "expect": {…}}`; keys that would say nothing are left out."""
    kind, expect = _kind_and_expect(meaning, {one.number: one.key for one in on_sale})
    if raises_alert(meaning):
        expect["alert"] = True
    also = getattr(meaning, "also", ())
    if also:
        expect["also"] = [_flat(as_json(one, on_sale)) for one in also]
    return {"kind": kind, "expect": expect}


def _flat(written: Json) -> Json:
    return {"kind": written["kind"], **written["expect"]}


def _kind_and_expect(meaning: Meaning, keys: Mapping[int, str]) -> tuple[str, Json]:  # noqa: C901 - one case a meaning
    match meaning:
        case Report():
            return _report(meaning)
        case Order():
            return "order", _order(meaning, keys)
        case Need():
            return "need", _need(meaning)
        case Cancel(what, set_number, others=others):
            more = {"others": [keys.get(one, str(one)) for one in others]} if others else {}
            return "cancel", {"what": what.value} | _set(set_number, keys) | more
        case Help(topic):
            return "help", {"topic": topic.value}
        case OwnStatus(what):
            return "status", {"cmd": what.value}
        case NoMeals(off):
            return "cancel", {"what": "meals" if off is MealsOff.FOR_GOOD else f"meal_{off.value}"}
        case SaleNews(wanted):
            return "status", {"cmd": "sale_news", "wanted": wanted}
        case Command():
            return "status", _command(meaning, keys)
        case Batch():
            return _batch(meaning, keys)
        case Question():
            return "ambiguous", _question(meaning, keys)
        case Unknown(why):
            return "unknown", {why.value: True} if why in {Why.COURTESY, Why.FORBIDDEN} else {}


def _report(report: Report) -> tuple[str, Json]:
    expect = _place(report.door, on_behalf=report.on_behalf) | _symptoms(report.symptoms)
    if report.people is not None:
        expect["people"] = report.people
    if report.correction:
        expect["correction"] = True
    if len(report.readings) == 1:
        return "temperature", _reading(report.readings[0]) | expect
    return "temperature_multi", {"readings": [_reading(one) for one in report.readings]} | expect


def _reading(reading: Reading) -> Json:
    expect: Json = {"temp": _degrees(reading.tenths), "who": reading.person.words or None}
    if reading.person.by is NamedBy.NAME:
        expect["name"] = reading.person.words
    if reading.answer is Answer.NORMAL:
        expect["normal"] = True
    if reading.answer is Answer.NOT_MEASURED:
        expect["measured"] = False
    marks = {"coarse": reading.coarse, "hedged": reading.hedged}
    return expect | {name: True for name, is_set in marks.items() if is_set}


def _order(order: Order, keys: Mapping[int, str]) -> Json:
    expect: Json = {"items": [_line(line, keys) for line in order.lines]} | _place(
        order.door, on_behalf=order.on_behalf
    )
    if any(line.assumed for line in order.lines):
        expect["assumed_qty"] = True
    if order.change is not Change.NONE:
        expect |= {"modify": True, "change": order.change.value}
    if order.without:
        expect["without"] = [keys.get(one, str(one)) for one in order.without]
    return expect


def _need(need: Need) -> Json:
    expect: Json = {"need": need.kind.value} | _symptoms(need.symptoms) | _place(need.door, on_behalf=need.on_behalf)
    if need.fen is not None:
        yuan, fen = divmod(need.fen, 100)
        expect["amount"] = need.fen / 100 if fen else yuan
    if need.asks_temperature:
        expect["ask"] = "temp"
    return expect


def _command(command: Command, keys: Mapping[int, str]) -> Json:
    expect: Json = {"cmd": command.verb.value} | _set(command.set_number, keys)
    if command.ids:
        expect["ids"] = list(command.ids)
    if command.building:
        expect["b"] = _number(command.building)
    if command.note:
        expect["note"] = command.note
    return expect


def _batch(batch: Batch, keys: Mapping[int, str]) -> tuple[str, Json]:
    reports = [line.meaning for line in batch.lines if isinstance(line.meaning, Report)]
    orders = [line.meaning for line in batch.lines if isinstance(line.meaning, Order)]
    expect: Json = {"batch": True}
    if orders:
        expect["orders"] = [_order(order, keys) for order in orders]
    refused = [line for line in batch.lines if not isinstance(line.meaning, Report | Order)]
    if refused:
        expect["refused"] = [
            {"number": line.number, "text": line.text} | _flat(as_json(line.meaning)) for line in refused
        ]
    if reports:
        expect["readings"] = [
            _reading(reading) | _place(report.door) for report in reports for reading in report.readings
        ]
    return ("temperature_multi" if reports or not orders else "order"), expect


def _question(question: Question, keys: Mapping[int, str]) -> Json:
    expect: Json = {"reason": question.reason.value} | _place(question.door) | _symptoms(question.symptoms)
    if question.tenths:
        expect["candidates"] = [_degrees(tenths) for tenths in question.tenths]
    if question.lines:
        expect["items"] = [_line(line, keys) for line in question.lines]
    return expect


def _line(line: OrderLine, keys: Mapping[int, str]) -> Json:
    return {"set": keys.get(line.set_number, str(line.set_number)), "qty": line.quantity}


def _set(number: int | None, keys: Mapping[int, str]) -> Json:
    return {} if number is None else {"set": keys.get(number, str(number))}


def _symptoms(symptoms: frozenset[Symptom]) -> Json:
    return {"symptoms": [word for symptom, word in SYMPTOM_WORDS.items() if symptom in symptoms]} if symptoms else {}


def _place(door: Door | None, *, on_behalf: bool = False) -> Json:
    expect: Json = {"on_behalf": True} if on_behalf else {}
    if door is not None:
        parts = {"b": _number(door.building), "u": _number(door.unit), "r": door.room}
        expect["addr"] = {name: part for name, part in parts.items() if part != ""}
    return expect


def _number(part: str) -> int | str:
    return int(part) if part.isdecimal() else part


def _degrees(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10
