"""Sales: which there are, the sets of one and its orders."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import acting, of_sale, pages
from console.desk import order_seen
from console.door import office_only, signed_in
from console.forms import Form
from console.lists import At, Column, show
from console.parts import parts
from domain.doors import short_door
from domain.refusals import Refused
from models import Household, Sale
from services.board.rows import door_order
from services.desk import order_desk
from services.desk.household_record import find_home
from services.desk.list_kinds import KINDS
from services.desk.on_behalf import Typing
from services.desk.sale_desk import DeskOrder, orders_of_sale, sums_of
from services.sales.sale_listings import ListedSale, list_sale, sales_of
from services.staff.audit import What

Answer = Any
Listed = tuple[Sale, ListedSale]
SALE_COLUMNS: tuple[Column[Listed], ...] = (
    Column("sale", lambda one: one[0].name),
    Column("state", lambda one: one[1].state),
    Column("opens", lambda one: one[1].opens),
    Column("cutoff", lambda one: one[1].cutoff),
    Column("orders", lambda one: one[1].orders),
    Column("amount", lambda one: one[1].total_fen),
)
ORDER_COLUMNS: tuple[Column[DeskOrder], ...] = (
    Column("door", lambda one: door_order(*one.door)),
    Column("grid", lambda one: (door_order(one.grid), door_order(*one.door))),
    Column("sets"),
    Column("amount", lambda one: one.total_fen),
    Column("order_state", lambda one: one.state),
    Column("placed", lambda one: one.placed_at),
)


@office_only
def sales() -> Answer:
    """All of them, the newest first, and the way to send a list of more."""
    return sales_page(Form())


def sales_page(form: Form, status: int = 200) -> Answer:
    """The sales' page."""
    the = parts()
    with Session(the.reading) as session:
        rows = [(one, list_sale(session, one, the.clock.now())) for one in sales_of(session, signed_in().community.id)]
        shown = show(rows, SALE_COLUMNS, lambda one: one[0].name, at=At("console.sales"))
        return pages.render("sales.html", status, shown=shown, kind=KINDS["sales"], form=form, back=shown.place)


@office_only
def sale(sale_id: int) -> Answer:
    """Its sets: how many are ordered and left, and what became of them."""
    return of_sale.page("sale.html", sale_id, lambda *_: {}, Form())


@office_only
def orders(sale_id: int) -> Answer:
    """Its orders by door, and an order for a door."""
    return _orders(sale_id, Form())


def _orders(sale_id: int, form: Form, status: int = 200) -> Answer:
    def read(session: Session, its: Sale) -> Mapping[str, Any]:
        shown = show(orders_of_sale(session, its.id), ORDER_COLUMNS, _text_of)
        return {"shown": shown, "sums": sums_of(shown.found), "seen": _seen}

    return of_sale.page("orders.html", sale_id, read, form, status)


def _seen(one: DeskOrder) -> str:
    """As `order_seen` says it."""
    return " ".join(f"{line.number}={line.quantity}" for line in one.lines)


def _text_of(one: DeskOrder) -> str:
    """What an order is found by: its door in short and in long, grid, sets, state."""
    spoken = pages.language()
    door = pages.door(spoken, *one.door).striptags()
    sets = " ".join(f"{line.name_zh} {line.name_en}" for line in one.lines)
    return f"{'-'.join(filter(None, one.door))} {door} {one.grid} {sets} {pages.known(spoken, 'order', one.state)}"


@office_only
def order_for(sale_id: int) -> Answer:
    """The door's order is this from now on."""
    names = [f"set_{number}" for number in range(1, 7)]
    form = Form.sent("door", "seen", *names)

    def place(typing: Typing, its: Sale) -> str:
        found = of_sale.door(typing.session, form)
        wanted = {name[4:]: count for name in names if (count := of_sale.pieces(form, name))}
        if not wanted and not form.errors:
            form.refuse("set_1", "sale.no_pieces")
        if list_sale(typing.session, its, typing.now).state != "open":
            form.refuse("", "sale.not_open")
        if form.errors or found is None:
            raise Refused
        home = typing.session.get_one(Household, found.household_id)
        order = order_seen(typing.session, home, typing.now)
        stands = f"{home.id}: {order}" if order else ""
        form.values["seen"] = stands  # who is shown it and sends the form once more means it
        acting.refuse_overtaken(form, stands, "sale.has_ordered")
        of_sale.place(form, typing, home, wanted)
        return short_door(found.building, found.unit, found.room)

    return _done(sale_id, What.ORDERED, place, form, "sale.not_as_many")


@office_only
def cancel_for(sale_id: int) -> Answer:
    """The door's order is cancelled."""
    form = Form()

    def cancel(typing: Typing, its: Sale) -> str:
        if list_sale(typing.session, its, typing.now).state != "open":
            raise Refused
        sent = request.form.get("household", "")
        home = (
            find_home(typing.session, signed_in(), int(sent))
            if sent.isdecimal() and len(sent) <= of_sale.LONGEST_ID
            else None
        )
        if home is None:
            raise NotFound
        acting.refuse_overtaken(form, order_seen(typing.session, home.household, typing.now), "deeds.order_changed")
        order_desk.cancel(typing.session, home.household, typing.now)
        return short_door(home.building, home.household.unit, home.household.room)

    return _done(sale_id, What.CANCELLED, cancel, form, "sale.nothing_to_cancel")


def _done(sale_id: int, what: What, do: of_sale.Act, form: Form, otherwise: str) -> Answer:
    to = url_for("console.orders", sale_id=sale_id, done=what)
    held = of_sale.holding(sale_id, what, do)
    return acting.done(held, form, otherwise, lambda: _orders(sale_id, form, 400), to)
