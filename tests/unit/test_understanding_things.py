"""What is said of things and of nobody: their numbers are no temperatures, and what fails in them no illness."""

import pytest

from domain.understanding.meanings import Help, NeedKind, Reason, raises_alert
from tests.unit.understood import from_resident, need, question, tenths


@pytest.mark.parametrize(
    "text",
    [
        "股票36.5",
        "股票今天36.5",
        "电费36.8",
        "老花镜 36.5",
        "苹果 36.5",
        "外面38度热死人了",
        "空调38度",
        "水费 37.5",
        "路费38.5",
        "38度的白酒",
        "36.5的汇率",
        "昨天收盘38.2，今天36.5",
        "跑了36.5公里",
        "汽油 36.5",
        "我买的基金36.9",
        "冰箱温度36.5",
        "一斤38.5",
        "考试36.5分",
    ],
)
def test_the_number_of_a_thing_is_asked_back_and_no_fever(text: str) -> None:
    asked = question(text)
    assert not asked.tenths
    assert not asked.alert


@pytest.mark.parametrize(
    "text",
    [
        *("车牌A36.5", "车牌鄂A365", "我的车牌是A36.5", "型号K36.5", "型号是36.5", "版本号36.6", "v36.5", "G365"),
        *("桌号365", "床号 365", "编号36.5", "订单365", "房间36.5", "门牌 36.5", "#365", "No.36.5", "version 36.5"),
        *("36.5米", "36.5万", "一共36.5", "36.5折", "36.5号", "365路公交", "365户", "第365页", "36.5k", "36.5.1.2"),
        *("水36.5", "鞋36.5", "水表365", "狗36.5", "正常人36.5", "正常是36.5"),
    ],
)
def test_what_bears_a_number_is_asked_back(text: str) -> None:
    assert question(text).reason is Reason.OTHER_MEASURE


@pytest.mark.parametrize("text", ["车牌A38.5", "38.5米", "#385"])
def test_a_fever_among_such_numbers_is_told(text: str) -> None:
    assert question(text).alert


@pytest.mark.parametrize(
    "text",
    [
        *("T36.5", "t 36.5", "体温wd36.5", "36.5C", "me36.5", "36.5ok", "我36.5度", "36.5路上量的", "36.5平时也这样"),
        *("36.5网格员你好", "2月21号 36.5", "3号楼1504号 36.5", "#36.5", "微信上报36.5", "36.5。2月20日", "打卡36.5"),
        *("晨检 36.5", "测量结果36.5", "社区36.5"),
    ],
)
def test_a_temperature_with_such_signs_is_still_taken(text: str) -> None:
    assert tenths(text) == [365]


def test_what_spirits_cost_is_a_question_of_prices() -> None:
    assert isinstance(from_resident("五粮液38度的多少钱"), Help)


@pytest.mark.parametrize(
    ("text", "alert"), [("春生36.5", False), ("德国36.5", False), ("春生38.5", True), ("38.5的那谁", True)]
)
def test_the_number_of_a_word_that_nobody_knows_is_asked_and_a_fever_told(text: str, alert: bool) -> None:
    asked = question(text)
    assert (asked.reason, asked.tenths, asked.alert) == (Reason.OTHER_MEASURE, (), alert)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("体温计显示36.4", 364),
        ("今天显示36.6", 366),
        ("王桂芬36.5", 365),
        ("老伴股票亏了 36.7", 367),
        ("从外面回来38.5", 385),
        ("我在外面36.5", 365),
        ("一只手麻了,36.5", 365),
        ("客厅里量的体温36.5", 365),
        ("体温36.5 电费交了", 365),
        ("36.5的体温", 365),
        ("睡醒36.4", 364),
    ],
)
def test_a_temperature_beside_things_is_still_taken(text: str, value: int) -> None:
    assert tenths(text) == [value]


@pytest.mark.parametrize("text", ["吃了面条38.5", "喝了牛奶38.5"])
def test_a_fever_after_a_meal_is_the_eater_s(text: str) -> None:
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize(
    "text",
    [
        "手动不了锁",
        "电梯又动不了了",
        "车子动不了了",
        "窗户动不了",
        "门把手动不了",
        "发动机动不了了",
        "饭烧糊了",
        "锅烧干了",
        "水烧开了",
        "楼道灯烧了",
        "发烧友论坛",
        "今天的菜烧得真好吃",
    ],
)
def test_a_thing_that_fails_is_nobody_s_illness(text: str) -> None:
    assert not raises_alert(from_resident(text))


def test_a_lift_that_stands_still_is_something_to_mend() -> None:
    assert need("电梯又动不了了") is NeedKind.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "动不了了",
        "爹爹动不了了",
        "王大爷动不了了",
        "我手动不了",
        "腿动不了",
        "烧糊涂了",
        "吃完饭烧得厉害",
        "孩子烧坏了",
        "困在电梯里动不了",
    ],
)
def test_a_person_who_cannot_move_or_burns_is_still_an_alert(text: str) -> None:
    assert raises_alert(from_resident(text))
