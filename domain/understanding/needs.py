"""What somebody needs of a human: medicine, a meal, gas, a thermometer, a call, help at once (rule 5)."""

import re

from domain.understanding.feelings import symptoms_of
from domain.understanding.marks import Money, N, numbers_in, read
from domain.understanding.meanings import Need, NeedKind
from domain.understanding.patterns import Words, has, only, rule, text_of, values
from domain.understanding.words import Kind, Word

OF_NEEDS = frozenset({Kind.NEED, Kind.SYMPTOM, Kind.MEDICINE, Kind.THERMOMETER, Kind.GAS, Kind.SPOILT})


def _charge(words: Words) -> Word | Words | None:
    """气卡充200: so many yuan."""
    money = values(words, Money)
    amount = money[0] if money else Money(numbers_in(words)[0] * 100)
    return (words[0], Word(Kind.MONEY, text_of(words[1:]), amount))


def _lost(words: Words) -> Word | None:
    """孩子不见了, 爹爹找不到了."""
    is_lost = words[-1].text in {"不见了", "找不到", "找不着", "丢了", "lost"}
    return Word(Kind.NEED, text_of(words), NeedKind.EMERGENCY) if is_lost else None


def _unseen(words: Words) -> Word | None:
    """隔壁老张两天没开门了: whoever lives alone and is not seen."""
    is_unseen = bool(_UNSEEN.search(words[-1].text) and _FOR_LONG.search(text_of(words)))
    return Word(Kind.NEED, text_of(words), NeedKind.EMERGENCY) if is_unseen else None


def _no_longer(words: Words) -> Word | None:
    """药不用买了, 饭不要送了; a cry for help is not taken back by the way."""
    is_grave = words[0].value in {NeedKind.EMERGENCY, NeedKind.MEDICAL}
    return (
        Word(Kind.CANCEL, text_of(words))
        if not is_grave and (words[-1].text.endswith("了") or words[-1].text.startswith("取消"))
        else None
    )


def _carried(words: Words) -> Words | None:
    """菜能送上楼吗, 我走不动 菜送上来: what is carried is ordered already, or will be; nobody orders by it."""
    needs = [word for word in words if word.value is NeedKind.HOME_DELIVERY]
    if not needs or (words[-1].kind in {Kind.SET, Kind.NEED} and needs[-1] is not words[-1]):
        return None
    is_wish = len(needs) > 1 or _ASKS_TO_CARRY.search(text_of(words))
    return tuple(needs) if is_wish else None


def _written_to(words: Words) -> Word | None:
    """打电话我听不到: how somebody is to be reached, and no wish to be called."""
    is_deaf = (
        words[0].value is NeedKind.CALL and "我" not in words[0].text and words[-1].text.startswith(("听不", "接不"))
    )
    return words[-1] if is_deaf else None


def _no_breath(words: Words) -> Word | None:
    """我爸没气了 is no gas bottle."""
    return Word(Kind.NEED, text_of(words), NeedKind.EMERGENCY) if words[-1].text.startswith("没气") else None


def _called_urgently(words: Words) -> Word | None:
    """快来人, 赶紧派人来: whoever hurries somebody here is in danger; 快回电话 is not."""
    is_urgent = words[0].text in _URGENT and words[-1].value is NeedKind.CALL
    is_coming = words[-1].text.endswith(_HERE) and not words[-1].text.endswith("电")
    return Word(Kind.NEED, text_of(words), NeedKind.EMERGENCY) if is_urgent and is_coming else None


def _smells(words: Words) -> Word | None:
    """煤气灶火灭了有味道: a leak."""
    return Word(Kind.NEED, text_of(words), NeedKind.EMERGENCY) if "味" in words[-1].text else None


def _dropped(words: Words) -> Words | None:
    """体温计摔了: the thing, and nobody."""
    is_fall = words[-1].text in {"摔了", "摔坏了", "跌了"}
    return (words[0], Word(Kind.SPOILT, words[-1].text)) if is_fall else None


def _used_up(words: Words) -> Word | None:
    """没米了, 没盐了: of what a house needs to cook; 没鱼 asks or tells of a dish."""
    return Word(Kind.NEED, text_of(words), NeedKind.OTHER) if words[-1].text == "了" else None


def _by_its_stem(words: Words) -> Word | None:
    """坎地沙坦, 罗红霉素, 缬草丸两盒: a medicine by how its name ends, or by what it comes in."""
    is_named = _STEM.fullmatch(words[0].text)
    is_packed = (
        len(words) > 1
        and len(words[0].text) > 1
        and words[1].text in {"片", "丸"}
        and words[-1].text in {"盒", "瓶", "板"}
    )
    return Word(Kind.MEDICINE, text_of(words)) if is_named or is_packed else None


def _taken_at_once(words: Words) -> Word | None:
    """吃了一瓶安眠药, 降压药吃了半瓶: no doctor's dose; 吃了两片 may be one."""
    is_much = _BOTTLE_TAKEN.search(text_of(words)) and not _DOSE_IN_BOTTLE.search(text_of(words))
    return Word(Kind.NEED, text_of(words), NeedKind.EMERGENCY) if is_much else None


