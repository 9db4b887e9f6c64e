"""The office's commands after the cut-off: goods counted and shared out, waves, ticks, the money, gas cards, meals."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.lists import people, saved
from tests.integration.test_commands import COMMUNITY, Terminal
from tests.integration.test_sale_commands import DOORS, GREENS, closes, sale

STAFF = [
    {"name": name, "role": role, "grid": grid, "building": "", "phone": phone, "language": "zh-CN", "on_duty": "1"}
    for name, role, grid, phone in (
        ("孙丽", "grid_worker", "2", "10000900100"),
        ("老周", "grid_worker", "10", "10000900101"),
        ("办公室", "office", "", "10000900102"),
    )
]


@pytest.fixture
def shop(database_address: str, engine: Engine, tmp_path: Path) -> Terminal:
    """Three doors, a grid worker, and a sale after its cut-off: vegetables at 30 yuan."""
    typed = Terminal(database_address)
    typed.gets(*COMMUNITY)
    typed.gets("roster", "import", saved(tmp_path / "roster.csv", [dict(row.cells) for row in people(*DOORS).rows]))
    typed.gets("staff", "import", saved(tmp_path / "staff.csv", STAFF))
    typed.gets("sale", "import", saved(tmp_path / "sale.csv", sale("周六", (-1, 2), {**GREENS, "stock": ""})))
    for door in ("3-1-1504", "3-1-1503", "13-301"):
        typed.gets("order", "place", door, "蔬菜:2")
    closes(engine)
    return typed


def refused(terminal: Terminal, *words: object) -> str:
    """What a command that must fail says."""
    result = terminal.types(*words)
    assert result.exit_code != 0, result.output
    return result.output


def test_goods_are_counted_offered_instead_and_shared_out_once(shop: Terminal) -> None:
    assert "not counted yet: 1 蔬菜" in refused(shop, "arrival", "settle", "周六")
    assert shop.gets("arrival", "周六", "1=4") == "周六: counted set 1: 4.\n"
    for wrong, why in (("1", "no count"), ("1=x", "no count"), ("7=1", "no set 7")):
        assert why in refused(shop, "arrival", "周六", wrong)
    offer = ("arrival", "substitute", "周六", "1", "--zh", "白萝卜", "--en", "Radish", "--pieces", "1", "--price")
    assert "the same or less" in refused(shop, *offer, "31")
    assert "1 白萝卜 at 5.50 yuan" in shop.gets(*offer, "5.5")
    planned = shop.gets("arrival", "settle", "周六", "--dry-run")
    assert "Nothing is done yet" in planned
    assert "周六 is settled." in shop.gets("arrival", "settle", "周六")
    assert "settled already" in refused(shop, "arrival", "settle", "周六")
    assert "settled already" in refused(shop, "arrival", "周六", "1=6")
    assert "takes a substitute" in shop.gets("arrival", "default", "3-1-1504", "yes")
    assert "no sale '周四'" in refused(shop, "arrival", "周四", "1=1")


@pytest.fixture
def settled(shop: Terminal) -> Terminal:
    """All has come and is shared out; 3-1-1503 has it brought, for somebody there cannot walk. There are no quiet hours."""
    shop.gets("community", "set", "quiet_from=00:00", "quiet_until=00:00")
    shop.gets("arrival", "周六", "1=6")
    shop.gets("arrival", "settle", "周六")
    return shop


def test_waves_are_planned_called_cleared_and_the_point_closes(settled: Terminal) -> None:
    plan = ("wave", "plan", "周六", "--size", "1", "--place", "东门", "--from")
    assert "write a time such as 14:00" in refused(settled, *plan, "noon")
    planned = settled.gets(*plan, "00:00")
    assert ("1504" in planned, "1503" in planned) == (True, False)
    assert "Wave 1: 1 orders are called to 东门 at " in settled.gets("wave", "call", "周六")
    assert "still out" in refused(settled, "wave", "call", "周六")
    assert "Wave 1 is clear. Wave 2: 1 orders" in settled.gets("wave", "clear", "周六")
    assert "no wave left" in settled.gets("wave", "clear", "周六")
    assert "not collected: 2" in settled.gets("wave", "close", "周六")


def test_the_route_takes_doors_on_and_lists_what_is_due(settled: Terminal) -> None:
    assert "3-1-1503" in settled.gets("route", "周六")
    listed = settled.gets("route", "周六", "13-301")
    assert ("13-301" in listed, "1504" in listed) == (True, False)
    assert "nothing that could be brought up" in refused(settled, "route", "周六", "13-301")


def test_doors_are_ticked_together_or_not_at_all_and_a_tick_is_taken_back(settled: Terminal) -> None:
    assert "whose bag" in refused(settled, "handed", "周六", "3-1-1504=60")
    assert "9-9-99" in refused(settled, "handed", "周六", "3-1-1504=60", "9-9-99", "--by", "孙丽")
    assert settled.gets("handed", "周六", "3-1-1504=100", "3-1-1503", "--by", "孙丽") == (
        "3-1-1504: handed over. Change owed: 40 yuan.\n3-1-1503: handed over. Still to pay: 60 yuan.\n"
    )
    assert "is ticked already" in refused(settled, "handed", "周六", "3-1-1504", "--by", "孙丽")
    assert "not handed over" in settled.gets("handed", "周六", "3-1-1503", "--undo")
    assert "is no amount" in refused(settled, "handed", "周六", "3-1-1503=viel", "--by", "孙丽")


def test_orders_are_listed_with_what_comes_of_them_and_its_sum(shop: Terminal) -> None:
    shop.gets("arrival", "周六", "1=4")
    shop.gets("arrival", "settle", "周六")
    listed = {one["room"]: (one["short"], one["total_fen"]) for one in shop.json("orders", "--sale", "周六")}
    one_short = [{"set": 1, "quantity": 1}]
    assert listed == {"1504": ([], 6_000), "1503": (one_short, 3_000), "301": (one_short, 3_000)}
    assert "1×2, short 1×1" in shop.gets("orders")


def test_the_money_says_what_is_open_until_bags_bills_and_doors_agree(settled: Terminal, tmp_path: Path) -> None:
    settled.gets("handed", "周六", "3-1-1504=100", "3-1-1503=60", "13-301=50", "--by", "孙丽")
    settled.gets("money", "change", "周六", "3-1-1504", "40", "--by", "孙丽")
    settled.gets("money", "hand-in", "周六", "孙丽", "169")
    no_bill = re.compile(r"中百 +│ 180 +│ +│ +│ 0")  # nor a difference to it
    assert no_bill.search(settled.gets("money", "周六"))
    assert "sold nothing in 周六" in refused(settled, "money", "bill", "周六", "无此店", "10")
    settled.gets("money", "bill", "周六", "中百", "181")
    shown = settled.gets("money", "周六")
    for line in (
        "13-301 owes 10 yuan",
        "孙丽 has 1 yuan in the bag",
        "中百 bills 1 yuan more",
        "In the cash box: 169 yuan",
    ):
        assert line in shown
    assert "one thing at a time" in refused(settled, "money", "write-off", "周六", "--why", "x")
    settled.gets("money", "write-off", "周六", "13-301", "--why", "算错")
    settled.gets("money", "write-off", "周六", "--bag", "孙丽", "--why", "掉了")
    settled.gets("money", "write-off", "周六", "--supplier", "中百", "--why", "零头")
    assert "nothing is open there" in refused(settled, "money", "write-off", "周六", "13-301", "--why", "x")
    assert "Nothing is open: households, bags and bills agree." in settled.gets("money", "周六")
    entries = settled.gets("money", "entries", "周六")
    assert "算错" in entries
    paid = settled.gets("money", "pay", "周六", "中百", "181")
    number = paid.removeprefix("Entry ").partition(":")[0]
    assert f"takes back entry {number}" in settled.gets("money", "undo", "周六", number, "--why", "错了")
    assert "taken back already" in refused(settled, "money", "undo", "周六", number, "--why", "错了")
    assert "name it FILE.xlsx" in refused(settled, "money", "周六", "--xlsx", tmp_path / "money.txt")
    settled.gets("money", "周六", "--xlsx", tmp_path / "money.xlsx")
    assert (tmp_path / "money.xlsx").stat().st_size > 0


def test_requests_are_asked_for_moved_on_and_listed_and_a_gas_card_is_signed_for(shop: Terminal) -> None:
    assert shop.gets("request", "new", "3-1-1504", "gas", "煤气卡") == "Request 1 is new.\n"
    assert shop.gets("request", "note", "1", "下午去") == "Request 1: noted.\n"
    assert "100 with 孙丽" in shop.gets("gas", "sign", "1", "collected", "100", "--by", "孙丽")
    assert "孙丽 has 100 yuan" in refused(shop, "gas", "sign", "1", "collected", "90", "--by", "老周")
    assert "95 yuan on the card, 5 with 孙丽" in shop.gets("gas", "sign", "1", "topped_up", "95", "--by", "孙丽")
    assert "no request 9" in refused(shop, "gas", "sign", "9", "collected", "1", "--by", "孙丽")
    assert "gas card is not back" in refused(shop, "request", "withdraw", "1")
    (card,) = shop.json("gas", "list")
    assert (card["state"], card["worker"], card["left_fen"]) == ("topped_up", "孙丽", 500)
    assert "topped_up" in shop.gets("gas", "list")
    assert shop.gets("request", "done", "1") == "Request 1 is done.\n"
    assert "can come" in refused(shop, "request", "start", "1")
    (listed,) = shop.json("requests")
    assert (listed["state"], listed["note"], listed["kind"]) == ("done", "下午去", "gas")
    assert shop.json("requests", "--overdue") == []


def test_meals_are_ticked_by_door_once(shop: Terminal) -> None:
    tick = ("meals", "delivered", "3-1-1504", "--worker", "孙丽")
    assert (shop.gets(*tick), shop.gets(*tick)) == ("3-1-1504: handed over.\n", "3-1-1504: was ticked before.\n")
    assert "nobody at the door '9-9-99'" in refused(shop, "meals", "delivered", "9-9-99", "--worker", "孙丽")
