"""Paper: the sheets of the day and of a sale, as pages made for printing and as workbooks."""

import re
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages
from console.door import allow_style, signed_in
from console.parts import parts
from models import Sale
from services.desk.sale_desk import find_sale
from services.paper.headings import Kind
from services.paper.printing import HTML, OF_SALES, XLSX, Printer
from services.sales.sale_listings import sales_of
from services.staff import audit
from services.staff.areas import grids_of
from services.staff.audit import Deed, What

Answer = Any
LONGEST_ID = 18  # digits
OF_THE_DAY = (Kind.DAY_SHEET, Kind.KNOCK_LIST, Kind.STREET_TABLE)
OF_A_SALE = (*OF_SALES, Kind.SALE_MONEY)
OF_GRIDS = frozenset({Kind.DAY_SHEET, Kind.KNOCK_LIST, Kind.PICK_LIST, Kind.ROUTE})  # a grid worker's, of their own
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def paper() -> Answer:
    """What can be printed."""
    who = signed_in()
    if not (who.area.is_office or who.area.grids):
        raise NotFound
    with Session(parts().reading) as session:
        grids = grids_of(session, who.community.id, who.area)
        sales = sales_of(session, who.community.id)
        sale = _sale(session) or (sales[0] if sales else None)
        kinds = [one for one in (*OF_THE_DAY, *OF_A_SALE) if who.area.is_office or one in OF_GRIDS]
        return pages.render(
            "paper.html",
            grids=grids,
            sales=sales,
            sale=sale,
            of_the_day=[one for one in kinds if one in OF_THE_DAY],
            of_a_sale=[one for one in kinds if one in OF_A_SALE],
            of_grids=OF_GRIDS,
            money=Kind.SALE_MONEY,
        )


def sheet(kind: str, form: str) -> Answer:
    """One sheet as it stands now; that it was printed is in the audit."""
    the, who = parts(), signed_in()
    wanted, ending = _kind(kind), f".{form}"
    grid_id = _number("grid")
    is_theirs = who.area.is_office or (wanted in OF_GRIDS and grid_id in who.area.grids)
    if not is_theirs or ending not in {HTML, XLSX}:
        raise NotFound
    now = the.clock.now()
    with Session(the.reading) as session:
        if grid_id is not None and grid_id not in dict(grids_of(session, who.community.id, who.area)):
            raise NotFound
        sale = _sale(session)
        try:
            content = Printer(session, who.community, wanted, now, sale).content(ending, grid_id)
        except ValueError:  # a sheet of a sale without one, the money as a page
            raise NotFound from None
    with Session(the.engine) as session, session.begin():
        audit.note(session, who.worker, [Deed(What.PRINTED, "grid" if grid_id else "community", grid_id, kind)], now)
    if ending == XLSX:
        return _workbook(content, wanted)
    found = STYLE.search(content.decode())
    allow_style(found[1] if found else "")
    return Response(content, content_type="text/html; charset=utf-8")


def _workbook(content: bytes, kind: Kind) -> Response:
    answer = Response(content, content_type=EXCEL)
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return answer


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise NotFound from None


def _number(name: str) -> int | None:
    """An id in the address; NotFound for what is none."""
    sent = request.args.get(name, "")
    if not sent:
        return None
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_ID):
        raise NotFound
    return int(sent)


def _sale(session: Session) -> Sale | None:
    """The sale that the address names, which is of this community."""
    number = _number("sale")
    if number is None:
        return None
    found = find_sale(session, signed_in().community.id, number)
    if found is None:
        raise NotFound
    return found
