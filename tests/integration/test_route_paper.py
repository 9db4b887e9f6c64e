"""The home-delivery route and the money of a sale on paper: what really comes, what is due, and never why."""

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Community, HealthFile, Household, Order, OrderLine, Resident, SaleSet, Worker
from services.day.clock import real_clock
from services.goods import arrivals, substitutions
from services.goods.settling import Instead, offer_instead, settle
from tests.integration.test_commands import Terminal
from tests.integration.test_sale_commands import cells, closes, terminal

__all__ = ["terminal"]
FORMULA = "=1+1"


@pytest.fixture
def settled(terminal: Terminal, engine: Engine) -> Terminal:
    """Of three doors 1503 cannot walk; fruit is short, and 1503 takes what there is instead."""
    terminal.gets("order", "place", "3-1-1504", "蔬菜:2", "水果:1")
    terminal.gets("order", "place", "3-1-1503", "蔬菜:1", "水果:2")
    terminal.gets("order", "place", "13-301", "水果:1", "3:1")
    with Session(engine) as session, session.begin():
        session.scalars(select(Household).where(Household.room == "1503")).one().takes_substitutes = True
        session.scalars(select(SaleSet).where(SaleSet.number == 3)).one().minimum = 5  # and so it is dropped
    closes(engine)
    with Session(engine) as session, session.begin():
        now = real_clock().now()
        sale = arrivals.hold_sale(session, session.scalars(select(Community.id)).one(), "周六")
        arrivals.enter_counts(session, sale, {1: 3, 2: 3}, now)
        offer_instead(session, sale, Instead(2, FORMULA, "", 550, 5), now)
        settle(session, sale, now)
        substitutions.share_due(session, now + timedelta(days=1))  # whatever the hour, the time to answer is over
    return terminal


def rows_of(terminal: Terminal, path: Path, *options: str) -> list[list[object]]:
    """The route as a workbook, without its head."""
    terminal.gets("print", "route", *options, "--out", path)
    return cells(path)[1:]


def test_the_route_has_what_really_comes_and_what_is_due(settled: Terminal, tmp_path: Path) -> None:
    settled.gets("route", "周六", "13-301")
    rows = rows_of(settled, tmp_path / "route.xlsx", "--sale", "周六")
    assert [row[:10] for row in rows] == [
        ["3", "1", 15, "1503", f"蔬菜 × 1  水果 × 1  {FORMULA} × 1", 3, "+8610000000002", 61, None, None],
        ["13", None, 3, "301", "水果 × 1", 1, None, 25.5, None, None],
    ]
    assert load_workbook(tmp_path / "route.xlsx").worksheets[0]["H2"].number_format == "0.00"


def test_the_pick_list_has_what_really_comes_and_what_it_costs(settled: Terminal, tmp_path: Path) -> None:
    settled.gets("print", "pick-list", "--sale", "周六", "--out", tmp_path / "pick.xlsx")
    assert [row[2:5] for row in cells(tmp_path / "pick.xlsx")[1:]] == [
        ["1503", f"蔬菜 × 1  水果 × 1  {FORMULA} × 1", 61],
        ["1504", "蔬菜 × 2  水果 × 1", 85.5],
        ["301", "水果 × 1", 25.5],
    ]


def test_who_has_ordered_twice_is_one_door(settled: Terminal, engine: Engine, tmp_path: Path) -> None:
    with Session(engine) as session, session.begin():
        first = session.scalars(select(Order).join(Household).where(Household.room == "1503")).one()
        greens = session.scalars(select(SaleSet).where(SaleSet.number == 1)).one()
        again = Order(sale_id=first.sale_id, household_id=first.household_id, placed_from="CA9", verified=False)
        again.placed_at, again.state = real_clock().now(), "on_route"
        session.add(again)
        session.flush()
        session.add(OrderLine(order_id=again.id, set_id=greens.id, quantity=2))
    (row,) = rows_of(settled, tmp_path / "route.xlsx")
    assert (row[4], row[5]) == (f"蔬菜 × 3  水果 × 1  {FORMULA} × 1", 5)


