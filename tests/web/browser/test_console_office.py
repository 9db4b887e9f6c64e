"""The office's work in a browser: an alert from its list to its end, a list seen before it is taken, a pasted chain."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Alert, Reading, Resident
from tests.faults.street import Street
from tests.web.browser.clerk import Clerk

pytestmark = pytest.mark.xdist_group("page")

HEADER = "building,unit,room,grid,name,phone,salutation"


def test_an_alert_is_found_taken_and_closed_by_keyboard(clerk: Clerk, street: Street) -> None:
    room = street.falls_ill()
    clerk.opens("alerts")
    box = clerk.page.locator(".filter input[type=search]")
    box.fill(room)
    box.press("Enter")
    clerk.page.locator("tbody a").press("Enter")
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text(room)
    clerk.page.get_by_role("button", name="我来办").press("Enter")
    expect(clerk.page.locator(".facts")).to_contain_text("已接")
    expect(clerk.page.get_by_role("button", name="我来办")).to_have_count(0)
    clerk.page.get_by_role("button", name="办完").press("Enter")
    expect(clerk.page.locator("#error-words")).to_be_visible()
    clerk.page.locator("#field-words").fill("已经看过,没事")
    clerk.page.get_by_role("button", name="办完").press("Enter")
    expect(clerk.page.locator(".steps")).to_contain_text("已经看过,没事")
    with Session(street.engine) as session:
        assert session.scalars(select(Alert.state).where(Alert.room == room)).one() == "done"
    clerk.opens("alerts")
    expect(clerk.page.locator("main")).not_to_contain_text(room)


def test_a_list_is_seen_before_it_is_taken(clerk: Clerk, street: Street, tmp_path: Path) -> None:
    rows = f"{HEADER}\n3,1,1504,第二网格,王秀英,+8610000000001,王奶奶\n"
    clerk.opens("roster")
    file = tmp_path / "roster.csv"
    file.write_text(rows, encoding="utf-8")
    clerk.page.locator("#field-file").set_input_files(file)
    clerk.page.get_by_role("button", name="先看看").press("Enter")
    expect(clerk.page.locator("tbody tr")).to_have_count(1)
    expect(clerk.page.locator("tbody")).to_contain_text("王奶奶")
    with Session(street.engine) as session:
        assert session.scalars(select(Resident.salutation).where(Resident.name == "王秀英")).one() == "王阿姨"
    clerk.page.get_by_role("button", name="就这样导入").press("Enter")
    expect(clerk.page.get_by_role("status")).to_contain_text("导入好了")
    with Session(street.engine) as session:
        assert session.scalars(select(Resident.salutation).where(Resident.name == "王秀英")).one() == "王奶奶"


def test_a_chain_is_corrected_where_it_stands_and_taken(clerk: Clerk, street: Street) -> None:
    (_, one), (_, two) = street.fresh(), street.fresh()
    clerk.opens("chain")
    clerk.page.locator("textarea").fill(f"#接龙\n1. 5栋9单元{one} 36.5\n2. 5栋9单元{two} 3665")
    clerk.page.get_by_role("button", name="先看看").press("Enter")
    expect(clerk.page.locator(".chain .taken")).to_have_count(1)
    clerk.page.locator(".chain .refused input").fill(f"5栋9单元{two} 36.6")
    clerk.page.get_by_role("button", name="再看看").press("Enter")
    expect(clerk.page.locator(".chain .taken")).to_have_count(2)
    clerk.page.get_by_role("button", name="记下2行").press("Enter")
    expect(clerk.page.get_by_role("status")).to_contain_text("记下了2行")
    with Session(street.engine) as session:
        newest = select(Reading.tenths).where(Reading.channel == "chain").order_by(Reading.id)
        assert session.scalars(newest).all() == [365, 366]
