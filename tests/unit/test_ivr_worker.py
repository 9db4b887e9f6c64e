"""A worker calls the line: the PIN, alerts and items one by one, lists floor by floor, a door by keys."""

from dataclasses import replace

import pytest

from domain.gas_cards import Signature
from domain.requests import RequestKind
from domain.visits import VisitOutcome
from ivr.events import (
    CalledWave,
    Complaint,
    LetIn,
    Postponed,
    RaisedAlert,
    Reading,
    RefusedPin,
    Reported,
    Requested,
    Result,
    SignedForCard,
    SpokeNote,
    TookBack,
    Visited,
    WorkedOn,
)
from ivr.facts import Facts, ListedDoor, Matter, Need, NextWave, Totals
from tests.unit.caller import GREENS, ONE, THREE, TWO, Caller, known

FEVER = Matter(alert=3, kind="fever", tenths=382, building="3", unit="1", room="1504")
NO_TELEPHONE = Matter(item=2, kind="call_back", building="5", room="301")
HOUSEHOLD = "+8610000000009"
FIFTEENTH = tuple(ListedDoor("3", "1", room, said) for room, said in [("1502", ""), ("1503", ""), ("1504", "独居")])
MISSING = (ListedDoor("3", "1", "301"), *FIFTEENTH, ListedDoor("3", "2", "1501"), ListedDoor("5", "", "302"))
WORK = known(
    has_pin=True,
    is_pin_right=True,
    matters=(FEVER, NO_TELEPHONE),
    household_telephone=HOUSEHOLD,
    listed=MISSING,
    totals=Totals(523, 412, 108, 2, 3),
)
PIN = "123456"


def worker(facts: Facts = WORK) -> Caller:
    """A worker calls and is asked for the PIN."""
    return Caller(facts, worker=5)


def let_in(facts: Facts = WORK) -> Caller:
    return worker(facts).press(PIN)


# ------------------------------------------------------------ who it is


def test_a_worker_is_asked_for_the_pin_at_once_and_nothing_is_read_for_it() -> None:
    caller = worker()
    assert caller.heard == "您好,青和居热线。请按六位工作口令。没有口令,请按零。"
    assert (caller.keys.num_digits, caller.wanted) == (6, [Need.DOORS, Need.WORKER])


def test_a_resident_is_read_nothing_more_for() -> None:
    assert Caller(known(ONE)).wanted == [Need.DOORS]


def test_a_worker_who_lives_here_says_first_what_the_call_is_about() -> None:
    facts = replace(WORK, doors=(ONE,), household=ONE)
    assert worker(facts).heard == "您好,青和居热线。您自己家,请按一;工作,请按二。"
    assert (
        worker(facts).press("1").heard
        == "王阿姨,您好,青和居热线。今天体温正常,请按一;发烧或者不舒服,请按二;办别的事,请按三。"
    )
    assert worker(facts).press("2").at == "worker.pin"


def test_a_report_of_ones_own_home_is_none_of_the_worker() -> None:
    caller = worker(replace(WORK, doors=(ONE,), household=ONE)).press("1", "1", "1")
    assert caller.last == Reported((Reading(0),))
    assert (caller.turn.state.worker, caller.turn.state.let_in, caller.turn.state.reporter) == (0, False, "household")
    assert caller.is_over


def test_a_worker_without_a_pin_hears_whom_to_ask_and_goes_on_as_any_caller() -> None:
    caller = worker(replace(WORK, has_pin=False))
    assert "请向社区办公室要" in caller.heard
    assert caller.at == "door.own_building"


# ------------------------------------------------------------ the PIN


def test_the_right_pin_opens_the_menu() -> None:
    caller = let_in()
    assert caller.heard == "待办,请按一;没音讯的,请按二;登记一户,请按三;别的,请按四。"
    assert caller.events == [LetIn()]


def test_a_wrong_pin_may_be_keyed_three_times_in_a_call() -> None:
    caller = worker(replace(WORK, is_pin_right=False)).press(PIN)
    assert caller.heard == "口令不对,或者今天锁住了。请按六位工作口令。没有口令,请按零。"
    caller.press(PIN, PIN)
    assert caller.events == [RefusedPin()] * 3
    assert (caller.is_over, "请问社区办公室" in caller.heard) == (True, True)


