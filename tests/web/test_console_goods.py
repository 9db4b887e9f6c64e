"""A sale's goods and money at the console: counted, shared out as it was shown, called down, ticked, booked and taken back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AuditEntry, Community, Entry, Settlement, Substitution, Wave
from tests.integration.shop import Shop
from tests.web.office import Clerk, Enter
from tests.web.village import DUTY

HOSTILE = "<img src=x onerror=alert(1)>"
PLAN = {"size": "2", "place": "3栋楼下", "begins": "10:00", "by": "sms"}


@pytest.fixture
def closed(shop: Shop) -> dict[str, int]:
    """Five orders of a sale that has closed, by door."""
    orders = {
        "wang": shop.orders("wang", s2=2),
        "couple": shop.orders("couple", s2=1),
        "family": shop.orders("family", s2=1, s3=1),
        "english": shop.orders("english", s3=1),
        "digits": shop.orders("digits", verified=False, s2=1),
    }
    shop.closes()
    return orders


@pytest.fixture
def clerk(closed: dict[str, int], enters: Enter) -> Clerk:
    return enters(DUTY)


def at(shop: Shop, path: str = "") -> str:
    return f"/sales/{shop.village.sale}{path}"


def posts(clerk: Clerk, page: str, path: str, fields: dict[str, str]) -> int:
    """Opens a page and sends one of its forms twice, as a nervous finger does; what the first time came to."""
    clerk.opens(page)
    first = clerk.sends(path, fields).status_code
    if first == 303:
        assert clerk.sends(path, fields).status_code == 303
    return first


def rows(shop: Shop, table: type) -> int:
    with Session(shop.engine) as session:
        return len(session.scalars(select(table)).all())


def counts(clerk: Clerk, shop: Shop, **sets: int) -> int:
    fields = {f"count_{name[1:]}": str(pieces) for name, pieces in sets.items()}
    return posts(clerk, at(shop, "/arrival"), at(shop, "/arrival/count"), fields)


def settles(clerk: Clerk, shop: Shop) -> int:
    return posts(clerk, at(shop, "/arrival"), at(shop, "/arrival/settle"), {"minutes": "30"})


def test_the_shares_are_shown_before_they_count_and_count_once(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    clerk.opens(at(shop, "/arrival"))
    assert "请先把每样都清点好" in clerk.text
    assert counts(clerk, shop, s2=3, s3=2) == 303
    clerk.opens(at(shop, "/arrival"))
    heads = clerk.tree.xpath("//table[.//th[.='到了']]/thead//th/text()")
    assert heads == ["套餐", "已订", "到了", "缺", "多"]
    cuts = [one.text_content() for one in clerk.tree.xpath("//table[.//th[.='得']]/tbody/tr")]
    assert [("1504" in cut, "未核实" in cut) for cut in cuts] == [(True, False), (False, True)]
    assert rows(shop, Settlement) == 0
    assert settles(clerk, shop) == 303
    assert rows(shop, Settlement) == 1
    assert [shop.short(closed[door]) for door in ("wang", "couple", "digits")] == [[1], [0], [1]]
    clerk.opens(at(shop, "/arrival"))
    assert "货已分好" in clerk.text
    assert counts(clerk, shop, s2=9) == 400
    assert "货已经分好了" in clerk.text


def test_who_settles_by_old_counts_is_told_and_nothing_is_done(enters: Enter, clerk: Clerk, shop: Shop) -> None:
    counts(clerk, shop, s2=3, s3=2)
    clerk.opens(at(shop, "/arrival"))
    seen = {"minutes": "30", "seen": clerk.hidden("seen")}
    other = enters(DUTY)
    counts(other, shop, s2=5)
    assert clerk.sends(at(shop, "/arrival/settle"), seen).status_code == 400
    assert "刚才有人改过" in clerk.text
    assert rows(shop, Settlement) == 0


def test_a_substitute_is_offered_asked_about_and_what_came_of_it_is_shown(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    counts(clerk, shop, s2=4, s3=2)
    fields = {"instead_of": "2", "name_zh": HOSTILE, "name_en": "Radish", "price": "35", "pieces": "2"}
    assert posts(clerk, at(shop, "/arrival"), at(shop, "/arrival/instead"), fields) == 400
    assert "不能比原来贵" in clerk.text
    assert clerk.tree.xpath("//input[@name='name_zh']/@value") == [HOSTILE]
    assert posts(clerk, at(shop, "/arrival"), at(shop, "/arrival/instead"), fields | {"price": "5.50"}) == 303
    assert rows(shop, Substitution) == 1
    assert settles(clerk, shop) == 303
    clerk.opens(at(shop, "/arrival"))
    assert "还没回答" in clerk.text
    assert clerk.tree.xpath("//main//img") == []
    shop.answers(closed["wang"], wants=True)
    shop.tells()
    clerk.opens(at(shop, "/arrival"))
    assert "要 · 给了1" in clerk.text
    clerk.opens(at(shop, "/waves"))
    (mine,) = clerk.tree.xpath("//table[@class='ticks']//tr[contains(., '1504')]")
    assert f"蔬菜\xa0×\xa01 {HOSTILE}\xa0×\xa01" in " ".join(mine.text_content().split(" "))
    assert "35.50元" in mine.text_content()
    clerk.opens(at(shop, "/orders"))
    (sums,) = clerk.tree.xpath("//p[@role='status']")
    assert "替代 × 1 · 175.50元" in sums.text_content()
    (heading,) = clerk.tree.xpath("//h1")
    assert heading.text_content().endswith("175.50元")
    clerk.opens(f"/households/{shop.village.doors['wang']}")
    assert "35.50元" in clerk.text


def test_who_waits_for_a_substitute_is_counted_and_then_told_to_be_in_no_wave(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    counts(clerk, shop, s2=4, s3=2)
    fields = {"instead_of": "2", "name_zh": "萝卜", "name_en": "Radish", "price": "5.50", "pieces": "2"}
    assert posts(clerk, at(shop, "/arrival"), at(shop, "/arrival/instead"), fields) == 303
    assert settles(clerk, shop) == 303
    assert posts(clerk, at(shop, "/waves"), at(shop, "/waves/plan"), PLAN) == 303
    clerk.opens(at(shop, "/waves"))
    assert "等替代品回答 1" in clerk.text
    assert "还没排进" not in clerk.text
    shop.answers(closed["wang"], wants=True)
    shop.tells()
    clerk.opens(at(shop, "/waves"))
    assert "等替代品回答" not in clerk.text
    assert "1户还没排进哪一批" in clerk.text


def settled(clerk: Clerk, shop: Shop) -> None:
    counts(clerk, shop, s2=5, s3=2)
    assert settles(clerk, shop) == 303


def test_waves_are_planned_called_one_after_the_other_and_closed(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    clerk.opens(at(shop, "/waves"))
    assert "货还没有分好" in clerk.text
    settled(clerk, shop)
    for wrong in ({"size": "x"}, {"place": " "}, {"begins": "25:99"}):
        assert posts(clerk, at(shop, "/waves"), at(shop, "/waves/plan"), PLAN | wrong) == 400
    assert posts(clerk, at(shop, "/waves"), at(shop, "/waves/plan"), PLAN) == 303
    assert rows(shop, Wave) == 3
    assert posts(clerk, at(shop, "/waves"), at(shop, "/waves/call"), {}) == 303
    assert [shop.state(closed[door]) for door in ("wang", "couple", "family")] == ["called", "called", "waiting"]
    unclear = posts(clerk, at(shop, "/waves"), at(shop, "/waves/call"), {"clear": ""})
    assert unclear == 400  # one is out, and nobody said it is clear
    assert posts(clerk, at(shop, "/waves"), at(shop, "/waves/call"), {"clear": "1"}) == 303
    assert shop.state(closed["family"]) == "called"
    assert (
        posts(clerk, at(shop, "/waves"), at(shop, "/waves/call"), {"clear": "1"}) == 400
    )  # it is the second that is out
    assert shop.state(closed["digits"]) == "waiting"
    assert posts(clerk, at(shop, "/waves"), at(shop, "/waves/close"), {}) == 303
    assert {shop.state(order) for order in closed.values()} == {"uncollected"}
    clerk.opens(at(shop, "/waves"))
    assert len(clerk.tree.xpath("//section[@aria-labelledby='left-title']//tbody/tr")) == 5


def test_a_planned_wave_tells_its_place_and_its_time(clerk: Clerk, shop: Shop, closed: dict[str, int]) -> None:
    settled(clerk, shop)
    posts(clerk, at(shop, "/waves"), at(shop, "/waves/plan"), PLAN)
    clerk.opens(at(shop, "/waves"))
    told = [one.text_content() for one in clerk.tree.xpath("//table[@aria-labelledby='all-title' or .//th]//td[3]")]
    assert all(f"还没叫 · {PLAN['begins']}起 · {PLAN['place']}" in one for one in told[:3])


def test_at_night_the_next_wave_is_not_called_and_the_page_says_why(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    settled(clerk, shop)
    posts(clerk, at(shop, "/waves"), at(shop, "/waves/plan"), PLAN)
    with Session(shop.engine) as session, session.begin():
        community = session.get_one(Community, shop.village.community)
        community.settings = {"quiet_from": "00:00", "quiet_until": "23:00"}
    assert posts(clerk, at(shop, "/waves"), at(shop, "/waves/call"), {}) == 400
    assert "夜里不打扰住户" in clerk.text
    assert shop.state(closed["wang"]) == "waiting"


def test_doors_are_ticked_together_or_not_at_all_and_taken_back(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    settled(clerk, shop)
    wang, couple, english, digits = (shop.village.doors[one] for one in ("wang", "couple", "english", "digits"))
    ticks = {f"tick_{wang}": "1", f"tick_{couple}": "1", f"paid_{wang}": "60"}
    page, path = at(shop, "/waves"), at(shop, "/handed")
    assert posts(clerk, page, path, ticks) == 400
    assert "请选钱在谁包里" in clerk.text
    assert clerk.tree.xpath(f"//input[@name='paid_{wang}']/@value") == ["60"]
    whose = {"whose": str(shop.village.workers["worker"])}
    assert posts(clerk, page, path, ticks | whose | {f"paid_{couple}": "a lot"}) == 400
    assert shop.state(closed["wang"]) == "waiting"
    assert posts(clerk, page, path, ticks | whose) == 303
    assert [shop.state(closed[door]) for door in ("wang", "couple")] == ["handed_over", "handed_over"]
    assert [shop.owes(door) for door in ("wang", "couple")] == [0, 3000]
    clerk.opens(page)
    assert clerk.tree.xpath("(//select[@name='whose'])[1]/option[2]/@value") == [whose["whose"]]  # who has a bag
    assert posts(clerk, page, path, ticks | whose) == 400  # ticked already
    assert posts(clerk, page, path, {}) == 400
    assert "请至少勾一户" in clerk.text
    unticked = whose | {f"tick_{english}": "1", f"paid_{digits}": "30"}
    assert posts(clerk, page, path, unticked) == 400  # money that was written is never dropped
    assert "写了钱,没有打勾" in clerk.text
    assert clerk.tree.xpath(f"//input[@name='paid_{digits}']/@value") == ["30"]
    assert shop.state(closed["english"]) == "waiting"
    assert posts(clerk, page, at(shop, "/handed/undo"), {"order": str(closed["couple"])}) == 303
    assert shop.state(closed["couple"]) == "waiting"
    assert posts(clerk, page, at(shop, "/handed/undo"), {"order": "999"}) == 400


def test_two_clerks_who_tick_a_door_at_the_same_moment_book_its_money_once(
    enters: Enter, clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    settled(clerk, shop)
    wang = shop.village.doors["wang"]
    fields = {f"tick_{wang}": "1", f"paid_{wang}": "60", "whose": str(shop.village.workers["worker"])}
    clerks = [clerk, enters(DUTY)]
    for one in clerks:
        one.opens(at(shop, "/waves"))
    begin = Barrier(len(clerks))

    def tick(one: Clerk) -> int:
        begin.wait()
        return one.sends(at(shop, "/handed"), fields).status_code

    with ThreadPoolExecutor(len(clerks)) as pool:
        statuses = sorted(pool.map(tick, clerks))
    assert statuses[0] == 303
    assert statuses[1] in {400, 503}  # ticked already; or told that the database was busy and nothing was done
    assert shop.owes("wang") == 0
    with Session(shop.engine) as session:
        assert len(session.scalars(select(Entry).where(Entry.what == "paid")).all()) == 1


def test_a_door_is_put_on_the_route_and_ticked_there(clerk: Clerk, shop: Shop, closed: dict[str, int]) -> None:
    settled(clerk, shop)
    page = at(shop, "/route")
    assert posts(clerk, page, page, {"door": "5-302"}) == 400
    assert "没有可以送的" in clerk.text
    assert posts(clerk, page, page, {"door": "3-1-1504"}) == 303
    assert shop.state(closed["wang"]) == "on_route"
    clerk.opens(page)
    assert len(clerk.tree.xpath("//tbody/tr")) == 1
    tick = {f"tick_{shop.village.doors['wang']}": "1", "tab": "route"}
    assert posts(clerk, page, at(shop, "/handed"), tick) == 303
    assert shop.state(closed["wang"]) == "handed_over"


def test_each_page_says_what_was_done_on_it(clerk: Clerk, shop: Shop, closed: dict[str, int]) -> None:
    wang, worker = str(shop.village.doors["wang"]), str(shop.village.workers["worker"])
    for path, page, fields, told in (
        ("/arrival/count", "/arrival", {"count_2": "5", "count_3": "2"}, "清点到货"),
        ("/arrival/settle", "/arrival", {"minutes": "30"}, "分货"),
        ("/waves/plan", "/waves", PLAN, "排批次"),
        ("/waves/call", "/waves", {}, "叫下一批"),
        ("/handed", "/waves", {f"tick_{wang}": "1", "paid_" + wang: "60", "whose": worker}, "交货"),
        ("/handed/undo", "/waves", {"order": str(closed["wang"])}, "撤回交货"),
        ("/route", "/route", {"door": "3-1-1503"}, "改送上门"),
        ("/money", "/money", {"kind": "hand_in", "amount": "60", "whose": worker}, "记账"),
        ("/waves/close", "/waves", {}, "收摊"),
    ):
        clerk.opens(at(shop, page))
        answer = clerk.sends(at(shop, path), fields)
        assert answer.status_code == 303, path
        clerk.opens(answer.headers["Location"].partition("/console")[2])
        (said,) = clerk.tree.xpath("//p[@class='sound'][starts-with(., '办好了')]/text()")
        assert said.split() == ["办好了:", told]


def test_money_shows_where_it_does_not_agree_and_is_only_ever_added_to(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    settled(clerk, shop)
    wang, worker = shop.village.doors["wang"], str(shop.village.workers["worker"])
    posts(clerk, at(shop, "/waves"), at(shop, "/handed"), {f"tick_{wang}": "1", f"paid_{wang}": "70", "whose": worker})
    page, path = at(shop, "/money"), at(shop, "/money")
    clerk.opens(page)
    assert "孙丽包里还有 70.00元" in clerk.text
    before = rows(shop, Entry)
    for fields, told in (
        ({"kind": "hand_in", "amount": "x", "whose": worker}, "请写金额"),
        ({"kind": "hand_in", "amount": "70"}, "请选是谁"),
        ({"kind": "bill", "amount": "70", "supplier": "nobody"}, "请选供货商"),
        ({"kind": "change", "amount": "11", "whose": worker, "door": "3-1-1504"}, "比该找的多"),
        ({"kind": "steal", "amount": "70"}, "请选记什么"),
    ):
        assert posts(clerk, page, path, fields) == 400
        assert told in clerk.text
    assert rows(shop, Entry) == before
    for fields in (
        {"kind": "change", "amount": "10", "whose": worker, "door": "3-1-1504"},
        {"kind": "hand_in", "amount": "60", "whose": worker},
        {"kind": "bill", "amount": "205", "supplier": "中百"},
        {"kind": "pay", "amount": "205", "supplier": "中百"},
    ):
        assert posts(clerk, page, path, fields) == 303
    assert rows(shop, Entry) == before + 4
    clerk.opens(page)
    assert "包里还有" not in clerk.text
    assert "中百的账单和住户的订单差 5.00元" in clerk.text
    with Session(shop.engine) as session:
        bill = session.scalars(select(Entry.id).where(Entry.what == "billed")).one()
    undo = at(shop, "/money/undo")
    assert posts(clerk, page, undo, {"entry": str(bill), "why": ""}) == 400
    assert posts(clerk, page, undo, {"entry": str(bill), "why": HOSTILE}) == 303
    assert posts(clerk, page, undo, {"entry": str(bill), "why": "again"}) == 400
    assert rows(shop, Entry) == before + 5
    clerk.opens(f"{page}?find={HOSTILE[:10]}")
    assert HOSTILE in clerk.text
    assert clerk.tree.xpath("//main//img") == []
    with Session(shop.engine) as session:
        booked = select(AuditEntry.why).where(AuditEntry.what == "booked")
        assert len(session.scalars(booked).all()) == 5


def test_who_has_not_settled_is_found_sorted_and_added_up_beside_the_entries(
    clerk: Clerk, shop: Shop, closed: dict[str, int]
) -> None:
    settled(clerk, shop)
    page = at(shop, "/money")

    def homes() -> list[str]:
        rows = clerk.tree.xpath("//section[h2/@id='homes-title']//tbody/tr/td[1]")
        return [row.text_content() for row in rows]

    clerk.opens(page)
    everybody = homes()
    assert len(everybody) == 5
    entries = len(clerk.tree.xpath("//tbody")[-1].xpath("tr"))
    clerk.opens(f"{page}?home_sort=-owes")
    assert homes()[0] == "3栋1单元1504"
    clerk.opens(f"{page}?home_find=1504")
    assert homes() == ["3栋1单元1504"]
    assert "还该付 60.00元" in clerk.text
    assert len(clerk.tree.xpath("//tbody")[-1].xpath("tr")) == entries  # the other list stays as it was
    clerk.opens(f"{page}?find=1504")
    assert homes() == everybody
    kept = clerk.tree.xpath("//section[h2/@id='homes-title']//input[@type='hidden'][@name='find']/@value")
    assert kept == ["1504"]


def test_what_is_folded_away_stands_open_where_something_in_it_is_wrong(clerk: Clerk, shop: Shop) -> None:
    counts(clerk, shop, s2=4, s3=2)
    offered = {"instead_of": "", "name_zh": "", "name_en": "", "price": "", "pieces": ""}
    assert posts(clerk, at(shop, "/arrival"), at(shop, "/arrival/instead"), offered) == 400
    assert clerk.tree.xpath("//details[@open]//*[@id='error-instead_of']")
    paid = {"kind": "hand_in", "amount": "20", "whose": str(shop.village.workers["worker"])}
    assert posts(clerk, at(shop, "/money"), at(shop, "/money"), paid) == 303
    clerk.opens(at(shop, "/money"))
    entry = clerk.tree.xpath("//details//input[@name='entry']/@value")[0]
    assert clerk.sends(at(shop, "/money/undo"), {"entry": entry, "why": " "}).status_code == 400
    (box,) = clerk.tree.xpath("//details[@open]//input[@name='why']")
    assert clerk.tree.xpath(f"//*[@id='{box.get('aria-describedby')}']/text()") == ["请写为什么撤回。"]
