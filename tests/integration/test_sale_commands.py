"""The office's commands about sales: what there is, orders for a door, what became of them, and the lists on paper."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Household, Order, OrderLine, Sale, SaleSet
from services.day.clock import real_clock
from services.sales.cut_off import close_due_sales
from tests.integration.lists import people, saved
from tests.integration.test_commands import COMMUNITY, Terminal

CAPITAL = "=HYPERLINK(1)"
DOORS = (
    {"room": "1504"},
    {"room": "1503", "name": "张桂兰", "phone": "10000000002", "home_delivery": "1"},
    {"building": "13", "unit": "", "room": "301", "name": "赵敏", "phone": "", "grid": "10"},
)


def sale(name: str, hours: tuple[float, float], *sets: dict[str, object]) -> list[dict[str, str]]:
    """Rows of a sale that opens and closes so many hours from now."""
    opens, cutoff = (f"{datetime.now(UTC) + timedelta(hours=hour):%Y-%m-%d %H:%M}+00:00" for hour in hours)
    usual = {
        "supplier": "中百",
        "price_fen": 3000,
        "limit": 3,
        "stock": "",
        "minimum": 0,
        "contents_zh": "",
        "name_en": "x",
    }
    rows = [{"sale": name, "opens": opens, "cutoff": cutoff, **usual, **one} for one in sets]
    return [{column: str(value) for column, value in row.items()} for row in rows]


GREENS = {"set": 1, "name_zh": "蔬菜", "contents_zh": "白菜2斤、萝卜3斤", "stock": 4}
FRUIT = {"set": 2, "name_zh": "水果", "price_fen": 2550, "supplier": "武商"}
SPOILT = {"set": 3, "name_zh": CAPITAL, "price_fen": 100, "supplier": "武商"}


@pytest.fixture
def terminal(database_address: str, tmp_path: Path) -> Terminal:
    """Three doors and an open sale of three sets by two suppliers."""
    typed = Terminal(database_address)
    typed.gets(*COMMUNITY)
    typed.gets("roster", "import", saved(tmp_path / "roster.csv", [dict(row.cells) for row in people(*DOORS).rows]))
    typed.gets("sale", "import", saved(tmp_path / "sale.csv", sale("周六", (-1, 2), GREENS, FRUIT, SPOILT)))
    return typed


def closes(engine: Engine) -> None:
    """The clock, after every cut-off."""
    with Session(engine) as session, session.begin():
        close_due_sales(session, real_clock().now() + timedelta(hours=9))


def cells(path: Path) -> list[list[object]]:
    """A workbook's values, every text a text."""
    rows = list(load_workbook(path).worksheets[0].iter_rows())
    assert {cell.data_type for row in rows for cell in row if isinstance(cell.value, str)} == {"s"}
    return [[cell.value for cell in row] for row in rows]


def test_the_office_orders_for_a_door_changes_and_cancels(terminal: Terminal) -> None:
    assert terminal.gets("order", "place", "3-1-1504", "蔬菜:2", "2:1") == "3-1-1504: 蔬菜 × 2, 水果 × 1; 85.50 yuan\n"
    assert (
        terminal.gets("order", "place", "3-1-1504", "蔬菜:1", "--add") == "3-1-1504: 蔬菜 × 3, 水果 × 1; 115.50 yuan\n"
    )
    assert terminal.gets("order", "place", "3-1-1504", "水果:2") == "3-1-1504: 水果 × 2; 51 yuan\n"
    assert terminal.gets("order", "cancel", "3-1-1504") == "3-1-1504: cancelled 水果 × 2; 51 yuan\n"
    (order,) = terminal.json("orders")
    assert order["state"] == "cancelled"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("place", "3-1-1504", "蔬菜:4"), "set 1: not as many are left, or it is more than a household may order"),
        (("place", "3-1-1504", "鱼:1"), "周六 has no set '鱼'; it has 1 蔬菜, 2 水果"),
        (("place", "3-1-1504", "蔬菜"), "write 蔬菜:2, or 2:1"),
        (("place", "3-1-9999", "蔬菜:1"), "the roster has no door '3-1-9999'"),
        (("cancel", "3-1-1504"), "the door has no order in an open sale"),
    ],
)
def test_what_cannot_be_ordered_is_refused_in_words_and_nothing_is_done(
    terminal: Terminal, words: tuple[str, ...], complaint: str
) -> None:
    refused = terminal.types("order", *words)
    assert refused.exit_code != 0
    assert complaint in refused.output
    assert terminal.json("orders") == []


