"""The way to a person, the alert call to a worker, and what a hang-up leaves."""

from dataclasses import replace

import pytest

from domain.requests import RequestKind
from ivr.dialogues import ALERT_CALL, LEG
from ivr.engine import hang_up, press, whisper
from ivr.events import (
    About,
    Event,
    FiledItem,
    ItemKind,
    LeftMessage,
    LegTaken,
    NobodyAnswered,
    Requested,
    TookAlert,
)
from ivr.facts import CallState, Facts, Household, Need, Wanted
from ivr.turn import KeyPress, Turn
from tests.unit.caller import DIGITS_ONE, DIGITS_TWO, GREENS, ONE, TWO, Caller, known

UNFINISHED = FiledItem(ItemKind.UNFINISHED_CALL, about=About.REPORT)


# ------------------------------------------------------------ person


def test_the_legs_ring_one_after_the_other() -> None:
    caller = Caller(known(ONE)).press("0")
    assert caller.heard == "好的,正在接网格员,请您别挂。"
    assert (caller.ringing.number, caller.ringing.seconds, caller.ringing.screened) == ("+8610000000001", 20, True)
    assert caller.ring_out().ringing.number == "+8610000000002"
    assert caller.heard == ""
    assert caller.ring_out().ringing.leg == 2


def test_a_leg_that_is_taken_ends_it() -> None:
    caller = Caller(known(ONE)).press("0").ring_out().answered()
    assert (caller.is_over, caller.heard, caller.events) == (True, "", [])
    assert caller.left_by_hanging_up() == ()


def test_nobody_answering_is_an_alert_before_the_message_is_spoken() -> None:
    caller = Caller(known(ONE)).press("0").ring_out(3)
    assert caller.events == [NobodyAnswered(), UNFINISHED]
    assert caller.heard == "没人接。请在滴声后留言。"
    assert caller.recording.max_seconds == 60
    caller.speak("RE1", 12)
    assert caller.last == LeftMessage("RE1", 12)
    assert caller.heard == "好的,再见。您多保重。"


def test_a_silent_message_is_no_message() -> None:
    caller = Caller(known(ONE)).press("0").ring_out(3).speak("")
    assert caller.is_over
    assert not any(isinstance(event, LeftMessage) for event in caller.events)


def test_with_no_one_to_ring_the_message_comes_at_once() -> None:
    caller = Caller(known(ONE, people_to_ring=())).press("0")
    assert caller.prompts == ["person.message"]
    assert caller.events[0] == NobodyAnswered()


def test_no_more_than_three_are_rung() -> None:
    caller = Caller(known(ONE, people_to_ring=("+8610000000001",) * 5)).press("0").ring_out(3)
    assert caller.recording.max_seconds == 60


def test_an_unconfirmed_value_goes_to_the_worker_with_the_alert() -> None:
    caller = Caller(known(DIGITS_ONE)).press("365", "0").ring_out(3)
    assert [e.tenths for e in caller.events if isinstance(e, FiledItem)] == [365]


def test_a_call_with_a_fever_still_ends_with_f5() -> None:
    assert Caller(known(ONE)).press("2", "382", "0").ring_out(3).speak().prompts == ["fever.close"]
    assert Caller(known(ONE)).press("2", "382", "0").answered().prompts == ["fever.close"]


# ------------------------------------------------------------ whisper


def rung() -> Turn:
    turn = whisper(CallState("person.ringing", community=1, turns=3))
    assert isinstance(turn, Turn)
    return turn


def test_one_takes_the_call() -> None:
    turn = press(KeyPress(rung().state, "1"), Facts())
    assert isinstance(turn, Turn)
    assert (turn.awaits, turn.says, turn.events) == (None, (), (LegTaken(),))


@pytest.mark.parametrize("keys", ["", "2", "0", "9", "5"])
def test_everything_else_hangs_up(keys: str) -> None:
    turn = press(KeyPress(rung().state, keys), Facts())
    assert isinstance(turn, Turn)
    assert (turn.awaits, turn.says, turn.events) == (None, (), ())


def test_it_says_who_calls() -> None:
    caller = Caller(known(), LEG)
    assert caller.heard == "居民来电,接听请按一。"
    assert caller.left_by_hanging_up() == ()


# ------------------------------------------------------------ alert call

A_FEVER = known(alert_what="fever", alert_tenths=382, household=ONE, household_telephone="+8610000000009")


def called(**facts: object) -> Caller:
    return Caller(replace(A_FEVER, **facts), ALERT_CALL, household=7, alert=5)  # type: ignore[arg-type]


def test_the_worker_hears_door_and_matter_and_takes_it() -> None:
    caller = called()
    assert caller.heard == ("青和居热线,急事。三栋一单元幺五零四,发热三十八度二。您去处理,请按一;再听,请按九。")
    caller.press("1")
    assert caller.events == [TookAlert()]
    assert caller.heard == "好,归您了。现在接通这家,请按一。"


