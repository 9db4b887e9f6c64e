"""A worker calls the line: let in by PIN, and then by keys whatever a worker can do by text."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from models import Alert, AlertCode, AlertStep, Item, Order, PinTry, Reading, StandIn, Turn, Worker
from services.day.clock import Clock
from services.staff import pin_tries, pins
from services.staff.pins import set_pin
from tests.web.conftest import MORNING
from tests.web.line import LINE, PhoneCall, Wire, wire_to
from tests.web.one_app import app_of
from tests.web.village import COUPLE, STRANGER, WANG, WORKER, Village
from webhooks.parts import Parts

MENU = "待办,请按一"
LOCKED = "口令不对,或者今天锁住了"


@pytest.fixture(autouse=True)
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests key hundreds of PINs: each is looked at in no time."""
    monkeypatch.setitem(pins.COST, "n", 2)


@pytest.fixture
def pin(engine: Engine, village: Village) -> str:
    """The grid worker's."""
    with Session(engine) as session, session.begin():
        return set_pin(session, village.community, "孙丽")


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06}"


def at(parts: Parts, hours: float) -> Wire:
    """The line so many hours after half past eight."""
    now = MORNING + timedelta(hours=hours)
    clock = Clock(real=MORNING, simulated=now, speed=1e-9)
    return wire_to(app_of(Parts(parts.engine, parts.plain, clock, parts.doorbell, parts.auth_tokens, parts.base_urls)))


def work(wire: Wire, pin: str) -> PhoneCall:
    """A worker's call, let in."""
    call = PhoneCall(wire, WORKER).dial().press(pin)
    assert MENU in call.heard
    return call


def system_alerts(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Alert.note).where(Alert.kind == "system").order_by(Alert.id)))


# ------------------------------------------------------------ the PIN


def test_the_pin_is_kept_nowhere(wire: Wire, engine: Engine, pin: str) -> None:
    PhoneCall(wire, WORKER).dial().press(wrong(pin), pin)
    with Session(engine) as session:
        turns = list(session.scalars(select(Turn).order_by(Turn.number)))
        tries = list(session.scalars(select(PinTry).order_by(PinTry.id)))
    assert [turn.keys for turn in turns] == ["", "******", "******"]
    kept = " ".join(f"{turn.keys} {turn.state} {turn.reply} {turn.events}" for turn in turns)
    assert pin not in kept
    assert wrong(pin) not in kept
    assert [one.right for one in tries] == [False, True]


def test_a_repeated_webhook_counts_one_try_and_gets_the_same_answer(wire: Wire, engine: Engine, pin: str) -> None:
    call = PhoneCall(wire, WORKER).dial()
    action = call._question().get("action") or ""
    form = call.form(Digits=wrong(pin), CallStatus="in-progress")
    answers = {wire.post(action, form) for _ in range(3)}
    assert len(answers) == 1
    with Session(engine) as session:
        assert [one.number for one in session.scalars(select(PinTry))] == [1]


def test_three_wrong_pins_end_the_call_and_five_lock_the_day(
    parts: Parts, wire: Wire, engine: Engine, village: Village, pin: str
) -> None:
    first = PhoneCall(wire, WORKER).dial().press(*[wrong(pin)] * 3)
    assert first.ended
    assert system_alerts(engine) == []
    PhoneCall(wire, WORKER).dial().press(wrong(pin), wrong(pin))
    assert system_alerts(engine) == ["孙丽的工作口令今天按错五次,锁到半夜"]
    locked = PhoneCall(wire, WORKER).dial().press(pin)
    assert (MENU in locked.heard, LOCKED in locked.heard) == (False, True)
    PhoneCall(at(parts, 15), WORKER).dial().press(pin, pin, pin)  # 23:30 in Wuhan
    assert MENU in PhoneCall(at(parts, 16), WORKER).dial().press(pin).heard  # half an hour after midnight
    assert len(system_alerts(engine)) == 1


def test_a_locked_worker_still_takes_an_alert_by_its_code(
    wire: Wire, engine: Engine, village: Village, pin: str
) -> None:
    for _ in range(2):
        PhoneCall(wire, WORKER).dial().press(*[wrong(pin)] * 3)
    PhoneCall(wire, WANG).dial().press("2").hang_up()
    with Session(engine) as session:
        code = session.scalars(select(AlertCode.code).where(AlertCode.worker_id == village.workers["worker"])).one()
    text = {"MessageSid": "SM1", "AccountSid": "AC1", "From": WORKER, "To": LINE, "Body": code}
    wire.post("/webhooks/sms/incoming", text)
    with Session(engine) as session:
        assert session.scalars(select(Alert.state).where(Alert.kind == "unwell")).one() == "taken"


def test_right_pins_use_up_nothing(wire: Wire, engine: Engine, pin: str) -> None:
    for _ in range(7):
        work(wire, pin)
    assert MENU in PhoneCall(wire, WORKER).dial().press(pin).heard


