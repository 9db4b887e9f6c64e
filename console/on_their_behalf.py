"""What is done for a household from its page: an order placed or cancelled, a request, a meal left out or handed over."""

from typing import Any

from flask import request, url_for
from werkzeug.exceptions import NotFound

from console import acting, households, of_sale
from console.desk import order_seen
from console.forms import Form
from domain.refusals import Refused
from domain.requests import RequestKind
from services.day.clock import local_day
from services.desk import order_desk, request_desk
from services.desk.household_record import Home
from services.desk.on_behalf import Typing
from services.needs import meal_deliveries
from services.staff.audit import Deed, What

Answer = Any
SETS = tuple(f"set_{number}" for number in range(1, 7))
LONGEST_WORDS = 200  # letters


def order(household_id: int) -> Answer:
    """The door's order is this from now on; who did not see what it was before is told."""
    form = Form.sent(*SETS)

    def place(typing: Typing) -> Deed:
        home = _theirs(typing, household_id)
        wanted = {name[4:]: count for name in SETS if (count := of_sale.pieces(form, name))}
        if not wanted and not form.errors:
            form.refuse("set_1", "sale.no_pieces")
        if form.errors:
            raise Refused
        acting.refuse_overtaken(form, order_seen(typing.session, home.household, typing.now), "deeds.order_changed")
        of_sale.place(form, typing, home.household, wanted)
        return Deed(What.ORDERED, "household", household_id, " ".join(f"{key}={wanted[key]}" for key in sorted(wanted)))

    return _done(household_id, place, form, "sale.not_as_many")


def cancel_order(household_id: int) -> Answer:
    """The door's order in the open sale is cancelled."""
    form = Form()

    def cancel(typing: Typing) -> Deed:
        home = _theirs(typing, household_id)
        acting.refuse_overtaken(form, order_seen(typing.session, home.household, typing.now), "deeds.order_changed")
        held = order_desk.cancel(typing.session, home.household, typing.now)
        return Deed(What.CANCELLED, "household", household_id, " ".join(f"{one.number}={one.quantity}" for one in held))

    return _done(household_id, cancel, form, "sale.nothing_to_cancel")


def ask(household_id: int) -> Answer:
    """Something is asked for at this door."""
    form = Form.sent("kind", "words")

    def begin(typing: Typing) -> Deed:
        _theirs(typing, household_id)
        words = " ".join(form.value("words").split())
        if form.value("kind") not in set(RequestKind):
            form.refuse("kind", "deeds.kind_missing")
        if not words or len(words) > LONGEST_WORDS:
            form.refuse("words", "deeds.words_missing")
        if form.errors:
            raise Refused
        asked = request_desk.ask_for(typing.session, household_id, RequestKind(form.value("kind")), words, typing.now)
        return Deed(What.ASKED_FOR, "request", asked.id)

    return _done(household_id, begin, form, "deeds.not_done")


def meals(household_id: int) -> Answer:
    """Today's meal: left out, wanted after all, or handed over."""

    def note(typing: Typing) -> Deed:
        _theirs(typing, household_id)
        day = local_day(typing.now, typing.who.community.timezone)
        if not meal_deliveries.meal_today(typing.session, household_id, day).stands:
            raise Refused
        match request.form.get("meal"):
            case "skip":
                meal_deliveries.skip(typing.session, household_id, day, typing.now)
            case "again":
                meal_deliveries.want_again(typing.session, household_id, day)
            case "delivered":
                meal_deliveries.deliver(typing.session, household_id, typing.who.worker.id, typing.now)
            case _:
                raise Refused
        return Deed(What.MEALS, "household", household_id, request.form["meal"])

    return _done(household_id, note, Form(), "deeds.not_done")


def _theirs(typing: Typing, household_id: int) -> Home:
    """The household, of the office or of the grid's worker; for others there is no such form."""
    home = households.find(typing.session, household_id)
    if not home.shows_health:
        raise NotFound
    return home


def _done(household_id: int, do: acting.Act, form: Form, otherwise: str) -> Answer:
    to = url_for("console.household", household_id=household_id)
    return acting.done(do, form, otherwise, lambda: households.page(household_id, form, status=400), to)
