"""The day's report over the phone: two keys, two people, one by one, digits, fever."""

import pytest

from ivr.events import (
    About,
    Complaint,
    FiledItem,
    HasSymptom,
    ItemKind,
    NamedIll,
    OverPressed,
    RaisedAlert,
    Reading,
    Reported,
    Symptom,
)
from tests.unit.caller import DIGITS_ONE, DIGITS_TWO, FIVE, ONE, THREE, TWO, Caller, household, known

F5 = "网格员会尽快打电话给您。请您在家等。要是喘不过气,请打一二零。"
UNWELL = RaisedAlert(Complaint.UNWELL, person=0)


def fever(tenths: int | None, person: int = 0) -> RaisedAlert:
    return RaisedAlert(Complaint.FEVER, person, tenths)


def reported(*tenths: int | None) -> Reported:
    return Reported(tuple(Reading(person, value) for person, value in enumerate(tenths)))


def test_it_takes_a_normal_report_in_two_keys_without_a_menu() -> None:
    caller = Caller(known(ONE))
    assert caller.heard == ("王阿姨,您好,青和居热线。今天体温正常,请按一;发烧或者不舒服,请按二;办别的事,请按三。")
    caller.press("1")
    assert [spoken.text for spoken in caller.keys.read_back] == ["您报的是:一个人,体温正常。"]
    assert [spoken.text for spoken in caller.keys.question] == ["对,请按一;不对,请按二。"]
    caller.press("1")
    assert (caller.heard, caller.is_over) == ("记下了,谢谢您。再见。", True)
    assert caller.events == [reported(None)]


def test_it_reads_nothing_for_a_plain_key() -> None:
    caller = Caller(known(ONE))
    caller.wanted.clear()
    caller.press("2", "382", "1", "2", "2", "2")
    assert caller.wanted == []


def test_it_raises_the_alert_at_the_first_key_and_ends_with_f5() -> None:
    caller = Caller(known(ONE)).press("2")
    assert caller.events == [UNWELL]
    assert caller.at == "report.key_value"
    caller.press("382")
    assert caller.events == [UNWELL, fever(382)]
    assert caller.heard == "您报的是,三十八度二。对,请按一;不对,请按二。"
    caller.press("1")
    assert caller.events == [UNWELL, fever(382), reported(382)]
    assert caller.prompts == ["fever.told", "fever.breathless"]
    assert caller.turn.says[0].text.startswith("三十八度二,是发烧了。")
    caller.press("2", "1", "2")
    assert caller.last == HasSymptom(Symptom.COUGH, person=0)
    assert (caller.heard, caller.is_over) == (F5, True)


def test_it_asks_for_symptoms_below_a_fever_when_somebody_feels_unwell() -> None:
    caller = Caller(known(ONE)).press("2", "365", "1")
    assert caller.prompts == ["fever.breathless"]
    assert caller.events == [UNWELL, reported(365)]
    assert caller.press("2", "2", "2").heard == F5


def test_it_sends_the_breathless_to_120_at_once() -> None:
    caller = Caller(known(ONE)).press("2", "382", "1", "1")
    assert caller.last == HasSymptom(Symptom.BREATHLESS, person=0)
    assert caller.is_over
    assert caller.heard == "请您现在就打一二零。" + F5


def test_it_goes_on_when_a_symptom_question_stays_unanswered_once() -> None:
    caller = Caller(known(ONE)).press("2", "382", "1")
    assert caller.press("").prompts == ["fever.cough"]
    assert caller.press("").prompts == ["fever.weak"]
    assert caller.press("").heard == F5


def test_it_repeats_a_symptom_question_after_a_wrong_key_and_then_goes_on() -> None:
    caller = Caller(known(ONE)).press("2", "382", "1", "5")
    assert caller.prompts == ["kind.wrong_key", "fever.breathless"]
    assert caller.press("9").prompts == ["fever.breathless"]
    assert caller.press("6").prompts == ["fever.cough"]


# ------------------------------------------------------------ two people


