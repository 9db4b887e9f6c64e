"""The office sells and prints in a browser: an order by keyboard, a list looked at first, a sheet with its own style alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from linli.phone import Handset
from tests.faults.street import Street
from tests.web.browser.clerk import Clerk
from tests.web.village import DUTY

pytestmark = pytest.mark.xdist_group("page")
HEAD = "sale,opens,cutoff,supplier,set,name_zh,name_en,price_fen,limit"


@pytest.fixture(scope="module")
def clerk(browser: Browser, street: Street) -> Iterator[Clerk]:
    """The duty telephone's clerk, on a small screen; her browser may not have complained."""
    opened = Clerk(browser, street.house.web, width=360)
    opened.signs_in(Handset(street.house.exchange, DUTY))
    yield opened
    assert opened.forbidden() == []
    opened.context.close()
    assert [one for one in opened.complaints if "404" not in one] == []


def test_a_door_is_ordered_for_by_keyboard(clerk: Clerk, street: Street) -> None:
    _, room = street.fresh()
    clerk.opens("sales/1/orders")
    clerk.page.locator("#field-door").focus()
    clerk.page.keyboard.insert_text(f"5-9-{room}")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.insert_text("2")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("tbody tr").filter(has_text=room)).to_contain_text("蔬菜 × 2")
    clerk.page.locator("tbody tr").filter(has_text=room).get_by_role("button").press("Enter")
    expect(clerk.page.locator("tbody tr").filter(has_text=room)).to_contain_text("已取消")


def test_a_list_is_chosen_looked_at_and_brought_in(clerk: Clerk) -> None:
    clerk.opens("sales")
    row = f"{HEAD}\n周日,2020-03-01 08:00,2020-03-01 12:00,中百,1,鸡蛋,Eggs,1800,2\n"
    clerk.page.locator("#field-file").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": row.encode()}
    )
    clerk.page.get_by_role("button", name="先看看").click()
    expect(clerk.page.locator("tbody tr")).to_contain_text("鸡蛋")
    assert not clerk.is_too_wide
    clerk.page.get_by_role("button", name="就这样导入").click()
    expect(clerk.page.get_by_role("status")).to_contain_text("导入好了")
    clerk.page.locator("main").get_by_role("link", name="团购").click()
    expect(clerk.page.get_by_role("link", name="周日")).to_be_visible()


def test_a_row_of_alerts_stands_whole_on_a_small_screen(clerk: Clerk, street: Street) -> None:
    street.falls_ill()
    clerk.opens("alerts")
    cut = clerk.page.locator("table.cells").evaluate("one => one.scrollWidth - one.parentElement.clientWidth")
    assert cut <= 0


def test_a_sheet_keeps_its_style_under_the_policy(clerk: Clerk) -> None:
    clerk.opens("paper/day-sheet.html?grid=1")
    room = clerk.page.locator(".room").first
    assert room.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") > 20
    assert clerk.forbidden() == []