_BOTTLE_TAKEN = re.compile("[吃吞]了.{0,4}瓶")
_DOSE_IN_BOTTLE = re.compile("正气[水液]|口服液|糖浆|枇杷")
_NO_MORE = f"(?! .{{0,30}} (want|add) _ {N} _ pack)"  # 吃了半瓶了, 还要一瓶: used up in days
_ASKS_TO_CARRY = re.compile("能|可以|可不|给我|帮|麻烦|请|把|将|重|到了|吗|行不|好不")
_URGENT = {"快", "快点", "快些", "赶紧", "赶快", "马上", "立刻", "速"}
_UNSEEN = re.compile("(?:没|不)(?:开|露|应|见|看)|人影")
_FOR_LONG = re.compile("[天日周夜晚早]|小时|一直|敲|喊|叫")
_HERE = ("来人", "来个人", "人来")
# International names: the last syllables say what family a medicine is of.
_STEM = re.compile(
    ".+(?:沙坦|地平|洛尔|普利|他汀|贝特|列汀|列净|列酮|格列.|双胍|西林|霉素|沙星|硝唑|康唑|拉唑|曲唑|替丁|[洛他]韦|米松|尼松|他定|昔布|洛芬|氨酚|噻嗪|西泮|唑仑|"
    "沙班|格雷|匹林|拉明|必利|立酮|司琼|特罗|奈德|替卡松|吡坦|西汀|曲林|缓释|控释|肠溶)"
)
_ASKED = "(_ (self|for|filler|word|fine|courtesy|want|very|trouble|above|comma)){0,6}"
_ORDERING = "(want|add|counter|weight|pack|number|numeral|times|tenth_word)"
_NOT_ORDERED = f"(?<! {_ORDERING}) (?<! {_ORDERING} (blank|filler))"
RULES = (
    rule(f"word pack _ {N} _ pack", _by_its_stem),
    rule("word pack?", _by_its_stem),
    rule(f"word (_ filler)? _ (odd|half|word)? ({N} _)? pack _ filler? _ medicine {_NO_MORE}", _taken_at_once),
    rule(f"medicine (_ (filler|word|each)){{1,3}} _ (odd|half|word)? ({N} _)? pack {_NO_MORE}", _taken_at_once),
    rule("(thermometer|need) _ filler? _ symptom", _dropped),
    rule("gas (_ (filler|nearly|each|hour_mark|word)){0,2} _ fever_gone", lambda words: words[0]),
    rule("(nearly|filler|word) _ need", _called_urgently),
    rule("gas (_ (filler|word|very|spoilt|is|each)){0,4} _ word", _smells),
    rule("kin (_ filler)? _ gas", _no_breath),
    rule("kin (_ filler)? _ spoilt", _lost),
    rule(
        "(kin|neighbour|name) (_ (kin|name|filler|word|each|today|yesterday|part_of_day|numeral|odd|span|read|pack|unit_mark)){0,6} _ spoilt",
        _unseen,
    ),
    rule(
        f"(need (_ (comma|stop|filler|self)){{0,3}} _)? {_NOT_ORDERED} (weight _)? set (_ (stop|and) _ set){{0,2}} {_ASKED} _ need (_ (fine|filler|word|courtesy|stop)){{0,3}}",
        _carried,
    ),
    rule("need (_ (self|filler|comma|each|very|word)){1,3} _ need", _written_to),
    rule(
        f"medicine _ (filler|want|word|spoilt|comma|stop|colon)? _ (quantity|{N} _ (pack|weight|counter|floor|span)|half _ (pack|weight))",
        lambda words: Word(Kind.MEDICINE, text_of(words)),
    ),
    rule(f"(quantity|{N} _ (pack|weight)) _ filler? _ medicine", lambda words: Word(Kind.MEDICINE, text_of(words))),
    rule(f"(need|thermometer|spoilt) _ (filler|want|word)? _ (quantity|{N} _ (pack|weight))", lambda words: words[0]),
    rule(f"(quantity|{N} _ (pack|weight)) _ filler? _ (need|thermometer)", lambda words: words[-1]),
    rule(
        f"(charge|gas|want) _ (filler|want|money_sign)? _ ({N} _ money_unit? (?! _ (ordinal|counter|pack|point number|building_mark|unit_mark|room_mark))|money)",
        lambda words: _charge(words) if words[0].kind is not Kind.WANT or has(words, Kind.MONEY) else None,
    ),
    rule(
        "(need|medicine|gas|thermometer) (_ (each|filler))? _ (cancel|not_wanted (want|word|filler){1,3})", _no_longer
    ),
    rule("not _ food filler", _used_up),
    rule("not (_ very)? _ food", read),
)


def read_needs(words: Words, *, has_report: bool) -> list[Need]:
    """All needs of a text, the gravest first."""
    kinds = list(dict.fromkeys(values(only(words, Kind.NEED), NeedKind)))
    needs: list[Need] = []
    symptoms = symptoms_of(words)
    if NeedKind.EMERGENCY in kinds:
        needs.append(Need(NeedKind.EMERGENCY, symptoms))
    elif symptoms and not has_report:
        needs.append(Need(NeedKind.MEDICAL, symptoms, asks_temperature=True))
    elif NeedKind.MEDICAL in kinds:
        needs.append(Need(NeedKind.MEDICAL))
    if has(words, Kind.MEDICINE):
        needs.append(Need(NeedKind.MEDICINE))
    if has(words, Kind.THERMOMETER) and (not has_report or has(words, Kind.SPOILT, Kind.NOT)):
        needs.append(Need(NeedKind.THERMOMETER))
    if has(words, Kind.GAS) and NeedKind.EMERGENCY not in kinds:
        amounts = values(words, Money)
        needs.append(Need(NeedKind.GAS, fen=amounts[0].fen if amounts else None))
    rest = (NeedKind.MEAL, NeedKind.HOME_DELIVERY, NeedKind.CALL, NeedKind.OTHER)
    needs += [Need(kind) for kind in rest if kind in kinds]
    if not needs and has(words, Kind.SPOILT):
        needs.append(Need(NeedKind.OTHER))
    return needs
