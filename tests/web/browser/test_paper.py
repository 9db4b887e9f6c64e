"""The sheets in a real browser: nothing runs out of its box, and every page says whose it is."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page

from services.board.street_table import StreetRow, StreetTable
from services.paper.headings import Heading, Kind
from services.paper.pages import door_page, sale_page, street_page
from services.paper.sale_sheets import (
    Bag,
    Delivery,
    GridShare,
    GridSheet,
    PickedSet,
    PickSheet,
    RouteSheet,
    SaleHead,
    SaleSheet,
    SetRow,
    Share,
    Stop,
    SupplierSheet,
)
from services.paper.sheets import DoorSheet, Named, SheetDoor, StreetSheet

WIDTH = 718  # pixels of a page of A4 between its margins
OVERFLOWS = "[...document.querySelectorAll('td, th')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"
BORDER = 1  # pixel: a collapsed border is half outside its table
RIGHTMOST = "Math.max(...[...document.querySelectorAll('table')].map(one => one.getBoundingClientRect().right))"
SET = {"zh-CN": "粮油冻品大礼包", "en": "Grain, oil and frozen food "}
LONG = {"zh-CN": "欧阳春梅阿依古丽", "en": "Alexandra Featherstonehaugh"}


def sheet(kind: Kind, language: str) -> DoorSheet:
    """A crowded door, forty times, in two buildings."""
    heading = Heading(kind, language, "青和居", "第二网格", date(2020, 2, 29), datetime(2020, 2, 29, 3, tzinfo=UTC))
    marks = "独居、耳背、不便" if language == "zh-CN" else "alone, deaf, can't walk"
    people = (Named(LONG[language], heading.words("no_thermometer")), Named("李", ""))
    phones = ("+8610000000001", "+8610000000002")
    tried = heading.words("called", count="2", clocks="08:05, 08:25")
    doors = [
        SheetDoor(building, "1", str(1500 + room), 15, people, marks, phones, tried, heading.words("no_thermometer"))
        for building in ("3", "12")
        for room in range(20)
    ]
    return DoorSheet(heading, tuple(doors))


def street_sheet(language: str) -> StreetSheet:
    """A community of sixteen grids and nineteen buildings, as large as the source's."""
    heading = Heading(
        Kind.STREET_TABLE, language, "青和居", "", date(2020, 2, 29), datetime(2020, 2, 29, 3, tzinfo=UTC)
    )
    row = StreetRow("16", "19", *(8042,) * 8)
    table = StreetTable("青和居", heading.day, datetime(2020, 2, 29, 3, tzinfo=UTC), (row,) * 34, row)
    return StreetSheet(heading, table)


def sale_sheets(language: str) -> tuple[SaleSheet, ...]:
    """The lists of a sale of six sets with long names."""
    sets = tuple(f"{SET[language]}{number}" for number in range(6))

    def head(kind: Kind) -> SaleHead:
        heading = Heading(kind, language, "青和居", "", date(2020, 2, 29), datetime(2020, 2, 29, 3, tzinfo=UTC))
        return SaleHead(heading, "周六", heading.words("cut_off_at", clock="02-29 20:00"), is_open=True)

    row = SetRow(6, sets[0], sets[1] * 4, pieces=1234, unverified=12, price_fen=123_456)
    share = Share("13", "10", (12345,) * 6, 1234)
    bag = Bag(
        "13", "10", "1504", "独居、耳背、不便", tuple(PickedSet(one, 9) for one in sets), 12_345_678, "+8610000000099"
    )
    stop = Stop("13", "10", "A1504", 15, bag.sets, -12_345_678, ("+8610000000001", "+8610000000002"))
    return (
        SupplierSheet(head(Kind.SUPPLIER_LIST), (Delivery("中百", (row,) * 6),), sets),
        GridSheet(head(Kind.GRID_LIST), sets, (GridShare("第二网格", (share,), (share,), share),)),
        PickSheet(head(Kind.PICK_LIST), (bag,) * 20),
        RouteSheet(head(Kind.ROUTE), (stop,) * 20),
    )


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page as wide as the paper, looked at as it is printed."""
    opened = browser.new_page(viewport={"width": WIDTH, "height": 1000})
    opened.emulate_media(media="print")
    return opened


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", [Kind.DAY_SHEET, Kind.KNOCK_LIST])
def test_nothing_runs_out_of_its_box(page: Page, kind: Kind, language: str) -> None:
    page.set_content(door_page(sheet(kind, language)))
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert page.evaluate(OVERFLOWS) == 0
    page.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_of_a_sales_lists_runs_out_of_its_box(page: Page, language: str) -> None:
    for sheet in sale_sheets(language):
        page.set_content(sale_page(sheet))
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        assert page.evaluate(OVERFLOWS) == 0
    page.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_right_border_of_every_table_is_on_the_page(page: Page, language: str) -> None:
    of_doors = [door_page(sheet(kind, language)) for kind in (Kind.DAY_SHEET, Kind.KNOCK_LIST)]
    for html in (street_page(street_sheet(language)), *of_doors, *map(sale_page, sale_sheets(language))):
        page.set_content(html)
        assert 0 < page.evaluate(RIGHTMOST) <= WIDTH - BORDER
    page.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_street_table_of_a_large_community_is_one_page(page: Page, language: str) -> None:
    page.set_content(street_page(street_sheet(language)))
    assert page.evaluate(OVERFLOWS) == 0
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.close()


def test_a_box_that_is_too_narrow_would_be_found(page: Page) -> None:
    page.set_content(
        "<table style='table-layout: fixed; width: 50px'><tr><td style='white-space: nowrap'>+8610000000001"
    )
    assert page.evaluate(OVERFLOWS) == 1
    page.close()


def test_every_unit_says_whose_sheet_it_is(page: Page) -> None:
    page.set_content(door_page(sheet(Kind.DAY_SHEET, "zh-CN")))
    strips = page.locator("thead .strip .where").all_inner_texts()
    assert strips == ["网格 第二网格 · 3栋1单元", "网格 第二网格 · 12栋1单元"]
    page.close()
