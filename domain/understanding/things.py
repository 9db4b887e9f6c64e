"""What is said of things and of nobody: what they cost and measure, that they stand still, that they burn.

A body's 36.5 and a share's look alike, and so do 动不了 of a man and of a lock. Known things are nobody; where a word is
not known, its number is asked back, and a fever among such numbers is told all the same.
"""

import re

from domain.temperature import is_fever
from domain.understanding.degrees import Temperature
from domain.understanding.marks import N
from domain.understanding.meanings import NeedKind, Reason
from domain.understanding.patterns import Words, rule, text_of
from domain.understanding.vocabulary.daily import OUTDOORS
from domain.understanding.words import Kind, Word

_EATEN = ("吃", "喝")  # 喝了牛奶38.5 is of who drank it
_TOLD = re.compile("[\u4e00-\u9fff]{2,}")  # a letter alone is a grammar word as often as not
_FAILS = re.compile("(?:动不[了得]了?|动弹不得|不能动了?|^烧)$")
_MADE = re.compile(
    "(?:[车机锁门窗梯柜闸阀锅灯屏]|[车窗柜锁]子)[又也都还全就]?$"
)  # what such a word ends with is no body


_TASTES = re.compile("烧得?[真很好太蛮有点]{0,2}(?:好吃|香|咸|淡|辣|熟|不错|入味|老|嫩)")
_CHARGED = re.compile("[费价款税率额息股票]$")
_COUNTED_IN = re.compile(
    "[a-z]|[百千万亿倍寸]|公$|页|章|届|版|亩|辆|卫士|次列车|期(?!间)|级|号|米(?![饭粥糊])|折(?!腾)|路(?![上过口])|户(?!口)|台(?!湾)|网(?![格上络])|平(?![时常均静稳安])"
)


def _is_thing(word: Word) -> bool:
    """Food, what is broken or bought, a share; of one letter (面, 油) it may be half of another word."""
    is_named = word.kind is Kind.FOOD and len(word.text) > 1
    return is_named or word.kind is Kind.THING or word.value is NeedKind.OTHER or _ends(word, _CHARGED)


def _ends(word: Word, with_what: re.Pattern[str]) -> bool:
    """楼道灯, 路费: a word that is not known, by how it ends."""
    return word.kind is Kind.WORD and bool(with_what.search(word.text))


def _in_question(value: Word) -> Word:
    """The same value, but asked back with no choice to pick: 1 would only say again what is not understood."""
    known = value.value if isinstance(value.value, Temperature) else Temperature()
    alert = known.alert or (known.tenths is not None and is_fever(known.tenths))
    return Word(Kind.VALUE, value.text, Temperature(reason=Reason.OTHER_MEASURE, alert=alert))


def _number_behind(words: Words) -> Words | None:
    """电费36.8, 股票36.5: the thing's own; 理财36.5, where nobody is named, may be anybody's."""
    value = words[-1]
    place = max(place for place, word in enumerate(words[:-1]) if word.kind in _NAMING)
    before, named = words[:place], words[place]
    if any(verb in text_of(before) for verb in _EATEN):
        return None
    if _is_thing(named):
        return (*before, Word(Kind.OTHER_MEASURE, text_of(words[place:])))
    is_unknown = named.kind is Kind.WORD and bool(_TOLD.fullmatch(named.text))
    is_half = named.kind is Kind.FOOD and (not before or before[-1].kind is Kind.WORD)  # 水38.5, 汽油
    return (*words[:-1], _in_question(value)) if is_unknown or is_half else None


def _of_somebodys(words: Words) -> Words | None:
    """我买的基金36.9: most likely the thing's, though somebody is named; 我在外面36.5 is mine."""
    return None if words[0].value == OUTDOORS else (*words[:-1], _in_question(words[-1]))


def _measured_in(words: Words) -> Word | None:
    """冰箱温度36.5; 体温 is a body's, whatever stands before it."""
    is_its = _is_thing(words[0]) and any(word.text == "温度" for word in words[1:])
    return Word(Kind.OTHER_MEASURE, text_of(words)) if is_its else None


def _number_before(words: Words) -> Words | Word | None:
    """38度的白酒, 36.5的汇率."""
    if "的" not in words[1].text:
        return None
    if _is_thing(words[-1]):
        return Word(Kind.OTHER_MEASURE, text_of(words))
    is_unknown = words[-1].kind is Kind.WORD and bool(_TOLD.fullmatch(words[-1].text))
    return (_in_question(words[0]), *words[1:]) if is_unknown else None


