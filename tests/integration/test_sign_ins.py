"""Signing in: a code to the telephone on file, once, in time and a few tries; a password; sessions that end."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from models import Duty, Message, SignIn, StaffSession, Worker
from services.staff import sessions as staff_sessions
from services.staff import sign_ins
from services.staff.passwords import is_password, set_password
from services.staff.sign_ins import Applicant, TooManyTries, Tried
from tests.integration.outgoing import MORNING
from tests.integration.test_commands import Terminal
from tests.web.village import CADRE, STRANGER, WANG, WORKER, Village

HERE = "127.0.0.1"
Ask = Callable[..., str]


@pytest.fixture
def ask(engine: Engine, village: Village) -> Ask:
    """Ask for a code; the browser's token."""

    def asked(who: str = WORKER, now: datetime = MORNING, address: str = HERE) -> str:
        with Session(engine) as session, session.begin():
            return sign_ins.ask_code(session, Applicant(who, address), now)

    return asked


def codes(engine: Engine, number: str = WORKER) -> list[str]:
    with Session(engine) as session:
        bodies = session.scalars(select(Message.body).where(Message.to == number, Message.kind == "code"))
        return [re.findall(r"\d{6}", body)[0] for body in bodies]


def types(engine: Engine, token: str, code: str, now: datetime = MORNING) -> Tried:
    with Session(engine) as session, session.begin():
        return sign_ins.try_code(session, token, code, now)[0]


@pytest.mark.parametrize("who", [WORKER, "10000000100", "+86 100 0000 0100", "孙丽", " 孙丽 "])
def test_the_code_goes_to_the_telephone_on_file_whoever_asks_for_it(engine: Engine, ask: Ask, who: str) -> None:
    token = ask(who)
    (code,) = codes(engine)
    assert types(engine, token, code) is Tried.RIGHT


def test_the_code_is_read_in_any_width_and_spacing(engine: Engine, ask: Ask) -> None:
    token = ask()
    (code,) = codes(engine)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert types(engine, token, f" {wide[:3]} {wide[3:]} ") is Tried.RIGHT


def test_a_code_lets_in_once(engine: Engine, ask: Ask) -> None:
    token = ask()
    (code,) = codes(engine)
    assert [types(engine, token, code), types(engine, token, code)] == [Tried.RIGHT, Tried.OVER]


def test_a_code_lets_in_once_however_many_type_it_at_once(engine: Engine, ask: Ask) -> None:
    token = ask()
    (code,) = codes(engine)
    with ThreadPoolExecutor(5) as pool:
        came = list(pool.map(lambda _: types(engine, token, code), range(5)))
    assert came.count(Tried.RIGHT) == 1


def test_a_code_lives_five_minutes(engine: Engine, ask: Ask) -> None:
    token = ask()
    (code,) = codes(engine)
    assert types(engine, token, code, MORNING + timedelta(minutes=5)) is Tried.OVER
    assert types(engine, token, code, MORNING + timedelta(minutes=4, seconds=59)) is Tried.RIGHT


def test_the_fifth_wrong_try_ends_a_code(engine: Engine, ask: Ask) -> None:
    token = ask()
    (code,) = codes(engine)
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)
    assert [types(engine, token, wrong) for _ in range(5)] == [Tried.WRONG] * 4 + [Tried.OVER]
    assert types(engine, token, code) is Tried.OVER


def test_tries_at_once_are_counted_too(engine: Engine, ask: Ask) -> None:
    token = ask()
    (code,) = codes(engine)
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: types(engine, token, wrong), range(20)))
    with Session(engine) as session:
        assert session.scalars(select(SignIn.tries)).one() == 5


def test_a_code_is_of_no_use_in_another_browser(engine: Engine, ask: Ask) -> None:
    ask()
    other = ask()
    first, _ = codes(engine)
    assert types(engine, other, first) is not Tried.RIGHT
    assert types(engine, "guessed", first) is Tried.OVER


@pytest.mark.parametrize("who", [STRANGER, WANG, "nobody", "", "王秀英"])
def test_nobody_else_is_sent_anything_and_the_page_cannot_tell(engine: Engine, ask: Ask, who: str) -> None:
    token = ask(who)
    with Session(engine) as session:
        assert session.scalars(select(Message.id)).all() == []
    assert [types(engine, token, "123456") for _ in range(6)] == [Tried.WRONG] * 4 + [Tried.OVER] * 2


def test_nothing_in_the_database_tells_the_code_or_the_number(engine: Engine, ask: Ask) -> None:
    token = ask(STRANGER)
    with Session(engine) as session:
        row = session.scalars(select(SignIn)).one()
    kept = " ".join(str(getattr(row, column.name)) for column in SignIn.__table__.columns)
    assert token not in kept
    assert STRANGER[1:] not in kept


@pytest.mark.parametrize("who", [WORKER, STRANGER])
def test_three_codes_in_ten_minutes_are_enough_for_anybody(engine: Engine, ask: Ask, who: str) -> None:
    for minute in range(3):
        ask(who, MORNING + timedelta(minutes=minute))
    with pytest.raises(TooManyTries):
        ask(who, MORNING + timedelta(minutes=3))
    ask(who, MORNING + timedelta(minutes=10))


