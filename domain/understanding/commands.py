"""A grid worker's commands: lists, an alert's code and what came of it (interfaces.md, "The alert's text")."""

import re

from domain import doors
from domain.understanding.meanings import Command, Meaning, Question, Reason, Unknown, Verb, Why
from domain.understanding.sets import SetName

_LISTS = {
    Verb.MISSING: "未报名单|未报户|未报的|未报|谁没报体温|谁没报|谁还没报|谁还没有报|还有哪些没报|还有谁没报|哪些没报|哪些人没报|哪些户没报|没报的|没报|漏报|缺报|missing|not reported|unreported|who is missing|who hasn't reported",
    Verb.TOTALS: "今日汇总|今天汇总|汇总|总数|合计|统计|今日统计|小计|总计|情况汇总|summary|totals|total",
    Verb.FEVERS: "发热名单|发烧名单|发热的有哪些|发烧的有哪些|有几个发烧的|有几个发热的|谁发烧了|谁发烧|谁发热|哪些人发烧|哪些人发热|发热的|发烧的|发热|发烧|体温异常|异常名单|异常|fevers|fever|ill",
    Verb.ORDERS: "订单名单|订单汇总|今日订单|订单统计|订单列表|订单|定单|订货|团购订单|orders|order list",
    Verb.MORE: "更多|下一页|下页|继续|more|next page|next",
}
_RESULTS = {
    Verb.DONE: "完成了|完成|办完了|办完|办结|处理完了|处理完|已完成|已处理|已办|搞定了|搞定|办好了|办好|done|finished|completed",
    Verb.NOBODY_HOME: "没人在家|没人在|没人应|没人|无人在家|无人应答|无人|家里没人|不在家|敲门不应|nobody home|nobody|no one home|no answer",
    Verb.ACK: "收到了|收到|接到|接单|我去|我来|我接|接了|已收到|知道了|受理|ok|okay|ack|got it|roger|taking|take",
}
ON_BEHALF_REPORT = re.compile(r"^[#\s]*(?:代报|代为上报|代上报|代为报|替报|帮报|补报|代填|report for|report)[\s:,]*")
ON_BEHALF_ORDER = re.compile(
    r"^[#\s]*(?:代订|代定|代下单|代买菜|代购|代订菜|代为订|帮订|替订|order for|order)[\s:,]*(?=.*\d|$)"
)
ON_BEHALF_COMMAND = re.compile(r"^[#\s]*代(?:订|定|下单)")
_SEPARATED = r"(?:[\s,、;/.和跟与&+]|and)+"
_ID = r"\d{1,4}(?![\d.])"
_TAIL = r"[\s:：,，#号是]*"
LOWEST_CODE, HIGHEST_CODE = 1000, 9999
TEMPERATURES = range(3400, 4301)  # never codes: 3650 is a temperature that lacks its point
_CODE = re.compile(
    r"(?P<code>\d{4})(?:[\s,、-]*(?P<result>[12])(?=$|[\s,.。、;!]))?(?![\d.])[\s,、:;-]*(?P<note>.*)", re.DOTALL
)
_IS_NUMERIC = re.compile(r"[\d\s.,、-]+(?:度|℃|°c)?")


def _building(place: str) -> str:
    number, letter = r"\d{1,3}", "[a-z]"
    marked = rf"(?P<marked{place}>{number}|{letter})\s*(?:栋|幢|号楼|座|#)"
    named = rf"(?:building|bldg|block)\s*(?P<named{place}>{number}|{letter})"
    return rf"(?:{marked}|{named}|(?P<bare{place}>{number}))"


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.split("|"), key=len, reverse=True))


def _list_pattern(before: str, words: str) -> re.Pattern[str]:
    """The word of a list, with a building or a set behind it."""
    behind = rf"\s*[:,]?\s*(?:{_building('2')})?\s*(?P<set2>[^\d\s]*)"
    return re.compile(rf"(?:查一下|发一下|请发|查|看)?\s*{before}(?:{_any(words)}){behind}")


_AFTER_BUILDING = rf"(?:{_building('1')}\s*的?\s*)?"
_AFTER_SET = r"(?P<set1>[^\W\d_]{1,8}?)\s*的?\s*"
_LIST = [
    (verb, _list_pattern(before, words)) for before in (_AFTER_BUILDING, _AFTER_SET) for verb, words in _LISTS.items()
]
_RESULT = {
    verb: re.compile(rf"(?:{_any(words)})(?![a-z]){_TAIL}(?P<ids>{_ID}(?:{_SEPARATED}{_ID})*)?(?P<note>.*)", re.DOTALL)
    for verb, words in _RESULTS.items()
}
_RESULT_BEHIND = {
    verb: re.compile(rf"(?:已|都)?(?:{_any(words)})(?![a-z])[了。.!,\s]*(?P<note>.*)", re.DOTALL)
    for verb, words in _RESULTS.items()
}
_CODES = re.compile(rf"(?P<ids>{_ID}(?:{_SEPARATED}{_ID})*)[\s,:]*(?P<rest>[^\d].*)?", re.DOTALL)


