"""Goods are fetched and brought: waves called down, the route to the doors, and ticks by door with what was paid."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from console import acting, of_sale
from console.door import office_only, signed_in
from console.forms import Form
from domain.announcements import By as How
from domain.day_plan import instant_of
from domain.doors import short_door
from domain.life_cycles import OrderState
from domain.refusals import Refused
from models import Sale, Wave, Worker
from services.accounts import ledger
from services.day.clock import local_day
from services.desk.goods_desk import staff_of, waves_of
from services.desk.on_behalf import Typing
from services.desk.sale_desk import DeskOrder, orders_of_sale
from services.goods import goods_handover, routes, waves
from services.goods.arrivals import settlement_of
from services.goods.goods_handover import Tick
from services.goods.waves import AtNightError, WavePlan
from services.life_cycles import By
from services.staff.audit import What

Answer = Any
MOST_HOMES = 200  # of a wave
LONGEST_PLACE = 40  # letters
TABS = {"waves": "waves.html", "route": "route.html"}


@office_only
def waves_page(sale_id: int) -> Answer:
    """The waves: who is called, who has come, who comes next, who has not collected."""
    return _page(sale_id, "waves", Form())


@office_only
def route(sale_id: int) -> Answer:
    """Who has their goods brought to the door, in walking order."""
    return _page(sale_id, "route", Form())


def _page(sale_id: int, tab: str, form: Form, status: int = 200) -> Answer:
    def read(session: Session, its: Sale) -> Mapping[str, Any]:
        orders = orders_of_sale(session, its.id)
        form.values.setdefault("by", How.BOTH.value)
        planned = waves_of(session, its.id)
        return {
            "waves": planned,
            "seen": _planned(planned, orders),
            "orders": orders,
            "owing": ledger.owed(session, its.id, [one.household_id for one in orders]),
            "staff": staff_of(session, its),
            "settlement": settlement_of(session, its.id),
            "hows": list(How),
        }

    return of_sale.page(TABS[tab], sale_id, read, form, status)


@office_only
def plan(sale_id: int) -> Answer:
    """Put everybody who waits into waves; those not called yet are planned anew."""
    form = Form.sent("size", "place", "begins", "by")

    def make(typing: Typing, its: Sale) -> str:
        size = of_sale.pieces(form, "size", MOST_HOMES)
        if not size:
            form.refuse("size", "sale.no_number")
        where = " ".join(form.value("place").split())
        if not where or len(where) > LONGEST_PLACE:
            form.refuse("place", "waves.no_place")
        begins = _time(form, typing.now)
        how = form.value("by") if form.value("by") in set(How) else How.BOTH
        if form.errors or begins is None or not size:
            raise Refused
        planned = _planned(waves_of(typing.session, its.id), orders_of_sale(typing.session, its.id))
        acting.refuse_overtaken(form, planned, "waves.too_late")
        plan = WavePlan(size, where, How(how), begins)
        return str(len(waves.plan_waves(typing.session, its, plan, typing.now)))

    return _done(sale_id, "waves", What.PLANNED_WAVES, make, form)


def _planned(known: Iterable[Wave], orders: Iterable[DeskOrder]) -> str:
    """A hash of which waves there are, which of them are out, and who is in those that are not."""
    said = [(one.number, one.place, one.by, one.not_before, one.called_at) for one in known]
    waits = {number for number, *_, called_at in said if called_at is None}
    there = sorted((one.wave, one.id) for one in orders if one.wave in waits)
    return hashlib.sha256(repr((said, there)).encode()).hexdigest()[:16]


def _time(form: Form, now: datetime) -> datetime | None:
    zone = signed_in().community.timezone
    try:
        at = time.fromisoformat(form.value("begins").strip().zfill(5))
    except ValueError:
        form.refuse("begins", "waves.no_time")
        return None
    return instant_of(local_day(now, zone), at, zone)


@office_only
def call(sale_id: int) -> Answer:
    """Call the next wave down; if one is out, its point is clear first."""
    form = Form()

    def call_next(typing: Typing, its: Sale) -> str:
        out = request.form.get("clear", "")
        if out:
            cleared = waves.clear_wave(typing.session, its, typing.now)
            if str(cleared.number) != out:  # somebody has called another one since
                raise Refused
            if not any(one.called_at is None for one in waves_of(typing.session, its.id)):
                return ""
        try:
            wave, _ = waves.call_wave(typing.session, its, typing.now, _office())
        except AtNightError:
            form.refuse("", "waves.at_night")
            raise
        return str(wave.number)

    return _done(sale_id, "waves", What.CALLED_WAVE, call_next, form)


@office_only
def close_point(sale_id: int) -> Answer:
    """The point closes: who has not come is on the list."""

    def close(typing: Typing, its: Sale) -> str:
        return str(len(waves.close_point(typing.session, its, typing.now, _office())))

    return _done(sale_id, "waves", What.CLOSED_POINT, close, Form())


@office_only
def bring_up(sale_id: int) -> Answer:
    """A door's goods are brought up."""
    form = Form.sent("door")

    def bring(typing: Typing, its: Sale) -> str:
        found = of_sale.door(typing.session, form)
        if found is None:
            raise Refused
        orders = goods_handover.orders_of(typing.session, its, found.household_id)
        if not routes.bring_up(typing.session, orders, typing.now, _office()):
            form.refuse("door", "route.nothing")
            raise Refused
        return short_door(found.building, found.unit, found.room)

    return _done(sale_id, "route", What.BROUGHT_UP, bring, form)


