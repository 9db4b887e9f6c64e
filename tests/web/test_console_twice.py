"""No form of the console does twice what was wanted once: sent twice at the same moment, it does what it does when sent once."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Call, Reading, Request, RequestRecording, Resident, Worker
from models.database import open_engine
from services.roster.residents import find_household
from services.sending.doorbell import Doorbell
from services.staff.passwords import set_password
from tests.integration.outgoing import MORNING, HandClock
from tests.integration.shop import Shop
from tests.parts import PostgresDatabases, SqliteDatabases
from tests.sounds import wav
from tests.web import matters
from tests.web.addresses import addresses
from tests.web.every_form import REFUSED, Desk
from tests.web.line import BASE, TOKEN
from tests.web.office import Clerk, newest_code
from tests.web.one_app import app_of
from tests.web.village import CADRE, DUTY, STRANGER, settle
from webhooks.parts import Parts

Databases = SqliteDatabases | PostgresDatabases
PROMPT = "/voices/zh-CN/report.today"
SOUND = wav(1)
LIST = "building,unit,room,grid,name,phone\n5,,304,第二网格,郑伟,\n".encode()
CHANGE_NOTHING = {"language", "count_up"}
COUNTS_EACH_TIME = {"try_password"}  # each right password begins a session, and the browser keeps the last
SAYS_NO_TO_THE_SECOND = {"try_code"}  # a code lets in once, whoever sends it


def signs_in(desk: Desk) -> None:
    """By a code; then, of two with one telephone, by choosing; then by a password; at last in for the day."""
    engine = desk.shop.engine
    desk.sends("ask_code", "/sign-in", who=DUTY)
    desk.sends("try_code", "/sign-in/code", code=newest_code(engine, DUTY))
    desk.sends("sign_out", "/")
    _asks_in(desk, CADRE)
    desk.sends("choose", "/sign-in/which", worker=str(desk.shop.village.workers["cadre"]))
    desk.sends("sign_out", "/")
    desk.sends("try_password", "/sign-in/password", who=DUTY, password=_password(desk.shop))
    desk.sends("language", "/", language="zh-CN")


def spends_the_morning(desk: Desk) -> None:
    """Who is ill, away, called by a person; what is asked for; lists and duties."""
    wang, couple = (f"/households/{desk.shop.village.doors[door]}" for door in ("wang", "couple"))
    desk.sends("enter", "/entries", line="3-1-1503 张桂兰 36.6 李建国 36.5")
    desk.sends("undo", "/entries")
    _tells_of(desk, "3-2-302")
    english = f"/households/{desk.shop.village.doors['english']}"
    desk.sends("add_number", english, number=STRANGER)
    desk.sends("correct", "/readings/3", value="36.8", why="听错了", deed="correct")
    desk.sends("report", wang, **{f"value_{resident(desk, '王秀英')}": "38.5"})
    desk.sends("deal", "/alerts/1", deal="note", words="女儿在路上")
    desk.sends("deal", "/alerts/1", deal="take")
    desk.sends("deal", "/alerts/1", deal="assign", to=str(desk.shop.village.workers["worker"]))
    desk.sends("deal", "/alerts/1", deal="close", words="去了医院")
    desk.sends("write_file", "/files/1?why=check", words="咳嗽好些")
    desk.sends("write_file", "/files/1?why=check", words="看错了", close="1")
    desk.sends("pause", couple, reason="hospital", until="2020-03-05")
    desk.sends("resume", couple)
    desk.sends("by_person", couple)
    desk.sends("ask", wang, kind="meal", words="午饭")
    desk.sends("meals", wang, meal="skip")
    spoken = _spoken(desk, wang)
    desk.sends("move_request", spoken, becomes="taken", note="下午去")
    desk.sends("link_request", spoken)
    gas = _asks_for_gas(desk, wang)
    desk.sends("sign_gas", gas, what="collected", yuan="100")
    desk.sends("sign_gas", gas, what="topped_up", yuan="95.5")
    waits = f"/items/{_waits(desk)}"
    desk.sends("work_item", waits, deed="take")
    desk.sends("work_item", waits, deed="note", words="没人接")
    desk.sends("work_item", waits, deed="done", words="已回电")
    desk.sends("look_chain", "/chain", pasted="3-1-1503 张桂兰 36.6\n5-302 正常")
    desk.sends("look_chain", take="1")
    desk.sends("undo_chain")


def changes_lists(desk: Desk) -> None:
    """People of the roster, a list that is sent, stand-ins and grids."""
    person = f"/residents/{resident(desk, '刘洋')}"
    desk.sends("change_person", person, notes="爱下棋")
    desk.sends("merge_person", f"/residents/{resident(desk, '陈丽')}", double=str(resident(desk, "刘强")), sure="1")
    desk.sends("move_person", person, door="3-2-302")
    sent = desk.sends_file("send_list", "/roster", ("名册.csv", LIST))
    desk.sends("take_upload", sent.headers["Location"].removeprefix("/console"))
    workers = {name: str(number) for name, number in desk.shop.village.workers.items()}
    desk.sends("note_stand_in", "/staff", away=workers["worker"], by=workers["cadre"])
    desk.sends("come_back", "/staff")
    desk.sends("give_grid", "/staff", grid="1", to=workers["cadre"])


def tells_the_line(desk: Desk) -> None:
    """What is announced, recorded and set."""
    desk.sends("count_up", "/announcements/new", text="停水", to="building:3", by="both")
    desk.sends("tell")
    desk.sends("withdraw", "/announcements/1")
    desk.sends_file("bring_voice", PROMPT, ("早.wav", SOUND))
    desk.sends("give_back", PROMPT)
    desk.sends("change_day", "/day-plan", cut_off="11:30")


def sells(desk: Desk) -> None:
    """Orders until the cut-off; then the goods and their money."""
    shop, sale = desk.shop, f"/sales/{desk.shop.village.sale}"
    home = f"/households/{shop.village.doors['first']}"
    desk.sends("order", home, set_2="1")
    desk.sends("cancel_order", home)
    desk.sends("order_for", f"{sale}/orders", door="5-303", set_2="2")
    desk.sends("cancel_for", f"{sale}/orders")
    for door in ("wang", "couple", "family", "digits"):
        shop.orders(door, s2=2)
    shop.closes()
    desk.clerk = Clerk(desk.app.test_client())  # an hour is longer than a session waits
    _asks_in(desk, DUTY)
    desk.sends("count", f"{sale}/arrival", count_2="7")
    desk.sends("offer", f"{sale}/arrival", instead_of="2", name_zh="萝卜", name_en="Radish", price="5", pieces="1")
    desk.sends("settle", f"{sale}/arrival", minutes="30")
    desk.sends("plan", f"{sale}/waves", size="2", place="3栋楼下", begins="10:00", by="sms")
    desk.sends("call", f"{sale}/waves")
    worker = str(shop.village.workers["worker"])
    tick = {f"tick_{shop.village.doors['wang']}": "1", f"paid_{shop.village.doors['wang']}": "60", "whose": worker}
    desk.sends("hand_over", f"{sale}/waves", **tick)
    desk.sends("untick", f"{sale}/waves")
    desk.sends("call", f"{sale}/waves")
    desk.sends("bring_up", f"{sale}/route", door="3-2-301")
    desk.sends("close_point", f"{sale}/waves")
    desk.sends("book", f"{sale}/money", kind="hand_in", amount="20", whose=worker)
    desk.sends("undo_entry", f"{sale}/money", why="数错了")


DAY = (signs_in, spends_the_morning, changes_lists, tells_the_line, sells)


def resident(desk: Desk, name: str) -> int:
    """Somebody of the roster."""
    with Session(desk.shop.engine) as session:
        return session.scalars(select(Resident.id).where(Resident.name == name)).one()


def _asks_in(desk: Desk, number: str) -> None:
    """A code is asked for and typed."""
    desk.clerk.asks_for_code(number)
    desk.clerk.opens("/sign-in/code")
    desk.clerk.sends("/sign-in/code", {"code": newest_code(desk.shop.engine, number)})


def _tells_of(desk: Desk, door: str) -> None:
    """Somebody whose telephone nobody knows has reported for a door."""
    with Session(desk.shop.engine) as session, session.begin():
        home = find_household(session, desk.shop.village.community, door)
        person = session.scalars(select(Resident.id).where(Resident.household_id == home.id)).one()
        session.get_one(Reading, matters.reading(session, home, person)).call_sid = "CA1"
        session.add(
            Call(sid="CA1", community_id=home.community_id, direction="inbound", number=STRANGER, started_at=MORNING)
        )


def _waits(desk: Desk) -> int:
    """Somebody waits to be called back, and nobody knows at which door."""
    village = desk.shop.village
    with Session(desk.shop.engine) as session, session.begin():
        return matters.doorless(session, village.community, village.workers["duty"], "", STRANGER)


def _password(shop: Shop) -> str:
    with Session(shop.engine) as session, session.begin():
        return set_password(session, shop.village.community, "值班")


def _spoken(desk: Desk, home: str) -> str:
    """The page of a medicine that was asked for after the tone."""
    desk.sends("ask", home, kind="medicine", words="二甲双胍")
    digest = hashlib.sha256(SOUND).hexdigest()
    with Session(desk.shop.engine) as session, session.begin():
        asked = session.scalars(select(Request.id).order_by(Request.id.desc()).limit(1)).one()
        kept = {"state": "kept", "content_type": "audio/wav", "sound": SOUND, "sha256": digest, "at": MORNING}
        session.add(RequestRecording(request_id=asked, **kept))
    return f"/requests/{asked}"


def _asks_for_gas(desk: Desk, home: str) -> str:
    """The page of a request for gas."""
    desk.sends("ask", home, kind="gas", words="煤气卡")
    with Session(desk.shop.engine) as session:
        asked = session.scalars(select(Request.id).order_by(Request.id.desc()).limit(1)).one()
    return f"/requests/{asked}"


@contextmanager
def an_office(address: str, times: int) -> Iterator[Desk]:
    """An office that has just opened; two of its building team share a telephone."""
    own, hurried = open_engine(address), open_engine(address, hurried=True)
    plain = open_engine(address, hurried=True, autocommit=True)
    clock = HandClock()
    with Session(own) as session, session.begin():
        village = settle(session, MORNING)
        session.get_one(Worker, village.workers["volunteer"]).phone = CADRE
    parts = Parts(hurried, plain, clock, Doorbell(""), auth_tokens=(TOKEN,), base_urls=(BASE,))
    app = app_of(parts)
    yield Desk(app, Shop(own, village, clock), Clerk(app.test_client()), times)
    for engine in (own, hurried, plain):
        engine.dispose()


def spent(databases: Databases, times: int) -> Desk:
    """A whole day, each form sent so many times at once."""
    with databases.fresh() as address, an_office(address, times) as desk:
        for part in DAY:
            part(desk)
        return desk


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_form_that_is_sent_twice_at_once_does_what_it_does_when_sent_once(
    request: pytest.FixtureRequest, kind: str
) -> None:
    databases: Databases = request.getfixturevalue(f"{kind}_databases")
    once, twice = spent(databases, 1), spent(databases, 2)
    posts = {name for method, _, name in addresses(once.app) if method == "POST"}
    assert posts == once.effects.keys()
    assert [name for name, status in once.worst.items() if status >= REFUSED] == []
    assert {name for name in posts if not any(once.effects[name])} == CHANGE_NOTHING
    different = {name: (once.effects[name], did) for name, did in twice.effects.items() if did != once.effects[name]}
    assert different.keys() == COUNTS_EACH_TIME, different
    assert {name for name, status in twice.worst.items() if status >= REFUSED} == SAYS_NO_TO_THE_SECOND