@pytest.mark.parametrize("keys", ["12345", "1", "*", "#"])
def test_fewer_digits_are_no_pin_and_are_not_looked_at(keys: str) -> None:
    caller = worker().press(keys)
    assert (caller.at, caller.events) == ("worker.pin", [])
    assert Need.PIN not in caller.wanted


def test_silence_at_the_pin_ends_the_call_and_leaves_nothing() -> None:
    caller = worker().press("", "", "")
    assert (caller.is_over, caller.events, worker().left_by_hanging_up()) == (True, [], ())


def test_zero_at_the_pin_is_a_person() -> None:
    assert worker().press("0").ringing.number == "+8610000000001"


@pytest.mark.parametrize("keys", [("1",), ("2", "0"), ("3",), ("4",), ("3", "3", "1", "1504")])
def test_hanging_up_at_work_leaves_nothing(keys: tuple[str, ...]) -> None:
    assert let_in().press(*keys).left_by_hanging_up() == ()


def test_a_menu_nobody_answers_says_goodbye_and_files_nothing() -> None:
    caller = let_in().press("", "", "")
    assert (caller.is_over, caller.events, caller.prompts) == (True, [LetIn()], ["call.goodbye"])


# ------------------------------------------------------------ alerts and items


def test_alerts_come_before_items_and_the_door_and_the_illness_are_said() -> None:
    caller = let_in().press("1")
    assert caller.heard == "三栋一单元幺五零四,发热三十八度二。您去,请按一;办完了,请按二;没人在,请按三。"
    assert caller.press("").heard == "五栋三零幺,请回电话。您去,请按一;办完了,请按二;没人在,请按三。"
    assert caller.press("").heard.startswith("没有别的待办了。待办,请按一")


@pytest.mark.parametrize("key", ["", "4", "7", "8"])
def test_any_other_key_goes_on_to_the_next(key: str) -> None:
    caller = let_in().press("1", key)
    assert (caller.turn.state.alert, caller.turn.state.item, caller.events) == (0, 2, [LetIn()])


def test_nine_says_the_same_one_again() -> None:
    caller = let_in().press("1", "9")
    assert caller.heard.startswith("三栋一单元幺五零四,发热三十八度二。")


def test_taking_offers_to_connect_the_household_and_then_goes_on() -> None:
    caller = let_in().press("1", "1")
    assert (caller.last, caller.heard) == (
        WorkedOn(Result.TAKEN, alert=3),
        "好,归您了。接通这家,请按一;留句话,请按二。",
    )
    caller.press("1")
    assert (caller.ringing.number, caller.ringing.screened) == (HOUSEHOLD, False)
    assert caller.ring_out().turn.state.item == 2


def test_without_a_telephone_it_is_yours_and_the_next_follows() -> None:
    caller = let_in(replace(WORK, household_telephone="")).press("1", "1")
    assert caller.heard == "好,归您了。要留句话,请按一;下一件,请按四。"
    assert caller.press("4").heard.startswith("五栋三零幺,请回电话。")


@pytest.mark.parametrize(
    ("key", "result", "said"), [("2", Result.DONE, "记下了,办完了。"), ("3", Result.NOBODY_HOME, "记下了,没人在。")]
)
def test_done_and_nobody_home_are_one_key(key: str, result: Result, said: str) -> None:
    caller = let_in().press("1", key)
    assert caller.last == WorkedOn(result, alert=3)
    assert caller.heard == said + "要留句话,请按一;下一件,请按四。"
    assert caller.press("4").heard.startswith("五栋三零幺")


@pytest.mark.parametrize(
    ("keys", "matter"), [(("1", "2"), (3, 0)), (("2", "1"), (3, 0)), (("3", "1"), (3, 0)), (("", "1", "2"), (0, 2))]
)
def test_with_what_was_done_a_note_can_be_left(keys: tuple[str, ...], matter: tuple[int, int]) -> None:
    caller = let_in().press("1", *keys)
    assert caller.heard == "听到滴的一声,请说。说完等一下就好。"
    caller.speak("RE9")
    assert caller.last == SpokeNote("RE9", *matter)
    assert caller.heard.startswith("记下了。")


def test_a_silence_after_the_tone_is_no_note() -> None:
    caller = let_in().press("1", "2", "1").speak("")
    assert caller.last == WorkedOn(Result.DONE, alert=3)
    assert caller.turn.state.item == 2