def test_one_again_connects_to_the_household() -> None:
    caller = called().press("1", "1")
    assert (caller.ringing.number, caller.ringing.screened) == ("+8610000000009", False)
    assert caller.ring_out().is_over


def test_a_number_that_is_gone_by_then_ends_the_call() -> None:
    caller = called().press("1")
    caller.world = replace(caller.world, household_telephone="")
    assert caller.press("1").is_over


def test_silence_after_taking_is_a_goodbye() -> None:
    assert called().press("1", "").heard == "好的,再见。您多保重。"


def test_without_a_telephone_it_ends_with_a_goodbye() -> None:
    caller = called(household_telephone="").press("1")
    assert caller.heard == "好,归您了。好的,再见。您多保重。"
    assert caller.events == [TookAlert()]


def test_a_machine_hears_two_prompts_at_most() -> None:
    caller = called().press("")
    assert caller.prompts == ["alert.urgent"]
    caller.press("")
    assert (caller.is_over, caller.heard, caller.events) == (True, "", [])


def test_nine_says_it_again() -> None:
    assert called().press("9").prompts == ["alert.urgent"]


def test_what_somebody_else_took_is_not_taken_twice() -> None:
    assert called(alert_taken_by_other=True).is_over
    caller = called()
    caller.world = replace(caller.world, alert_taken_by_other=True)
    assert caller.press("1").events == []
    assert caller.heard == "这件事已经有人处理了,谢谢您。再见。"


