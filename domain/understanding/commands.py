"""A grid worker's commands: lists, an alert's code and what came of it (interfaces.md, "The alert's text")."""

import re

from domain import doors
from domain.understanding.alarming import sounds_alarming
from domain.understanding.meanings import Command, Meaning, Question, Reason, Unknown, Verb, Why
from domain.understanding.numerals import number_of
from domain.understanding.sets import SetName

_LISTS = {
    Verb.MISSING: "还差哪些|还差哪几户|还差谁|还缺哪些|还缺谁|还差|还缺|未报|没报|没有报|还没报|没上报|未上报|没填报|未填报|没登记|未登记|没量的|没测的|未量的|未测的|没打卡|未打卡|没接龙|未接龙|没交|没报体温|未报体温|没报温度|漏报|缺报|漏报的|没报到|missing|not reported|unreported|hasn't reported|has not reported|haven't reported|have not reported|did not report|didn't report|not yet reported|is missing|still missing",
    Verb.TOTALS: "汇总|总数|合计|统计|小计|总计|情况|情况怎么样|情况如何|情况汇总|体温汇总|体温统计|体温情况|上报情况|上报汇总|上报统计|上报进度|报送情况|进度|总体情况|整体情况|数据汇总|日报|总表|多少人报了|好多人报了|多少户报了|好多户报了|几个人报了|几户报了|哪些人报了|报了多少|报了好多|上报了多少|报得怎么样|报的怎么样|上报率|报送率|完成率|已报|已报的|已上报|summary|totals|total|overview|status report|daily report|how many reported|how many have reported",
    Verb.FEVERS: "发热|发烧|高烧|低烧|高温|体温不正常|不正常|超过37.3|高于37.3|超37.3|37.3以上|体温异常|温度异常|体温高|体温偏高|异常|fevers|fever|who has a fever|who has fever|anyone with a fever|who is ill|who is sick|ill",
    Verb.ORDERS: "订单|定单|订货|团购|团购订单|订单汇总|订单统计|订了多少|订了好多|订购|下单|套餐订单|多少份|订了多少份|订了几份|order summary|orders|order",
    Verb.MORE: "更多|下一页|下页|下一条|翻页|往下|后面的|还有呢|剩下的|继续|more|next page|next",
}
_LISTS_OF_OTHERS = {  # 谁没量, 多少人订菜; without the question they are of the worker's own
    Verb.MISSING: "没量体温|没测体温|没量|没测|未量|未测|未测量|没测量",
    Verb.ORDERS: "订了|订|定了|定|买了|要了",
}
_RESULTS = {
    Verb.DONE: "完成了|完成|已解决|解决了|解决|已送|送完了|都送了|送了|已送到|送到了|已送达|已上门|办完了|办完|办结|处理完了|处理完|已完成|已处理|已办|送到|处理好了|处理好|处理了|办了|弄好了|搞好了|做完了|已完结|完结|已闭环|搞定了|搞定|办好了|办好|done|finished|finish|completed|complete",
    Verb.NOBODY_HOME: "没人在家|没人在|没人应|没人开门|没人应门|没人答应|没有人在家|没有人|没人|敲门没人|敲了门没人|敲门没人应|敲门没人开|敲门无人|敲不开|敲不开门|家中无人|屋里没人|联系不上|无人在家|无人应答|无人|家里没人|不在家|敲门不应|nobody home|nobody|no one home|no answer",
    Verb.ACK: "收到了|收到|接到|接单|我去|我来|我接|接了|已收到|知道了|受理|ok|okay|ack|received|got it|roger|taking|taken|take|on it|on my way",
}
ON_BEHALF_REPORT = re.compile(r"^[#\s]*(?:代报|代为上报|代上报|代为报|替报|帮报|补报|代填|report for|report)[\s:,]*")
REPORTED_FOR_DOOR = re.compile(r"代(?:为)?上?报[\s:,]*(?:\d{1,3}\s*(?:[-栋幢座#]|号楼)|[a-z]\s*[-栋座])")
REPORTED_LATE = re.compile(r"^[#\s]*补报")  # a resident's own
ON_BEHALF_ORDER = re.compile(
    r"^[#\s]*(?:代(?:订|定|下单)(?![菜的])[\s:,]*|(?:代买菜|代购|代订菜|代为订|帮订|替订|order for|order)[\s:,]*(?=.*\d|$))"
)
ON_BEHALF_COMMAND = re.compile(r"^[#\s]*代(?:订|定|下单)")
_SEPARATED = r"(?:[\s,、;/.和跟与&+]|and)+"
_ID = r"\d{1,4}(?![\d.])"
_TAIL = r"[\s:：,，#号是]*"
LOWEST_CODE, HIGHEST_CODE = 1000, 9999
TEMPERATURES = range(3400, 4301)  # never codes: 3650 is a temperature that lacks its point
_CODE = re.compile(
    r"(?P<code>\d{4})(?!年|[-/]\d{1,2}[-/]\d)"  # 2020年2月29日 and 2020-2-29 head a chain
    r"(?:[\s,、-]*(?P<result>[12])(?=$|[\s,.。、;!]))?(?![\d.])[\s,、:;-]*(?P<note>.*)",
    re.DOTALL,
)
_IS_NUMERIC = re.compile(r"[\d\s.,、-]+(?:度|℃|°c)?")