@pytest.mark.parametrize("key", ["", "4", "7"])
def test_who_leaves_no_note_goes_on_to_the_next(key: str) -> None:
    assert let_in().press("1", "2", key).turn.state.item == 2


def test_whoever_takes_it_hears_what_another_said_of_it() -> None:
    noted = replace(WORK, matters=(replace(FEVER, note="RE8"), NO_TELEPHONE))
    caller = let_in(noted).press("1", "1")
    assert caller.heard.startswith("有人留了话:")
    assert caller.heard.endswith("接通这家,请按一;留句话,请按二。")
    assert [one.recording_sid for one in caller.keys.question if one.recording_sid] == ["RE8"]


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_what_another_took_meanwhile_is_said_so(key: str) -> None:
    caller = let_in().press("1")
    caller.world = replace(WORK, matters=(NO_TELEPHONE,))
    caller.press(key)
    assert caller.events == [LetIn()]
    assert caller.heard.startswith("这件已经有人办了。五栋三零幺")


# ------------------------------------------------------------ the collection point


def at_point(wave: NextWave | None) -> Caller:
    return let_in(replace(WORK, wave=wave)).press("4", "4", "1")


def test_the_next_wave_is_told_before_it_is_called() -> None:
    caller = at_point(NextWave(2, 5, clock="12:55"))
    assert (caller.heard, caller.events) == ("第二批,五户。现在叫,请按一;先不叫,请按二。", [LetIn()])
    caller.press("1")
    assert (caller.last, caller.heard.partition("。")[0]) == (CalledWave(), "叫了,请他们中午十二点五十五分来取")


@pytest.mark.parametrize(
    ("wave", "said"),
    [
        (None, "没有要叫的了"),
        (NextWave(2, 5, is_called=True), "第二批刚刚叫过"),
        (NextWave(0, 5), "没有排好的批次了,还有五户没来取"),
        (NextWave(2, 5, clock="07:00", is_night=True), "夜里不叫人,请上午七点以后再叫"),
    ],
)
def test_a_wave_that_is_not_there_or_was_called_is_said_so(wave: NextWave | None, said: str) -> None:
    caller = at_point(wave)
    assert (caller.heard.partition("。")[0], caller.events) == (said, [LetIn()])


def test_a_wave_that_another_calls_meanwhile_is_called_once() -> None:
    caller = at_point(NextWave(2, 5, clock="12:55"))
    caller.world = replace(caller.world, wave=NextWave(2, 5, is_called=True))
    assert caller.press("1").heard.startswith("第二批刚刚叫过")
    assert caller.events == [LetIn()]


# ------------------------------------------------------------ gas cards


@pytest.mark.parametrize(
    ("card", "keys", "event", "said"),
    [
        ("home", "100", (Signature.COLLECTED, 10_000), "记下了,卡和一百元在您这里"),
        ("home", "0", (Signature.COLLECTED, 0), "记下了,卡和零元在您这里"),
        ("others", "100", (Signature.COLLECTED, 10_000), "记下了,卡和一百元在您这里"),
        ("mine", "95", (Signature.TOPPED_UP, 9_500), "记下了,充了九十五元"),
        ("home", "101", None, "钱数对不上"),
        ("others", "95", None, "钱数对不上"),
        ("mine", "101", None, "钱数对不上"),
        ("mine", "0", None, "钱数对不上"),
    ],
)
def test_a_card_is_signed_for_by_the_sum_that_goes_with_it(
    card: str, keys: str, event: tuple[Signature, int] | None, said: str
) -> None:
    gas = Matter(item=7, kind="gas", building="3", room="301", card=card, card_fen=10_000)
    caller = let_in(replace(WORK, matters=(gas,))).press("1")
    assert caller.heard.endswith("您去,请按一;办完了,请按二;煤气卡,请按三。")
    caller.press("3", keys)
    assert caller.events[1:] == ([SignedForCard(event[0], 7, event[1])] if event else [])
    assert caller.heard.startswith(said)


# ------------------------------------------------------------ lists


def test_the_numbers_come_first_then_where_to_begin() -> None:
    caller = let_in().press("2")
    assert caller.heard == (
        "应报五百二十三人,听到四百一十二,没音讯一百零八,发热二,不适三。从哪一栋听起?请按楼号;从头听,请按零。"
    )