def test_nothing_says_why_goods_are_brought(settled: Terminal, engine: Engine, tmp_path: Path) -> None:
    settled.gets("route", "周六", "3-1-1504")
    settled.gets("print", "route", "--out", tmp_path / "before.html")
    with Session(engine) as session, session.begin():
        for one in session.scalars(select(Resident)):
            one.home_delivery = one.lives_alone = False
        community, now = session.scalars(select(Community.id)).one(), real_clock().now()
        ill = session.scalars(select(Resident).join(Household).where(Household.room == "1504")).one()
        session.add(
            HealthFile(
                community_id=community, resident_id=ill.id, illness="fever", opened_at=now, next_call="follow_up"
            )
        )
    settled.gets("print", "route", "--out", tmp_path / "after.html")
    before, after = ((tmp_path / name).read_text() for name in ("before.html", "after.html"))
    assert before.split("<table")[1:] == after.split("<table")[1:]
    assert len(before.split("<table")) == 2
    assert "不便" not in before


def test_a_grid_has_its_own_route_and_an_empty_one_says_so(settled: Terminal, tmp_path: Path) -> None:
    settled.gets("print", "route", "--grid", "2", "--out", tmp_path / "two.html")
    settled.gets("print", "route", "--grid", "10", "--out", tmp_path / "ten.html")
    two, ten = ((tmp_path / name).read_text() for name in ("two.html", "ten.html"))
    assert ("1503" in two, "没有要送上门的" in two) == (True, False)
    assert ("1503" in ten, "没有要送上门的" in ten) == (False, True)


def test_what_is_handed_over_is_brought_no_more(settled: Terminal, tmp_path: Path) -> None:
    assert len(rows_of(settled, tmp_path / "route.xlsx")) == 1
    settled.gets("handed", "周六", "3-1-1503")
    assert rows_of(settled, tmp_path / "route.xlsx") == []


def test_the_money_of_a_sale_is_a_workbook_of_exact_yuan(settled: Terminal, engine: Engine, tmp_path: Path) -> None:
    with Session(engine) as session, session.begin():
        community = session.scalars(select(Community.id)).one()
        session.add(Worker(community_id=community, name=FORMULA, phone="+8610000000091"))
    settled.gets("handed", "周六", "3-1-1503=61.05", "--by", FORMULA)
    settled.gets("money", "hand-in", "周六", FORMULA, "60")
    settled.gets("money", "bill", "周六", "武商", "82.10")
    settled.gets("money", "周六", "--xlsx", tmp_path / "money.xlsx")
    book = load_workbook(tmp_path / "money.xlsx")
    assert book.sheetnames == ["住户", "钱袋", "供货商账单"]
    homes, bags, bills = ([[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] for sheet in book)
    assert homes[0] == ["3", "1", "1503", 81, -25.5, 5.5, 61.05, -0.05]
    assert homes[-1] == ["合计", None, None, 192, -25.5, 5.5, 61.05, 110.95]
    assert bags == [[FORMULA, 61.05, 60, 1.05], ["合计", 61.05, 60, 1.05]]
    assert book["钱袋"]["A2"].data_type == "s"
    assert bills == [
        ["中百", 90, None, None, 0],
        ["武商", 82, 82.1, 0.1, 0],
        ["合计", 172, None, None, 0],
    ]
    cell = book["钱袋"]["A2"]
    assert (cell.data_type, book["钱袋"]["B2"].number_format, book["住户"]["C2"].data_type) == ("s", "0.00", "s")


def test_money_is_written_to_a_workbook_alone(settled: Terminal, tmp_path: Path) -> None:
    refused = settled.types("money", "周六", "--xlsx", tmp_path / "money.csv")
    assert "FILE.xlsx" in refused.output
    assert not (tmp_path / "money.csv").exists()
