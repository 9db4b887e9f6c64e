"""Arrival: pieces are counted, something else is offered, and the shares are shown before they count, once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from console import acting, of_sale
from console.door import office_only
from console.forms import Form
from domain.refusals import Refused
from models import Sale
from services.desk.goods_desk import Arrival, arrival_of
from services.desk.on_behalf import Typing
from services.desk.sale_desk import orders_of_sale
from services.goods import arrivals, settling
from services.goods.settling import ANSWER_WITHIN, Instead
from services.staff.audit import What

Answer = Any
LONGEST_NAME = 40  # letters
LONGEST_WAIT = 24 * 60  # minutes
USUAL_WAIT = int(ANSWER_WITHIN.total_seconds()) // 60


@office_only
def arrival(sale_id: int) -> Answer:
    """How far it is."""
    return _page(sale_id, Form())


def _page(sale_id: int, form: Form, status: int = 200) -> Answer:
    def read(session: Session, its: Sale) -> Mapping[str, Any]:
        found = arrival_of(session, its)
        form.values.setdefault("minutes", str(USUAL_WAIT))
        for number, pieces in found.counts.items():
            form.values.setdefault(f"count_{number}", str(pieces))
        doors = {one.id: one for one in orders_of_sale(session, its.id)}
        return {"arrival": found, "counted": _counted(found), "doors": doors}

    return of_sale.page("arrival.html", sale_id, read, form, status)


def _counted(found: Arrival) -> str:
    """What is counted, in short: 1=20 2=7."""
    return " ".join(f"{number}={pieces}" for number, pieces in found.counts.items())


@office_only
def count(sale_id: int) -> Answer:
    """So many pieces of each set have come; the newest count counts, of those who saw the one before."""
    form = Form({name: value for name, value in request.form.items() if name.startswith("count_")})

    def enter(typing: Typing, its: Sale) -> str:
        known = arrivals.sets_of(typing.session, its.id)
        found = {number: of_sale.pieces(form, f"count_{number}") for number in known}
        counts = {number: pieces for number, pieces in found.items() if pieces is not None}
        if not counts:
            form.refuse("", "arrival.no_count")
        if form.errors:
            raise Refused
        stands = arrival_of(typing.session, its)
        if stands.settlement is None:  # what is shared out is counted no more, and says so itself
            acting.refuse_overtaken(form, _counted(stands), "arrival.count_changed")
        arrivals.enter_counts(typing.session, its, counts, typing.now)
        return ", ".join(f"{number}={pieces}" for number, pieces in counts.items())

    return _done(sale_id, What.COUNTED, enter, form)


@office_only
def offer(sale_id: int) -> Answer:
    """Something else in place of what is missing of a set."""
    form = Form.sent("instead_of", "name_zh", "name_en", "price", "pieces")

    def put(typing: Typing, its: Sale) -> str:
        number = of_sale.pieces(form, "instead_of")
        names = [_name(form, "name_zh"), _name(form, "name_en")]
        price, pieces = of_sale.amount(form, "price"), of_sale.pieces(form, "pieces")
        if pieces is None:
            form.refuse("pieces", "sale.no_number")
        known = arrivals.sets_of(typing.session, its.id)
        if number is None or number not in known:
            form.refuse("instead_of", "arrival.which_set")
        elif price > known[number].price_fen:
            form.refuse("price", "arrival.too_dear")
        if form.errors or number is None or pieces is None:
            raise Refused
        settling.offer_instead(typing.session, its, Instead(number, names[0], names[1], price, pieces), typing.now)
        return f"{number}: {names[0]} × {pieces}"

    return _done(sale_id, What.OFFERED, put, form)


def _name(form: Form, name: str) -> str:
    words = " ".join(form.value(name).split())
    if not words or len(words) > LONGEST_NAME:
        form.refuse(name, "arrival.no_name")
    return words


@office_only
def settle(sale_id: int) -> Answer:
    """Share out what has come, by the shares that were shown."""
    form = Form.sent("minutes", "seen")

    def share(typing: Typing, its: Sale) -> str:
        minutes = of_sale.pieces(form, "minutes", LONGEST_WAIT)
        if not minutes:
            form.refuse("minutes", "arrival.no_minutes")
        found = arrival_of(typing.session, its)
        if found.shares is None or found.seen != form.value("seen"):
            form.refuse("", "arrival.changed")
        if form.errors or not minutes:
            raise Refused
        shares = settling.settle(typing.session, its, typing.now, timedelta(minutes=minutes))
        return f"{len(shares.cuts)}"

    return _done(sale_id, What.SETTLED, share, form)


def _done(sale_id: int, what: What, do: of_sale.Act, form: Form) -> Answer:
    to = url_for("console.arrival", sale_id=sale_id, done=what)
    held = of_sale.holding(sale_id, what, do)
    return acting.done(held, form, "arrival.too_late", lambda: _page(sale_id, form, 400), to)
