"""What is said of how somebody feels, and its negations: 不发烧 is normal, 不太正常 never is (rule 3)."""

from domain.understanding.marks import read
from domain.understanding.meanings import NeedKind, Symptom
from domain.understanding.patterns import Words, has, only, rule, text_of, values
from domain.understanding.words import Kind, Word

_OTHER_VERBS = ("报", "量", "测", "忘", "在")  # 没报 发烧了 denies the report alone
_GUESSES = {
    "好像",
    "可能",
    "估计",
    "似乎",
    "感觉像",
    "像是",
    "怕是",
    "恐怕",
    "也许",
    "应该",
    "大概",
    "maybe",
    "probably",
}
_LOW = ("低于", "小于", "不足", "不到", "没到", "below", "under", "less")
_IS_WELL = ("好了", "好啦")
_OK = {"ok", "okay"}
_NOTHING = {"没啥", "没什么", "没得啥"}
_FALLS = ("摔", "跌", "滑", "栽", "绊")
_LIES = ("起不来", "动不", "动弹不", "不能动", "站不起")
_STILL = ("还没好", "没好", "不见好")
_LIST_WORDS = ("没有", "没", "无", "未见", "no", "without", "毫无", "冇", "没得", "冇得", "don't have", "均无", "否认")


def _negated_normal(words: Words) -> Word:
    return Word(Kind.NEGATED_NORMAL, text_of(words))


def _beside_normal(words: Words) -> Word:
    """高于正常, 正常以上 and 低于正常 are not normal; 没超过正常, 正常以内 are."""
    is_below = words[0].kind is Kind.BELOW and not words[0].text.startswith(_LOW)
    is_within = words[-1].text.endswith("内") or words[0].kind is Kind.NOT or is_below
    return Word(Kind.NORMAL, text_of(words)) if is_within else _negated_normal(words)


def _without_symptoms(words: Words) -> Words | None:
    """没有发烧咳嗽 denies both; 不发烧咳嗽 only the first, for the second may be meant as it stands."""
    places = [place for place, word in enumerate(words) if word.kind is Kind.SYMPTOM]
    if any(word.text.startswith(_OTHER_VERBS) for word in words[1 : places[0]]):
        return None
    is_list = words[0].text.endswith(_LIST_WORDS)
    own = [place for place in places if words[place - 1].kind in {Kind.NOT, Kind.VERY}]  # 不咳不喘不发烧
    end = len(words) if is_list or len(own) == len(places) else places[0] + 1
    return (_denial(words[:end]), *words[end:])


def _denied_behind(words: Words) -> Word:
    """发烧咳嗽都没有."""
    return _denial(words)


def _denial(words: Words) -> Word:
    """Without a fever is normal; without other symptoms says nothing of the temperature."""
    return Word(Kind.NORMAL if Symptom.FEVER in values(words, Symptom) else Kind.FINE, text_of(words))


def _medicine_for(words: Words) -> Word | None:
    """发烧的药 is a medicine; 咳嗽买药 is a cough and a wish."""
    wish = words[-1].text.startswith(("买", "代", "配", "拿", "开", "吃", "need"))
    return None if wish else Word(Kind.MEDICINE, text_of(words))


def _recovered(words: Words) -> Word | None:
    """咳嗽好了, my cold is gone: no illness and no temperature; of a fever somebody asks (发烧已经好了)."""
    if has(words, Kind.COURTESY) and not text_of(words).endswith(_IS_WELL):
        return None
    return Word(Kind.FEVER_GONE if Symptom.FEVER in values(words, Symptom) else Kind.FINE, text_of(words))


def _gone(words: Words) -> Word | None:
    """烧已经退了: the fever, and no order."""
    is_fever = words[0].value is Symptom.FEVER and words[-1].text.startswith("退")
    return Word(Kind.FEVER_GONE, text_of(words)) if is_fever else None


def _lasting(words: Words) -> Word | None:
    """咳嗽还没好: one illness."""
    return words[0] if words[-1].text.startswith(_STILL) else None


def _well_measured(words: Words) -> Word | None:
    """体温没得问题, 体温ok: as it should be; 体温还好 says too little."""
    said = words[-1].text
    is_clear = said in _OK or (said.startswith("没") and said.endswith(("问题", "毛病")))
    return Word(Kind.NORMAL, text_of(words)) if is_clear else None


def _not_ok(words: Words) -> Word | None:
    """体温不ok; 不好的 and 不行 have their own words."""
    return Word(Kind.NEGATED_NORMAL, text_of(words)) if words[-1].text in _OK else None


def _nothing_of(words: Words) -> Word | None:
    """没啥不舒服: none of it, as 没有不舒服."""
    return _denial(words) if words[0].text in _NOTHING else None


def _nothing_odd(words: Words) -> Word | None:
    """没什么异常."""
    return Word(Kind.NORMAL, text_of(words)) if words[0].text in _NOTHING else None


def _like_before(words: Words) -> Word | None:
    """和昨天一样36.5: said once more; 老规矩 is rather an order's."""
    is_like = any(word.text.endswith("一样") for word in only(words, Kind.SAME_AS_LAST))
    return only(words, Kind.VALUE)[0] if is_like else None


