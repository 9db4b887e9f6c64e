"""Paper from the console: every sheet of the area, for print and as a workbook, as the command writes it; of no other grid."""

import base64
import hashlib
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AuditEntry, Community, Grid
from services.paper.headings import Kind
from services.paper.printing import HTML, XLSX, Printer
from tests.integration.shop import Shop
from tests.web.office import Clerk, Enter
from tests.web.village import CADRE, DUTY, WORKER


def test_every_sheet_that_a_page_offers_is_there(enters: Enter, shop: Shop) -> None:
    shop.orders("wang", s2=1)
    office = enters(DUTY)
    office.opens("/paper")
    links = [str(one) for one in office.tree.xpath("//table//a/@href")]
    assert (
        len(links) == 23
    )  # three kinds and five, each for all, four of them for the grid too; the money as a workbook
    for link in links:
        answer = office.client.get(link, base_url="https://line.example.org")
        assert answer.status_code == 200, link
        assert answer.data[:2] == (b"PK" if ".xlsx" in link else b"<!"), link


def test_a_printed_page_may_have_its_own_style_and_nothing_else(enters: Enter, shop: Shop) -> None:
    shop.orders("wang", s2=1)
    office = enters(DUTY)
    for kind in Kind:
        if kind is Kind.SALE_MONEY:
            continue
        answer = office.opens(f"/paper/{kind}.html?sale={shop.village.sale}")
        page, policy = answer.get_data(as_text=True), answer.headers["Content-Security-Policy"]
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert policy.endswith(f"style-src 'sha256-{digest}'")
        assert "unsafe" not in policy
        assert " style=" not in page, kind


def test_it_is_what_the_command_prints_and_text_stays_text(enters: Enter, shop: Shop) -> None:
    shop.orders("wang", s2=2)
    office = enters(DUTY)
    answer = office.opens(f"/paper/pick-list.xlsx?sale={shop.village.sale}")
    assert "pick-list.xlsx" in answer.headers["Content-Disposition"]
    page = office.opens(f"/paper/pick-list.html?sale={shop.village.sale}").data
    with Session(shop.engine) as session:
        community = session.scalars(select(Community)).one()
        printer = Printer(session, community, Kind.PICK_LIST, shop.clock.now(), shop.sale(session))
        assert printer.content(HTML, None) == page
    (sheet,) = load_workbook(BytesIO(answer.data)).worksheets
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:3] == [("3", "s"), ("1", "s"), ("1504", "s")]


def test_a_grid_worker_prints_their_own_grid_and_a_cadre_nothing(enters: Enter, shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        session.add(Grid(community_id=shop.village.community, name="第九网格"))
    with Session(shop.engine) as session:
        own, other = session.scalars(select(Grid.id).order_by(Grid.id)).all()
    worker, sale = enters(WORKER), shop.village.sale
    worker.opens("/paper")
    assert "第九网格" not in worker.text
    assert "供货商" not in worker.text
    for path, status in (
        (f"/paper/day-sheet.html?grid={own}", 200),
        (f"/paper/route.xlsx?grid={own}&sale={sale}", 200),
        (f"/paper/day-sheet.html?grid={other}", 404),
        ("/paper/day-sheet.html", 404),
        (f"/paper/street-table.html?grid={own}", 404),
        (f"/paper/supplier-list.xlsx?sale={sale}", 404),
        (f"/paper/sale-money.xlsx?grid={own}&sale={sale}", 404),
    ):
        assert worker.opens(path).status_code == status, path
    cadre = enters(CADRE)
    assert cadre.opens("/paper").status_code == 404
    assert cadre.opens(f"/paper/day-sheet.html?grid={own}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/paper/day-sheet.pdf",
        "/paper/nothing.html",
        "/paper/pick-list.html",
        "/paper/sale-money.html?sale=1",
        "/paper/pick-list.html?sale=999",
        "/paper/day-sheet.html?grid=999",
        "/paper/day-sheet.html?grid=x",
        "/paper/day-sheet.html?grid=9999999999999999999999",
    ],
)
def test_what_there_is_not_is_not_found(office: Clerk, path: str) -> None:
    assert office.opens(path).status_code == 404


def test_that_it_was_printed_is_in_the_audit(enters: Enter, shop: Shop) -> None:
    worker = enters(WORKER)
    worker.opens("/paper/day-sheet.html?grid=1")
    with Session(shop.engine) as session:
        (deed,) = session.scalars(select(AuditEntry).where(AuditEntry.what == "printed")).all()
        assert (deed.about, deed.about_id, deed.why) == ("grid", 1, "day-sheet")
        community = session.scalars(select(Community)).one()
        with pytest.raises(ValueError, match="pick-list"):
            Printer(session, community, Kind.PICK_LIST, shop.clock.now()).content(XLSX, None)
