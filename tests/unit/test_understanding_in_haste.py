"""Texts written in haste: doors by their floor, sets in short, signs typed twice, who is greeted, what is denied."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import (
    Cancel,
    CancelWhat,
    Command,
    Help,
    NeedKind,
    Order,
    OwnStatus,
    Reason,
    Role,
    Topic,
    Unknown,
    Verb,
    raises_alert,
)
from tests.unit.understood import from_resident, lines, lines_of, narrowed, need, question, reason, report, tenths

GRAIN, VEG, FRUIT = 1, 2, 3


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("三栋十五楼四号 36度4", Door("3", "", "1504")),
        ("3栋1单元15楼4室 36.4", Door("3", "1", "1504")),
        ("3栋2层1号 36.4", Door("3", "", "201")),
        ("3栋15楼1504 36.4", Door("3", "", "1504")),
        ("15楼1504 36.4", Door("", "", "1504")),
        ("1504号36.4", Door("", "", "1504")),
        ("门牌1504 36.4", Door("", "", "1504")),
        ("20号 3栋1504 36.4", Door("3", "", "1504")),
    ],
)
def test_a_room_is_found_by_its_floor_or_its_number(text: str, door: Door) -> None:
    assert report(text).door == door
    assert tenths(text) == [364]


@pytest.mark.parametrize("text", ["3楼 365", "15楼 36.5", "四楼三十六度五"])
def test_a_floor_before_a_temperature_makes_no_room(text: str) -> None:
    assert report(text).door is None
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["十十点五", "十十.五", "十十栋301 36.5", "三十六三十六楼两", "十百十楼三六"])
def test_letters_that_write_no_number_are_no_door_and_raise_nothing(text: str) -> None:
    door = getattr(from_resident(text), "door", None)
    assert door is None or str(door).isascii()


@pytest.mark.parametrize("text", ["三六。五", "三十六.五", "36,,5", "36，，5", "体温三十六.五度"])
def test_a_decimal_of_numerals_or_with_its_sign_typed_twice_is_one(text: str) -> None:
    assert tenths(text) == [365]


def test_a_full_stop_between_a_numeral_and_a_count_is_no_decimal() -> None:
    assert reason("三十六。五个人") is Reason.NO_DECIMAL


@pytest.mark.parametrize("text", ["<37.3", "≤37.3", "体温<37", "体温不高于37.3"])
def test_a_limit_in_signs_is_normal_without_a_value(text: str) -> None:
    assert tenths(text) == [None]


def test_above_a_limit_in_signs_is_asked_and_told() -> None:
    assert question(">37.3").alert


@pytest.mark.parametrize("text", ["不是36.5", "没有37.5", "应该是36.5", "体温应该是36.5", "我记得是36.5"])
def test_a_value_that_is_denied_or_supposed_is_asked(text: str) -> None:
    assert reason(text) is Reason.HEDGE


@pytest.mark.parametrize("text", ["没有 36.5", "没,36.5", "不对,应该是36.5", "不是37.6 是36.5", "没咳36.5"])
def test_a_value_behind_a_denial_of_something_else_is_taken(text: str) -> None:
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["平时36.5", "一般都是36.5", "去年36.5", "上个月36.5"])
def test_what_it_is_at_other_times_is_asked(text: str) -> None:
    assert reason(text) is Reason.NOT_TODAY


@pytest.mark.parametrize("text", ["不是正常", "体温不是正常的", "谈不上正常", "算不上正常"])
def test_what_cannot_be_called_normal_is_asked_and_told(text: str) -> None:
    assert (reason(text), question(text).alert) == (Reason.NEGATED_NORMAL, True)


def test_nothing_odd_is_normal() -> None:
    assert tenths("没什么异常") == [None]
    assert not raises_alert(from_resident("没什么异常"))


@pytest.mark.parametrize("text", ["没得空量", "没空测", "没时间测", "不想量", "没人给我量", "还没顾上量", "没法量"])
def test_whoever_says_why_it_was_not_measured_answers(text: str) -> None:
    assert report(text).readings[0].answer == "not_measured"


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("果1 菜2", [(FRUIT, 1), (VEG, 2)]),
        ("菜x2果x1", [(VEG, 2), (FRUIT, 1)]),
        ("一份菜一份果", [(VEG, 1), (FRUIT, 1)]),
        ("1菜2果", [(VEG, 1), (FRUIT, 2)]),
        ("疏莱两份", [(VEG, 2)]),
        ("订二号", [(VEG, 1)]),
        ("我要3号", [(FRUIT, 1)]),
        ("yao yi fen shuiguo", [(FRUIT, 1)]),
        ("wo yao cai", [(VEG, 1)]),
    ],
)
def test_sets_are_ordered_in_short(text: str, ordered: list[tuple[int, int]]) -> None:
    assert sorted(lines(text)) == sorted(ordered)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("买5号电池", Reason.NEEDS_CONTEXT),
        ("订1号的菜", Reason.NEEDS_CONTEXT),
        ("苹果2", Reason.NOT_A_SET),
        ("一份果汁", Reason.MISSING_ITEM),
    ],
)
def test_what_only_looks_like_a_set_is_asked(text: str, why: Reason) -> None:
    assert question(text).reason is why


@pytest.mark.parametrize("text", ["取消我的水果", "取消水果一份", "退水果一份", "不要水果一份"])
def test_a_set_is_taken_back_with_whose_and_how_many_it_was(text: str) -> None:
    assert from_resident(text) == Cancel(CancelWhat.ORDER, FRUIT)


def test_a_refused_set_keeps_no_quantity_of_the_next() -> None:
    assert lines("不要水果两份菜") == [(VEG, 2)]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("取消水果,菜改成2份", (FRUIT,)),
        ("菜改成2份,水果不要了", (FRUIT,)),
        ("水果粮油不要,菜2份", (FRUIT, GRAIN)),
        ("菜改成2份", ()),
    ],
)
def test_a_set_refused_beside_an_order_is_taken_out_of_it(text: str, without: tuple[int, ...]) -> None:
    order = narrowed(from_resident(text), Order)
    assert (lines_of(order), order.without) == ([(VEG, 2)], without)


@pytest.mark.parametrize("text", ["取消蔬菜,水果", "取消蔬菜,水果,谢谢", "退蔬菜,水果", "取消蔬菜 水果"])
def test_a_comma_between_refused_sets_leaves_none_out(text: str) -> None:
    assert from_resident(text) == Cancel(CancelWhat.ORDER, VEG, others=(FRUIT,))


def test_a_set_that_is_counted_behind_a_refused_one_is_ordered() -> None:
    order = narrowed(from_resident("取消蔬菜,水果2份"), Order)
    assert (lines_of(order), order.without) == ([(FRUIT, 2)], (VEG,))


@pytest.mark.parametrize("text", ["王姐 我36.5", "王姐我36.5", "李叔叔好，我36.5", "刘大姐,我36.5"])
def test_whom_a_text_greets_needs_no_value(text: str) -> None:
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["大姐 我36.5", "亲姐 我36.5"])
def test_a_relation_without_a_value_is_asked_for_it(text: str) -> None:
    assert reason(text) is Reason.MISSING_VALUE


@pytest.mark.parametrize("text", ["1.我36.5 2.老伴36.7", "1、王桂芳36.5 2、李建国36.7", "我36.5；2、老伴36.7"])
def test_people_counted_off_have_their_values(text: str) -> None:
    assert tenths(text) == [365, 367]


@pytest.mark.parametrize("text", ["我36.4，他36.6", "我36.4她36.6"])
def test_he_and_she_have_their_own_value_beside_anothers(text: str) -> None:
    assert tenths(text) == [364, 366]


def test_he_alone_names_nobody() -> None:
    assert report("老伴他36.5").readings == report("老伴36.5").readings
    assert report("他36.5").readings == report("36.5").readings


def test_several_of_one_relation_are_a_count() -> None:
    assert report("两个老人都正常").people == len(["one", "another"])
    assert tenths("两个孩子36.6 36.7") == [366, 367]
    assert reason("两个孩子36.6") is Reason.COUNT_MISMATCH


@pytest.mark.parametrize("text", ["晚上再量", "吃完饭再测", "等吃完饭再量", "先不量"])
def test_what_is_put_off_was_not_measured(text: str) -> None:
    assert report(text).readings[0].answer == "not_measured"


@pytest.mark.parametrize(
    "text", ["和昨天一样36.5", "36.5跟昨天一样", "昨天忘了 今天补上36.5", "仍旧36.5", "再量36.5", "36.5,晚上再量"]
)
def test_a_value_of_today_stands_beside_what_was_before_or_comes_after(text: str) -> None:
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["老规矩 36.5", "和昨天一样"])
def test_what_may_be_an_orders_usual_is_asked(text: str) -> None:
    assert reason(text) is Reason.NEEDS_HISTORY


@pytest.mark.parametrize(
    "text", ["刚订了一份菜", "我订过菜一份了", "菜一份已经订了", "送来的菜一份", "少了一份菜", "水果收到了一份"]
)
def test_an_order_that_was_made_is_no_new_one(text: str) -> None:
    assert reason(text) is Reason.NEEDS_HISTORY


def test_an_order_that_is_put_off_is_asked() -> None:
    assert reason("明天再订菜") is Reason.HEDGE
    assert lines("明天订菜一份") == [(VEG, 1)]


def test_a_soft_word_behind_a_wish_is_politeness_and_beside_a_guess_none() -> None:
    assert lines("来一份菜吧") == [(VEG, 1)]
    assert reason("菜一份吧") is Reason.HEDGE
    assert reason("可能要一份菜吧") is Reason.HEDGE


@pytest.mark.parametrize("text", ["鱼和蔬菜各一份", "蔬菜和鱼各一份"])
def test_food_beside_a_set_is_asked_in_one_letter_too(text: str) -> None:
    assert reason(text) is Reason.NOT_A_SET


def test_a_neighbours_share_of_an_order_is_asked() -> None:
    assert reason("我和邻居各一份菜") is Reason.THIRD_PARTY


def test_a_temperature_that_is_not_quite_right_is_told() -> None:
    assert question("体温不太对").alert


def test_what_is_left_of_a_set_is_a_question_of_the_catalogue() -> None:
    assert from_resident("水果还有吗") == Help(Topic.CATALOG)


def test_what_a_meter_shows_is_asked() -> None:
    assert reason("水表读数365") is Reason.OTHER_MEASURE


@pytest.mark.parametrize("text", ["帮5-301报 36.5", "给3栋1504报36.5"])
def test_a_report_for_another_door_is_asked(text: str) -> None:
    assert reason(text) is Reason.THIRD_PARTY


@pytest.mark.parametrize(
    "text",
    [
        "吸不进气",
        "我要死了",
        "从楼梯摔下来",
        "头破了",
        "打冷颤",
        "站不起来",
        "走路不稳",
        "血糖高",
        "来人啊",
        "高烧不退",
    ],
)
def test_such_an_illness_is_an_alert(text: str) -> None:
    assert raises_alert(from_resident(text))


def test_a_cry_for_people_is_an_emergency() -> None:
    assert need("来人啊") is NeedKind.EMERGENCY


@pytest.mark.parametrize("text", ["订单查询", "我的单", "送来了吗"])
def test_ones_own_order_is_asked_about_in_few_words(text: str) -> None:
    assert isinstance(from_resident(text), OwnStatus)


@pytest.mark.parametrize(
    ("text", "topic"), [("什么意思", Topic.GENERAL), ("我该回什么", Topic.GENERAL), ("都有啥", Topic.CATALOG)]
)
def test_how_and_what_are_asked_in_few_words(text: str, topic: Topic) -> None:
    assert from_resident(text) == Help(topic)


@pytest.mark.parametrize(
    "text", ["【中国移动】套餐剩余流量36.5G", "恭喜获得365元红包", "您的外卖已送达，骑手电话15005550100"]
)
def test_a_notice_of_data_or_luck_is_left_alone(text: str) -> None:
    assert isinstance(from_resident(text), Unknown)


@pytest.mark.parametrize("text", ["处理好了 12", "12处理好了", "送到 12", "完成 12号"])
def test_a_worker_says_in_other_words_that_it_is_done(text: str) -> None:
    assert narrowed(understand(text, Role.WORKER), Command) == Command(Verb.DONE, (12,))