def _weather(words: Words) -> Word | None:
    """天气蛮好: of nobody."""
    return read(words) if words[0].text == "天气" else None


def _guessed(words: Words) -> Word | None:
    """好像发烧,38.1: the illness is guessed, and no value."""
    return words[-1] if words[0].text in _GUESSES else None


def _done_cooking(words: Words) -> Word | None:
    """菜烧好了: no fever that was."""
    return read(words) if words[-1].text in {"烧好了", "烧完了", "烧好", "烧完"} else None


def _breathless(words: Words) -> Word:
    return Word(Kind.SYMPTOM, text_of(words), Symptom.BREATHLESS)


def _no_breath(words: Words) -> Word:
    return Word(Kind.NEED, text_of(words), NeedKind.EMERGENCY)


def _in_the_chest(words: Words) -> Word:
    return Word(Kind.SYMPTOM, text_of(words), Symptom.CHEST)


def _refused_set(words: Words) -> Words | None:
    """不想吃水果了: who does not want a set; 不想吃菜 may be who cannot eat."""
    is_refused = words[0].text == "不想吃" and words[1].text != "菜"
    return (Word(Kind.NOT_WANTED, words[0].text), words[1]) if is_refused else None


def _remedy(words: Words) -> Word | None:
    """退热贴, 头痛片, 咳嗽丸: what it is sold in makes it a thing to buy."""
    return Word(Kind.MEDICINE, text_of(words)) if words[-1].text in {"贴", "片", "丸"} else None


def _fallen(words: Words) -> Word | None:
    """摔了起不来, 摔倒了 动不了: more than a fall."""
    is_lying = words[0].text.startswith(_FALLS) and words[-1].text.startswith(_LIES)
    return _no_breath(words) if is_lying else None


_BETWEEN = "(_ (word|filler|very|is|self|courtesy|each|odd|to|weight|food)){0,3} _"
_AILS = "(trouble|symptom|spoilt)"
_LIST = "(_ ((stop|and|or|slash) _)? (not _)? symptom){0,9}"
_SINCE = "(_ (each|is|today|filler)){0,3}"
RULES = (
    rule("same_as_last _ (each|very|filler|comma)? _ normal", lambda words: words[-1]),
    rule("same_as_last _ (each|comma|is)? _ value", _like_before),
    rule("value _ comma? _ filler? _ same_as_last", _like_before),
    rule("(symptom|fever_gone) pack", _remedy),
    rule("symptom set", _refused_set),
    rule("(need|food|set) (_ (filler|each))? _ fever_gone", _done_cooking),
    rule("symptom _ (stop|comma|filler)? _ symptom", _fallen),
    rule("(symptom|fever_gone) filler? medicine", _medicine_for),
    rule(f"symptom {_SINCE} _ (recovered|courtesy filler?) (?! (very|odd|not|half|numeral|word|filler))", _recovered),
    rule(f"symptom {_SINCE} _ symptom", _lasting),
    rule(f"symptom {_SINCE} _ hedge? _ cancel", _gone),
    rule("thing _ (very|each)? _ (fine|abnormal|courtesy)", _weather),
    rule("temperature (_ (each|filler|is|very)){0,2} _ (fine|courtesy)", _well_measured),
    rule("not (very|blank){0,4} courtesy", _not_ok),
    rule("fine (_ filler)? _ symptom", _nothing_of),
    rule("fine (_ filler)? _ abnormal", _nothing_odd),
    rule("recovered _ filler? _ (word _)? symptom", _recovered),
    rule(f"breath {_BETWEEN} {_AILS}", _breathless),
    rule(f"{_AILS} {_BETWEEN} breath", _breathless),
    rule(f"chest {_BETWEEN} {_AILS}", _in_the_chest),
    rule(f"{_AILS} {_BETWEEN} chest", _in_the_chest),
    rule("(not _)? (above|below) _ filler? _ normal", _beside_normal),
    rule("normal _ ((filler|temperature|word) _)? (above_behind|below_behind)", _beside_normal),
    rule("hedge _ ((very|filler|is) _)? symptom", _guessed),
    rule("(not|not_is) (very|is|blank){0,4} normal", _negated_normal),
    rule("normal not normal", _negated_normal),
    rule("not (very|is|blank|filler){0,4} abnormal", lambda words: Word(Kind.NORMAL, text_of(words))),
    rule(f"not (very|blank|filler){{0,4}} symptom {_LIST}", _without_symptoms),
    rule(
        "symptom (_ ((stop|and|or) _)? symptom){0,9} _ each _ not (?! (word|very|need|symptom|filler))", _denied_behind
    ),
    rule("not (_ (word|very|filler|to)){0,3} _ breath", _no_breath),
    rule("breath", _breathless),
    rule("not (very|blank){0,4} fine", lambda words: Word(Kind.SYMPTOM, text_of(words), Symptom.UNWELL)),
)


def symptoms_of(words: Words) -> frozenset[Symptom]:
    """What somebody feels, denials and medicines left out."""
    return frozenset(values(words, Symptom))


def is_emergency(words: Words) -> bool:
    """Whether life is in danger."""
    return NeedKind.EMERGENCY in values(words, NeedKind)
