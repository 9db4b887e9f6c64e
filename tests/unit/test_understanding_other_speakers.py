"""How others say it: in dialect, by a keyboard, with a nickname, beside goods that came, above the normal."""

import pytest

from domain.doors import Door
from domain.understanding.meanings import (
    Answer,
    Cancel,
    CancelWhat,
    Help,
    NeedKind,
    Question,
    Reason,
    Role,
    Symptom,
    Topic,
    Unknown,
    Why,
    raises_alert,
)
from tests.unit.understood import from_resident, lines, need, question, report, tenths


@pytest.mark.parametrize(
    "text",
    [
        "比正常高一点",
        "体温比正常人要高",
        "高于正常",
        "超过正常值",
        "正常以上",
        "正常体温以上",
        "低于正常",
        "比平时高",
        "比昨天还烫",
        "体温稍高",
        "量出来还是有点高",
        "温度上来了",
        "体温又升上来了",
    ],
)
def test_what_is_told_by_the_normal_but_is_not_raises_the_alert(text: str) -> None:
    assert question(text).reason is Reason.NEGATED_NORMAL
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["没超过正常", "没有高于正常", "正常以内", "在正常范围以内"])
def test_what_stays_within_the_normal_is_normal(text: str) -> None:
    assert [reading.answer for reading in report(text).readings] == [Answer.NORMAL]


@pytest.mark.parametrize("text", ["快正常了", "接近正常"])
def test_nearly_normal_is_asked(text: str) -> None:
    assert question(text).reason is Reason.HEDGE


@pytest.mark.parametrize("text", ["老伴发烧,我正常", "我和老伴正常,有点咳"])
def test_one_normal_is_not_shared_with_somebody_ill(text: str) -> None:
    assert question(text).reason is Reason.MISSING_VALUE
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["我36.5 老李不舒服", "我36.5，小李有点咳", "李秀英36.5 王建国发烧了"])
def test_the_illness_of_somebody_named_is_not_the_senders(text: str) -> None:
    assert question(text).reason is Reason.MISSING_VALUE
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["我36.5 小便不舒服", "我36.5 老毛病不舒服"])
def test_what_only_looks_like_a_name_leaves_the_illness_with_the_sender(text: str) -> None:
    assert tenths(text) == [365]
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize(("text", "is_fever"), [("三十六七度", False), ("三十七八度", True), ("三十八九度", True)])
def test_two_numerals_side_by_side_are_a_guess_of_degrees(text: str, is_fever: bool) -> None:
    asked = question(text)
    assert (asked.reason, asked.alert) == (Reason.RANGE, is_fever)


def test_a_blank_between_two_people_leaves_one_without_a_value() -> None:
    assert question("我 老伴36.5").reason is Reason.MISSING_VALUE
    assert [one.person.words for one in report("我老伴36.5").readings] == ["老伴"]


def test_a_guessed_illness_leaves_its_value_certain() -> None:
    guessed = report("我好像发烧,量了38.1")
    assert [one.tenths for one in guessed.readings] == [381]
    assert Symptom.FEVER in guessed.symptoms
    assert question("好像不发烧").reason is Reason.HEDGE


@pytest.mark.parametrize("text", ["要菜还是水果好呢", "菜一份或者水果一份", "要菜或水果"])
def test_one_set_or_another_is_asked(text: str) -> None:
    asked = question(text)
    assert (asked.reason, [line.set_number for line in asked.lines]) == (Reason.TWO_VALUES, [2, 3])


@pytest.mark.parametrize(
    "text",
    [
        "收到蔬菜一份",
        "水果2份收到了",
        "蔬菜一份没收到",
        "蔬菜一份没见到",
        "昨天的水果一份是烂的",
        "水果一份送错了",
        "昨天订了蔬菜一份",
    ],
)
def test_goods_that_came_or_should_have_come_are_no_new_order(text: str) -> None:
    assert question(text).reason is Reason.NEEDS_HISTORY


@pytest.mark.parametrize("text", ["收到,蔬菜一份", "今天还要昨天那个蔬菜一份", "蔬菜一份 收到请回"])
def test_an_order_beside_such_words_is_one(text: str) -> None:
    assert lines(text) == [(2, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蔬菜+1", [(2, 1)]),
        ("第三个套餐一份", [(3, 1)]),
        ("水果一份不要蔬菜", [(3, 1)]),
        ("买蔬菜1份 水果2份 共3份", [(2, 1), (3, 2)]),
    ],
)
def test_a_quantity_is_read_as_chains_and_sums_write_it(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("蔬菜多来几份", Reason.RANGE),
        ("邻居要蔬菜一份", Reason.THIRD_PARTY),
        ("买蔬菜1份 水果2份 共4份", Reason.NOT_A_SET),
    ],
)
def test_an_order_that_is_not_the_senders_or_not_counted_is_asked(text: str, why: Reason) -> None:
    assert question(text).reason is why


