"""Every intent of a worker's texts beside the keys that do the same: the table, and what is looked at after each."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.gas_cards import Signature
from domain.understanding.meals import HandedOver
from domain.understanding.meanings import Answer, CancelWhat, Change, Meaning, NeedKind, Verb
from domain.understanding.meanings import Batch as Chain
from domain.understanding.waves import asks_for_next_wave
from domain.visits import VisitOutcome
from models import (
    Alert,
    GasCard,
    Item,
    MealDay,
    Order,
    OrderLine,
    Pause,
    Postponement,
    Reading,
    Request,
    SaleSet,
    Visit,
    Wave,
)

SPEAK = "speak"  # in place of a key: words after the tone

WANG = ("3", "3", "1", "1504", "1")  # from the worker's menu to a door, and to what is to be done there
COUPLE = ("3", "3", "1", "1503", "1")
DIGITS = ("3", "5", "0", "301", "1")
FURTHER = ("4", "4")


@dataclass(frozen=True)
class Way:
    """A worker's text and the keys from the worker's menu that do the same; `tells` is what is answered and heard.

    `before`: a resident's door, and the keys pressed there first. `text_before`, `keys_before`: the worker's own, earlier.
    `wave`: a wave is planned. {code} is the alert's, {item} the item's number.
    """

    text: str
    keys: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    text_before: str = ""
    keys_before: tuple[str, ...] = ()
    tells: tuple[str, str] = ("", "")
    wave: bool = False
    besides: tuple[tuple[str, ...], ...] = ()  # what counts after the keys, and not after the text


FEVER_OF_WANG = (("wang", "2", "382", "1"),)
UNWELL_WANG = (("wang", "2"),)
GAS_OF_WANG = (("wang", "3", "3", "3"),)
ILL_AT_A_VISIT = (("visit", "1", "ill"),)  # of the first door of the village
TAKE_BACK = (*COUPLE, "4", "3", "1")
ORDER_OF_COUPLE = ("代订 3-1-1503 蔬菜2", (*COUPLE, "2", "2", "2", "1", "2"))
ORDERED = ((), *ORDER_OF_COUPLE)


def name(intent: Any) -> str:
    """Which intent: Verb.DONE, Batch; words of two kinds can be spelt alike."""
    return f"{type(intent).__name__}.{intent.name}" if isinstance(intent, Enum) else intent.__name__


WAYS: dict[str, tuple[Way, ...]] = {
    name(Verb.MISSING): (Way("未报", ("2", "0"), tells=("1503", "幺五零三")),),
    name(Verb.MORE): (Way("更多", ("2", "0", "1"), text_before="未报", tells=("", "往下听")),),
    name(Verb.TOTALS): (Way("汇总", ("2",), tells=("应报10", "应报十人")),),
    name(Verb.FEVERS): (Way("发热", ("4", "1"), FEVER_OF_WANG, tells=("38.2", "三十八度二")),),
    name(Verb.ORDERS): (
        Way("订单", ("4", "2"), (("couple", "3", "2", "2", "2", "1", "2"),), tells=("蔬菜2", "蔬菜两份")),
    ),
    name(Verb.ACK): (
        Way("{code}", ("1", "1"), UNWELL_WANG),
        Way("收到 {item}", ("1", "1"), (("wang", "3", "3", "1"),)),
        Way("{code} 马上去", ("1", "1", "2", SPEAK), UNWELL_WANG),
    ),
    name(Verb.DONE): (
        Way("{code} 1", ("1", "2"), UNWELL_WANG),
        Way("完成 {item}", ("1", "2"), (("wang", "3", "3", "1"),)),
        Way("{code} 1 已送医院", ("1", "2", "1", SPEAK), UNWELL_WANG),
        Way("完成 {item} 放在门口", ("1", "2", "1", SPEAK), (("wang", "3", "3", "1"),)),
    ),
    name(Verb.NOBODY_HOME): (
        Way("{code} 2", ("1", "3"), UNWELL_WANG),
        Way("{code} 2 门口有报纸", ("1", "3", "1", SPEAK), UNWELL_WANG),
    ),
    name(Answer.NORMAL): (Way("代报 3-1-1503 都正常", (*COUPLE, "1", "1", "1")),),
    name(Answer.VALUE): (
        Way("代报 5-301 36.5", (*DIGITS, "1", "365", "1")),
        Way("代报 3-1-1504 38.2", (*WANG, "1", "2", "382", "1")),
    ),
    name(Answer.NOT_MEASURED): (
        Way("代报 3-1-1504 没量", (*WANG, "4", "1")),
        Way("代报 3-1-1503 都没量", (*COUPLE, "4", "1", "1", "1")),
        Way("代报 3-1-1503 张阿姨没量", (*COUPLE, "4", "1", "1", "2")),
    ),
    name(Change.NONE): (Way(*ORDER_OF_COUPLE),),
    name(Change.ADD): (
        Way("代订 3-1-1503 再加水果1", (*COUPLE, "2", "1", "2", "2", "1", "1", "3", "1", "1", "2"), *ORDERED),
    ),
    name(Change.REPLACE): (Way("代订 3-1-1503 改成水果1", (*COUPLE, "2", "1", "3", "1", "1", "2"), *ORDERED),),
    name(CancelWhat.LAST): (
        Way("取消", TAKE_BACK, (), "代报 3-1-1503 都正常", (*COUPLE, "1", "1", "1")),
        Way("取消", TAKE_BACK, (), "代报 3-1-1503 都没量", (*COUPLE, "4", "1", "1", "1")),
        Way("取消", TAKE_BACK, (), "3-1-1503 2", (*COUPLE, "3", "2")),
        Way("取消", TAKE_BACK, (), "3-1-1503 4", (*COUPLE, "3", "4", "1")),
        Way("取消", TAKE_BACK, (), "代报 3-1-1503 煤气没了", (*COUPLE, "4", "2", "3")),
        Way("取消", TAKE_BACK, (), "代报 3-1-1503 没有体温计", (*COUPLE, *FURTHER, "3")),
    ),
    name(CancelWhat.REPORT): (Way("撤回体温", TAKE_BACK, (), "代报 3-1-1503 都正常", (*COUPLE, "1", "1", "1")),),
    name(CancelWhat.ORDER): (Way("3-1-1503 取消订单", (*COUPLE, "2", "2", "1"), *ORDERED),),
    name(NeedKind.MEDICAL): (Way("代报 3-1-1504 不舒服", (*WANG, "3", "3"), besides=ILL_AT_A_VISIT),),
    name(NeedKind.EMERGENCY): (Way("代报 3-1-1504 救命", (*WANG, "3", "3"), besides=ILL_AT_A_VISIT),),
    name(NeedKind.MEDICINE): (Way("代报 3-1-1504 买降压药", (*WANG, "4", "2", "1", SPEAK)),),
    name(NeedKind.MEAL): (Way("代报 3-1-1504 要送饭", (*WANG, "4", "2", "2")),),
    name(NeedKind.GAS): (Way("代报 3-1-1504 煤气没了", (*WANG, "4", "2", "3")),),
    name(NeedKind.THERMOMETER): (Way("代报 3-1-1504 没有体温计", (*WANG, *FURTHER, "3")),),
    name(NeedKind.HOME_DELIVERY): (Way("代报 3-1-1504 送货上门", (*WANG, *FURTHER, "2", SPEAK)),),
    name(NeedKind.CALL): (Way("代报 3-1-1504 请回电话", (*WANG, *FURTHER, "4")),),
    name(NeedKind.OTHER): (Way("代报 3-1-1504 灯泡坏了", (*WANG, *FURTHER, "2", SPEAK)),),
    name(VisitOutcome.WELL): (Way("3-1-1504 1", (*WANG, "3", "1")),),
    name(VisitOutcome.NOBODY_HOME): (Way("3-1-1504 2", (*WANG, "3", "2")),),
    name(VisitOutcome.ILL): (Way("3-1-1504 3", (*WANG, "3", "3")),),
    name(VisitOutcome.MOVED): (Way("3-1-1504 4", (*WANG, "3", "4", "1")),),
    name(Signature.COLLECTED): (Way("收卡 {item} 100", ("1", "3", "100"), GAS_OF_WANG),),
    name(Signature.TOPPED_UP): (
        Way("充值 {item} 95", ("1", "3", "95"), GAS_OF_WANG, "收卡 {item} 100", ("1", "3", "100")),
    ),
    name(HandedOver): (Way("饭到 3-1-1504", (*WANG, *FURTHER, "1")),),
    name(Chain): (Way("#接龙\n1. 3-1504 正常\n2. 5-301 36.5", (*WANG, "1", "1", "1", *DIGITS, "1", "365", "1")),),
    name(asks_for_next_wave): (Way("叫下一批", ("4", "4", "1", "1"), wave=True),),
}

# What a text can mean and keys cannot do, and why not.
TEXTS_ALONE: dict[str, str] = {
    name(CancelWhat.OPT_OUT): "it is the texts that are stopped",
}
# What all senders may write; a worker's is that of her own home, which by telephone is "your own home, press 1".
OF_ONES_OWN = {"Help", "OwnStatus", "SaleNews", "NoMeals", "Unknown", "Question"}
# The meanings whose own words (verbs, answers, kinds) stand in the table.
BY_THEIR_WORDS = {"Report": Answer, "Order": Change, "Need": NeedKind, "Cancel": CancelWhat, "Command": Verb}
# Keys that text cannot do, and why not.
KEYS_ALONE: dict[tuple[str, str], str] = {
    ("worker.others", "3"): "a prompt is recorded with the voice",
    ("worker.spoken_matter", "3"): "what was said is heard; the text has a link to it",
    ("worker.taken", "1"): "the household is connected; the text has its number",
    ("worker.may_speak", "4"): "the next one",
    ("worker.matter", "4"): "the next one",
    ("worker.spoken_matter", "4"): "the next one",
    ("worker.gas_matter", "4"): "the next one",
    ("worker.page", "2"): "stops reading aloud",
    ("worker.wave", "2"): "calls nobody",
    ("at_door.may_take_back", "2"): "takes nothing back",
    ("at_door.moved", "2"): "nobody has moved",
    ("worker.spoken_matter", "1"): "as worker.matter",
    ("worker.spoken_matter", "2"): "as worker.matter",
    ("worker.gas_matter", "1"): "as worker.matter",
    ("worker.gas_matter", "2"): "as worker.matter",
    ("worker.which", "1"): "a call as any resident's",
    ("worker.which", "2"): "to the PIN",
}


def intents() -> set[str]:
    """All that a worker's text can mean."""
    meanings = {meaning.__name__ for meaning in get_args(Meaning)} - {*BY_THEIR_WORDS, *OF_ONES_OWN}
    words = (*BY_THEIR_WORDS.values(), VisitOutcome, Signature)
    return meanings | {name(word) for kind in words for word in kind} | {name(HandedOver), name(asks_for_next_wave)}