def test_it_asks_for_both_at_once() -> None:
    caller = Caller(known(TWO))
    assert caller.heard.endswith("您家两人都正常,请按一;有人发烧、不舒服,请按二;别的事,请按三。")
    caller.press("1")
    assert caller.heard.startswith("您报的是:两个人,体温正常。")
    assert caller.press("1").events == [reported(None, None)]


def test_it_asks_who_is_ill_after_the_alert() -> None:
    caller = Caller(known(TWO)).press("2")
    assert caller.events == [RaisedAlert(Complaint.UNWELL)]
    assert caller.heard == "听到了。是王阿姨,请按一;是李叔叔,请按二;两个人都是,请按三。"
    caller.press("2")
    caller.press("378")
    assert caller.events[1:] == [NamedIll((1,)), fever(378, person=1)]
    assert caller.heard.startswith("您报的是,李叔叔三十七度八,王阿姨正常。")
    assert caller.press("1").last == reported(None, 378)


def test_it_asks_both_one_after_the_other() -> None:
    caller = Caller(known(TWO)).press("2", "3", "378")
    assert caller.heard == "现在报李叔叔的体温。请按三个数字。"
    caller.press("366")
    assert caller.heard.startswith("您报的是,王阿姨三十七度八,李叔叔三十六度六。")
    assert caller.press("1").last == reported(378, 366)
    assert caller.press("1").last == HasSymptom(Symptom.BREATHLESS, person=None)


@pytest.mark.parametrize("people", [("", ""), ("王阿姨", "王阿姨")])
def test_it_counts_people_it_cannot_tell_apart_by_name(people: tuple[str, ...]) -> None:
    caller = Caller(known(household(*people))).press("2")
    assert caller.heard == "听到了。是第一位,请按一;是第二位,请按二;两个人都是,请按三。"


# ------------------------------------------------------------ three or more


def test_it_asks_one_by_one() -> None:
    caller = Caller(known(THREE))
    assert caller.heard == ("王阿姨,您好,青和居热线。王阿姨:正常,请按一;发烧或不舒服,请按二;别的事,请按三。")
    assert caller.press("1").heard == "听到了。李叔叔:正常,请按一;发烧或不舒服,请按二。"
    assert caller.press("1").heard == "听到了。小王:正常,请按一;发烧或不舒服,请按二。"
    assert caller.press("1").heard.startswith("您报的是:三个人,体温正常。")
    assert caller.press("1").events == [reported(None, None, None)]


def test_it_offers_anything_else_with_the_first_person_only() -> None:
    assert Caller(known(THREE)).press("3").at == "main.menu"
    assert Caller(known(THREE)).press("1", "3").prompts == ["kind.wrong_key", "report.next_today"]


def test_it_raises_the_alert_with_the_first_ill_and_keys_values_after_the_last_person() -> None:
    caller = Caller(known(FIVE)).press("1", "2")
    assert caller.events == [RaisedAlert(Complaint.UNWELL, person=1)]
    caller.press("1", "2", "1")
    assert caller.last == NamedIll((1, 3))
    assert caller.prompts == ["report.heard", "report.key_value"]
    assert caller.press("381").heard.startswith("现在报小李的体温。")
    caller.press("365")
    assert caller.heard.startswith("您报的是,李叔叔三十八度一,小李三十六度五,其他人正常。")
    assert caller.press("1").last == reported(None, 381, None, 365, None)


def test_it_starts_again_with_the_first_person_after_a_no() -> None:
    caller = Caller(known(THREE)).press("1", "1", "1", "2")
    assert caller.heard == "王阿姨:正常,请按一;发烧或不舒服,请按二;别的事,请按三。"


# ------------------------------------------------------------ digits


def test_it_asks_for_three_digits_first() -> None:
    caller = Caller(known(DIGITS_ONE))
    assert caller.heard == ("王阿姨,您好,青和居热线。请按三个数字报体温,比如三、六、五;别的事,请按零。")
    assert (caller.keys.num_digits, caller.keys.finish_on_key, caller.keys.wait) == (3, "", 10)
    assert caller.press("365").heard.startswith("您报的是,三十六度五。")
    assert caller.press("1").events == [reported(365)]
    assert caller.heard == "记下了,谢谢您。再见。"


