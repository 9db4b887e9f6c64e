"""Which door a call is about: the telephone's own, one of several, or one that is keyed."""

from dataclasses import replace

import pytest

from domain.doors import Door
from domain.requests import RequestKind
from ivr.events import Complaint, RaisedAlert, Reading, Reported, Requested
from ivr.facts import Facts, Need
from tests.unit.caller import DIGITS_ONE, LI, ONE, TWO, WANG, Caller, household, known

STRANGER = known()
THREE_DOORS = (ONE, household(LI, number=8, room="301"), household("小王", number=9, room="202"))
FIVE_DOORS = (*THREE_DOORS, household("甲", number=10, room="101"), household("乙", number=11, room="102"))
A_NEIGHBOUR = household("赵爷爷", number=12, room="802")


def keyed(facts: Facts = STRANGER) -> Caller:
    """A stranger who has keyed a door and heard it read back."""
    return Caller(facts).press("3", "1", "1504")


# ------------------------------------------------------------ known telephone


def test_a_household_that_has_reported_hears_so_and_the_menu() -> None:
    caller = Caller(known(replace(ONE, reported=True)))
    assert caller.heard.startswith("王阿姨,您好,青和居热线。体温收到了。报体温,请按一")
    assert caller.at == "main.menu"


def test_nobody_without_a_salutation_is_called_by_name() -> None:
    assert Caller(known(replace(ONE, greeted=""))).heard.startswith("您好,青和居热线。今天体温正常")


def test_a_second_report_is_taken_for_the_own_home() -> None:
    caller = Caller(known(replace(ONE, reported=True))).press("1")
    assert caller.heard == "您自己家,请按一;替别家,请按二。"
    assert caller.press("1").prompts == ["report.today"]


def test_another_door_is_keyed_without_a_greeting() -> None:
    caller = Caller(known(ONE)).press("3", "1", "2")
    assert caller.heard == "请按楼号,再等一下。"
    assert (caller.turn.state.verified, caller.turn.state.on_file) == (False, True)


def test_a_keyed_door_of_the_same_telephone_is_verified_at_once() -> None:
    caller = Caller(known(ONE, found=TWO, found_verified=True)).press("3", "1", "2", "3", "1", "1504", "1")
    assert caller.prompts == ["report.both_today"]
    assert caller.turn.state.verified


def test_a_neighbours_door_is_taken_unverified() -> None:
    caller = Caller(known(ONE, found=A_NEIGHBOUR)).press("3", "1", "2", "3", "1", "802", "1", "2", "1")
    assert caller.prompts == ["report.today"]
    state = caller.turn.state
    assert (state.household, state.verified, state.reporter, state.people) == (12, False, "family", 1)
    caller.press("1", "1")
    assert caller.events == [Reported((Reading(0),))]


def test_the_own_home_can_be_chosen_again_after_a_neighbours() -> None:
    caller = Caller(known(ONE, found=A_NEIGHBOUR)).press("3", "1", "2", "3", "1", "802", "1", "2", "1")
    caller.press("3", "1", "1")
    assert (caller.turn.state.household, caller.turn.state.verified) == (7, True)


def test_an_alert_for_one_door_does_not_speak_for_another() -> None:
    caller = Caller(known(ONE, found=A_NEIGHBOUR)).press("2", "0", "2", "1", "2", "3", "1", "802", "1", "2", "1")
    assert not caller.turn.state.alerted
    caller.press("1", "1")
    assert caller.prompts == ["report.noted", "fever.close"]


def test_digits_of_a_household_are_kept() -> None:
    assert Caller(known(DIGITS_ONE)).turn.state.digits


# ------------------------------------------------------------ several doors


def test_two_doors_and_another() -> None:
    caller = Caller(known(*THREE_DOORS[:2]))
    assert caller.heard == ("您好,青和居热线。报三栋幺五零四,请按一;报三栋三零幺,请按二;别家,请按三。")
    assert caller.press("2").turn.state.household == 8
    assert caller.prompts == ["report.today"]