# What counts of all that was said and done, without instants and ways: the rows of each table, and what of them is seen.
COUNTED: tuple[tuple[str, Select[*tuple[Any, ...]]], ...] = (
    ("reading", select(Reading.resident_id, Reading.tenths, Reading.reporter).where(Reading.withdrawn_at.is_(None))),
    ("waits", select(Postponement.resident_id)),
    ("visit", select(Visit.household_id, Visit.outcome).where(Visit.withdrawn_at.is_(None))),
    ("alert", select(Alert.kind, Alert.household_id, Alert.tenths, Alert.state, Alert.worker_id)),
    ("item", select(Item.kind, Item.household_id, Item.state, Item.phone)),
    ("request", select(Request.kind, Request.household_id, Request.state)),
    ("meal", select(MealDay.household_id, MealDay.delivered_at.is_not(None))),
    ("note on an alert", select(Alert.household_id).where(Alert.note != "")),
    ("note on a request", select(Request.kind, Request.household_id).where(Request.note != "")),
    ("card", select(GasCard.state, GasCard.worker_id)),
    ("pause", select(Pause.resident_id, Pause.reason).where(Pause.ended_at.is_(None))),
    ("wave", select(Wave.number, Wave.called_at.is_not(None))),
    (
        "order",
        select(Order.household_id, Order.state, SaleSet.number, OrderLine.quantity)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(SaleSet, SaleSet.id == OrderLine.set_id),
    ),
)


def world(session: Session) -> list[tuple[str, ...]]:
    """All that counts now."""
    return sorted((what, *map(str, row)) for what, rows in COUNTED for row in session.execute(rows))