def test_missing_doors_are_read_floor_by_floor() -> None:
    caller = let_in().press("2", "0")
    heard = [caller.heard]
    while caller.at == "worker.page":
        heard.append(caller.press("1").heard)
    assert [words.partition("。")[0] for words in heard] == [
        "三栋一单元三楼:三零幺;十五楼:幺五零二,幺五零三",
        "三栋一单元十五楼:幺五零四独居",
        "三栋二单元十五楼:幺五零幺",
        "五栋三楼:三零二",
        "念完了",
    ]


def test_a_list_can_begin_at_a_building() -> None:
    assert let_in().press("2", "5").heard.startswith("五栋三楼:三零二。")


def test_a_page_is_said_again_with_nine_and_left_with_two() -> None:
    caller = let_in().press("2", "0", "1")
    first = caller.heard
    assert caller.press("9").heard == first
    assert caller.press("2").at == "worker.menu"


def test_a_door_heard_of_meanwhile_makes_no_other_be_left_out() -> None:
    caller = let_in().press("2", "0", "1")
    caller.world = replace(WORK, listed=tuple(one for one in MISSING if one.room != "1503"))
    assert caller.press("1").heard.startswith("三栋二单元十五楼:幺五零幺。")


def test_nobody_missing_is_said_so() -> None:
    caller = let_in(replace(WORK, listed=(), totals=Totals(2, 2))).press("2")
    assert caller.heard.startswith("应报二人,听到二,没音讯零,发热零,不适零。一户也没有。待办")


def test_a_person_who_is_asked_for_from_a_list_is_asked_for_at_no_door() -> None:
    caller = let_in().press("2", "3").press("0")
    assert caller.at == "person.ringing"
    state = caller.turn.state
    assert (state.building, state.room, state.listing) == ("", "", "")


def test_fevers_are_read_with_their_values() -> None:
    ill = replace(WORK, listed=(ListedDoor("3", "1", "1504", ",三十八度二"),))
    assert let_in(ill).press("4", "1").heard.startswith("三栋一单元十五楼:幺五零四,三十八度二。往下听")


def test_orders_are_read_as_totals_and_then_by_door() -> None:
    ordered = replace(WORK, listed=(ListedDoor("3", "1", "1504"),), set_totals=(("粮油冻品", 2), ("蔬菜", 12)))
    heard = let_in(ordered).press("4", "2").heard
    assert heard.startswith("粮油冻品两份,蔬菜十二份。三栋一单元十五楼:幺五零四。")


def test_in_english_it_is_all_the_same() -> None:
    caller = Caller(replace(WORK, totals=Totals(3, 1, 2)), worker=5, language="en").press(PIN, "2", "0", "1")
    assert caller.heard.startswith("Building 3 unit 1 floor fifteen: 1-5-0-4 独居. To go on, press 1.")


# ------------------------------------------------------------ a door

DOOR = ("3", "3", "1", "1504", "1")


def test_a_keyed_door_is_spoken_for_by_name_and_without_asking_who_speaks() -> None:
    caller = let_in(replace(WORK, found=TWO)).press(*DOOR)
    assert caller.heard == "报体温,请按一;订菜,请按二;上门看过了,请按三;别的,请按四。"
    state = caller.turn.state
    assert (state.verified, state.reporter, state.household) == (True, "worker", TWO.id)


def test_a_report_for_a_door_leads_back_to_the_menu() -> None:
    caller = let_in(replace(WORK, found=TWO)).press(*DOOR, "1", "1", "1")
    assert caller.last == Reported((Reading(0), Reading(1)))
    assert caller.heard.startswith("记下了。报过的没有改。待办")
    assert caller.left_by_hanging_up() == ()
    assert caller.press("3").turn.state.household == 0


def test_an_illness_at_a_door_is_an_alert_at_the_first_key() -> None:
    caller = let_in(replace(WORK, found=ONE)).press(*DOOR, "1", "2")
    assert caller.last == RaisedAlert(Complaint.UNWELL, 0)


def test_a_door_heard_of_says_so_first() -> None:
    caller = let_in(replace(WORK, found=replace(ONE, reported=True))).press(*DOOR)
    assert caller.heard.startswith("这户今天报过了,再报不会改。报体温")