def test_asks_at_once_do_not_pass_the_cap(engine: Engine, ask: Ask) -> None:
    def one(_: int) -> bool:
        try:
            ask()
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(10))) == 3
    assert len(codes(engine)) == 3


def test_spellings_of_one_number_are_counted_together(ask: Ask) -> None:
    for who in (WORKER, "10000000100", "孙丽"):
        ask(who)
    with pytest.raises(TooManyTries):
        ask("0086 10000000100")


def test_one_address_does_not_ask_for_everybody(ask: Ask) -> None:
    for number in range(60):
        ask(f"+861000000{3000 + number}")
    with pytest.raises(TooManyTries):
        ask("+8610000004000")
    ask("+8610000004000", address="10.0.0.9")


def test_a_password_lets_in_and_five_wrong_ones_do_not(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        password = set_password(session, village.community, "孙丽")
    worker = Applicant(WORKER, HERE)
    right = (True, village.workers["worker"])
    assert sign_ins.try_password(engine, worker, password.replace("-", "").upper(), MORNING) == right
    for _ in range(5):
        assert sign_ins.try_password(engine, worker, "wrong", MORNING)[0] is False
    with pytest.raises(TooManyTries):
        sign_ins.try_password(engine, worker, password, MORNING)
    assert sign_ins.try_password(engine, worker, password, MORNING + timedelta(minutes=15)) == right


def test_who_has_no_password_gets_in_by_none(engine: Engine, village: Village) -> None:
    assert sign_ins.try_password(engine, Applicant(CADRE, HERE), "", MORNING)[0] is False
    assert sign_ins.try_password(engine, Applicant(STRANGER, HERE), "", MORNING) == (False, None)
    assert not is_password(None, "")


def test_the_command_prints_a_password_once_and_signs_out(
    engine: Engine, village: Village, database_address: str
) -> None:
    token = begin(engine, village)
    printed = Terminal(database_address).gets("staff", "password", "孙丽").strip()
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", printed)
    with Session(engine) as session:
        stored = session.get_one(Worker, village.workers["worker"]).password_hash
        assert staff_sessions.find_session(session, token, MORNING) is None
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert is_password(stored, printed)


def begin(engine: Engine, village: Village, who: str = "worker", now: datetime = MORNING) -> str:
    with Session(engine) as session, session.begin():
        return staff_sessions.begin_session(session, session.get_one(Worker, village.workers[who]), now)


def is_in(engine: Engine, token: str, now: datetime) -> bool:
    with Session(engine) as session:
        return staff_sessions.find_session(session, token, now) is not None


def test_a_session_ends_after_half_an_hour_without_a_deed(engine: Engine, village: Village) -> None:
    token = begin(engine, village)
    assert is_in(engine, token, MORNING + timedelta(minutes=29))
    assert not is_in(engine, token, MORNING + timedelta(minutes=30))


def test_a_session_that_is_used_ends_after_twelve_hours(engine: Engine, village: Village) -> None:
    token, now = begin(engine, village), MORNING
    while is_in(engine, token, now):
        with Session(engine) as session, session.begin():
            found = staff_sessions.find_session(session, token, now)
            assert found is not None
            staff_sessions.touch(session, found.session_id, now)
        now += timedelta(minutes=20)
    assert now - MORNING == timedelta(hours=12)


def test_who_leaves_the_staff_is_out(engine: Engine, village: Village) -> None:
    token = begin(engine, village)
    with Session(engine) as session, session.begin():
        session.execute(delete(Duty).where(Duty.worker_id == village.workers["worker"]))
    assert not is_in(engine, token, MORNING)


def test_signing_out_ends_one_session_and_the_command_all(
    engine: Engine, village: Village, database_address: str
) -> None:
    tokens = [begin(engine, village) for _ in range(3)]
    with Session(engine) as session, session.begin():
        staff_sessions.end_session(session, tokens[0], MORNING)
    assert [is_in(engine, token, MORNING) for token in tokens] == [False, True, True]
    assert "2 sessions" in Terminal(database_address).gets("staff", "sign-out", "孙丽")
    assert not any(is_in(engine, token, MORNING) for token in tokens)
    with Session(engine) as session:
        assert not set(tokens) & set(session.scalars(select(StaffSession.token_hash)))


@pytest.mark.parametrize(
    ("who", "office", "grids", "buildings"),
    [("worker", False, {"第二网格"}, set()), ("cadre", False, set(), {"3"}), ("duty", True, set(), set())],
)
def test_what_somebody_may_see_follows_from_their_duties(
    engine: Engine, village: Village, who: str, office: bool, grids: set[str], buildings: set[str]
) -> None:
    with Session(engine) as session:
        found = staff_sessions.find_session(session, begin(engine, village, who), MORNING)
    assert found is not None
    area = found.area
    assert (area.is_office, set(area.grids.values()), set(area.buildings.values())) == (office, grids, buildings)
    assert area.shows_health(None) is office