def _building(place: str) -> str:
    number, letter = r"\d{1,3}", "[a-z]"
    marked = rf"(?P<marked{place}>{number}|{letter})\s*(?:栋|幢|号楼|座|#)"
    named = rf"(?:building|bldg|block)\s*(?P<named{place}>{number}|{letter})"
    return rf"(?:{marked}|{named}|(?P<bare{place}>{number}))"


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.split("|"), key=len, reverse=True))


_WHEN = r"(?:(?:截至|到)?(?:今天|今日|目前|现在|当前|本日|today's)的?\s*)?"
_WISH = (
    r"(?:(?:请问|请|麻烦|帮我|帮忙|给我|我要|我想|想|要)\s*){0,2}(?:(?:再)?(?:查看|查询|查|看|发|列|报|调|统计|show|list|get|send|give)(?:一下|下|看|个|出|me)?\s*)?"
    rf"(?:the\s*)?(?:(?:楼里|我们楼|本楼|这栋楼?|我这栋|小区里?|全部|所有|全体|all)的?\s*)?{_WHEN}"
)
_WHO = r"(?:(?:都|还|还都)?(?:有|有没有|差|剩)?(?:谁家|谁|哪些|哪几|哪个|哪|几|多少|好多|any|who|who's|which)?\s*(?:个|家|户|人|位|些)?\s*(?:还|是|都|体温)?\s*)?"
_AROUND = (
    r"(?:\s*(?:全部|所有|的人员|的人|的名单|的情况|的户|的|人员|人|名单|清单|列表|明细|情况|住户|户数|户|家庭|数据|表格|表|总数|数量|体温|一下|有哪些|有哪几家|有哪几户|有谁|是谁|是哪些|有几个|有几户|有多少|多少|几个|"
    r"发一下|发我|发给我|给我|看一下|看看|了|呢|吗|么|没有|list|lists|names|report|please|today|so far|now)){0,4}"
)


def _list_pattern(before: str, words: str) -> re.Pattern[str]:
    """The word of a list, with a building or a set behind it."""
    behind = rf"\s*[:,]?\s*(?:{_building('2')}(?:\s*\d{{1,2}}\s*单元)?)?\s*(?P<set2>[^\d\s]*)"
    return re.compile(rf"{_WISH}\s*{before}{_WHEN}{_WHO}(?:{_any(words)}){_AROUND}{behind}")


_AFTER_BUILDING = rf"(?:{_building('1')}\s*的?\s*)?"
_AFTER_SET = r"(?P<set1>[^\W\d_]{1,8}?)\s*的?\s*"
_TAKES = r"|接(?=\s?\d)"  # 接 4821; 接龙 is a chain
_LIST = [
    (verb, _list_pattern(before, words)) for before in (_AFTER_BUILDING, _AFTER_SET) for verb, words in _LISTS.items()
]
_LIST_OF_OTHERS = [(verb, _list_pattern(_AFTER_BUILDING, words)) for verb, words in _LISTS_OF_OTHERS.items()]
_OF_OTHERS = re.compile("谁|哪|名单|人员|几|多少|who|list")
_RESULT = {
    verb: re.compile(
        rf"(?:{_any(words)}{_TAKES if verb is Verb.ACK else ''})(?![a-z]){_TAIL}(?P<ids>{_ID}(?:{_SEPARATED}{_ID})*)?(?P<note>.*)",
        re.DOTALL,
    )
    for verb, words in _RESULTS.items()
}
_RESULT_BEHIND = {
    verb: re.compile(
        rf"(?:号|#|项|单|条|个)?\s*(?:已经|已|都|也)?(?:{_any(words)})(?![a-z])[了。.!,\s]*(?P<note>.*)", re.DOTALL
    )
    for verb, words in _RESULTS.items()
}
_CODES = re.compile(rf"第?(?P<ids>{_ID}(?:{_SEPARATED}{_ID})*)[\s,:]*(?P<rest>[^\d].*)?", re.DOTALL)


