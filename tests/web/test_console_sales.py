"""Sales at the console: a list looked at before it counts, orders by door, an order for a door and its end."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import AuditEntry, Order, OrderLine, Sale, SaleSet
from tests.integration.outgoing import MORNING
from tests.integration.shop import Shop
from tests.web.office import Clerk, Enter
from tests.web.village import COUPLE, DUTY

HEAD = "sale,opens,cutoff,supplier,set,name_zh,name_en,price_fen,limit"
HOSTILE = "<script>alert(1)</script>"


def a_list(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def sets(shop: Shop) -> list[tuple[str, int, int]]:
    with Session(shop.engine) as session:
        rows = session.execute(
            select(Sale.name, SaleSet.number, SaleSet.price_fen)
            .join(Sale, Sale.id == SaleSet.sale_id)
            .order_by(Sale.id, SaleSet.number)
        )
        return [(name, number, price) for name, number, price in rows]


def ordered(shop: Shop, door: str) -> list[int]:
    with Session(shop.engine) as session:
        rows = session.scalars(
            select(OrderLine.quantity)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.household_id == shop.village.doors[door], Order.state == "placed")
            .order_by(OrderLine.set_id)
        )
        return list(rows)


def deeds(shop: Shop) -> list[tuple[str, str]]:
    with Session(shop.engine) as session:
        rows = session.execute(select(AuditEntry.what, AuditEntry.why).order_by(AuditEntry.number))
        return [(what, why) for what, why in rows if what not in {"signed_in", "saw_household"}]


def test_a_list_is_shown_before_it_counts_and_counts_once(office: Clerk, shop: Shop) -> None:
    before = sets(shop)
    office.opens("/sales")
    office.sends_file(
        "/lists/sales",
        "list.csv",
        a_list(
            "周六,2020-02-29 07:30,2020-02-29 09:30,中百,2,蔬菜,Vegetables,3200,3",
            f"周日,2020-03-01 08:00,2020-03-01 12:00,中百,1,{HOSTILE},Eggs,1800,2",
        ),
    )
    office.opens("/uploads/1")
    assert "新增 1" in office.text
    assert "更改 1" in office.text
    assert "单价: 30.00元 32.00元" in office.text
    assert office.tree.xpath("//main//script") == []
    assert sets(shop) == before
    hidden = {"seen": office.hidden("seen")}
    assert [office.sends("/uploads/1", hidden).status_code for _ in range(2)] == [303, 303]
    assert ("周六", 2, 3200) in sets(shop)
    assert ("周日", 1, 1800) in sets(shop)
    assert deeds(shop) == [("brought_sales", "list.csv")]
    office.opens("/sales")
    (path,) = office.tree.xpath("//td/a[.='周日']/@href")
    office.opens(path.removeprefix("/console"))
    assert HOSTILE in office.text
    assert office.tree.xpath("//main//script") == []


def test_every_bad_row_is_told_and_nothing_is_taken(office: Clerk, shop: Shop) -> None:
    before = sets(shop)
    office.opens("/sales")
    office.sends_file(
        "/lists/sales",
        "list.csv",
        a_list(
            "周六,2020-02-29 08:00,2020-02-29 07:00,中百,1,米,Rice,5000,3",
            "周日,never,2020-03-01 12:00,中百,9,蛋,Eggs,x,2",
        ),
    )
    office.opens("/uploads/1")
    assert "有4处不对" in office.text
    assert "第3行" in office.text
    assert "第2行" in office.text
    assert sets(shop) == before
    assert office.sends_file("/lists/sales", "list.csv", b"").status_code == 400
    assert "这个文件是空的" in office.text
    office.sends_file("/lists/sales", "list.xlsx", b"PK no workbook")
    office.opens("/uploads/2")
    assert "打不开这个文件" in office.text
    assert sets(shop) == before


def test_what_another_clerk_changed_since_the_look_is_shown_before_it_counts(office: Clerk, shop: Shop) -> None:
    office.opens("/sales")
    office.sends_file(
        "/lists/sales", "list.csv", a_list("周六,2020-02-29 07:30,2020-02-29 09:30,中百,2,蔬菜,Vegetables,3200,3")
    )
    office.opens("/uploads/1")
    seen = office.hidden("seen")
    with Session(shop.engine) as session, session.begin():
        session.execute(update(SaleSet).where(SaleSet.number == 2).values(price_fen=2800))
    assert office.sends("/uploads/1", {"seen": seen}).status_code == 409
    assert "单价: 28.00元 32.00元" in office.text
    assert ("周六", 2, 2800) in sets(shop)
    assert office.sends("/uploads/1", {"seen": office.hidden("seen")}).status_code == 303
    assert ("周六", 2, 3200) in sets(shop)


def test_a_sale_that_closed_since_the_look_stays_as_it_was(office: Clerk, shop: Shop) -> None:
    before = sets(shop)
    office.opens("/sales")
    office.sends_file(
        "/lists/sales", "list.csv", a_list("周六,2020-02-29 07:30,2020-02-29 09:30,中百,2,蔬菜,Vegetables,3200,3")
    )
    office.opens("/uploads/1")
    seen = office.hidden("seen")
    with Session(shop.engine) as session, session.begin():
        session.execute(update(Sale).values(closed_at=MORNING))
    assert office.sends("/uploads/1", {"seen": seen}).status_code == 409
    assert "这次团购已经截止" in office.text
    assert sets(shop) == before


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_list_that_was_fetched_and_sent_back_changes_nothing(office: Clerk, suffix: str) -> None:
    office.opens(f"/lists/sales.{suffix}")
    assert office.page is not None
    fetched = office.page.data
    office.opens("/sales")
    office.sends_file("/lists/sales", f"list.{suffix}", fetched)
    office.opens("/uploads/1")
    assert "没有要改的" in office.text


def test_what_is_shown_of_the_orders_adds_up(office: Clerk, shop: Shop) -> None:
    shop.orders("wang", s1=1)
    shop.orders("digits", s2=3)
    shop.orders("couple", s2=1, s3=1)
    path = f"/sales/{shop.village.sale}/orders"

    def sums() -> str:
        return " ".join(office.tree.xpath("//p[@role='status']")[0].text_content().split())

    office.opens(path)
    everything = sums()
    assert "3单" in everything
    assert "蔬菜 × 4" in everything
    with Session(shop.engine) as session:
        costs = {one.number: one.price_fen for one in session.scalars(select(SaleSet))}
    assert f"{(costs[1] + 4 * costs[2] + costs[3]) / 100:.2f}元" in everything
    home = shop.village.doors["digits"]
    assert office.sends(f"{path}/cancel", {"household": str(home)}).status_code == 303
    office.opens(path)
    assert "2单 · 另有1单取消了 ·" in sums()
    assert "蔬菜 × 1 " in sums()
    office.opens(f"{path}?find=1504")
    assert sums() == f"下面这些: 1单 · 粮油冻品 × 1 · {costs[1] / 100:.2f}元"


def test_orders_are_found_by_door_grid_and_set_and_sorted(office: Clerk, shop: Shop) -> None:
    shop.orders("wang", s1=1)
    shop.orders("digits", s2=3)
    shop.orders("couple", s2=1, s3=1)
    path = f"/sales/{shop.village.sale}/orders"

    def doors(query: str) -> list[str]:
        office.opens(path + query)
        return [one.text_content() for one in office.tree.xpath("//tbody/tr/td[1]/a")]

    assert doors("") == ["3栋1单元1503", "3栋1单元1504", "5栋301"]
    assert doors("?find=蔬菜&sort=-amount") == ["5栋301", "3栋1单元1503"]
    assert doors("?find=3-1-1504") == ["3栋1单元1504"]
    assert doors("?find=5栋") == ["5栋301"]
    assert doors("?find=nothing") == []


def test_the_office_orders_for_a_door_once_and_cancels(office: Clerk, shop: Shop) -> None:
    path = f"/sales/{shop.village.sale}/orders"
    office.opens(path)
    fields = {"door": "3-1-1504", "set_2": "2"}
    assert [office.sends(path, fields).status_code for _ in range(2)] == [303, 303]
    assert ordered(shop, "wang") == [2]
    office.opens(path)
    other = {"door": "3-1-1504", "set_1": "1", "set_2": "1"}
    assert office.sends(path, other).status_code == 400
    assert "这一户已经订了" in office.text
    assert ordered(shop, "wang") == [2]
    done = office.sends(path, other)  # who has read that means it
    assert done.status_code == 303
    assert ordered(shop, "wang") == [1, 1]
    office.opens(done.headers["Location"].partition("/console")[2])
    assert office.tree.xpath("//p[@class='sound']/text()") == ["办好了: 代订"]
    office.opens(path)
    assert office.sends(f"{path}/cancel", {"household": str(shop.village.doors["wang"])}).status_code == 303
    assert ordered(shop, "wang") == []
    assert deeds(shop) == [("ordered", "3-1-1504"), ("ordered", "3-1-1504"), ("cancelled", "3-1-1504")]


def test_what_cannot_be_ordered_is_said_beside_its_field_and_nothing_typed_is_lost(office: Clerk, shop: Shop) -> None:
    path = f"/sales/{shop.village.sale}/orders"
    office.opens(path)
    for fields, told in (
        ({"door": "9-9-999", "set_1": "1"}, "名册里没有这个门"),
        ({"door": "阿姨", "set_1": "1"}, "有好几户都像"),
        ({"door": "0-0-004", "set_1": "1"}, "名册里没有这个门"),  # a telephone ends so
        ({"door": "0004", "set_1": "1"}, "请写全门牌"),
        ({"door": "3-1-1504"}, "至少写一样"),
        ({"door": "3-1-1504", "set_1": "many"}, "请写数字"),
        ({"door": "3-1-1504", "set_1": "9"}, "超过每户限量"),
    ):
        assert office.sends(path, fields).status_code == 400
        assert told in office.text, fields
        assert office.tree.xpath("//input[@name='door']/@value") == [fields["door"]]
    two = {"door": "3-1-1504", "set_1": "2", "set_2": "4"}
    assert office.sends(path, two).status_code == 400
    assert office.tree.xpath("//input[@aria-invalid]/@name") == ["set_2"]  # of which there is too much, and it alone
    assert ordered(shop, "wang") == []
    assert deeds(shop) == []
    assert office.sends(f"{path}/cancel", {"household": str(shop.village.doors["wang"])}).status_code == 400
    assert office.sends(f"{path}/cancel", {"household": "999"}).status_code == 404


def test_a_door_is_also_found_by_a_name_and_by_a_whole_telephone(office: Clerk, shop: Shop) -> None:
    path = f"/sales/{shop.village.sale}/orders"
    for typed, door in (("王秀英", "wang"), (COUPLE, "couple")):
        office.opens(path)
        assert office.sends(path, {"door": typed, "set_1": "1"}).status_code == 303
        assert ordered(shop, door) == [1]


def test_nothing_is_ordered_after_the_cut_off(enters: Enter, shop: Shop) -> None:
    path = f"/sales/{shop.village.sale}/orders"
    shop.closes()
    office = enters(DUTY)
    office.opens("/sales")
    assert "已截止" in office.text
    office.opens(path)
    (heading,) = office.tree.xpath("//h1")
    assert " ".join(heading.text_content().split()).startswith("周六 已截止 09:30 · ")
    assert office.sends(path, {"door": "3-1-1504", "set_1": "1"}).status_code == 400
    assert "现在不能订" in office.text
    assert ordered(shop, "wang") == []