def test_anything_else_at_a_door_is_the_workers_menu_and_never_a_residents() -> None:
    assert let_in(replace(WORK, found=ONE)).press(*DOOR, "1", "3").at == "worker.menu"


def test_an_order_for_a_door_is_an_order_of_that_household() -> None:
    caller = let_in(replace(WORK, found=ONE, sets=(GREENS,))).press(*DOOR, "2")
    assert caller.at == "order.which"


def test_an_order_for_a_door_leads_back_to_the_menu() -> None:
    caller = let_in(replace(WORK, found=ONE, sets=(GREENS,))).press(*DOOR, "2", "1", "1", "1")
    assert caller.at == "order.more"
    assert caller.press("2").at == "worker.menu"
    assert caller.left_by_hanging_up() == ()


def test_an_illness_at_a_door_leads_back_to_the_menu_once_the_symptoms_are_told() -> None:
    caller = let_in(replace(WORK, found=ONE)).press(*DOOR, "1", "2", "382", "1", "2", "2", "2")
    assert caller.at == "worker.menu", caller.heard


@pytest.mark.parametrize(
    ("key", "outcome", "said"),
    [
        ("1", VisitOutcome.WELL, "记下了。"),
        ("2", VisitOutcome.NOBODY_HOME, "记下了。"),
        ("3", VisitOutcome.ILL, "记下了,已经告诉人了。"),
    ],
)
def test_a_visit_is_entered_with_two_keys(key: str, outcome: VisitOutcome, said: str) -> None:
    caller = let_in(replace(WORK, found=ONE)).press(*DOOR, "3", key)
    assert caller.last == Visited(outcome)
    assert caller.heard.startswith(said + "待办")


def test_a_door_that_is_not_on_the_roster_is_said_so() -> None:
    caller = let_in().press(*DOOR)
    assert caller.heard.startswith("名册里没有这个门牌。待办")
    assert caller.left_by_hanging_up() == ()


# ------------------------------------------------------------ what else there is at a door


def at_door(facts: Facts) -> Caller:
    """A worker at a door's other matters."""
    return let_in(facts).press("3", "3", "1", "1504", "1", "4")


def test_not_measured_yet_is_asked_of_each_of_several_people_in_turn() -> None:
    caller = at_door(replace(WORK, found=THREE, household=THREE)).press("1")
    assert caller.heard == "王阿姨:还没量,请按一;量过了,请按二。"
    caller.press("1", "2", "1")
    assert caller.events[1:] == [Postponed((0,)), Postponed((2,))]
    assert caller.heard.startswith("记下了。待办,请按一")


def test_who_lives_alone_is_not_asked_about_first() -> None:
    assert at_door(replace(WORK, found=ONE)).press("1").events[1:] == [Postponed((0,))]


def test_what_was_entered_is_taken_back_after_a_key_and_the_door_can_be_reported_anew() -> None:
    caller = at_door(replace(WORK, found=ONE, entered="well")).press("3")
    assert (caller.heard, caller.events[1:]) == ("您今天给这户登记的都撤回,请按一;不撤,请按二。", [])
    caller.press("1")
    assert caller.heard.startswith("撤回了。报体温,请按一")
    caller.press("1", "1", "1")
    assert caller.events[1:] == [TookBack(), Reported((Reading(0),))]


def test_of_an_illness_that_was_entered_the_alert_stays_and_that_is_said() -> None:
    caller = at_door(replace(WORK, found=ONE, entered="ill")).press("3", "1")
    assert "还要有人去办" in caller.heard


def test_where_nothing_was_entered_nothing_is_taken_back() -> None:
    caller = at_door(replace(WORK, found=ONE)).press("3")
    assert (caller.heard.startswith("您今天没有登记过这户。"), caller.at) == (True, "worker.what")


def test_what_a_door_wants_comes_back_to_the_menu_and_not_to_goodbye() -> None:
    caller = at_door(replace(WORK, found=ONE)).press("2", "3")
    assert (caller.last, caller.at) == (Requested(RequestKind.GAS), "worker.menu")


def test_whoever_has_moved_is_asked_about_once_more() -> None:
    caller = let_in(replace(WORK, found=ONE)).press("3", "3", "1", "1504", "1", "3", "4")
    assert caller.events == [LetIn()]
    assert caller.press("1").last == Visited(VisitOutcome.MOVED)
