"""The money of a sale: households, bags and bills, where it does not add up, and new entries; none is ever changed."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from console import acting, of_sale, pages
from console.door import office_only
from console.forms import Form
from console.lists import At, Column, show
from domain.refusals import Refused
from models import Sale, Worker
from services.accounts import ledger, money
from services.accounts.money import HouseholdMoney
from services.board.rows import door_order
from services.desk.goods_desk import EntryRow, entry_rows, staff_of
from services.desk.on_behalf import Typing
from services.staff.audit import What

Answer = Any
LONGEST_NOTE = 200  # letters
KINDS = ("hand_in", "bill", "pay", "change")
COLUMNS: tuple[Column[EntryRow], ...] = (
    Column("number", lambda one: one.id),
    Column("what", lambda one: one.what),
    Column("postings"),
    Column("at", lambda one: one.at),
    Column("why"),
)


FEN: tuple[tuple[str, Callable[[HouseholdMoney], int]], ...] = (
    ("charged", lambda one: one.ordered),
    ("short", lambda one: one.short),
    ("instead", lambda one: one.substituted),
    ("received", lambda one: one.paid),
    ("owes", lambda one: one.balance),
)
HOMES: tuple[Column[HouseholdMoney], ...] = (
    Column("door", lambda one: door_order(one.building, one.unit, one.room)),
    *(Column(name, fen, is_figure=True) for name, fen in FEN),
)


@office_only
def accounts(sale_id: int) -> Answer:
    """The figures and every entry."""
    return _page(sale_id, Form())


def _page(sale_id: int, form: Form, status: int = 200) -> Answer:
    def read(session: Session, its: Sale) -> Mapping[str, Any]:
        found = money.money_of(session, its)
        owing = [one for one in found.households if one.balance]
        homes = show(owing, HOMES, _text_of_home, at=At(prefix="home_"))
        return {
            "money": found,
            "owing": owing,
            "homes": homes,
            "sums": {name: sum(map(fen, homes.found)) for name, fen in FEN},
            "staff": staff_of(session, its),
            "shown": show(entry_rows(session, its), COLUMNS, _text_of),
            "kinds": KINDS,
        }

    return of_sale.page("accounts.html", sale_id, read, form, status)


def _text_of_home(one: HouseholdMoney) -> str:
    door = pages.door(pages.language(), one.building, one.unit, one.room).striptags()
    return f"{'-'.join(filter(None, (one.building, one.unit, one.room)))} {door}"


def _text_of(one: EntryRow) -> str:
    spoken = pages.language()
    owners = " ".join("-".join(filter(None, posting.owner)) for posting in one.postings)
    return f"{one.id} {pages.known(spoken, 'entry_what', one.what)} {owners} {one.note}"


@office_only
def book(sale_id: int) -> Answer:
    """A new entry: a bag handed in, a bill, a supplier paid, change given back."""
    form = Form.sent("kind", "whose", "supplier", "door", "amount")

    def enter(typing: Typing, its: Sale) -> str:
        kind, fen = form.value("kind"), of_sale.amount(form, "amount")
        worker = _worker(typing, its, form) if kind in {"hand_in", "change"} else None
        home = of_sale.door(typing.session, form) if kind == "change" else None
        if kind not in KINDS:
            form.refuse("kind", "accounts.which_kind")
        if form.errors:
            raise Refused
        if kind == "hand_in" and worker is not None:
            entry = money.hand_in(typing.session, its, worker, fen, typing.now)
        elif kind == "change" and worker is not None and home is not None:
            entry = _change(form, typing, its, home.household_id, worker, fen)
        else:
            entry = _of_supplier(form, typing, its, fen)
        return f"{entry}: {kind} {fen}"

    return _done(sale_id, enter, form)


def _worker(typing: Typing, its: Sale, form: Form) -> Worker | None:
    staff = staff_of(typing.session, its)
    found = next((one for one in staff if str(one.id) == form.value("whose")), None)
    if found is None:
        form.refuse("whose", "accounts.who")
    return found


def _change(form: Form, typing: Typing, its: Sale, home: int, worker: Worker, fen: int) -> int:
    try:
        return money.give_change(typing.session, its, home, worker, fen, typing.now)
    except Refused:
        form.refuse("amount", "accounts.more_than_owed")
        raise


def _of_supplier(form: Form, typing: Typing, its: Sale, fen: int) -> int:
    enter = money.bill if form.value("kind") == "bill" else money.pay_supplier
    try:
        return enter(typing.session, its, form.value("supplier"), fen, typing.now)
    except Refused:
        form.refuse("supplier", "accounts.which_supplier")
        raise


@office_only
def undo(sale_id: int) -> Answer:
    """An entry is taken back by another one."""
    form = Form.sent("entry", "why")

    def take_back(typing: Typing, its: Sale) -> str:
        why = " ".join(form.value("why").split())[:LONGEST_NOTE]
        entry = request.form.get("entry", "")
        if not why:
            form.refuse("undo_why", "accounts.why_missing")
        if form.errors or not entry.isdecimal() or len(entry) > of_sale.LONGEST_ID:
            raise Refused
        number = ledger.take_back(typing.session, its.id, int(entry), why, typing.now)
        return f"{number}: -{entry}"

    return _done(sale_id, take_back, form)


def _done(sale_id: int, do: of_sale.Act, form: Form) -> Answer:
    booked = of_sale.holding(sale_id, What.BOOKED, do)
    to = url_for("console.accounts", sale_id=sale_id, done=What.BOOKED)
    return acting.done(booked, form, "accounts.not_taken_back", lambda: _page(sale_id, form, 400), to)
