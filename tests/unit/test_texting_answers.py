"""Answers to a question by text: taken as the question said it, and asked again where they could mean two things."""

import pytest

from ivr.events import Complaint, Ordered, OrderLine, RaisedAlert, Withdrew
from ivr.facts import Household, OrderedSet
from tests.unit.caller import TWO_GREENS
from tests.unit.test_texting import reported
from tests.unit.texter import ALONE, COUPLE, FAMILY, NEXT_DOOR, SHARED, UNKNOWN, Texter, home


@pytest.mark.parametrize("answer", ["好的", "嗯", "对", "3"])
def test_yes_says_nothing_of_which_door(answer: str) -> None:
    texter = Texter(ALONE, NEXT_DOOR)
    texter.send("36.5")
    assert texter.send(answer) == "请回一个数字,1到2"
    assert texter.events == []
    texter.send("2")
    assert (texter.events, texter.state.household) == ([reported((0, 365))], NEXT_DOOR.id)


@pytest.mark.parametrize("answer", ["李叔叔", "李叔叔的", "是李叔叔。"])
def test_whose_it_is_may_be_said_by_the_name_that_was_offered(answer: str) -> None:
    texter = Texter(SHARED)
    texter.send("36.5")
    texter.send(answer)
    assert texter.events == [reported((1, 365))]


def test_which_home_may_be_said_by_its_room() -> None:
    texter = Texter(ALONE, NEXT_DOOR)
    texter.send("36.5")
    texter.send("1503")
    assert (texter.events, texter.state.household) == ([reported((0, 365))], NEXT_DOOR.id)


def test_taking_back_a_symptom_leaves_the_report_before_it() -> None:
    texter = Texter(ALONE)
    texter.send("36.5")
    texter.send("咳嗽")
    assert "已经知道" in texter.send("取消")
    assert texter.events[-1] == Withdrew("SM2")


@pytest.mark.parametrize("answer", ["不是", "没有", "不要"])
def test_no_is_never_the_last_door(answer: str) -> None:
    texter = Texter(ALONE, NEXT_DOOR)
    texter.send("36.5")
    assert "再发一次" in texter.send(answer)
    assert texter.events == []


def test_no_leaves_an_order_as_it_was() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    texter.send("水果1份")
    assert "没有改动" in texter.send("不要")
    assert texter.events == []


@pytest.mark.parametrize("answer", ["嗯", "没有"])
def test_whether_all_are_normal_is_answered_by_a_number(answer: str) -> None:
    texter = Texter(ALONE)
    texter.send("都好")
    texter.send(answer)
    assert texter.events == []


def test_another_door_is_denied_by_its_number() -> None:
    texter = Texter(ALONE, roster=(UNKNOWN,))
    assert texter.send("5栋301 36.5").endswith("回2:不是")
    assert "再发一次" in texter.send("2")
    texter.send("1")
    assert texter.events == []


@pytest.mark.parametrize(("text", "tenths"), [("代报 3-1504 38.5 36.6", 385), ("代报 3-1504 36.5 38.6", 386)])
def test_a_fever_a_worker_found_is_told_beside_a_report_that_stays(text: str, tenths: int) -> None:
    texter = Texter(roster=(COUPLE,))
    texter.by_worker, texter.today = True, {COUPLE.id: {0: 365, 1: None}}
    assert "没有改" in texter.send(text)
    (alert,) = texter.events
    assert isinstance(alert, RaisedAlert)
    assert alert.tenths == tenths


def test_a_fever_of_one_who_had_reported_is_told_beside_the_others_report() -> None:
    texter = Texter(roster=(COUPLE,))
    texter.by_worker, texter.today = True, {COUPLE.id: {0: 365}}
    texter.send("代报 3-1504 38.5 36.6")
    assert texter.events == [RaisedAlert(Complaint.FEVER, 0, 385), reported((1, 366))]


def test_a_fever_that_is_known_is_not_told_again() -> None:
    texter = Texter(roster=(COUPLE,))
    texter.by_worker, texter.today = True, {COUPLE.id: {0: 385, 1: 365}}
    texter.send("代报 3-1504 38.5 36.5")
    assert texter.events == []


def test_a_changed_order_is_shown_with_what_stays() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS, OrderedSet(3, "水果", 1, 2500))
    assert "回1:改成蔬菜1份、水果1份;" in texter.send("蔬菜1份")
    texter.send("1")
    assert texter.events == [Ordered((OrderLine(2, 1), OrderLine(3, 1)), replaces=True)]


GRANDPARENTS = home("李爷爷", "张奶奶", holders=())


@pytest.mark.parametrize(
    ("answer", "person"),
    [
        *(
            ("爷爷", 0),
            ("爷爷的", 0),
            ("我爷爷", 0),
            ("奶奶", 1),
            ("是我奶奶", 1),
            ("张奶奶", 1),
            ("我老婆", 1),
            ("老公", 0),
        ),
        *(("第二个", 1), ("第二位", 1), ("第一个人", 0), ("2", 1), ("二", 1), ("Wife", 1), ("my husband", 0)),
    ],
)
def test_whose_it_is_may_be_said_by_a_relation_a_title_or_a_place(answer: str, person: int) -> None:
    texter = Texter(GRANDPARENTS)
    assert texter.send("36.5").startswith("是谁的?")
    texter.send(answer)
    assert texter.events == [reported((person, 365))]


@pytest.mark.parametrize("answer", ["老伴", "爱人的", "我的", "是我", "孙子"])
def test_a_relation_that_does_not_tell_whose_it_is_is_asked_again(answer: str) -> None:
    texter = Texter(GRANDPARENTS)
    texter.send("36.5")
    assert texter.send(answer) == "请回一个数字,1到2"
    texter.send("1")
    assert texter.events == [reported((0, 365))]


NAMED = Household(7, "3", "1", "1504", ("张阿姨", "李叔叔"), "张阿姨", names=("张桂兰", "李建国"), holders=())


@pytest.mark.parametrize("name", ["李建国", "建国"])
def test_whose_it_is_may_be_said_by_the_name_on_file(name: str) -> None:
    texter = Texter(NAMED)
    texter.send("36.5")
    texter.send(name)
    assert texter.events == [reported((1, 365))]


def test_a_given_name_says_whose_it_is() -> None:
    texter = Texter(NAMED)
    texter.send("建国36.6 桂兰36.5")
    assert texter.events == [reported((1, 366), (0, 365))]


def test_how_to_name_people_is_shown_with_their_own_names() -> None:
    assert Texter(FAMILY).send("36.5 36.6").endswith("如:陈阿姨36.5。家里有:陈阿姨、刘叔叔、小刘")


def test_all_well_after_the_report_is_told_what_is_on_file() -> None:
    texter = Texter(ALONE)
    texter.send("36.5")
    assert texter.send("都好 蔬菜2份").startswith("今天:王阿姨已报。订下:蔬菜2份")
    assert texter.events == [reported((0, 365)), Ordered((OrderLine(2, 2),))]


def test_who_wants_no_call_takes_nothing_back() -> None:
    texter = Texter(ALONE)
    texter.send("36.5")
    assert texter.send("我耳聋 不要打电话 请发短信").startswith("记下:您的话")
    assert not any(isinstance(event, Withdrew) for event in texter.events)