@pytest.mark.parametrize("what", ["fever", "unwell", "symptom", "person", "silent", "medicine", "system"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_kind_of_alert_has_words(what: str, language: str) -> None:
    facts = replace(A_FEVER, alert_what=what, alert_tenths=None)
    assert Caller(facts, ALERT_CALL, language, household=7).prompts == ["alert.urgent"]


def test_a_door_that_is_not_in_the_roster_is_said_as_keyed() -> None:
    facts = replace(A_FEVER, household=None)
    assert "五栋二单元三零幺" in Caller(facts, ALERT_CALL, building="5", unit="2", room="301").heard
    assert "门牌不明" in Caller(facts, ALERT_CALL).heard


def test_a_fault_of_the_line_is_at_no_door() -> None:
    facts = replace(A_FEVER, household=None, alert_what="system", alert_tenths=None)
    assert Caller(facts, ALERT_CALL).heard.startswith("青和居热线,急事。热线自己,")


def test_hanging_up_leaves_nothing() -> None:
    assert called().left_by_hanging_up() == ()


# ------------------------------------------------------------ hanging up


@pytest.mark.parametrize(
    ("facts", "keys", "left"),
    [
        (known(ONE), (), (UNFINISHED,)),
        (known(), (), (UNFINISHED,)),
        (known(), ("3", "1"), (UNFINISHED,)),
        (known(ONE), ("3",), (UNFINISHED,)),
        (known(ONE), ("2",), (UNFINISHED,)),
        (known(ONE), ("1", "1"), ()),
        (known(ONE), ("2", "382", "1"), ()),
        (known(ONE), ("0",), (UNFINISHED,)),
        (known(replace(ONE, reported=True)), (), ()),
        (known(replace(ONE, reported=True)), ("1", "1"), ()),
        (known(replace(ONE, reported=True)), ("1", "1", "2"), (UNFINISHED,)),
        (known(replace(ONE, reported=True)), ("1", "2"), (UNFINISHED,)),
        (known(replace(ONE, reported=True)), ("0",), (UNFINISHED,)),
        (known(replace(ONE, reported=True), replace(TWO, id=8, reported=True)), (), ()),
        (known(replace(ONE, reported=True), replace(TWO, id=8)), (), (UNFINISHED,)),
        (known(replace(ONE, reported=True), sets=(GREENS,)), ("2",), ()),
        (known(replace(ONE, reported=True), sets=(GREENS,)), ("2", "1", "2", "1"), ()),
        (known(ONE), ("3", "3", "1"), ()),
    ],
)
def test_what_was_begun_or_never_done_is_an_unfinished_call(
    facts: Facts, keys: tuple[str, ...], left: tuple[Event, ...]
) -> None:
    assert Caller(facts).press(*keys).left_by_hanging_up() == left


def test_an_unconfirmed_value_is_kept() -> None:
    (item,) = Caller(known(DIGITS_ONE)).press("365").left_by_hanging_up()
    assert isinstance(item, FiledItem)
    assert (item.kind, item.person, item.tenths) == (ItemKind.UNCONFIRMED_VALUE, 0, 365)


def test_every_unconfirmed_value_is_kept() -> None:
    left = Caller(known(TWO)).press("2", "3", "382", "365").left_by_hanging_up()
    assert [(e.person, e.tenths) for e in left if isinstance(e, FiledItem)] == [(0, 382), (1, 365)]


def test_of_several_people_it_is_said_whose_value_it_is_where_nobody_is_named() -> None:
    caller = Caller(known(found=TWO)).press("3", "1", "1504", "1", "1", "2", "2", "3", "382", "365")
    left = caller.left_by_hanging_up()
    assert [(e.tenths, e.note) for e in left if isinstance(e, FiledItem)] == [
        (382, "第一位,没有确认"),
        (365, "第二位,没有确认"),
    ]


@pytest.mark.parametrize(
    ("door", "keys", "kind"),
    [(ONE, ("2", "0", "2"), ItemKind.UNFINISHED_CALL), (DIGITS_TWO, ("365", "0", "2"), ItemKind.UNCONFIRMED_VALUE)],
)
def test_what_was_begun_is_left_to_its_door_when_the_caller_turns_to_another(
    door: Household, keys: tuple[str, ...], kind: ItemKind
) -> None:
    caller = Caller(known(door)).press(*keys, "1", "2")
    assert caller.at == "door.building"
    left = [e for e in caller.events if isinstance(e, FiledItem)]
    assert [(e.kind, e.of.household if e.of else None) for e in left] == [(kind, 7)]


def test_a_request_does_not_hide_an_illness_that_was_begun() -> None:
    caller = Caller(known(ONE)).press("2", "0", "2", "3", "3")
    assert caller.is_over
    assert caller.events[-2:] == [Requested(RequestKind.GAS), UNFINISHED]


def test_an_unconfirmed_normal_is_kept() -> None:
    (item,) = Caller(known(ONE)).press("1").left_by_hanging_up()
    assert item == FiledItem(ItemKind.UNCONFIRMED_VALUE, note="说体温正常,没有确认", about=About.REPORT)


def test_a_value_without_its_last_digit_is_noted() -> None:
    (item,) = Caller(known(DIGITS_ONE)).press("38").left_by_hanging_up()
    assert item == replace(UNFINISHED, note="只按了三十八度")


def test_an_order_that_was_begun_is_noted() -> None:
    caller = Caller(known(replace(ONE, reported=True), sets=(GREENS,))).press("2", "1", "2")
    assert caller.left_by_hanging_up() == (
        FiledItem(ItemKind.UNFINISHED_CALL, note="订菜没有确认:第2种2份", about=About.ORDER),
    )


def test_nothing_is_left_when_a_person_was_reached() -> None:
    state = Caller(known(ONE)).press("0").turn.state
    assert hang_up(state, Facts(leg_taken=True)) == ()
    assert hang_up(state) == (UNFINISHED,)


def test_a_failed_call_leaves_nothing_more() -> None:
    assert Caller(known(ONE)).press("", "", "").left_by_hanging_up() == ()


# ------------------------------------------------------------ old deploys


@pytest.mark.parametrize("position", ["gone.away", "report.gone", "report.start", "", "x"])
def test_a_position_that_is_gone_ends_kindly_with_a_call_back(position: str) -> None:
    turn = press(KeyPress(CallState(position), "1"), Facts())
    assert isinstance(turn, Turn)
    assert turn.awaits is None
    assert turn.events == (FiledItem(ItemKind.CALL_BACK, about=About.REPORT),)
    assert turn.says[0].prompt == "kind.third_failure"


def test_a_call_that_begins_at_a_position_that_is_gone_ends_kindly() -> None:
    assert Caller(known(), "gone.away").prompts == ["kind.third_failure"]


def test_marks_that_are_no_keys_are_not_heard() -> None:
    assert Caller(known(ONE)).press("1w").at == "report.confirm_normal"
    assert Caller(known(ONE)).press("abc").prompts == ["kind.silence_number", "report.today"]


def test_a_hang_up_at_a_position_that_is_gone_is_an_unfinished_call() -> None:
    assert hang_up(CallState("gone.away")) == (UNFINISHED,)


# ------------------------------------------------------------ wanting


def test_it_says_what_to_read_and_for_which_state() -> None:
    wanted = press(KeyPress(CallState("main.menu", household=7, verified=True), "2"), Facts())
    assert isinstance(wanted, Wanted)
    assert wanted.need is Need.SALE
    assert wanted.state.household == 7


def test_the_keyed_door_is_in_the_state_to_look_up() -> None:
    wanted = press(KeyPress(CallState("door.right", building="3", unit="1", room="1504"), "1"), Facts())
    assert isinstance(wanted, Wanted)
    assert (wanted.need, wanted.state.building, wanted.state.room) == (Need.DOOR, "3", "1504")


def test_the_same_press_gives_the_same_turn() -> None:
    state = Caller(known(ONE)).press("2").turn.state
    assert press(KeyPress(state, "382"), Facts()) == press(KeyPress(state, "382"), Facts())