def test_it_asks_everybody() -> None:
    caller = Caller(known(DIGITS_TWO)).press("365")
    assert caller.heard == "现在报李叔叔的体温。请按三个数字。"
    assert caller.press("373").events == [fever(373, person=1)]
    assert caller.press("1").last == reported(365, 373)
    assert caller.press("1").last == HasSymptom(Symptom.BREATHLESS, person=1)


@pytest.mark.parametrize(
    ("keys", "events"),
    [("372", []), ("373", [fever(373)]), ("420", [fever(420)]), ("36*", []), ("38", [fever(None)])],
)
def test_it_raises_the_alert_before_the_confirm(keys: str, events: list[RaisedAlert]) -> None:
    assert Caller(known(DIGITS_ONE)).press(keys).events == events


# ------------------------------------------------------------ keys


@pytest.mark.parametrize("keys", ["365", "365#", "*365", "0365", "3*6#5"])
def test_it_takes_three_digits_whatever_stands_around_them(keys: str) -> None:
    assert Caller(known(DIGITS_ONE)).press(keys).heard.startswith("您报的是,三十六度五。")


@pytest.mark.parametrize("keys", ["36", "36*", "036", "*36", "36#"])
def test_it_asks_for_the_last_digit_alone(keys: str) -> None:
    caller = Caller(known(DIGITS_ONE)).press(keys)
    assert caller.heard == "听到三十六度。三十六度几?请按一个数字。"
    assert (caller.keys.num_digits, caller.keys.finish_on_key) == (1, "")
    assert caller.press("5").heard.startswith("您报的是,三十六度五。")


@pytest.mark.parametrize("digit", "0123456789")
def test_it_takes_every_digit_as_the_missing_one(digit: str) -> None:
    caller = Caller(known(DIGITS_ONE)).press("36", digit)
    assert caller.turn.state.values == (360 + int(digit),)


@pytest.mark.parametrize("key", ["#", "*"])
def test_hash_and_star_cost_nothing_where_one_digit_is_asked(key: str) -> None:
    caller = Caller(known(DIGITS_ONE)).press("36", key, key, key, key)
    assert caller.prompts == ["report.last_digit"]
    assert Caller(known(ONE)).press(key, key, key, key).prompts == ["report.today"]


@pytest.mark.parametrize("keys", ["3", "3#", "34", "42", "349", "421", "999", "00", "##", "05", "90"])
def test_it_refuses_all_else_and_says_the_range(keys: str) -> None:
    caller = Caller(known(DIGITS_ONE)).press(keys)
    assert caller.prompts == ["kind.out_of_range", "report.key_yours"]


@pytest.mark.parametrize("keys", ["0", "0#", "*0"])
@pytest.mark.parametrize("way_to_number", [("2",), ("2", "3"), ("2", "3", "365")])
def test_a_lone_zero_means_that_there_is_no_number(way_to_number: tuple[str, ...], keys: str) -> None:
    caller = Caller(known(TWO if len(way_to_number) > 1 else ONE)).press(*way_to_number, keys)
    assert caller.prompts == ["report.no_number"]


@pytest.mark.parametrize("keys", ["9", "9#", "*9"])
def test_a_lone_nine_says_the_question_again(keys: str) -> None:
    caller = Caller(known(ONE)).press("2", keys)
    assert caller.prompts == ["report.key_value"]
    assert caller.turn.state.tries == 1


def test_silence_at_a_number_does_not_offer_nine_as_a_key() -> None:
    caller = Caller(known(ONE)).press("2", "")
    assert caller.heard.startswith("不着急。请按三个数字。")


# ------------------------------------------------------------ doubts


def test_a_fever_that_is_gone_at_the_second_try_is_read_back_twice() -> None:
    caller = Caller(known(ONE)).press("2", "392", "2", "363")
    assert caller.heard.startswith("您报的是,三十六度三,没有发烧。")
    caller.press("1")
    assert caller.heard.startswith("先前按的是三十九度二。请再听一遍。您报的是,三十六度三,没有发烧。")
    assert reported(363) not in caller.events
    assert caller.press("1").last == reported(363)


