"""Requests over the webhooks: medicine by voice and by text, what the carrier tells of a recording, and how each ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session, undefer

from ivr.events import Result
from models import Alert, Duty, Item, Message, Phone, Request, RequestRecording, StateChange
from services.alerting.item_work import work_on_item
from services.board.board import read_board
from services.calling.worker_menu import read_matters
from services.day.clock import local_day, real_clock
from services.life_cycles import By
from services.needs.meal_deliveries import deliver, waiting_doors
from services.needs.news import ask_due
from services.staff import pins
from tests.integration.outgoing import FakeCarrier
from tests.web.conftest import MORNING
from tests.web.line import BASE, PhoneCall, Wire
from tests.web.village import COUPLE, DUTY, STRANGER, WANG, WORKER, Village
from workers.fetching import Fetcher

SID = "RE" + "a" * 32
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x01" * 100
MEDICINE = ("3", "3", "1")  # from the first question


def requests(engine: Engine) -> list[Request]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Request).order_by(Request.id)))


def items(engine: Engine) -> list[Item]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Item).order_by(Item.id)))


def recordings(engine: Engine) -> list[tuple[str | None, str]]:
    with Session(engine) as session:
        query = select(RequestRecording.recording_sid, RequestRecording.state).order_by(RequestRecording.id)
        return [(sid, state) for sid, state in session.execute(query)]


def alerts(engine: Engine) -> list[tuple[str, str]]:
    with Session(engine) as session:
        return [(kind, state) for kind, state in session.execute(select(Alert.kind, Alert.state))]


def bodies(engine: Engine, to: str) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Message.body).where(Message.to == to).order_by(Message.id)))


def text(wire: Wire, sid: str, body: str, sender: str = WANG) -> None:
    form = {"MessageSid": sid, "From": sender, "To": "+862755500100", "Body": body}
    assert wire.post("/webhooks/sms/incoming", form).status == 200


def callback_of(call: PhoneCall) -> str:
    (record,) = [verb for verb in call.verbs if verb.tag == "Record"]
    return record.get("recordingStatusCallback") or ""


def tell(wire: Wire, call: PhoneCall, callback: str, **form: str) -> int:
    told = {"CallSid": call.sid, "RecordingSid": SID, "RecordingStatus": "completed", "RecordingDuration": "4"}
    return wire.post(callback, told | form).status


def test_medicine_by_voice_is_one_request_with_all_that_was_said(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID).press("5", "2").hang_up()
    (request,), (item,) = requests(engine), items(engine)
    assert (request.kind, request.state, request.days_left, request.brings) == ("medicine", "new", 5, True)
    assert (request.household_id, request.item_id) == (village.doors["wang"], item.id)
    assert (item.kind, item.state, item.worker_id) == ("medicine", "open", village.workers["worker"])
    assert item.note == "还剩5天, 送上门, 有录音"
    assert item.due - item.since == timedelta(days=1)
    assert recordings(engine) == [(SID, "pending")]
    assert alerts(engine) == []


def test_three_days_or_fewer_are_an_alert_at_once_and_due_today(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID).press("3")
    assert alerts(engine) == [("medicine", "open")]
    (item,) = items(engine)
    assert item.due - item.since == timedelta(hours=8)
    assert bodies(engine, WORKER)[0].startswith("3栋1单元1504 急需药 回 ")


def test_a_stranger_asks_for_a_door_and_is_called_back(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "1")
    call.press(*MEDICINE).speak(SID).press("2")
    (item,) = items(engine)
    assert (item.phone, item.resident_id, requests(engine)[0].household_id) == (STRANGER, None, village.doors["wang"])
    with Session(engine) as session:
        assert session.scalars(select(Alert.unverified)).all() == [True]


def test_it_is_fetched_outside_the_webhook_and_kept(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID)
    carrier = FakeCarrier()
    carrier.sounds[SID] = WAV
    assert Fetcher(engine, carrier, real_clock(), BASE).drain() == 1
    with Session(engine) as session:
        row = session.scalars(select(RequestRecording).options(undefer(RequestRecording.sound))).one()
        assert (row.state, row.sound, row.length, len(row.sha256)) == ("kept", WAV, len(WAV), 64)


def test_what_can_never_be_fetched_is_said_on_the_list(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID)
    carrier = FakeCarrier()
    carrier.sounds[SID] = b"<html>no sound</html>"
    Fetcher(engine, carrier, real_clock(), BASE).drain()
    assert (recordings(engine), items(engine)[0].note) == ([(SID, "failed")], "录音没收到,请打电话问")


@pytest.mark.parametrize("status", ["absent", "failed"])
def test_a_recording_that_the_carrier_has_not_is_waited_for_no_more(
    wire: Wire, engine: Engine, village: Village, status: str
) -> None:
    call = PhoneCall(wire, WANG).dial().press(*MEDICINE)
    callback = callback_of(call)
    call.speak(SID)
    assert tell(wire, call, callback, RecordingStatus=status) == 204
    assert (recordings(engine), items(engine)[0].note) == ([(SID, "failed")], "录音没收到,请打电话问")


def test_absent_alone_as_it_was_captured_leaves_the_request_without_sound(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press(*MEDICINE)
    form = {"CallSid": call.sid, "RecordingSid": SID, "RecordingStatus": "absent", "AccountSid": "AC1"}
    assert wire.post(callback_of(call), form).status == 204
    assert (recordings(engine), len(requests(engine))) == ([], 1)


def test_a_hang_up_while_speaking_keeps_what_was_said_though_no_turn_follows(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press(*MEDICINE)
    call.hang_up()
    for _ in range(2):
        assert tell(wire, call, callback_of(call)) == 204
    assert (recordings(engine), len(requests(engine)), len(items(engine))) == ([(SID, "pending")], 1, 1)


def test_a_hang_up_posts_the_turn_with_digits_hangup_and_it_is_kept_once(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press(*MEDICINE)
    (record,) = [verb for verb in call.verbs if verb.tag == "Record"]
    assert tell(wire, call, callback_of(call)) == 204  # the callback may be the first
    for _ in range(2):
        form = call.form(CallStatus="completed", Digits="hangup", RecordingSid=SID, RecordingDuration="4")
        assert wire.post(record.get("action") or "", form).status == 200
    call.hang_up()
    assert (recordings(engine), len(requests(engine)), len(items(engine))) == ([(SID, "pending")], 1, 1)


def test_what_a_worker_says_for_a_door_is_kept_though_no_turn_follows(
    wire: Wire, engine: Engine, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pins.COST, "n", 2)
    with Session(engine) as session, session.begin():
        pin = pins.set_pin(session, village.community, "孙丽")
    call = PhoneCall(wire, WORKER).dial().press(pin, "3", "3", "1", "1504", "1", "4", "4", "2")
    callback = callback_of(call)
    call.hang_up()
    assert tell(wire, call, callback) == 204
    asked = [(one.kind, one.household_id) for one in requests(engine)]
    assert (recordings(engine), asked) == ([(SID, "pending")], [("other", village.doors["wang"])])


def test_no_second_of_sound_is_silence(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).dial().press(*MEDICINE)
    callback = callback_of(call)
    assert "没有听到" in call.speak(SID, seconds=0).heard
    assert tell(wire, call, callback, RecordingDuration="0") == 204
    assert (recordings(engine), len(requests(engine))) == ([], 1)


def test_a_callback_of_another_call_or_a_turn_that_is_none_changes_nothing(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press(*MEDICINE)
    for callback in (
        "/webhooks/status/recording",
        "/webhooks/status/recording?turn=99",
        "/webhooks/status/recording?turn=x",
    ):
        assert tell(wire, call, callback) == 204
    assert tell(wire, PhoneCall(wire, COUPLE), callback_of(call)) == 204
    assert recordings(engine) == []


def test_a_callback_after_it_was_done_asks_for_nothing_anew(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).dial().press(*MEDICINE)
    callback = callback_of(call)
    call.speak(SID).hang_up()
    worked(engine, Result.DONE, village)
    tell(wire, call, callback)
    assert [one.state for one in requests(engine)] == ["done"]


def test_the_worker_hears_at_the_item_what_was_said(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID)
    with Session(engine) as session:
        (matter,) = read_matters(session, village.workers["worker"], MORNING)
    assert (matter.kind, matter.recording) == ("medicine", SID)


def test_by_text_the_same_is_asked_and_kept(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "买药 二甲双胍 两盒")
    assert [one.words for one in requests(engine)] == ["买药 二甲双胍 两盒"]
    text(wire, "SM2", "2")
    (request,) = requests(engine)
    assert (request.days_left, request.words, alerts(engine)) == (
        2,
        "买药 二甲双胍 两盒 还剩2天",
        [("medicine", "open")],
    )
    assert items(engine)[0].note == "买药 二甲双胍 两盒 还剩2天"
    text(wire, "SM3", "取消")
    assert ([one.state for one in requests(engine)], items(engine)[0].state) == (["withdrawn"], "done")


def test_who_texts_of_the_gas_again_asks_for_one_thing_and_takes_it_back_with_one_word(
    wire: Wire, engine: Engine, village: Village
) -> None:
    for number, body in enumerate(("煤气没了", "煤气没了", "煤气卡充200", "煤气没了")):
        text(wire, f"SM{number}", body)
    (request,) = requests(engine)
    assert (request.state, request.words) == ("new", "煤气没了 煤气卡充200")
    text(wire, "SM9", "取消")
    assert ([one.state for one in requests(engine)], items(engine)[0].state) == (["withdrawn"], "done")
    PhoneCall(wire, WANG).dial().press("3", "3", "3")
    assert [one.state for one in requests(engine)] == ["withdrawn", "new"]


def test_a_stranger_who_asks_for_the_same_cannot_take_it_back(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "煤气没了")
    text(wire, "SM2", "3-1-1504 煤气没了", STRANGER)
    text(wire, "SM3", "取消", STRANGER)
    assert [one.state for one in requests(engine)] == ["new"]


def worked(engine: Engine, result: Result, village: Village, who: str = "worker") -> None:
    with Session(engine) as session, session.begin():
        item = session.scalars(select(Item).order_by(Item.id.desc()).limit(1)).one()
        work_on_item(session, item, result, MORNING, By("sms", village.workers[who]))


def ask_now(engine: Engine, hours: float = 0) -> int:
    with Session(engine) as session, session.begin():
        return ask_due(session, MORNING + timedelta(hours=hours))


def land_line(engine: Engine) -> None:
    """The telephone of 王阿姨 takes no texts."""
    with Session(engine) as session, session.begin():
        session.scalars(select(Phone).where(Phone.number == WANG)).one().number = "+862787654321"


def test_the_code_of_the_alert_and_the_item_are_one_matter(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID).press("2")
    code = bodies(engine, WORKER)[0].rpartition(" ")[2]
    text(wire, "SM1", code, WORKER)
    assert [one.state for one in requests(engine)] == ["taken"]
    text(wire, "SM2", f"完成 {items(engine)[0].id}", WORKER)
    assert ([one.state for one in requests(engine)], alerts(engine)) == (["done"], [("medicine", "done")])
    assert items(engine)[0].state == "done"


def test_the_resident_is_told_who_has_it_and_asked_whether_it_is_done(
    wire: Wire, engine: Engine, village: Village
) -> None:
    text(wire, "SM1", "买药 二甲双胍 还剩5天")
    worked(engine, Result.TAKEN, village)
    assert bodies(engine, WANG)[-1] == "网格员孙丽接了您托的事(买药)"
    worked(engine, Result.DONE, village)
    assert ask_now(engine) == 1
    assert ask_now(engine) == 0
    assert bodies(engine, WANG)[-1] == "您托的事(买药)办好了吗?好了请回1,没有请回2"
    text(wire, "SM2", "1")
    assert [one.state for one in requests(engine)] == ["confirmed"]
    assert bodies(engine, WANG)[-1] == "好的,记下了。您多保重"
    assert ask_now(engine, 30) == 0
    with Session(engine) as session:
        steps = session.execute(select(StateChange.becomes, StateChange.channel).order_by(StateChange.id))
        assert [tuple(step) for step in steps] == [("taken", "sms"), ("done", "sms"), ("confirmed", "sms")]


def test_two_takes_it_back_and_the_worker_hears_of_it(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "买药 二甲双胍 还剩5天")
    worked(engine, Result.DONE, village)
    ask_now(engine)
    text(wire, "SM2", "2")
    assert ([one.state for one in requests(engine)], items(engine)[0].state) == (["taken"], "taken")
    assert bodies(engine, WORKER)[-1] == "3栋1单元1504 买药:居民说没办好,请再办"


def test_what_has_no_name_of_its_own_is_what_was_asked_for(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "想请人修水管")
    worked(engine, Result.TAKEN, village)
    assert bodies(engine, WANG)[-1] == "网格员孙丽接了您托的事"
    worked(engine, Result.DONE, village)
    ask_now(engine)
    assert bodies(engine, WANG)[-1] == "您托的事办好了吗?好了请回1,没有请回2"


@pytest.mark.parametrize(
    ("words", "state"),
    [
        *((one, "confirmed") for one in ("1", "好了", "办好了,谢谢", "收到了", "药收到了。", "done")),
        *((one, "taken") for one in ("2", "没有", "没办好", "还没收到呢", "not yet")),
        *((one, "done") for one in ("谢谢", "药没了", "好")),
    ],
)
def test_whether_it_is_done_can_be_told_in_words(
    wire: Wire, engine: Engine, village: Village, words: str, state: str
) -> None:
    text(wire, "SM1", "买药 二甲双胍 还剩5天")
    worked(engine, Result.DONE, village)
    ask_now(engine)
    text(wire, "SM2", words)
    assert requests(engine)[0].state == state


def test_an_answer_comes_within_days(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "买药 二甲双胍 还剩5天")
    worked(engine, Result.DONE, village)
    ask_now(engine)
    with Session(engine) as session, session.begin():
        session.execute(update(Message).values(created_at=MORNING - timedelta(days=4)))
    text(wire, "SM2", "没有")
    assert requests(engine)[0].state == "done"


def test_a_number_that_answers_another_question_settles_nothing(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "买药 二甲双胍 还剩5天")
    worked(engine, Result.DONE, village)
    ask_now(engine)
    text(wire, "SM2", "36度")  # a question of its own comes after ours
    text(wire, "SM3", "37度")
    text(wire, "SM4", "1")
    assert [one.state for one in requests(engine)] == ["done"]


def test_who_takes_no_texts_is_called_at_most_twice_and_it_stays_done(
    wire: Wire, engine: Engine, village: Village
) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID).press("5", "1")
    land_line(engine)
    worked(engine, Result.TAKEN, village)
    worked(engine, Result.DONE, village)
    assert [ask_now(engine, hours) for hours in (0, 1, 23, 24, 25, 48, 72)] == [1, 0, 0, 1, 0, 0, 0]
    with Session(engine) as session:
        calls = session.execute(select(Message.channel, Message.purpose).where(Message.to == "+862787654321"))
        assert [tuple(call) for call in calls] == [("call", "request")] * 2
    assert [one.state for one in requests(engine)] == ["done"]


def test_nobody_is_asked_at_night(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "买药 二甲双胍 还剩5天")
    worked(engine, Result.DONE, village)
    assert ask_now(engine, 13) == 0  # 21:30
    assert ask_now(engine, 22) == 0  # 06:30
    assert ask_now(engine, 22.5) == 1


@pytest.mark.parametrize(("key", "state"), [("1", "confirmed"), ("2", "taken"), ("", "done")])
def test_the_call_is_answered_by_key(wire: Wire, engine: Engine, village: Village, key: str, state: str) -> None:
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID).press("5", "1").hang_up()
    land_line(engine)
    worked(engine, Result.DONE, village)
    ask_now(engine)
    with Session(engine) as session:
        message = session.scalars(select(Message.id).where(Message.purpose == "request")).one()
    call = PhoneCall(wire, "+862787654321").picks_up(message)
    assert "您托网格员办的事" in call.heard
    call.press(key)
    call.hang_up()
    assert [one.state for one in requests(engine)] == [state]
    assert len(items(engine)) == 1


def test_two_telephones_at_once_finish_it_once(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "买药 二甲双胍 还剩2天")
    acts = [(Result.TAKEN, "worker"), (Result.DONE, "cadre"), (Result.DONE, "worker"), (Result.TAKEN, "cadre")] * 2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda act: worked(engine, act[0], village, act[1]), acts))
    assert ([one.state for one in requests(engine)], items(engine)[0].state) == (["done"], "done")
    with Session(engine) as session:
        became = list(session.scalars(select(StateChange.becomes).order_by(StateChange.id)))
    assert became in (["taken", "done"], ["done"])
    assert len([body for body in bodies(engine, WANG) if "接了" in body]) <= 1


def test_a_meal_stands_until_it_is_not_wanted_and_counts_as_a_visit(
    wire: Wire, engine: Engine, village: Village
) -> None:
    text(wire, "SM1", "免费送餐")
    text(wire, "SM2", "送饭")
    assert [(one.kind, one.state) for one in requests(engine)] == [("meal", "new")]  # asked twice, one
    worked(engine, Result.DONE, village)
    assert ([one.state for one in requests(engine)], items(engine)[0].state) == (["in_hand"], "done")
    home, day = village.doors["wang"], local_day(MORNING, "Asia/Shanghai")

    def waiting(on: date) -> int:
        with Session(engine) as session:
            return len(waiting_doors(session, village.community, on))

    PhoneCall(wire, WANG).dial().press("3", "3", "2", "1")
    assert (waiting(day), waiting(day + timedelta(days=1))) == (0, 1)

    def tick(_: int) -> bool:
        with Session(engine) as session, session.begin():
            return deliver(session, home, village.workers["worker"], MORNING)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tick, range(4))) == [False, False, False, True]
    with Session(engine) as session:
        board = read_board(session, village.community, MORNING)
        assert [one.state for one in board.people if one.household_id == home] == ["visited"]
    PhoneCall(wire, WANG).dial().press("3", "3", "2", "2")
    assert ([one.state for one in requests(engine)], waiting(day + timedelta(days=1))) == (["withdrawn"], 0)


def test_what_nobody_has_on_a_list_is_an_alarm_that_says_so(wire: Wire, engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.execute(delete(Duty).where(Duty.role == "grid_worker"))
    text(wire, "SM1", "买药 二甲双胍")
    assert "热线 系统提醒 有人托的事没有人负责,请看请求页 回 " in bodies(engine, DUTY)[0]