def _labelled(words: Words) -> Words | None:
    """型号36.5, 桌号365, #365, 房间36.5: what bears a number; #36.5 is a heading."""
    is_heading = words[0].kind is Kind.HASH and not words[-1].text.isdecimal()
    return None if is_heading else (*words[:-1], _in_question(words[-1]))


def _shown(words: Words) -> Words | None:
    """水表读数365."""
    return _labelled(words) if words[1].text in {"读数", "数值", "数据", "结果", "显示"} else None


def _lettered(words: Words) -> Words | None:
    """车牌A36.5, G365: letters of a number; T36.5 has its own word."""
    return _labelled(words) if words[0].text.isascii() and words[0].text.isalpha() else None


def _placed(words: Words) -> Words | None:
    """第365页, no 365: which of many."""
    return _labelled(words) if words[0].text in {"第", "no"} else None


def _counted_in(words: Words) -> Words | None:
    """36.5米, 365路, 36.5k: a unit close behind the digits, and no body's."""
    is_counted = words[0].text[-1:].isdigit() and _COUNTED_IN.match(words[1].text)
    return (_in_question(words[0]), words[1]) if is_counted else None


def _in_parts(words: Words) -> Words | None:
    """36.5.1.2: a version or an address; a Chinese full stop ends a sentence."""
    return (_in_question(words[0]), *words[1:]) if words[1].text == "." else None


def _in_marks(words: Words) -> Words | None:
    """考试36.5分: marks; 36度5分 is a temperature."""
    return None if "度" in words[0].text else (_in_question(words[0]), words[1])


def _all_of_it(words: Words) -> Word:
    """昨天收盘38.2,今天36.5: today's is of the same thing. 一斤38.5: a price."""
    return Word(Kind.OTHER_MEASURE, text_of(words))


def _out_of_order(words: Words) -> Words | None:
    """电梯又动不了了, 楼道灯烧了: broken, and neither stroke nor fever."""
    is_made = _is_thing(words[0]) or _ends(words[0], _MADE)
    return (words[0], Word(Kind.SPOILT, words[-1].text)) if is_made and _FAILS.search(words[-1].text) else None


def _cooked(words: Words) -> Word | None:
    """菜烧得真好吃; 吃完饭烧得厉害 is a fever."""
    return Word(Kind.READ, text_of(words)) if _TASTES.search(text_of(words)) else None


def _does_not_move(words: Words) -> Word | None:
    """手动不了锁, 动不了车: what is not moved stands behind it."""
    return Word(Kind.SPOILT, text_of(words)) if _FAILS.search(words[0].text) and _is_thing(words[-1]) else None


_NAMING = (Kind.FOOD, Kind.NEED, Kind.THING, Kind.WORD)
_NOBODY = "(word|filler|courtesy|blank|comma|stop|very|yesterday|today|part_of_day|food|need|thing|number|numeral)"
RULES = (
    rule(f"^ {_NOBODY}{{0,8}} (food|need|thing|word) (blank|is|colon|yesterday|today){{0,2}} value", _number_behind),
    rule("thing (blank|is|colon){0,2} value", _of_somebodys),
    rule("(food|need|thing|word) filler? temperature _ (is|colon)? _ value", _measured_in),
    rule(f"{N} weight value", _all_of_it),
    rule("value filler _ (food|need|thing|word)", _number_before),
    rule("value tenth_word", _in_marks),
    rule("(code_word|order_word|room_word|room_mark|hash) (_ (is|colon))? (_ word)? _ value", _labelled),
    rule("(?<! (number|numeral|door|read|value|normal|blank)) ordinal _ (is|colon)? _ value", _labelled),
    rule("thing filler _ (is|colon)? _ value", _shown),
    rule("(word|very|dose_unit|times|degree) value", _lettered),
    rule("(filler|not) _ point? _ value", _placed),
    rule("normal (is|person_counter) value", _labelled),
    rule("value (word|food|ordinal|filler)", _counted_in),
    rule("value point (number|read)", _in_parts),
    rule("yesterday _ other_measure _ (comma|stop)? _ today _ (is _)? value", _all_of_it),
    rule("(need|thing|word) (_ (word|very|filler|each)){0,2} _ (need|symptom)", _out_of_order),
    rule("(need|food|set) _ symptom (_ (very|word|fine|food|courtesy)){1,3}", _cooked),
    rule("(need|symptom) _ filler? _ thing", _does_not_move),
)