def test_a_no_at_the_second_read_back_keys_the_fever_after_all() -> None:
    caller = Caller(known(ONE)).press("2", "392", "2", "363", "1", "2")
    assert caller.prompts == ["report.key_value"]
    digits = Caller(known(DIGITS_ONE)).press("392").over_press().press("363", "1")
    assert digits.heard.startswith("先前按的是三十九度二。")
    assert digits.over_press("1").last == OverPressed()


def test_another_fever_at_the_second_try_is_read_back_once() -> None:
    caller = Caller(known(ONE)).press("2", "392", "2", "393", "1")
    assert caller.last == reported(393)


def test_a_value_of_who_is_ill_that_lacked_a_digit_and_is_no_fever_is_read_back_twice() -> None:
    caller = Caller(known(ONE)).press("2", "36", "6", "1")  # 3-8-6, and the 8 was not pressed through
    assert caller.heard.startswith("先前少了一个数字。请再听一遍。您报的是,三十六度六,没有发烧。")
    assert [spoken.prompt for spoken in caller.turn.says] == ["report.pieced"]  # no key cuts it short
    assert reported(366) not in caller.events
    assert caller.press("1").last == reported(366)


def test_who_is_ill_without_a_fever_hears_so_in_the_read_back() -> None:
    caller = Caller(known(TWO)).press("2", "2", "365")
    assert caller.heard.startswith("您报的是,李叔叔三十六度五,王阿姨正常,没有发烧。")
    assert "没有发烧" not in Caller(known(TWO)).press("2", "3", "378", "366").heard
    assert "没有发烧" not in Caller(known(DIGITS_ONE)).press("365").heard


def test_a_no_there_keys_the_value_again_and_a_whole_one_is_doubted_no_more() -> None:
    caller = Caller(known(ONE)).press("2", "36", "6", "1", "2")
    assert caller.prompts == ["report.key_value"]
    assert caller.press("365", "1").last == reported(365)


@pytest.mark.parametrize(("keys", "tenths"), [(("38", "6"), 386), (("37", "3"), 373), (("366",), 366)])
def test_a_fever_and_a_value_keyed_at_once_are_read_back_once(keys: tuple[str, ...], tenths: int) -> None:
    assert Caller(known(ONE)).press("2", *keys, "1").last == reported(tenths)


def test_a_missing_digit_is_doubted_only_of_who_is_ill() -> None:
    assert Caller(known(DIGITS_ONE)).press("36", "6", "1").last == reported(366)


def test_a_fever_of_the_door_before_casts_no_doubt_on_the_next() -> None:
    caller = Caller(known(ONE)).press("2", "392")
    assert caller.turn.state.feared == 0
    begun = Caller(known(DIGITS_ONE), "report.start", people=1, digits=True, feared=392, pieced=True).turn.state
    assert (begun.feared, begun.pieced) == (0, False)


@pytest.mark.parametrize("keys", [("2",), ("2", "1"), ("2", "2"), ("2", "3")])
def test_a_doubled_key_falls_into_a_word_and_answers_nothing(keys: tuple[str, ...]) -> None:
    caller = Caller(known(TWO)).press(*keys)
    assert [spoken.prompt for spoken in caller.turn.says] == ["report.heard"]


@pytest.mark.parametrize("keys", [("1",), ("2",), ("1", "2"), ("1", "2", "1")])
def test_so_does_one_between_two_people(keys: tuple[str, ...]) -> None:
    caller = Caller(known(THREE)).press(*keys)
    assert [spoken.prompt for spoken in caller.turn.says] == ["report.heard"]


def test_the_last_of_four_keys_does_not_answer_the_question_put_again() -> None:
    caller = Caller(known(DIGITS_ONE)).press("336")
    assert [spoken.prompt for spoken in caller.turn.says] == ["kind.out_of_range"]


# ------------------------------------------------------------ read back


def test_a_two_leads_back_to_the_first_question_without_its_greeting() -> None:
    caller = Caller(known(ONE)).press("1", "2")
    assert caller.prompts == ["report.today"]