def test_what_became_of_a_doors_order_is_told_step_by_step(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("order", "place", "3-1-1504", "蔬菜:1")
    terminal.gets("order", "cancel", "3-1-1504")
    terminal.gets("order", "place", "3-1-1504", "水果:1")
    closes(engine)
    steps = terminal.json("orders", "--history", "3-1-1504")
    assert [(one["was"], one["becomes"], one["channel"]) for one in steps] == [
        ("", "placed", ""),
        ("placed", "cancelled", "office"),
        ("cancelled", "placed", "office"),
        ("placed", "closed", "line"),
    ]
    assert "cancelled" in terminal.gets("orders", "--history", "3-1-1504")


def test_sales_are_listed_with_their_state_and_a_second_open_one_waits(terminal: Terminal, tmp_path: Path) -> None:
    more = [*sale("周日", (-1, 5), GREENS), *sale("周一", (9, 12), FRUIT), *sale("早场", (-1, 1), FRUIT)]
    terminal.gets("sale", "import", saved(tmp_path / "more.csv", more))
    states = {one["name"]: one["state"] for one in terminal.json("sale", "list")}
    assert states == {"周六": "waiting", "周日": "waiting", "周一": "planned", "早场": "open"}
    assert "waiting" in terminal.gets("sale", "list")
    terminal.gets("order", "place", "3-1-1504", "水果:1")
    assert [one["sale"] for one in terminal.json("orders") if one["lines"]] == ["早场"]


def test_a_sale_is_shown_set_by_set(terminal: Terminal) -> None:
    terminal.gets("order", "place", "3-1-1504", "蔬菜:3")
    shown = terminal.json("sale", "show", "周六")
    greens = shown["sets"][0]
    assert (shown["state"], shown["orders"], shown["total_fen"]) == ("open", 1, 9000)
    assert (greens["ordered"], greens["stock"], greens["left"], greens["supplier"]) == (3, 4, 1, "中百")
    assert "白菜2斤" in terminal.gets("sale", "show", "周六")
    assert "there is no sale '周四'" in terminal.types("sale", "show", "周四").output


def test_a_household_wishes_to_be_told_of_sales(terminal: Terminal, engine: Engine) -> None:
    terminal.gets("sale", "notices", "3-1-1504", "on")
    with Session(engine) as session:
        wishes = session.scalars(select(Household.room).where(Household.wants_sales)).all()
    assert wishes == ["1504"]
    terminal.gets("sale", "notices", "3-1-1504", "off")
    with Session(engine) as session:
        assert session.scalars(select(Household.id).where(Household.wants_sales)).all() == []


# ------------------------------------------------------------ paper


@pytest.fixture
def closed(terminal: Terminal, engine: Engine, tmp_path: Path) -> Terminal:
    """After the cut-off: three doors have ordered, a stranger for one of them."""
    terminal.gets("order", "place", "3-1-1504", "蔬菜:2", "水果:1")
    terminal.gets("order", "place", "3-1-1503", "蔬菜:1", "3:1")
    terminal.gets("order", "place", "13-301", "水果:2")
    with Session(engine) as session, session.begin():
        home = session.scalars(select(Household).where(Household.room == "301")).one()
        number_two = session.scalars(select(SaleSet).where(SaleSet.number == 2)).one()
        strange = Order(sale_id=number_two.sale_id, household_id=home.id, placed_from="CA9", verified=False)
        strange.placed_at = real_clock().now()
        session.add(strange)
        session.flush()
        session.add(OrderLine(order_id=strange.id, set_id=number_two.id, quantity=1))
    closes(engine)
    return terminal


def test_the_suppliers_list_has_each_suppliers_totals(closed: Terminal, tmp_path: Path) -> None:
    closed.gets("print", "supplier-list", "--out", tmp_path / "list.xlsx")
    _, *rows = cells(tmp_path / "list.xlsx")
    assert [row[:8] for row in rows] == [
        ["中百", 1, "蔬菜", "白菜2斤、萝卜3斤", 3, 0, 30, 90],
        ["中百", None, "合计", None, 3, None, None, 90],
        ["武商", 2, "水果", None, 4, 1, 25.5, 102],
        ["武商", 3, CAPITAL, None, 1, 0, 1, 1],
        ["武商", None, "合计", None, 5, None, None, 103],
    ]
    closed.gets("print", "supplier-list", "--out", tmp_path / "list.html")
    page = (tmp_path / "list.html").read_text()
    assert page.index("供货商 中百") < page.index("供货商 武商") < page.index("签字")
    assert "还没截止" not in page


def test_the_grid_list_has_what_goes_to_each_building_and_unit(closed: Terminal, tmp_path: Path) -> None:
    closed.gets("print", "grid-list", "--out", tmp_path / "list.xlsx")
    head, *rows = cells(tmp_path / "list.xlsx")
    assert head[4:7] == ["蔬菜", "水果", CAPITAL]
    assert [row[:7] for row in rows] == [
        ["2", "3", "1", 2, 3, 1, 1],
        ["2", "合计", None, 2, 3, 1, 1],
        ["10", "13", None, 1, 0, 3, 0],
        ["10", "合计", None, 1, 0, 3, 0],
    ]
    closed.gets("print", "grid-list", "--grid", "2", "--out", tmp_path / "list.html")
    page = (tmp_path / "list.html").read_text()
    assert ("3栋1单元" in page, "13栋" in page) == (True, False)


def test_the_pick_list_has_each_door_and_whom_to_call_first(closed: Terminal, tmp_path: Path) -> None:
    closed.gets("print", "pick-list", "--out", tmp_path / "list.xlsx")
    _, *rows = cells(tmp_path / "list.xlsx")
    assert [row[:7] for row in rows] == [
        ["3", "1", "1503", f"蔬菜 × 1  {CAPITAL} × 1", 31, "不便", None],
        ["3", "1", "1504", "蔬菜 × 2  水果 × 1", 85.5, None, None],
        ["13", None, "301", "水果 × 2", 51, None, None],
        ["13", None, "301", "水果 × 1", 25.5, None, "先回电话:没有号码"],
    ]
    closed.gets("print", "pick-list", "--out", tmp_path / "lists")
    assert {path.name for path in (tmp_path / "lists").iterdir()} == {
        f"pick-list-{grid}{form}" for grid in (2, 10) for form in (".html", ".xlsx")
    }
    page = (tmp_path / "lists" / "pick-list-10.html").read_text()
    assert "先回电话" in page


def test_an_open_sales_list_says_that_it_is_open_and_one_without_orders_that_there_are_none(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.gets("print", "pick-list", "--out", tmp_path / "list.html")
    page = (tmp_path / "list.html").read_text()
    assert ("还没截止" in page, "没有订单" in page) == (True, True)
    refused = terminal.types("print", "pick-list", "--sale", "周四", "--out", tmp_path / "other.html")
    assert "there is no sale '周四'" in refused.output


def test_a_dropped_set_is_not_brought_and_its_supplier_reads_so(
    terminal: Terminal, engine: Engine, tmp_path: Path
) -> None:
    terminal.gets("order", "place", "3-1-1504", "蔬菜:2", "水果:1")
    with Session(engine) as session, session.begin():
        session.scalars(select(SaleSet).where(SaleSet.number == 1)).one().minimum = 5
        assert session.scalars(select(Sale)).one().closed_at is None
    closes(engine)
    terminal.gets("print", "supplier-list", "--out", tmp_path / "list.html")
    page = (tmp_path / "list.html").read_text()
    assert "订的人太少,不要:蔬菜" in page
    assert "供货商 中百" not in page
    (order,) = terminal.json("orders")
    assert (order["total_fen"], order["dropped"]) == (2550, [1])
    assert terminal.json("sale", "show", "周六")["sets"][0]["dropped"]
