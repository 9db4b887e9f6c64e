"""What a grid worker's texts mean: lists, codes and results, reports and orders on behalf, pasted chains."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import (
    Answer,
    Batch,
    ChainLine,
    Command,
    Meaning,
    Need,
    NeedKind,
    Order,
    OrderLine,
    Question,
    Reason,
    Report,
    Role,
    Unknown,
    Verb,
    Why,
    raises_alert,
)
from tests.unit.understood import narrowed

CHAIN = "#接龙\n1. 3-1504 36.5\n2. 3-1203 正常 2人\n3. 3-1101 38.5\n4. 3-1001 3605\n5. 你好"


def from_worker(text: str) -> Meaning:
    return understand(text, Role.WORKER)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("未报", Command(Verb.MISSING)),
        ("未報 3棟", Command(Verb.MISSING, building="3")),
        ("5栋未报", Command(Verb.MISSING, building="5")),
        ("未报 7栋2单元", Command(Verb.MISSING, building="7")),
        ("未报 A栋", Command(Verb.MISSING, building="A")),
        ("MISSING", Command(Verb.MISSING)),
        ("汇总", Command(Verb.TOTALS)),
        ("summary", Command(Verb.TOTALS)),
        ("发热", Command(Verb.FEVERS)),
        ("FEVER", Command(Verb.FEVERS)),
        ("订单", Command(Verb.ORDERS)),
        ("订单 水果", Command(Verb.ORDERS, set_number=3)),
        ("orders", Command(Verb.ORDERS)),
        ("更多", Command(Verb.MORE)),
        ("more", Command(Verb.MORE)),
    ],
)
def test_a_list_is_asked_for_in_a_word(text: str, command: Command) -> None:
    assert from_worker(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("4821", Command(Verb.ACK, (4821,))),
        ("４８２１", Command(Verb.ACK, (4821,))),
        ("收到4821", Command(Verb.ACK, (4821,))),
        ("OK 4821", Command(Verb.ACK, (4821,))),
        ("完成 12 药送到了", Command(Verb.DONE, (12,), note="药送到了")),
        ("完成了12号了,药送到了。", Command(Verb.DONE, (12,), note="药送到了")),
        ("4821 马上去", Command(Verb.ACK, (4821,), note="马上去")),
        ("4821 1", Command(Verb.DONE, (4821,))),
        ("48211", Command(Verb.DONE, (4821,))),
        ("完成 4821", Command(Verb.DONE, (4821,))),
        ("完成4821 已送Union医院", Command(Verb.DONE, (4821,), note="已送Union医院")),
        ("DONE 4821", Command(Verb.DONE, (4821,))),
        ("4821完成", Command(Verb.DONE, (4821,))),
        ("完成 12,13", Command(Verb.DONE, (12, 13))),
        ("48212", Command(Verb.NOBODY_HOME, (4821,))),
        ("4821 2 敲门没人应", Command(Verb.NOBODY_HOME, (4821,), note="敲门没人应")),
        ("4821没人", Command(Verb.NOBODY_HOME, (4821,))),
        ("nobody home 4821", Command(Verb.NOBODY_HOME, (4821,))),
    ],
)
def test_a_code_is_answered_with_what_came_of_it(text: str, command: Command) -> None:
    assert from_worker(text) == command


@pytest.mark.parametrize("text", ["收到", "完成", "OK", "done", "没人"])
def test_a_result_without_a_number_asks_which(text: str) -> None:
    assert from_worker(text) == Question(Reason.MISSING_ID)


@pytest.mark.parametrize("text", ["3650", "0482", "4821 36.5", "4821 5", "3400"])
def test_digits_that_can_be_no_code_are_asked(text: str) -> None:
    assert isinstance(from_worker(text), Question)


@pytest.mark.parametrize("date", ["2020年2月29日", "2020-2-29", "2020/02/29 体温接龙"])
def test_the_year_above_a_chain_is_no_code(date: str) -> None:
    meaning = from_worker(f"{date}\n1. 3-1504 36.5\n2. 3-1203 36.6")
    assert isinstance(meaning, Batch)
    assert [line.text for line in meaning.lines if isinstance(line.meaning, Report)] == ["3-1504 36.5", "3-1203 36.6"]


def test_a_report_on_behalf_names_its_door() -> None:
    meaning = from_worker("代报 3-1504 36.5 36.7")
    assert isinstance(meaning, Report)
    assert (meaning.door, meaning.on_behalf) == (Door("3", "", "1504"), True)
    assert [reading.tenths for reading in meaning.readings] == [365, 367]


def test_a_symptom_on_behalf_is_an_alert_at_its_door() -> None:
    meaning = from_worker("代报 3-1504 咳嗽")
    assert isinstance(meaning, Need)
    assert (meaning.kind, meaning.door) == (NeedKind.MEDICAL, Door("3", "", "1504"))
    assert raises_alert(meaning)


def test_an_order_on_behalf_is_in_english_too() -> None:
    door = Door("3", "", "1504")
    assert from_worker("代订 3-1504 蔬菜2") == Order((OrderLine(2, 2),), door=door, on_behalf=True)
    assert from_worker("order 3-1504 veg 2") == Order((OrderLine(2, 2),), door=door, on_behalf=True)
    assert from_worker("代订 3-1504 水果") == Order((OrderLine(3, 1, assumed=True),), door=door, on_behalf=True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("代报 36.5", Reason.MISSING_ADDRESS),
        ("代订 蔬菜2", Reason.MISSING_ADDRESS),
        ("代报 3-1504", Reason.MISSING_VALUE),
        ("代订 3-1504", Reason.MISSING_ITEM),
    ],
)
def test_a_command_that_lacks_something_asks_for_it(text: str, why: Reason) -> None:
    meaning = from_worker(text)
    assert isinstance(meaning, Question)
    assert meaning.reason is why


def test_a_chain_is_read_line_by_line() -> None:
    batch = from_worker(CHAIN)
    assert isinstance(batch, Batch)
    assert [(line.number, line.text) for line in batch.lines][:2] == [(1, "3-1504 36.5"), (2, "3-1203 正常 2人")]
    reports = [line.meaning for line in batch.lines if isinstance(line.meaning, Report)]
    assert [report.door and report.door.room for report in reports] == ["1504", "1203", "1101"]
    assert reports[1].readings[0].answer is Answer.NORMAL
    assert raises_alert(batch)


def test_a_line_of_a_chain_that_cannot_be_taken_is_refused_alone() -> None:
    batch = from_worker(CHAIN)
    assert isinstance(batch, Batch)
    refused = [(line.number, line.meaning.reason) for line in batch.lines if isinstance(line.meaning, Question)]
    assert refused == [(4, Reason.BAD_DIGITS)]


def test_a_chain_that_lost_its_line_ends_is_cut_at_its_doors() -> None:
    batch = from_worker("3-1504 36.5 3-1203 36.7")
    assert isinstance(batch, Batch)
    assert [line.text for line in batch.lines] == ["3-1504 36.5", "3-1203 36.7"]


def test_lines_that_each_say_on_behalf_are_a_batch() -> None:
    batch = from_worker("代报 3-1504 36.5\n代订 3-1203 水果2")
    assert isinstance(batch, Batch)
    assert [type(line.meaning) for line in batch.lines] == [Report, Order]


def test_a_chain_longer_than_can_be_read_at_once_is_asked_in_parts() -> None:
    meaning = from_worker("3-1504 36.5\n" * 130)
    assert isinstance(meaning, Question)
    assert meaning.reason is Reason.TOO_LONG


def test_a_resident_who_pastes_the_chain_is_asked_for_one_door() -> None:
    meaning = understand(CHAIN, Role.RESIDENT)
    assert isinstance(meaning, Question)
    assert (meaning.reason, meaning.alert) == (Reason.MULTI_HOUSEHOLD, True)


def test_a_residents_own_line_of_the_chain_is_a_report() -> None:
    meaning = understand("#接龙 体温上报\n5. 3-1504 36.5", Role.RESIDENT)
    assert isinstance(meaning, Report)
    assert meaning.door == Door("3", "", "1504")


def test_a_worker_may_thank_and_ask_like_anybody() -> None:
    assert from_worker("谢谢") == Unknown(Why.COURTESY)
    assert ChainLine(None, "", Unknown()).meaning == from_worker("")


def test_the_example_above_a_chain_is_nobodys_reading() -> None:
    batch = from_worker("#接龙\n例 3-101 36.5\n1. 3-1504 36.4\n2. 3-1203 36.7")
    assert isinstance(batch, Batch)
    assert [line.number for line in batch.lines] == [1, 2]


def test_several_codes_are_taken_at_once() -> None:
    assert from_worker("4821 5933") == Command(Verb.ACK, (4821, 5933))


def test_a_set_or_a_building_may_stand_before_its_list() -> None:
    assert from_worker("水果订单") == Command(Verb.ORDERS, set_number=3)
    assert from_worker("今日汇总") == Command(Verb.TOTALS)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("全部订单", Command(Verb.ORDERS)),
        ("订单 全部", Command(Verb.ORDERS)),
        ("所有未报的", Command(Verb.MISSING)),
        ("多少人报了", Command(Verb.TOTALS)),
        ("谁没量", Command(Verb.MISSING)),
        ("7栋没量的", Command(Verb.MISSING, building="7")),
        ("未测名单", Command(Verb.MISSING)),
        ("多少人订菜", Command(Verb.ORDERS, set_number=2)),
        ("谁订了水果", Command(Verb.ORDERS, set_number=3)),
        ("finish 12", Command(Verb.DONE, (12,))),
        ("received 12", Command(Verb.ACK, (12,))),
    ],
)
def test_lists_and_results_in_more_words(text: str, command: Command) -> None:
    assert from_worker(text) == command


def test_who_has_not_measured_is_a_workers_question_and_nobodys_report() -> None:
    assert understand("谁没量", Role.RESIDENT) == Unknown(Why.FORBIDDEN)


@pytest.mark.parametrize("text", ["谁没量发烧了", "谁没量我发烧了", "谁没报胸口疼", "哪个没报我不舒服", "几个没报救命"])
def test_an_illness_behind_a_workers_question_is_heard(text: str) -> None:
    assert raises_alert(understand(text, Role.RESIDENT))
    assert [one.answer for one in narrowed(from_worker("没量"), Report).readings] == [Answer.NOT_MEASURED]