def test_an_order_is_taken_back_in_one_word() -> None:
    assert from_resident("退订单") == Cancel(CancelWhat.ORDER)


def test_how_to_text_is_asked_by_nobody_deaf() -> None:
    assert from_resident("发短信怎么报") == Help(Topic.GENERAL)
    assert need("我听不见 请发短信") is NeedKind.OTHER


@pytest.mark.parametrize("text", ["冒发烧", "冇得发烧", "木有发烧", "莫得发烧", "体温冇问题"])
def test_no_fever_in_dialect_is_normal(text: str) -> None:
    assert [reading.answer for reading in report(text).readings] == [Answer.NORMAL]


@pytest.mark.parametrize(("text", "what"), [("冒得药哒", NeedKind.MEDICINE), ("饭冒得吃", NeedKind.MEAL)])
def test_what_is_lacking_in_dialect_is_a_need(text: str, what: NeedKind) -> None:
    assert need(text) is what


def test_a_cold_or_smoke_is_no_negation() -> None:
    assert need("感冒得厉害") is NeedKind.MEDICAL
    assert need("厨房冒烟") is NeedKind.EMERGENCY
    assert need("屋里烟冒得很大") is NeedKind.EMERGENCY


@pytest.mark.parametrize(("text", "tenths"), [("36杜5", 365), ("36、5", 365), ("26号 36.7", 367), ("3号36.5", 365)])
def test_a_value_by_another_key_or_behind_a_day_is_taken(text: str, tenths: int) -> None:
    assert [one.tenths for one in report(text).readings] == [tenths]


@pytest.mark.parametrize("text", ["36、37", "36、5、6", "鞋子36.5码"])
def test_a_list_or_a_size_is_no_value(text: str) -> None:
    assert isinstance(from_resident(text), Question)


def test_a_unit_typed_by_its_sound_is_one() -> None:
    assert report("8栋1丹元703 36.5").door == Door("8", "1", "703")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("朵朵36.5 我36.6", [("朵朵", 365), ("我", 366)]),
        ("小美36.4,阿强36.6", [("小美", 364), ("阿强", 366)]),
        ("崽36.5 堂客36.6", [("崽", 365), ("堂客", 366)]),
    ],
)
def test_a_nickname_names_its_value(text: str, people: list[tuple[str, int]]) -> None:
    assert [(one.person.words, one.tenths) for one in report(text).readings] == people


def test_digits_that_a_brand_shares_are_asked_where_they_stand_alone() -> None:
    assert question("三七").reason is Reason.NO_DECIMAL
    assert raises_alert(question("三九"))
    assert need("三九 两盒") is NeedKind.MEDICINE


@pytest.mark.parametrize("text", ["坎地沙坦一盒", "罗红霉素2盒", "甲硝唑0.2g 一瓶", "缬草丸两瓶", "米格尔30mg"])
def test_a_medicine_is_known_by_its_stem_its_dose_or_its_form(text: str) -> None:
    assert need(text) is NeedKind.MEDICINE


@pytest.mark.parametrize("text", ["快递放驿站了 货号36-5-1020", "电费余额37.50元,请及时充值"])
def test_a_notice_is_left_alone(text: str) -> None:
    assert from_resident(text) == Unknown(Why.NOT_OURS)


def test_a_telephone_without_credit_is_a_need() -> None:
    assert need("手机没话费了帮我充一下") is NeedKind.OTHER


@pytest.mark.parametrize("text", ["代报 3栋 36.5", "3栋 36.5", "代订 3栋 蔬菜2"])
def test_a_workers_report_without_a_room_is_asked_for_it(text: str) -> None:
    assert question(text, Role.WORKER).reason is Reason.MISSING_ADDRESS
    assert raises_alert(question("代报 3栋 38.5", Role.WORKER))


def test_a_name_behind_a_value_counts_nothing() -> None:
    for text, value in (("三十六度六 周秀珍", 366), ("37度8 张建国", 378)):
        assert tenths(text) == [value]
    assert isinstance(from_resident("三十六度六周秀珍"), Question)


def test_a_breath_that_does_not_come_is_an_alert_whatever_stands_between() -> None:
    assert raises_alert(from_resident("气都出不匀"))


def test_a_workers_order_without_a_door_is_asked_for_it() -> None:
    assert question("代订 水果", Role.WORKER).reason is Reason.MISSING_ADDRESS


@pytest.mark.parametrize("text", ["体温从36.5升到37.6", "36.8又烧到38.2", "38.5降到36.9"])
def test_a_value_that_moved_is_asked_and_raises_the_alert(text: str) -> None:
    assert question(text).reason is Reason.TWO_READINGS
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["薯片2盒", "刀片一盒"])
def test_not_all_that_is_sliced_is_a_medicine(text: str) -> None:
    assert isinstance(from_resident(text), Unknown | Question)