@office_only
def hand_over(sale_id: int) -> Answer:
    """Tick doors with what was paid: all of them, or none."""
    form = Form({name: value for name, value in request.form.items() if name.startswith(("tick_", "paid_", "whose"))})

    def tick(typing: Typing, its: Sale) -> str:
        ticks = list(_ticks(form, orders_of_sale(typing.session, its.id)))
        worker = _worker(typing, its, form)
        if not ticks and not form.errors:
            form.refuse("", "waves.no_ticks")
        if any(one.paid is not None for one in ticks) and worker is None:
            form.refuse("whose", "waves.whose_bag")
        if form.errors:
            raise Refused
        goods_handover.hand_over(typing.session, its, ticks, worker, typing.now)
        return " ".join(one.door for one in ticks)

    return _done(sale_id, _tab(), What.HANDED_GOODS, tick, form)


def _ticks(form: Form, orders: Iterable[DeskOrder]) -> Iterable[Tick]:
    for home, one in {order.household_id: order for order in orders}.items():
        name = f"paid_{home}"
        if form.value(name).strip() and not form.value(f"tick_{home}"):
            form.refuse(name, "waves.paid_unticked")
        if form.value(f"tick_{home}"):
            paid = of_sale.amount(form, name) if form.value(name).strip() else None
            yield Tick(short_door(*one.door), paid)


def _worker(typing: Typing, its: Sale, form: Form) -> Worker | None:
    staff = staff_of(typing.session, its)
    return next((one for one in staff if str(one.id) == form.value("whose")), None)


@office_only
def untick(sale_id: int) -> Answer:
    """It was the wrong door: its goods wait again."""

    def take_back(typing: Typing, its: Sale) -> str:
        sent = request.form.get("order", "")
        orders = [one for one in orders_of_sale(typing.session, its.id) if str(one.id) == sent]
        if not orders or orders[0].state != OrderState.HANDED_OVER:
            raise Refused
        where = short_door(*orders[0].door)
        goods_handover.take_tick_back(typing.session, its, where, typing.now, _office())
        return where

    return _done(sale_id, _tab(), What.UNTICKED, take_back, Form())


def _tab() -> str:
    """The page that the form stood on."""
    return "route" if request.form.get("tab") == "route" else "waves"


def _office() -> By:
    return By("office", signed_in().worker.id)


def _done(sale_id: int, tab: str, what: What, do: of_sale.Act, form: Form) -> Answer:
    to = url_for(f"console.{tab}", sale_id=sale_id, done=what)
    held = of_sale.holding(sale_id, what, do)
    return acting.done(held, form, "waves.too_late", lambda: _page(sale_id, tab, form, 400), to)