def read_command(text: str, kept: str, on_sale: tuple[SetName, ...]) -> Meaning | None:
    """The command in a worker's text; `text` in simplified small letters, `kept` letter by letter as it was typed."""
    for verb, pattern in _LIST:
        match = pattern.fullmatch(text.rstrip("。.!? "))
        if match and (listed := _listing(verb, match, on_sale)):
            return listed
    return _coded(text, kept) or _result(text, kept)


def _listing(verb: Verb, match: re.Match[str], on_sale: tuple[SetName, ...]) -> Command | None:
    said = match.groupdict()
    building = next((said[name] for name in said if not name.startswith("set") and said[name]), "")
    wanted = said.get("set1") or said["set2"]
    number = next((one.number for one in on_sale if wanted in one.words), None)
    if wanted and number is None:
        return None
    return Command(verb, building=doors.normal_building(building) if building else "", set_number=number)


def _coded(text: str, kept: str) -> Meaning | None:
    """4821, 4821 1, 48212, 4821 敲门没人应: a code first."""
    match = _CODE.fullmatch(text)
    if match is None or not is_code(int(match["code"])) or _IS_NUMERIC.fullmatch(match["note"]):
        return None
    ids = (int(match["code"]),)
    note = kept[match.start("note") :].strip()
    if match["result"]:
        return Command(Verb.DONE if match["result"] == "1" else Verb.NOBODY_HOME, ids, note=note)
    behind = _behind(match["note"])
    return Command(behind[0], ids, note=behind[1]) if behind else Command(Verb.ACK, ids, note=note)


def _behind(rest: str) -> tuple[Verb, str] | None:
    """A result that stands behind its number, and its note: 4821 完成."""
    for verb, pattern in _RESULT_BEHIND.items():
        match = pattern.fullmatch(rest)
        if match:
            return verb, match["note"].strip()
    return None


def is_code(number: int) -> bool:
    """Whether a number can be an alert's code at all; which room numbers are excluded only the service knows."""
    return LOWEST_CODE <= number <= HIGHEST_CODE and number not in TEMPERATURES


def _result(text: str, kept: str) -> Meaning | None:
    """完成 12,13, 收到4821, OK; a word without a number asks which."""
    for verb, pattern in _RESULT.items():
        match = pattern.fullmatch(text)
        if match:
            return _numbered(verb, match, kept)
    match = _CODES.fullmatch(text)
    if match is None:
        return None
    ids, behind = _ids(match["ids"]), _behind(match["rest"] or "")
    if behind:
        return Command(behind[0], ids, note=behind[1])
    return Command(Verb.ACK, ids) if len(ids) > 1 and not match["rest"] and all(map(is_code, ids)) else None


def _numbered(verb: Verb, match: re.Match[str], kept: str) -> Meaning | None:
    note = kept[match.start("note") :].strip(" ,.。!:;、了")
    if not match["ids"]:
        return Question(Reason.MISSING_ID) if not any(letter.isdigit() for letter in note) else None
    ids = _ids(match["ids"])
    if len(ids) == 2 and ids[0] >= LOWEST_CODE and ids[1] in {1, 2}:  # noqa: PLR2004 - 完成 4821 1
        return Command(Verb.DONE if ids[1] == 1 else Verb.NOBODY_HOME, ids[:1], note=note)
    return Command(verb, ids, note=note)


def _ids(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))


_FORBIDDEN = re.compile(
    rf"(?:{_any(_LISTS[Verb.MISSING])}|{_any(_LISTS[Verb.TOTALS])}|{_any('发热名单|发烧名单|异常名单|订单名单|订单汇总|订单统计|fevers')}).*|"
    rf"(?:\d{{1,3}}|[a-z])\s*(?:栋|幢|号楼|座)的?(?:未报|汇总|发热名单|没报).*|"
    rf"(?:{_any('|'.join(_RESULTS.values()))})(?![a-z]){_TAIL}{_ID}(?:{_SEPARATED}{_ID})*[。.!]*|"
    rf"\d{{4}}[\s,]*(?:完成|done|没人).*",
    re.DOTALL,
)


def is_workers_alone(text: str) -> bool:
    """Whether a text is a worker's command, which from a resident's number does not run (rule 9)."""
    return bool(_FORBIDDEN.fullmatch(text))


def forbidden() -> Unknown:
    """What a worker's command means from a resident's number."""
    return Unknown(Why.FORBIDDEN)