@pytest.mark.parametrize(
    "text", ["嘴唇发白", "手脚冰凉", "脸色不好", "痰里有血", "尿不出来", "一身冷汗", "腰扭了动不了"]
)
def test_a_body_that_goes_wrong_is_an_alert(text: str) -> None:
    assert need(text) is NeedKind.MEDICAL
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize(
    "text",
    [
        "唔舒服",
        "条气唔顺",
        "肚屙咗三次",
        "企唔稳",
        "今日好攰",
        "佢唔停咁咳",
        "孩子一直吐",
        "loose motions since last night",
        "vomitted twice",
        "i can't stand up",
        "嘴唇都紫了",
        "脸都白了",
        "我眼前发黑",
        "胸口像石头压着",
        "奶奶瘫在地上了",
        "隔壁老人躺地上不动了",
        "他抽过去了",
        "快来人啊",
        "赶紧派人来",
        "血氧掉到85",
        "煤气灶火灭了有味道",
    ],
)
def test_an_illness_told_in_another_tongue_or_by_its_sight_is_an_alert(text: str) -> None:
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize(
    "text", ["唔该", "唔该晒", "快打电话给我", "燃气卡充100", "没啥不舒服", "他吐槽社区", "吐鲁番葡萄"]
)
def test_thanks_and_wishes_in_the_same_letters_are_none(text: str) -> None:
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我今日探咗热 三十六度六", 366),
        ("今朝三十六度五", 365),
        ("体温是三十六度四啊没啥不舒服", 364),
        ("今天的体温三六点九，没有别的不舒服", 369),
        ("女儿代发：妈妈36.4", 364),
        ("奶奶让我帮她发 36.6", 366),
        ("我是孙子,奶奶今天36度8", 368),
        ("琴日36.8 今日36.4", 364),
    ],
)
def test_a_value_in_cantonese_or_by_another_hand_is_taken(text: str, value: int) -> None:
    assert tenths(text) == [value]


def test_two_people_are_told_apart_after_a_speech() -> None:
    assert tenths("喂我跟你说我老婆三十六度五我三十六度九") == [365, 369]
    assert tenths("本人36.4，内人36.7") == [364, 367]


@pytest.mark.parametrize("text", ["今朝未探热", "我还没探热"])
def test_not_measured_is_heard_in_cantonese(text: str) -> None:
    assert [one.answer for one in report(text).readings] == [Answer.NOT_MEASURED]


@pytest.mark.parametrize("text", ["体温ok", "temp ok", "体温很ok", "量过了不到37度"])
def test_a_temperature_that_is_in_order_is_normal(text: str) -> None:
    assert [one.answer for one in report(text).readings] == [Answer.NORMAL]


@pytest.mark.parametrize("text", ["体温还好", "ok 体温", "体温还行"])
def test_what_says_too_little_of_a_temperature_is_asked(text: str) -> None:
    assert not question(text).alert


def test_a_temperature_that_is_not_ok_is_an_alert_and_asked() -> None:
    assert (question("体温不ok").reason, question("体温不ok").alert) == (Reason.NEGATED_NORMAL, True)


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("菜2份果1份", [(2, 2), (3, 1)]),
        ("果两份 菜一份 谢谢啊", [(3, 2), (2, 1)]),
        ("菜1果1", [(2, 1), (3, 1)]),
        ("唔該要一份生果", [(3, 1)]),
        ("水菓一份", [(3, 1)]),
    ],
)
def test_fruit_has_short_and_southern_names(text: str, ordered: list[tuple[int, int]]) -> None:
    assert lines(text) == ordered


@pytest.mark.parametrize("text", ["芒果2份", "苹果1份", "火龙果两份"])
def test_a_fruit_is_not_the_set_of_fruit(text: str) -> None:
    assert question(text).reason in {Reason.NOT_A_SET, Reason.MISSING_ITEM}


@pytest.mark.parametrize("text", ["唔使水果喇", "我唔要水果啦"])
def test_fruit_is_refused_in_cantonese(text: str) -> None:
    assert from_resident(text) == Cancel(CancelWhat.ORDER, 3)


def test_that_set_is_cancelled_by_its_name() -> None:
    assert from_resident("帮我取消那个蔬菜吧") == Cancel(CancelWhat.ORDER, 2)


def test_a_door_may_be_named_from_within() -> None:
    assert report("Room 801 unit 2 building 3, 36.4").door == Door("3", "2", "801")


def test_cough_mixture_is_a_medicine() -> None:
    assert need("咳嗽药水一瓶") is NeedKind.MEDICINE


@pytest.mark.parametrize("text", ["36.9，没有别的不舒服", "36.9 没有其他不适", "36.5 没什么难受的"])
def test_a_denial_of_anything_else_is_no_symptom(text: str) -> None:
    assert not report(text).symptoms


@pytest.mark.parametrize(
    ("text", "names"),
    [("桂芬36.5", ["桂芬"]), ("建国36.5,秀兰36.8", ["建国", "秀兰"]), ("国华没量", ["国华"])],
)
def test_a_given_name_alone_is_somebody(text: str, names: list[str]) -> None:
    assert [reading.person.words for reading in report(text).readings] == names