def test_another_door_stands_behind_the_last() -> None:
    assert Caller(known(*THREE_DOORS[:2])).press("3").at == "door.building"
    assert Caller(known(*THREE_DOORS)).press("4").at == "door.building"


def test_more_doors_come_page_by_page() -> None:
    caller = Caller(known(*FIVE_DOORS))
    assert caller.heard.endswith("其他的,请按四。")
    caller.press("4")
    assert caller.heard == "报三栋幺零幺,请按一;报三栋幺零二,请按二;别家,请按三。"
    assert caller.press("2").turn.state.household == 11


def test_units_are_said_where_nothing_else_tells_doors_apart() -> None:
    caller = Caller(known(ONE, replace(ONE, id=8, unit="2")))
    assert "报三栋一单元幺五零四,请按一;报三栋二单元幺五零四,请按二" in caller.heard


def test_a_door_that_has_reported_leads_to_the_menu() -> None:
    caller = Caller(known(replace(ONE, reported=True), THREE_DOORS[1])).press("1")
    assert caller.prompts == ["call.already", "main.menu"]


def test_a_key_beyond_the_list_is_no_choice() -> None:
    caller = Caller(known(*THREE_DOORS[:2])).press("4")
    assert caller.prompts == ["kind.wrong_key", "call.which_door"]
    assert caller.press("9").prompts == ["call.which_door"]
    assert caller.press("").is_over


def test_zero_reaches_a_person() -> None:
    assert Caller(known(*THREE_DOORS)).press("0").ringing.leg == 0


# ------------------------------------------------------------ stranger


def test_it_keys_building_unit_and_room() -> None:
    caller = Caller(STRANGER)
    assert caller.heard == "您好,青和居热线。这个号码没有登记。请按您家的楼号,再等一下。"
    assert (caller.keys.num_digits, caller.keys.finish_on_key, caller.keys.wait) == (None, "#", 5)
    assert caller.press("3").heard == "请按单元号。没有单元,请按零。"
    assert caller.press("1").heard == "请按房号,按完等一下。"
    assert caller.press("1504").heard == "三栋,一单元,幺五零四。对,请按一;不对,请按二。"


def test_it_is_asked_who_speaks_and_how_many_live_there() -> None:
    caller = keyed(known(found=TWO)).press("1")
    assert caller.heard == "您是本人,请按一;家人邻居,请按二;工作人员,请按三。"
    assert caller.press("1").heard == "您家几个人?请按一个数字。"
    caller.press("2")
    assert caller.heard == "您家两人都正常,请按一;有人发烧、不舒服,请按二;别的事,请按三。"
    assert caller.press("2").heard == "听到了。是第一位,请按一;是第二位,请按二;两个人都是,请按三。"


@pytest.mark.parametrize(("key", "reporter"), [("1", "self"), ("2", "family"), ("3", "worker")])
def test_who_speaks_is_recorded(key: str, reporter: str) -> None:
    assert keyed(known(found=ONE)).press("1", key).turn.state.reporter == reporter


def test_nothing_on_file_is_read_out() -> None:
    caller = keyed(known(found=replace(TWO, reported=True))).press("1", "1", "3")
    assert caller.prompts == ["report.first_today"]
    assert caller.heard.startswith("第一位:正常")


def test_an_alert_is_raised_as_for_everyone() -> None:
    caller = keyed(known(found=ONE)).press("1", "1", "1", "2")
    assert caller.events == [RaisedAlert(Complaint.UNWELL, 0)]


def test_the_roster_is_read_when_all_of_the_door_is_keyed() -> None:
    caller = Caller(STRANGER).press("3", "1")
    assert caller.wanted == [Need.DOORS]
    assert caller.press("1504").wanted == [Need.DOORS, Need.DOOR]