def test_a_two_at_values_keys_them_again() -> None:
    caller = Caller(known(ONE)).press("2", "365", "2")
    assert caller.prompts == ["report.key_value"]
    assert Caller(known(TWO)).press("2", "3", "365", "366", "2").prompts == ["report.key_value"]
    assert Caller(known(DIGITS_TWO)).press("365", "366", "2").heard == "现在报王阿姨的体温。请按三个数字。"


@pytest.mark.parametrize("key", "0123456789")
def test_an_over_press_is_never_consent(key: str) -> None:
    caller = Caller(known(DIGITS_ONE)).press("365").over_press(key)
    assert caller.prompts == ["kind.over_press", "report.key_yours"]
    assert caller.events == [OverPressed()]


def test_an_over_press_keys_the_last_number_again() -> None:
    assert Caller(known(ONE)).press("2", "365").over_press().prompts == ["kind.over_press", "report.key_value"]
    caller = Caller(known(TWO)).press("2", "3", "365", "366").over_press()
    assert caller.prompts == ["kind.over_press", "report.key_next"]
    assert caller.press("367").turn.state.values == (365, 367)


def test_an_over_press_at_normal_reads_back_again() -> None:
    caller = Caller(known(ONE)).press("1").over_press("1")
    assert caller.prompts == ["kind.over_press_listen", "report.read_back_normal", "kind.right_or_wrong"]
    assert caller.events == [OverPressed()]
    assert caller.press("1").events == [OverPressed(), reported(None)]


@pytest.mark.parametrize("key", ["#", "*", "#*"])
def test_hash_and_star_read_back_again_at_no_cost(key: str) -> None:
    caller = Caller(known(DIGITS_ONE)).press("365")
    for _ in range(4):
        caller.over_press(key)
    assert caller.prompts == ["report.read_back_values", "kind.right_or_wrong"]
    assert caller.press("1").events == [reported(365)]


# ------------------------------------------------------------ tries


@pytest.mark.parametrize("failures", [("", "", ""), ("5", "5", "5"), ("9", "9", "9"), ("", "7", "9")])
def test_three_failures_at_a_question_end_with_a_call_back(failures: tuple[str, ...]) -> None:
    caller = Caller(known(ONE)).press(*failures)
    assert caller.is_over
    assert caller.heard == "没关系,我请网格员打电话给您。您挂了就行。"
    assert caller.events == [FiledItem(ItemKind.CALL_BACK, about=About.REPORT)]


def test_a_two_at_the_confirm_uses_a_try_of_the_question() -> None:
    caller = Caller(known(ONE)).press("", "1", "2", "1")
    assert not caller.is_over
    assert caller.press("2").is_over


def test_three_failures_at_the_confirm_leave_the_unconfirmed_value() -> None:
    caller = Caller(known(DIGITS_ONE)).press("365", "", "9", "4")
    assert caller.is_over
    assert [(e.kind, e.tenths) for e in caller.events if isinstance(e, FiledItem)] == [
        (ItemKind.UNCONFIRMED_VALUE, 365)
    ]


def test_an_over_press_uses_a_try_as_well() -> None:
    caller = Caller(known(DIGITS_ONE))
    for _ in range(3):
        caller.press("365").over_press()
    assert caller.is_over
    caller = Caller(known(ONE)).press("1")
    for _ in range(3):
        caller.over_press()
    assert caller.is_over


def test_the_next_question_has_its_own_tries() -> None:
    caller = Caller(known(TWO)).press("", "", "2", "", "", "1", "", "")
    assert not caller.is_over
    assert caller.at == "report.key_value"


def test_a_number_asked_after_a_rejected_normal_has_three_tries() -> None:
    assert not Caller(known(ONE)).press("1", "2", "2", "", "").is_over


def test_who_is_ill_is_asked_again_of_two_after_a_second_no() -> None:
    caller = Caller(known(TWO)).press("2", "1", "382", "2")
    assert caller.at == "report.key_value"
    caller.press("382", "2")
    assert caller.at == "report.who"
    caller.press("2", "382", "1")
    assert caller.events[-1] == Reported((Reading(0, None), Reading(1, 382)))


