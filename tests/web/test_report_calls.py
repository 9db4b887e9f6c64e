"""A resident reports by telephone: what is heard, what is stored, who is told."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from models import Alert, Item, Message, Reading, Resident, Turn
from tests.web.line import PhoneCall, Wire
from tests.web.village import COUPLE, DIGITS, STRANGER, WANG, WORKER, Village


def readings(engine: Engine) -> list[tuple[int, int | None, bool]]:
    with Session(engine) as session:
        return [
            (row.household_id, row.tenths, row.verified)
            for row in session.scalars(select(Reading).order_by(Reading.id))
        ]


def test_two_keys_report_a_normal_temperature(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).dial().press("1", "1")
    assert "王阿姨" in call.heard
    assert call.ended
    assert readings(engine) == [(village.doors["wang"], None, True)]


def test_a_dozen_people_of_one_door_key_their_temperatures(wire: Wire, engine: Engine, village: Village) -> None:
    home = village.doors["digits"]
    with Session(engine) as session, session.begin():
        session.add_all(Resident(household_id=home, position=place, name=f"住户{place}") for place in range(1, 12))
    call = PhoneCall(wire, DIGITS).dial().press(*["365"] * 12, "1")
    assert call.ended
    assert readings(engine) == [(home, 365, True)] * 12


def test_a_fever_is_on_its_way_at_the_first_key_and_stays_when_the_caller_hangs_up(
    wire: Wire, engine: Engine, village: Village
) -> None:
    PhoneCall(wire, WANG).dial().press("2").hang_up()
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        message = session.scalars(select(Message)).one()
        assert (alert.kind, alert.state, alert.step, alert.household_id) == ("unwell", "open", 0, village.doors["wang"])
        assert (message.to, message.kind, message.priority) == (WORKER, "alert", 0)
        assert message.body.startswith("3栋1单元1504 不舒服 回 ")
        assert [item.kind for item in session.scalars(select(Item))] == ["unfinished_call"]


def test_what_the_call_adds_is_told_once_it_has_ended(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).dial().press("2", "382", "1", "2", "1", "2")
    assert "三十八度二" in call.heard
    assert call.ended
    call.hang_up()
    call.hang_up()
    with Session(engine) as session:
        bodies = [message.body for message in session.scalars(select(Message).order_by(Message.id))]
    assert [body[:-4] for body in bodies] == ["3栋1单元1504 不舒服 回 ", "3栋1单元1504 发热 38.2 咳嗽 回 "]
    assert bodies[0][-4:] == bodies[1][-4:]
    assert readings(engine) == [(village.doors["wang"], 382, True)]


def test_short_of_breath_is_told_by_text_and_call_at_once(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press("2", "382", "1", "1")
    with Session(engine) as session:
        owed = [(message.channel, message.to) for message in session.scalars(select(Message).order_by(Message.id))]
    assert owed == [("sms", WORKER), ("sms", WORKER), ("call", WORKER)]


def test_two_people_are_named_and_the_household_alert_moves_to_the_ill_one(
    wire: Wire, engine: Engine, village: Village
) -> None:
    PhoneCall(wire, COUPLE).dial().press("2", "2", "379", "1", "2", "2", "2").hang_up()
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        assert alert.subject.startswith("r:")
        assert (alert.kind, alert.tenths) == ("fever", 379)
    assert sorted(readings(engine), key=str) == sorted(
        [(village.doors["couple"], None, True), (village.doors["couple"], 379, True)], key=str
    )


def test_a_household_with_digits_keys_three(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, DIGITS).dial().press("365", "1")
    assert readings(engine) == [(village.doors["digits"], 365, True)]


def test_a_stranger_reports_by_the_door_unverified(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "1", "1", "1")
    assert "王阿姨" not in call.heard
    assert readings(engine) == [(village.doors["wang"], None, False)]


def test_a_repeated_webhook_gets_the_stored_reply_and_changes_nothing(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial()
    action = next(verb.get("action") or "" for verb in call.verbs if verb.get("actionOnEmptyResult") == "true")
    form = call.form(CallStatus="in-progress", Digits="2")
    first = wire.post(action, form)
    with Session(engine) as session, session.begin():
        session.execute(update(Resident).values(salutation="somebody else"))  # a second reply would be another
    assert [wire.post(action, {**form, "Digits": keys}) for keys in ("2", "2", "1")] == [first] * 3
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 1
        assert session.scalar(select(func.count()).select_from(Message)) == 1


def test_twelve_calls_about_one_person_at_once_are_one_alert_and_one_text(
    wire: Wire, engine: Engine, village: Village
) -> None:
    calls = [PhoneCall(wire, WANG).dial() for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda call: call.press("2"), calls))
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 1
        assert session.scalar(select(func.count()).select_from(Message)) == 1
        assert session.scalar(select(func.count()).select_from(Turn).where(Turn.number == 1)) == 12


def test_a_key_that_comes_late_while_the_line_comforts_answers_and_is_no_over_press(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press("1", "")
    comfort, read_back, question = [verb for verb in call.verbs if verb.tag == "Gather"]
    assert "不着急" in "".join(str(part) for part in comfort.itertext())
    assert [one.get("actionOnEmptyResult") for one in (comfort, read_back, question)] == ["false", "false", "true"]
    late = wire.post(comfort.get("action") or "", call.form(CallStatus="in-progress", Digits="1"))
    assert "记下了" in late.body
    assert readings(engine) == [(village.doors["wang"], None, True)]