def test_keys_pressed_twice_count_once_where_the_roster_has_no_such_door() -> None:
    caller = Caller(known(meant=Door("3", "1", "1504"))).press("33", "11", "15504")
    assert caller.heard.startswith("三栋,一单元,幺五零四。")
    assert caller.press("2").prompts == ["door.building"]


def test_a_door_of_the_roster_stays_as_it_was_keyed() -> None:
    door = household("赵爷爷", number=12, room="11504")
    assert Caller(known(found=door, meant=Door("3", "1", "1504"))).press("3", "1", "11504").turn.state.room == "11504"


def test_a_no_keys_the_building_again_and_uses_a_try() -> None:
    caller = keyed().press("2")
    assert caller.prompts == ["door.building"]
    caller.press("3", "1", "1504", "2", "3", "1", "1504", "2")
    assert caller.is_over


def test_a_door_nobody_knows_is_keyed_once_more_and_then_taken() -> None:
    caller = keyed().press("1")
    assert caller.heard == "没有找到这个门牌。请再按一次。请按楼号,再等一下。"
    caller.press("3", "0", "1504")
    assert caller.heard.startswith("三栋,幺五零四。")
    caller.press("1", "1", "1")
    assert caller.prompts == ["report.today"]
    caller.press("1", "1")
    assert caller.events == [Reported((Reading(0),))]
    state = caller.turn.state
    assert (state.household, state.building, state.unit, state.room) == (0, "3", "", "1504")


@pytest.mark.parametrize(
    ("keys", "building"), [("3#", "3"), ("*3", "3"), ("03", "3"), ("9", "9"), ("12", "12"), ("10", "10")]
)
def test_numbers_lose_hash_star_and_leading_zeros(keys: str, building: str) -> None:
    assert Caller(STRANGER).press(keys).turn.state.building == building


@pytest.mark.parametrize("before", [(), ("3", "1"), ("3", "1", "1504", "1", "1")])
def test_a_lone_zero_reaches_a_person(before: tuple[str, ...]) -> None:
    assert Caller(known(found=ONE)).press(*before, "0").ringing.leg == 0


def test_zero_is_no_unit() -> None:
    caller = Caller(STRANGER).press("3", "0")
    assert (caller.at, caller.turn.state.unit) == ("door.room", "")


@pytest.mark.parametrize("before", [(), ("3",), ("3", "1")])
def test_silence_repeats_without_offering_nine(before: tuple[str, ...]) -> None:
    caller = Caller(STRANGER).press(*before, "")
    assert caller.prompts[0] == "kind.silence_number"


def test_a_number_too_long_is_no_choice() -> None:
    assert Caller(STRANGER).press("36512").prompts == ["kind.wrong_key", "door.own_building"]


def test_a_second_report_is_for_the_keyed_door() -> None:
    caller = keyed(known(found=ONE)).press("1", "1", "1", "3", "1")
    assert caller.prompts == ["report.today"]


def test_a_request_is_filed_and_the_worker_calls() -> None:
    for key, kind in (("2", RequestKind.MEAL), ("3", RequestKind.GAS)):
        caller = Caller(known(ONE)).press("3", "3", key)
        assert caller.events == [Requested(kind)]
        assert (caller.heard, caller.is_over) == ("记下了。网格员今天会联系您。", True)
    assert Caller(known(ONE)).press("3", "3", "0").ringing.leg == 0


def test_the_door_of_a_caller_with_several_is_asked_again_for_another_report() -> None:
    caller = Caller(known(ONE, THREE_DOORS[1], found=A_NEIGHBOUR)).press("3", "3", "1", "802", "1", "2", "1")
    assert caller.press("3", "1", "1").prompts == ["call.which_door"]


def test_names_of_the_neighbours_are_not_known_to_a_caller_who_keyed_their_door() -> None:
    caller = Caller(known(found=household(WANG, LI, "小王"))).press("3", "1", "1504", "1", "2", "3")
    assert WANG not in caller.heard
