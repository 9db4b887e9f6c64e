"""The rules by which texts are understood, one after the other, each with what it takes and what it asks."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import (
    Answer,
    Cancel,
    CancelWhat,
    Change,
    Help,
    Meaning,
    NamedBy,
    Need,
    NeedKind,
    Order,
    OrderLine,
    Own,
    OwnStatus,
    Question,
    Reason,
    Role,
    Symptom,
    Topic,
    Unknown,
    Why,
    raises_alert,
)
from domain.understanding.sets import SetName
from tests.unit.understood import from_resident, lines, narrowed, need, reason, report

GRAIN, VEG, FRUIT = 1, 2, 3


def value(text: str) -> int | None:
    (reading,) = report(text).readings
    return reading.tenths


def needs(text: str) -> list[NeedKind]:
    meaning = narrowed(from_resident(text), Need)
    return [meaning.kind, *(one.kind for one in meaning.also if isinstance(one, Need))]


@pytest.mark.parametrize(
    ("text", "tenths"),
    [
        ("36.5", 365),
        ("３６．５", 365),
        ("36。5度", 365),
        ("36,5", 365),
        ("36 . 5", 365),
        ("36.50", 365),
        ("36 7", 367),
        ("365", 365),
        ("体温 372", 372),
        ("36度5分", 365),
        ("36度半", 365),
        ("三十六度五", 365),
        ("三六点五", 365),
        ("三六五", 365),
        ("體溫三十七度三", 373),
        ("35.0", 350),
        ("42.0", 420),
        ("97.7F", 365),
        ("提问36.5", 365),
        ("tiwen 36.5", 365),
        ("My temperature is 36.6", 366),
    ],
)
def test_1_an_explicit_value_is_taken(text: str, tenths: int) -> None:
    assert value(text) == tenths


@pytest.mark.parametrize(
    ("text", "why", "tenths"),
    [
        ("3605", Reason.BAD_DIGITS, 365),
        ("336.5", Reason.BAD_DIGITS, 365),
        ("36-7", Reason.BAD_DIGITS, 367),
        ("36.55", Reason.BAD_DIGITS, None),
        ("三十六五", Reason.BAD_DIGITS, 365),
        ("63.5", Reason.OUT_OF_RANGE, 365),
        ("98.6", Reason.OUT_OF_RANGE, 370),
        ("34.9", Reason.OUT_OF_RANGE, None),
        ("42.5", Reason.OUT_OF_RANGE, None),
        ("356", Reason.LIKELY_TRANSPOSED, 365),
        ("1", Reason.NEEDS_CONTEXT, None),
    ],
)
def test_1_other_digits_are_asked_with_what_they_could_be(text: str, why: Reason, tenths: int | None) -> None:
    meaning = from_resident(text)
    assert isinstance(meaning, Question)
    assert meaning.reason is why
    assert tenths is None or tenths in meaning.tenths


@pytest.mark.parametrize("text", ["37.3", "374", "38.5", "三十八度", "我36.5 孙子37.6", "37.3 没事"])
def test_1_a_fever_raises_an_alert(text: str) -> None:
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["37.2", "36.5", "36度", "没超过37.3"])
def test_1_below_is_no_alert(text: str) -> None:
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize(("text", "tenths"), [("36度", 360), ("38度", 380), ("体温36", 360), ("36度多一点", 360)])
def test_2_a_coarse_value_on_one_side_is_taken_and_marked(text: str, tenths: int) -> None:
    (reading,) = report(text).readings
    assert (reading.tenths, reading.coarse) == (tenths, True)


@pytest.mark.parametrize("text", ["37度", "37度多", "体温37", "三十七度左右", "没超过38度", "体温37.2左右"])
def test_2_a_coarse_value_on_both_sides_is_asked(text: str) -> None:
    assert reason(text) is Reason.CROSSES_THRESHOLD


def test_2_bare_degrees_are_asked_and_39_raises_the_alert_meanwhile() -> None:
    assert [reason(text) for text in ("36", "37", "39")] == [Reason.NO_DECIMAL] * 3
    assert [raises_alert(from_resident(text)) for text in ("36", "37", "39")] == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "37.3没到",
        "正常",
        "不发烧",
        "没有发烧咳嗽",
        "不到37",
        "没超过37.3",
        "37度以下",
        "體溫正常",
        "体温正长",
        "No fever",
        "都不到37",
        "冇发烧",
    ],
)
def test_3_normal_words_are_normal_without_a_value(text: str) -> None:
    (reading,) = report(text).readings
    assert (reading.answer, reading.tenths) == (Answer.NORMAL, None)


@pytest.mark.parametrize(
    "text",
    ["不太正常", "体温不正常", "体温有点不正常", "体温异常", "not normal", "不正常36.5", "我36.5,老伴不太正常"],
)
def test_3_not_normal_never_is_and_raises_the_alert(text: str) -> None:
    assert reason(text) is Reason.NEGATED_NORMAL
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["空调不正常 36.5", "热水不正常 36.5", "昨天不正常,今天36.5"])
def test_3_a_thing_or_another_day_that_is_not_normal_leaves_todays_value(text: str) -> None:
    (reading,) = report(text).readings
    assert reading.tenths == 365
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["空调不正常", "我家水管不正常", "电梯不正常了", "3栋1504 空调不正常,谢谢"])
def test_3_a_thing_alone_that_is_not_normal_is_a_need_and_nobody_ill(text: str) -> None:
    assert need(text) is NeedKind.OTHER
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize(
    "text", ["空调不正常,人也不正常", "电视不正常,老伴不正常", "今天不正常", "空调不正常 体温不正常", "呼吸不正常"]
)
def test_3_not_normal_beside_a_thing_is_a_persons_where_one_may_be_meant(text: str) -> None:
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["没事", "都好", "还行", "蛮好", "不咳嗽", "fine"])
def test_3_being_well_says_nothing_of_temperature(text: str) -> None:
    assert reason(text) is Reason.NO_TEMPERATURE_WORD


def test_4_who_has_no_thermometer_needs_one() -> None:
    assert needs("没有体温计量不了") == [NeedKind.THERMOMETER]


@pytest.mark.parametrize("text", ["没量", "还没量 等下报", "忘记量了", "冒量", "haven't measured yet"])
def test_4_not_measured_is_an_answer(text: str) -> None:
    (reading,) = report(text).readings
    assert reading.answer is Answer.NOT_MEASURED


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("咳嗽三天了", Symptom.COUGH),
        ("發燒", Symptom.FEVER),
        ("喘不上气", Symptom.BREATHLESS),
        ("I feel dizzy", Symptom.DIZZY),
    ],
)
def test_5_a_symptom_without_a_number_is_a_medical_need_that_asks(text: str, symptom: Symptom) -> None:
    meaning = from_resident(text)
    assert isinstance(meaning, Need)
    assert (meaning.kind, meaning.symptoms, meaning.asks_temperature) == (NeedKind.MEDICAL, frozenset({symptom}), True)
    assert raises_alert(meaning)


@pytest.mark.parametrize("text", ["买退烧药", "有没有发烧药", "治头疼的药"])
def test_5_buying_medicine_is_no_symptom(text: str) -> None:
    assert needs(text) == [NeedKind.MEDICINE]
    assert not raises_alert(from_resident(text))


def test_5_a_symptom_beside_a_value_goes_with_it() -> None:
    assert report("36.8 有点咳嗽").symptoms == {Symptom.COUGH}
    assert report("36.6 没有不舒服").symptoms == frozenset()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("救命", [NeedKind.EMERGENCY]),
        ("120", [NeedKind.EMERGENCY]),
        ("老伴晕倒了", [NeedKind.EMERGENCY]),
        ("煤气漏气了", [NeedKind.EMERGENCY]),
        ("体温计坏了", [NeedKind.THERMOMETER]),
        ("免费送餐", [NeedKind.MEAL]),
        ("马桶堵了", [NeedKind.OTHER]),
        ("请给我回个电话", [NeedKind.CALL]),
        ("下不了楼", [NeedKind.HOME_DELIVERY]),
        ("口罩没了 还要买降压药", [NeedKind.MEDICINE, NeedKind.OTHER]),
    ],
)
def test_5_needs_go_by_their_kind(text: str, kinds: list[NeedKind]) -> None:
    assert needs(text) == kinds


def test_5_a_gas_card_is_charged_with_an_amount_in_fen() -> None:
    meaning = from_resident("气卡充200")
    assert isinstance(meaning, Need)
    assert (meaning.kind, meaning.fen) == (NeedKind.GAS, 200_00)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("昨天36.5", Reason.NOT_TODAY),
        ("36.5还是36.8", Reason.TWO_VALUES),
        ("早36.4晚36.6", Reason.TWO_READINGS),
        ("第一次37.5第二次36.9", Reason.TWO_READINGS),
        ("早上37.5 现在36.8", Reason.TWO_READINGS),
        ("大概36.5", Reason.HEDGE),
        ("36.5正常吗?", Reason.HEDGE),
        ("三个人 36.5 36.4", Reason.COUNT_MISMATCH),
        ("老伴36.4 我", Reason.MISSING_VALUE),
        ("我36.5 36.7", Reason.TWO_VALUES),
        ("3栋1504 36.5 5栋301 36.6", Reason.MULTI_HOUSEHOLD),
        ("帮对门陈婆婆报一下 36.4", Reason.THIRD_PARTY),
        ("我同事37.9", Reason.THIRD_PARTY),
        ("我们领导36.5", Reason.THIRD_PARTY),
        ("my colleague 36.5", Reason.THIRD_PARTY),
        ("代报 5-301 36.5", Reason.THIRD_PARTY),
        ("代订 5-301 蔬菜2", Reason.THIRD_PARTY),
        ("36到37", Reason.RANGE),
        ("退烧了", Reason.SYMPTOM_HISTORY),
        ("血压138/86", Reason.OTHER_MEASURE),
    ],
)
def test_6_what_is_not_one_value_of_today_for_one_person_of_this_door_is_asked(text: str, why: Reason) -> None:
    assert reason(text) is why


@pytest.mark.parametrize("text", ["昨天37.5今天36.8", "今天36.8,昨天是37.6", "不是37.8是36.8", "量了三次都是36.8"])
def test_6_todays_value_is_taken_beside_others(text: str) -> None:
    assert value(text) == 368


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("我36.5老伴36.7", [("我", 365), ("老伴", 367)]),
        ("36.5是我的 36.7是老伴的", [("我", 365), ("老伴", 367)]),
        ("我和老伴 36.5 36.7", [("我", 365), ("老伴", 367)]),
        ("王桂芳36.5 李建国36.7", [("王桂芳", 365), ("李建国", 367)]),
        ("me 36.5, wife 36.7", [("me", 365), ("wife", 367)]),
        ("我老伴36.7", [("老伴", 367)]),
        ("阿姨你好 我36.5", [("我", 365)]),
        ("我是3栋1504的李建国 36.5", [("李建国", 365)]),
        ("老伴正常 我36.6", [("老伴", None), ("我", 366)]),
    ],
)
def test_6_readings_go_to_whom_they_were_said_of(text: str, people: list[tuple[str, int | None]]) -> None:
    assert [(reading.person.words, reading.tenths) for reading in report(text).readings] == people


def test_6_unnamed_readings_go_by_their_place() -> None:
    meaning = report("两人 36.5 36.6")
    assert meaning.people == 2
    assert [(one.person.by, one.person.position) for one in meaning.readings] == [
        (NamedBy.POSITION, 0),
        (NamedBy.POSITION, 1),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蔬菜两份", [(VEG, 2)]),
        ("2份蔬菜1份水果", [(VEG, 2), (FRUIT, 1)]),
        ("蔬菜水果各一份", [(VEG, 1), (FRUIT, 1)]),
        ("三样各一份", [(GRAIN, 1), (VEG, 1), (FRUIT, 1)]),
        ("粮油蔬菜水果全要,一样一份", [(GRAIN, 1), (VEG, 1), (FRUIT, 1)]),
        ("套餐一 1份,套餐三 2份", [(GRAIN, 1), (FRUIT, 2)]),
        ("1号2份", [(GRAIN, 2)]),
        ("一号二号各一份", [(GRAIN, 1), (VEG, 1)]),
        ("水果x2", [(FRUIT, 2)]),
        ("不要水果,要蔬菜一份", [(VEG, 1)]),
        ("疏菜一份", [(VEG, 1)]),
        ("shucai 2 fen", [(VEG, 2)]),
        ("two veg and one fruit", [(VEG, 2), (FRUIT, 1)]),
    ],
)
def test_7_sets_and_quantities_are_an_order(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines(text) == expected


def test_7_a_verb_and_a_set_mean_one_and_say_so() -> None:
    meaning = from_resident("要水果")
    assert isinstance(meaning, Order)
    assert meaning.lines == (OrderLine(FRUIT, 1, assumed=True),)


@pytest.mark.parametrize(
    ("text", "change"),
    [("蔬菜改成3份", Change.REPLACE), ("再加一份水果", Change.ADD), ("蔬菜3份", Change.NONE)],
)
def test_7_an_order_says_whether_it_changes_one(text: str, change: Change) -> None:
    meaning = from_resident(text)
    assert isinstance(meaning, Order)
    assert meaning.change is change


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("水果", Reason.MISSING_QUANTITY),
        ("2份", Reason.MISSING_ITEM),
        ("套餐2", Reason.SET_OR_QUANTITY),
        ("土豆5斤", Reason.NOT_A_SET),
        ("菜一份肉一份", Reason.NOT_A_SET),
        ("6份蔬菜", Reason.OVER_LIMIT),
        ("半份水果", Reason.HALF_SET),
        ("两三份蔬菜", Reason.RANGE),
        ("跟上次一样", Reason.NEEDS_HISTORY),
        ("蔬菜减一份", Reason.NEEDS_HISTORY),
        ("9号套餐1份", Reason.MISSING_ITEM),
        ("蔬菜一份 锅巴两份", Reason.NOT_A_SET),
    ],
)
def test_7_an_order_that_is_not_clear_is_asked(text: str, why: Reason) -> None:
    assert reason(text) is why


def test_7_a_sale_brings_its_own_words() -> None:
    on_sale = (SetName(4, "dumplings", ("速冻饺子", "饺子", "dumplings")),)
    meaning = understand("饺子两份", Role.RESIDENT, on_sale)
    assert isinstance(meaning, Order)
    assert meaning.lines == (OrderLine(4, 2),)


@pytest.mark.parametrize(
    "text",
    [
        "2月20日 36.5",
        "2.20 36.5",
        "早上8点量的 36.5",
        "07:40 36.5",
        "36.5 电话4005550100",
        "居家第23天 36.5",
        "血压138/86 体温36.5",
    ],
)
def test_8_dates_times_and_telephones_are_no_temperatures(text: str) -> None:
    assert value(text) == 365


@pytest.mark.parametrize(
    "text", ["三九感冒灵一盒", "999感冒灵颗粒 2盒", "三七粉一包", "阿司匹林100mg两盒", "布洛芬 0.3g 1盒"]
)
def test_8_brands_and_doses_are_medicine(text: str) -> None:
    assert needs(text) == [NeedKind.MEDICINE]


@pytest.mark.parametrize("text", ["您的验证码是365422,请勿泄露", "【中国移动】您的话费余额36.50元", "取件码3-6-5012"])
def test_8_codes_and_advertisements_are_not_ours(text: str) -> None:
    assert from_resident(text) == Unknown(Why.NOT_OURS)


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("3栋1504 36.5", Door("3", "", "1504")),
        ("3栋1单元1504室 36.5", Door("3", "1", "1504")),
        ("3-1-1504 36.5", Door("3", "1", "1504")),
        ("3#1504 36.5", Door("3", "", "1504")),
        ("Ａ座１２０３ 36.5", Door("A", "", "1203")),
        ("三栋一单元一五零四 36.5", Door("3", "1", "1504")),
        ("5栋|2单元|301|36.5", Door("5", "2", "301")),
        ("Bldg 3 Unit 1 Rm 1504 36.5", Door("3", "1", "1504")),
        ("03栋0301 36.5", Door("3", "", "301")),
    ],
)
def test_8_a_door_is_no_temperature_either(text: str, door: Door) -> None:
    meaning = report(text)
    assert (meaning.door, meaning.readings[0].tenths) == (door, 365)


@pytest.mark.parametrize("text", ["36.5 7", "买药 二甲双胍 36", "蔬菜2份 8", "煤气没了 3605"])
def test_8_digits_left_over_are_asked(text: str) -> None:
    assert isinstance(from_resident(text), Question)


@pytest.mark.parametrize("text", ["未报", "汇总", "MISSING", "完成 12", "DONE 12", "未报 5栋", "收到4821"])
def test_9_a_workers_command_does_not_run_for_a_resident(text: str) -> None:
    assert from_resident(text) == Unknown(Why.FORBIDDEN)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("取消", Cancel(CancelWhat.LAST)),
        ("CANCEL", Cancel(CancelWhat.LAST)),
        ("取消訂單", Cancel(CancelWhat.ORDER)),
        ("水果不要了", Cancel(CancelWhat.ORDER, FRUIT)),
        ("刚才报的体温取消", Cancel(CancelWhat.REPORT)),
        ("STOP", Cancel(CancelWhat.OPT_OUT)),
        ("退订", Cancel(CancelWhat.OPT_OUT)),
        ("帮助", Help(Topic.GENERAL)),
        ("怎么取消", Help(Topic.GENERAL)),
        ("?", Help(Topic.GENERAL)),
        ("水果多少钱", Help(Topic.PRICE)),
        ("有哪些套餐", Help(Topic.CATALOG)),
        ("我的订单", OwnStatus(Own.ORDERS)),
        ("我报了没有", OwnStatus(Own.REPORT)),
        ("谢谢", Unknown(Why.COURTESY)),
        ("小王你吃了没", Unknown()),
    ],
)
def test_10_what_was_sent_can_be_undone_asked_about_and_thanked_for(text: str, meaning: Meaning) -> None:
    assert from_resident(text) == meaning


@pytest.mark.parametrize("text", ["改 36.8", "报错了,是36.8", "更正 36.8", "36.5改成36.8"])
def test_10_a_correction_says_that_it_is_one(text: str) -> None:
    meaning = report(text)
    assert (meaning.readings[0].tenths, meaning.correction) == (368, True)


def test_10_a_second_intent_stands_beside_the_first() -> None:
    meaning = report("36.5 菜一份 还要买降压药")
    assert meaning.also == (Order((OrderLine(VEG, 1),)), Need(NeedKind.MEDICINE))


def test_10_what_is_clear_is_kept_beside_a_question() -> None:
    meaning = from_resident("37度 菜一份")
    assert isinstance(meaning, Question)
    assert meaning.also == (Order((OrderLine(VEG, 1),)),)
