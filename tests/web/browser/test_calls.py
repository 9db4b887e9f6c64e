"""Somebody who has never heard of the line opens the phone page and is an elder, then her grid worker."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from linli.phone import Handset
from models import Household, Reading
from tests.faults.street import Street
from tests.web.browser.desk import Room
from tests.web.line import LINE
from tests.web.village import STRANGER, WANG, WORKER

pytestmark = pytest.mark.xdist_group("page")


def readings(street: Street, room: str) -> int:
    """How many people of a door have been reported."""
    with Session(street.engine) as session:
        found = select(Reading.id).join(Household, Household.id == Reading.household_id).where(Household.room == room)
        return len(session.scalars(found).all())


def test_the_desk_begins_with_an_elder_and_her_grid_worker_and_a_suggestion_each(room: Room) -> None:
    desk = room.desk()
    expect(desk.page.locator(".handset h2")).to_have_text(["王秀英", "孙丽"])
    expect(desk.telephone(WANG).call).to_contain_text("按 1")
    expect(desk.telephone(WORKER).call).to_contain_text("四位码")


def test_an_elder_reports_in_two_keys_by_mouse(room: Room, street: Street) -> None:
    number, door = street.fresh()
    phone = room.desk(number).telephone(number)
    phone.lifts()
    phone.answers("1")
    phone.hears("体温正常")
    phone.answers("1")
    phone.hears("记下了")
    expect(phone.call).to_contain_text("热线挂断了")
    assert readings(street, door) == 1


def test_an_elder_reports_by_keyboard_alone(room: Room, street: Street) -> None:
    number, door = street.fresh()
    desk = room.desk(number)
    phone = desk.telephone(number)
    expect(phone.card).to_be_focused()
    desk.page.keyboard.press("Enter")
    phone.answers("1", by_keyboard=True)
    phone.hears("体温正常")
    phone.answers("1", by_keyboard=True)
    phone.hears("记下了")
    expect(phone.call).to_contain_text("热线挂断了")
    assert readings(street, door) == 1


def test_a_fever_is_a_text_on_the_workers_telephone_and_her_code_takes_it(room: Room, street: Street) -> None:
    number, door = street.fresh()
    desk = room.desk(number, WORKER)
    elder, worker = desk.telephone(number), desk.telephone(WORKER)
    elder.lifts()
    elder.answers("2")
    code = worker.gets(f"9单元{door} 不舒服")[-4:]
    expect(worker.card.locator(".badge")).to_be_visible()
    worker.writes(code)
    assert number in worker.gets(f"{door} 归您了")
    expect(worker.card.locator(".badge")).to_be_hidden()
    elder.hangs_up()


def test_elder_and_grid_worker_are_both_played_by_keyboard_alone(room: Room, street: Street) -> None:
    number, door = street.fresh()
    desk = room.desk(number, WORKER)
    elder, worker = desk.telephone(number), desk.telephone(WORKER)
    desk.page.keyboard.press("Enter")
    elder.answers("2", by_keyboard=True)
    code = worker.gets(f"9单元{door} 不舒服")[-4:]
    desk.page.keyboard.press("PageDown")
    expect(worker.card).to_be_focused()
    desk.tabs_to(worker.card.get_by_role("textbox"), at_most=8)
    desk.page.keyboard.type(code)
    desk.page.keyboard.press("Enter")
    assert number in worker.gets(f"{door} 归您了")
    desk.page.keyboard.press("PageUp")
    expect(elder.card).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(elder.call).to_contain_text("您挂断了")


def test_the_line_rings_the_worker_whom_no_text_reaches_and_she_takes_it(room: Room, street: Street) -> None:
    number, _ = street.fresh()
    Handset(street.house.exchange, WORKER).answers("landline")
    desk = room.desk(number, WORKER)
    elder, worker = desk.telephone(number), desk.telephone(WORKER)
    elder.lifts()
    elder.answers("2")
    elder.hangs_up()
    expect(worker.card.locator(".state")).to_have_text(f"{LINE} 来电")  # rung at once: no text reaches her
    worker.lifts()
    worker.hears("急事")
    worker.answers("1")
    worker.hears("好,归您了")
    worker.hangs_up()
    Handset(street.house.exchange, WORKER).answers("by_hand")


def test_a_caller_nobody_knows_is_asked_for_the_door(room: Room) -> None:
    phone = room.desk(STRANGER).telephone(STRANGER)
    phone.lifts()
    phone.hears("没有登记")
    for asked, keyed in (("楼号", "3#"), ("单元号", "1#"), ("房号", "1504#")):
        phone.hears(asked)
        expect(phone.awaited).to_have_text("按数字，再按 #")
        phone.keys(keyed)
    phone.hears("三栋")
    phone.hangs_up()


def test_a_withheld_number_is_not_recognised(room: Room, street: Street) -> None:
    number, _ = street.fresh()
    phone = room.desk(f"{number}:anonymous").telephone(number)
    phone.lifts()
    expect(phone.call).to_contain_text("不显示号码")
    phone.hears("没有登记")
    phone.hangs_up()


def test_one_who_hangs_up_is_on_the_hook_again(room: Room, street: Street) -> None:
    number, _ = street.fresh()
    desk = room.desk(number)
    phone = desk.telephone(number)
    phone.lifts()
    expect(phone.card.locator(".state")).to_have_text("通话中")
    desk.page.keyboard.press("Escape")
    expect(phone.call).to_contain_text("您挂断了")
    expect(phone.card.locator(".state")).to_have_text("听筒挂着")


def test_two_telephones_call_at_once(room: Room, street: Street) -> None:
    numbers = [street.fresh()[0] for _ in range(2)]
    desk = room.desk(*numbers)
    phones = [desk.telephone(number) for number in numbers]
    for phone in phones:
        phone.lifts()
    for _ in ("the report", "its confirmation"):
        for phone in phones:
            phone.answers("1")
    for phone in phones:
        phone.hears("记下了")


def test_every_step_has_its_time(room: Room, street: Street) -> None:
    number, _ = street.fresh()
    phone = room.desk(number).telephone(number)
    phone.lifts()
    phone.hears("体温正常")
    times = phone.call.locator("time").all_inner_texts()
    assert len(times) >= 3
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d", time) for time in times)
    assert times == sorted(times)
    phone.hangs_up()