def test_many_wrong_pins_of_all_numbers_are_one_alarm_to_the_office(
    wire: Wire, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        for number in range(9):
            name, phone = f"员{number}", f"+86100000003{number:02}"
            session.add(Worker(community_id=village.community, name=name, phone=phone))
            session.flush()
            set_pin(session, village.community, name)
    for number in range(9):
        PhoneCall(wire, f"+86100000003{number:02}").dial().press("000000", "000001", "000002")
    assert system_alerts(engine) == ["一小时里按错了很多次工作口令"]


def test_a_walker_of_pins_finds_no_way_past_five_a_day(
    parts: Parts, wire: Wire, engine: Engine, village: Village, pin: str
) -> None:
    """Whatever is pressed between, however many calls: five PINs a day are looked at, and the right one is not among them."""
    tried = [f"{number:06}" for number in range(30) if f"{number:06}" != pin]
    heard = ""
    between = [("",), ("9",), ("12345",), ("#",), ("0",)]
    for number, one in enumerate([*tried[:8], pin] * 2):
        call = PhoneCall(wire, WORKER).dial()
        for keys in between[number % 5] if number % 2 else ():
            call.press(keys)
        if "Gather" in {verb.tag for verb in call.verbs}:
            heard += call.press(one).heard
    assert MENU not in heard
    with Session(engine) as session:
        looked_at = session.scalars(select(PinTry).where(PinTry.number <= 5)).all()
        assert (len(looked_at), any(one.right for one in looked_at)) == (5, False)


def test_calls_at_the_same_time_share_the_days_tries(wire: Wire, engine: Engine, pin: str) -> None:
    calls = [PhoneCall(wire, WORKER).dial() for _ in range(7)]
    for call in calls[:-1]:
        call.press(wrong(pin))
    assert MENU not in calls[-1].press(pin).heard


def test_a_worker_without_a_pin_hears_whom_to_ask(wire: Wire, village: Village) -> None:
    call = PhoneCall(wire, WORKER).dial()
    assert "请向社区办公室要" in call.heard
    assert "楼号" in call.heard


def test_a_resident_and_a_stranger_are_never_asked_for_a_pin(wire: Wire, pin: str) -> None:
    for caller in (WANG, STRANGER, ""):
        assert "口令" not in PhoneCall(wire, caller).dial().heard


# ------------------------------------------------------------ alerts and items


def test_a_fever_is_heard_taken_connected_and_done_by_keys(
    wire: Wire, engine: Engine, village: Village, pin: str
) -> None:
    PhoneCall(wire, WANG).dial().press("2", "382").hang_up()
    call = work(wire, pin).press("1")
    assert "三栋一单元幺五零四,发热三十八度二" in call.heard
    call.press("1", "1")
    (dial,) = [verb for verb in call.verbs if verb.tag == "Dial"]
    assert "".join(str(part) for part in dial.itertext()) == WANG
    call.after_dial("completed")
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        assert (alert.state, alert.worker_id) == ("taken", village.workers["worker"])
    work(wire, pin).press("1", "2")
    with Session(engine) as session:
        assert session.scalars(select(Alert.state)).one() == "done"


def test_nobody_home_is_a_result_and_the_ladder_rests(wire: Wire, engine: Engine, village: Village, pin: str) -> None:
    PhoneCall(wire, WANG).dial().press("2").hang_up()
    work(wire, pin).press("1", "3")
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        steps = session.scalars(select(AlertStep.what).where(AlertStep.alert_id == alert.id)).all()
    assert (alert.state, alert.next_at, "nobody_home" in steps) == ("taken", None, True)


def test_an_alert_another_took_is_not_read_out(wire: Wire, engine: Engine, village: Village, pin: str) -> None:
    PhoneCall(wire, WANG).dial().press("2").hang_up()
    with Session(engine) as session, session.begin():
        alert = session.scalars(select(Alert)).one()
        alert.state, alert.worker_id = "taken", village.workers["cadre"]
    call = work(wire, pin).press("1")
    assert "不舒服" not in call.heard


def test_items_are_taken_and_done_by_keys(wire: Wire, engine: Engine, village: Village, pin: str) -> None:
    PhoneCall(wire, WANG).dial().press("3", "3", "1").hang_up()
    call = work(wire, pin).press("1")
    assert "三栋一单元幺五零四,买药" in call.heard
    call.press("1", "")
    with Session(engine) as session:
        assert session.scalars(select(Item.state)).all() == ["taken"]
    work(wire, pin).press("1", "2")
    with Session(engine) as session:
        assert session.scalars(select(Item.state)).all() == ["done"]


def test_a_stand_in_finishes_by_keys_what_is_on_the_others_list(
    wire: Wire, engine: Engine, village: Village, pin: str
) -> None:
    PhoneCall(wire, WANG).dial().press("3", "3", "1").hang_up()
    with Session(engine) as session, session.begin():
        session.scalars(select(Item)).one().worker_id = village.workers["cadre"]
        away = {"worker_id": village.workers["cadre"], "stand_in_id": village.workers["worker"]}
        session.add(StandIn(community_id=village.community, begins=MORNING - timedelta(days=1), **away))
    work(wire, pin).press("1", "2")
    with Session(engine) as session:
        assert session.scalars(select(Item.state)).all() == ["done"]


# ------------------------------------------------------------ lists


def test_the_missing_are_read_with_the_numbers_first(wire: Wire, village: Village, pin: str) -> None:
    PhoneCall(wire, WANG).dial().press("1", "1").hang_up()
    call = work(wire, pin).press("2")
    assert "应报十人,听到一,没音讯九,发热零,不适零。" in call.heard
    call.press("0")
    assert "三栋一单元十五楼:幺五零三。" in call.heard
    assert "幺五零四" not in call.heard


def test_fevers_and_orders_are_read(wire: Wire, village: Village, pin: str) -> None:
    PhoneCall(wire, WANG).dial().press("2", "382").hang_up()
    PhoneCall(wire, COUPLE).dial().press("3", "2", "2", "2", "1", "2").hang_up()
    assert "三栋一单元十五楼:幺五零四,三十八度二。" in work(wire, pin).press("4", "1").heard
    assert "蔬菜两份。三栋一单元十五楼:幺五零三。" in work(wire, pin).press("4", "2").heard


# ------------------------------------------------------------ a door

COUPLES_DOOR = ("3", "3", "1", "1503", "1")


def readings(engine: Engine) -> list[tuple[str, str, bool, int | None]]:
    with Session(engine) as session:
        rows = session.scalars(select(Reading).order_by(Reading.id))
        return [(one.channel, one.reporter, one.verified, one.tenths) for one in rows]


def test_a_report_for_a_door_is_the_workers_and_verified(wire: Wire, engine: Engine, pin: str) -> None:
    work(wire, pin).press(*COUPLES_DOOR, "1", "1", "1")
    assert readings(engine) == [("worker", "worker", True, None)] * 2


def test_a_residents_own_report_is_never_replaced(wire: Wire, engine: Engine, pin: str) -> None:
    PhoneCall(wire, COUPLE).dial().press("1", "1").hang_up()
    own = readings(engine)
    call = work(wire, pin).press(*COUPLES_DOOR)
    assert "这户今天报过了" in call.heard
    call.press("1", "1", "1")
    assert readings(engine) == own


def test_an_abnormal_stays_and_a_fever_found_later_is_an_alert_all_the_same(
    wire: Wire, engine: Engine, village: Village, pin: str
) -> None:
    PhoneCall(wire, WANG).dial().press("1", "1").hang_up()
    work(wire, pin).press("3", "3", "1", "1504", "1", "1", "2", "382", "1").hang_up()
    assert readings(engine) == [("keypad", "household", True, None)]
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        assert (alert.kind, alert.tenths, alert.unverified, alert.telephone) == ("fever", 382, False, "")


def test_an_order_for_a_door_is_that_households(wire: Wire, engine: Engine, village: Village, pin: str) -> None:
    work(wire, pin).press(*COUPLES_DOOR, "2", "2", "1", "1").hang_up()
    with Session(engine) as session:
        order = session.scalars(select(Order)).one()
        assert (order.household_id, order.verified, order.placed_from) == (village.doors["couple"], True, "")


def test_ill_at_a_visit_is_an_alert(wire: Wire, engine: Engine, village: Village, pin: str) -> None:
    work(wire, pin).press("3", "3", "1", "1504", "1", "3", "3").hang_up()
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        assert (alert.kind, alert.household_id) == ("unwell", village.doors["wang"])


# ------------------------------------------------------------ what it costs a resident


def listen(parts: Parts, asked: list[str]) -> None:
    """Write down every statement from now on."""

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    for engine in (parts.engine, parts.plain):
        event.listen(engine, "before_cursor_execute", note)


def test_a_residents_call_asks_once_more_at_its_start_and_never_at_a_key(
    wire: Wire, engine: Engine, village: Village, parts: Parts
) -> None:
    call = PhoneCall(wire, WANG)
    asked: list[str] = []
    listen(parts, asked)
    call.dial()
    assert sum("FROM worker" in statement for statement in asked) == 1
    asked.clear()
    call.press("1", "1")
    assert not [statement for statement in asked if "FROM worker" in statement or "pin_try" in statement]


# ------------------------------------------------------------ many at once


def test_no_connection_is_held_while_a_pin_is_looked_at(
    wire: Wire, parts: Parts, pin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[object] = []

    def look(stored: str | None, keyed: str) -> bool:
        held.append(parts.engine.pool.checkedout() if isinstance(parts.engine.pool, QueuePool) else 0)
        return pins.is_pin(stored, keyed)

    monkeypatch.setattr(pin_tries, "is_pin", look)
    work(wire, pin)
    assert held == [0]


def test_calls_in_the_same_instant_share_the_days_tries(wire: Wire, engine: Engine, pin: str) -> None:
    calls = [PhoneCall(wire, WORKER).dial() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda call: call.press(wrong(pin)), calls))
    with Session(engine) as session:
        assert sorted(session.scalars(select(PinTry.number))) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert system_alerts(engine) == ["孙丽的工作口令今天按错五次,锁到半夜"]
