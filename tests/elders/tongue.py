"""The words a caller knows, in each language: enough to follow any prompt that says what a key is for."""

import re
from dataclasses import dataclass
from re import Pattern

_ZH_DIGITS = "零一二三四五六七八九"
_EN_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EN_TENS = {3: "thirty", 4: "forty"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language. `option` finds what a key is for and the key; the others what a question or an answer is about."""

    option: Pattern[str]
    glue: str  # between the clauses of an option
    right: Pattern[str]
    wrong: Pattern[str]
    three_digits: Pattern[str]
    last_digit: Pattern[str]
    quantity: Pattern[str]
    people: Pattern[str]
    building: Pattern[str]
    unit: Pattern[str]
    room: Pattern[str]
    values: Pattern[str]
    all_normal: Pattern[str]
    report_read_back: Pattern[str]
    reported: Pattern[str]  # the line says that it is done
    ordered: Pattern[str]
    given_up: Pattern[str]
    normal: Pattern[str]
    ill: Pattern[str]
    both: Pattern[str]
    yes: Pattern[str]
    no: Pattern[str]
    report: Pattern[str]
    order: Pattern[str]
    something_else: Pattern[str]
    nothing_more: Pattern[str]
    not_the_same: Pattern[str]
    own_home: Pattern[str]
    myself: Pattern[str]
    other_sets: Pattern[str]
    too_late: Pattern[str]  # for an order

    def temperature(self, tenths: int) -> str:
        """As the voice says it, without marks."""
        degrees, tenth = divmod(tenths, 10)
        if self is ENGLISH:
            ones = _EN_ONES[degrees % 10] if degrees % 10 else ""
            return f"{_EN_TENS[degrees // 10]} {ones}".strip() + f" point {_EN_ONES[tenth]}"
        ones = _ZH_DIGITS[degrees % 10] if degrees % 10 else ""
        return f"{_ZH_DIGITS[degrees // 10]}十{ones}度{_ZH_DIGITS[tenth] if tenth else ''}"

    def portions(self, offered: str, quantity: int) -> str:
        """So many of a set, as the voice says it, without marks."""
        if self is ENGLISH:
            return f"{offered} {_EN_ONES[quantity]}".lower()
        return f"{offered}{'两' if quantity == len('两份') else _ZH_DIGITS[quantity]}份"

    def key(self, word: str) -> str:
        """The key that a prompt names."""
        return word if word.isascii() else str(_ZH_DIGITS.index(word))


def _find(pattern: str) -> Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


CHINESE = Tongue(
    option=_find(f"^(.*?)请按([{_ZH_DIGITS}])$"),
    glue="",
    right=_find("^对$"),
    wrong=_find("^不对$"),
    three_digits=_find("三个数字"),
    last_digit=_find("度几"),
    quantity=_find("要几份"),
    people=_find("几个人"),
    building=_find("楼号"),
    unit=_find("单元号"),
    room=_find("房号"),
    values=_find("[三四]十[一二三四五六七八九]?度[一二三四五六七八九]?"),
    all_normal=_find("(人|位)体温正常"),
    report_read_back=_find("您报的是"),
    reported=_find("^记下了"),
    ordered=_find("^订好了"),
    given_up=_find("请网格员打电话给您"),
    normal=_find("正常"),
    ill=_find("发烧|不舒服"),
    both=_find("两个人都是"),
    yes=_find("^有$"),
    no=_find("^没有$"),
    report=_find("^报体温"),
    order=_find("订菜"),
    something_else=_find("别的事"),
    nothing_more=_find("不要了"),
    not_the_same=_find("不一样"),
    own_home=_find("自己家"),
    myself=_find("本人"),
    other_sets=_find("其他的"),
    too_late=_find("不能再订了|没有可订的"),
)

ENGLISH = Tongue(
    option=_find(r"^(.*?)\bpress (\d)$"),
    glue=" ",
    right=_find("^(if )?right$"),
    wrong=_find("^(if )?wrong$"),
    three_digits=_find("three digits"),
    last_digit=_find("point what"),
    quantity=_find("how many (?!people).*at most"),
    people=_find("how many people"),
    building=_find("building number"),
    unit=_find("unit number"),
    room=_find("room number"),
    values=_find(r"(?:thirty|forty)(?:[ -][a-z]+)? point [a-z]+"),
    all_normal=_find("(person|people) temperature normal"),
    report_read_back=_find("you reported"),
    reported=_find("^noted"),
    ordered=_find("^ordered"),
    given_up=_find("ask your grid worker to call"),
    normal=_find("normal"),
    ill=_find("fever|unwell"),
    both=_find("^both$"),
    yes=_find("^yes$"),
    no=_find("^no$"),
    report=_find("^to report"),
    order=_find("order food"),
    something_else=_find("(something|anything) else"),
    nothing_more=_find("nothing more"),
    not_the_same=_find("something else"),
    own_home=_find("own home"),
    myself=_find("themselves"),
    other_sets=_find("the others"),
    too_late=_find("ordering is over|nothing on sale"),
)

TONGUES = {"zh-CN": CHINESE, "en": ENGLISH}