_BUILDING_IN_WORDS = re.compile(
    "[一二三四五六七八九](?=栋|幢|号楼|座)|(?:[一二三]?十[一二三四五六七八九]?)(?=栋|幢|号楼|座)"
)
_OWN_FEVER = re.compile(
    "(?:今天|今日|目前|现在|还|都|在|又|,| ){1,4}(?:发烧|发热|高烧|低烧|体温偏?高)[了呢]?|(?:发烧|发热)[了呢]|[高低]烧|(?:体温)?不正常"
)


def read_command(text: str, kept: str, on_sale: tuple[SetName, ...]) -> Meaning | None:
    """The command in a worker's text; `text` in simplified small letters, `kept` letter by letter as it was typed."""
    asked = _BUILDING_IN_WORDS.sub(lambda named: str(number_of(named[0])), text.rstrip("。.!? "))
    lists = (*_LIST, *(_LIST_OF_OTHERS if _OF_OTHERS.search(asked) else ()))
    for verb, pattern in () if _OWN_FEVER.fullmatch(asked) else lists:
        match = pattern.fullmatch(asked)
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
    if several := _done_together(text):
        return several
    behind = _behind(match["note"])
    return Command(behind[0], ids, note=behind[1]) if behind else Command(Verb.ACK, ids, note=note)


def _done_together(text: str) -> Command | None:
    """4821, 4822 完成: a result behind several numbers."""
    match = _CODES.fullmatch(text)
    if match is None or len(_ids(match["ids"])) == 1:
        return None
    behind = _behind(match["rest"] or "")
    return Command(behind[0], _ids(match["ids"]), note=behind[1]) if behind else None


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
    note = kept[match.start("note") :].lstrip(" ,.。!:;、了号").rstrip(" ,.。!:;、")
    if not match["ids"]:
        is_more = any(letter.isdigit() for letter in note) or sounds_alarming(note)
        return None if is_more else Question(Reason.MISSING_ID)
    ids = _ids(match["ids"])
    if len(ids) == 2 and ids[0] >= LOWEST_CODE and ids[1] in {1, 2}:  # noqa: PLR2004 - 完成 4821 1
        return Command(Verb.DONE if ids[1] == 1 else Verb.NOBODY_HOME, ids[:1], note=note)
    return Command(verb, ids, note=note)


def _ids(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))


_CALM = "(?:(?!烧|热|咳|喘|呼吸|胸|痛|疼|难受|晕|救|[34][0-9] ?[.度]).){0,60}"
_FORBIDDEN = re.compile(
    rf"{_WISH}(?:{_any('未报|没报|未上报|missing|not reported|unreported')}){_CALM}|{_WISH}(?:{_any('汇总|总数|合计|统计|小计|总计|summary|totals')}){_CALM}|"
    rf"(?:{_any('发热名单|发烧名单|异常名单|发热人员|发烧人员|订单名单|订单汇总|订单统计|fevers')}){_CALM}|"
    rf"(?:\d{{1,3}}|[a-z])\s*(?:栋|幢|号楼|座)的?(?:未报|汇总|发热名单|没报){_CALM}|"
    rf"(?:{_any('|'.join(_RESULTS.values()))})(?![a-z]){_TAIL}{_ID}(?:{_SEPARATED}{_ID})*[。.!]*|"
    rf"\d{{4}}[\s,]*(?:完成|done|没人){_CALM}",
    re.DOTALL,
)


def is_workers_alone(text: str) -> bool:
    """Whether a text is a worker's command, which from a resident's number does not run (rule 9)."""
    asked = text.rstrip("。.!? ")
    if _FORBIDDEN.fullmatch(text):
        return True
    if not _OF_OTHERS.search(asked):
        return False
    matches = [pattern.fullmatch(asked) for verb, pattern in (*_LIST, *_LIST_OF_OTHERS) if verb is Verb.MISSING]
    return any(match and _listing(Verb.MISSING, match, ()) for match in matches)  # 谁没量我发烧了 says more


def forbidden() -> Unknown:
    """What a worker's command means from a resident's number."""
    return Unknown(Why.FORBIDDEN)