def test_each_of_three_is_asked_about_again_after_a_second_no() -> None:
    caller = Caller(known(THREE)).press("2", "1", "1", "382", "2", "382", "2")
    assert caller.at == "report.first_today"
    caller.press("1", "2", "1", "382", "1")
    assert caller.events[-1] == Reported((Reading(0, None), Reading(1, 382), Reading(2, None)))


def test_one_who_says_no_twice_is_asked_for_the_value_again() -> None:
    assert Caller(known(ONE)).press("2", "382", "2", "382", "2").at == "report.key_value"


def test_silence_is_comforted_and_the_question_said_again() -> None:
    caller = Caller(known(ONE)).press("")
    assert caller.heard.startswith("不着急。今天体温正常")
    assert caller.press("9").prompts == ["report.today"]


def test_the_second_silence_is_told_that_nine_repeats() -> None:
    caller = Caller(known(ONE)).press("", "")
    assert caller.heard.startswith("不着急。再听,请按九。今天体温正常")
    confirming = Caller(known(ONE)).press("1", "")
    assert confirming.prompts[0] == "kind.silence_number"
    assert confirming.press("").prompts[0] == "kind.silence"


def test_a_failed_call_with_an_alert_still_ends_with_f5() -> None:
    caller = Caller(known(ONE)).press("2", "", "", "")
    assert caller.prompts == ["kind.third_failure", "fever.close"]


# ------------------------------------------------------------ no thermometer


def test_it_becomes_a_task() -> None:
    caller = Caller(known(DIGITS_ONE)).press("0", "1")
    assert caller.events == [FiledItem(ItemKind.NO_THERMOMETER, 0)]
    assert (caller.heard, caller.is_over) == ("记下了。网格员今天会联系您。", True)


def test_it_is_the_doors_where_more_than_one_was_still_to_be_asked() -> None:
    assert Caller(known(DIGITS_TWO)).press("0", "1").events == [FiledItem(ItemKind.NO_THERMOMETER)]
    assert Caller(known(TWO)).press("2", "3", "0", "1").events[-1] == FiledItem(ItemKind.NO_THERMOMETER)


def test_it_goes_on_to_the_symptoms_where_somebody_is_unwell() -> None:
    caller = Caller(known(ONE)).press("2", "0", "1")
    assert caller.events == [UNWELL, FiledItem(ItemKind.NO_THERMOMETER, 0)]
    assert caller.prompts == ["fever.breathless"]


def test_it_keeps_what_was_keyed_before() -> None:
    caller = Caller(known(TWO)).press("2", "3", "382", "0", "1")
    kinds = [(e.kind, e.person, e.tenths) for e in caller.events if isinstance(e, FiledItem)]
    assert kinds == [(ItemKind.NO_THERMOMETER, 1, None), (ItemKind.UNCONFIRMED_VALUE, 0, 382)]


def test_other_things_and_a_person_are_offered() -> None:
    assert Caller(known(DIGITS_ONE)).press("0", "2").at == "main.menu"
    assert Caller(known(DIGITS_ONE)).press("0", "0").ringing.leg == 0


# ------------------------------------------------------------ english


def test_it_speaks_numbers_as_words() -> None:
    door = household("Auntie Wang")
    caller = Caller(known(door, community="Qingheju"), language="en")
    caller.turn = Caller(known(), "report.key_value", "en", household=7, people=1, ill=(0,)).turn
    assert caller.press("365").heard == "You reported thirty-six point five, no fever.Right, press 1. Wrong, press 2."


def test_who_was_silent_at_a_read_back_may_answer_late_while_being_comforted() -> None:
    caller = Caller(known(ONE)).press("1", "")
    assert [spoken.prompt for spoken in caller.keys.comfort] == ["kind.silence_number"]
    assert [spoken.prompt for spoken in caller.keys.read_back] == ["report.read_back_normal"]
    assert caller.turn.says == ()
    assert caller.press("1").is_over  # the late key is posted to where the question's keys are


def test_who_pressed_a_wrong_key_at_a_read_back_is_not_heard_while_being_told() -> None:
    caller = Caller(known(ONE)).press("1", "7")
    assert caller.keys.comfort == ()
    assert [spoken.prompt for spoken in caller.turn.says] == ["kind.wrong_key"]
