"""What the pages of one sale share: the sale or 404, a page around it, an act on it, amounts and numbers that were typed."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import acting, pages
from console.door import signed_in
from console.forms import Form
from console.parts import parts
from domain.money import read_yuan
from domain.refusals import Refused
from domain.searches import SHORTEST_WITH_TRUNK, read_number
from models import Household, Sale
from services.desk import order_desk
from services.desk.on_behalf import Typing
from services.desk.sale_desk import find_sale
from services.roster.door_search import Hit, find_households, read_door
from services.sales.sale_listings import list_sale
from services.staff.audit import Deed, What

MOST_DIGITS = 6
LONGEST_DOOR = 60
LONGEST_ID = 18  # digits that fit the database
Read = Callable[[Session, Sale], Mapping[str, Any]]
Act = Callable[[Typing, Sale], str]


def page(template: str, sale_id: int, read: Read, form: Form, status: int = 200, **context: Any) -> Any:
    """A page of a sale, with what `read` finds of it."""
    the = parts()
    with Session(the.reading) as session:
        sale = find(session, sale_id)
        standing = list_sale(session, sale, the.clock.now())
        found = read(session, sale)
        return pages.render(template, status, sale=sale, standing=standing, form=form, **(context | dict(found)))


def find(session: Session, sale_id: int, *, hold: bool = False) -> Sale:
    """The sale of this community, or there is no such page."""
    sale = find_sale(session, signed_in().community.id, sale_id, hold=hold)
    if sale is None:
        raise NotFound
    return sale


def holding(sale_id: int, what: What, do: Act) -> acting.Act:
    """The act with the sale held; what `do` says of it is in the audit."""

    def act_on(typing: Typing) -> Deed:
        return Deed(what, "sale", sale_id, do(typing, find(typing.session, sale_id, hold=True)))

    return act_on


def pieces(form: Form, name: str, most: int = 10**MOST_DIGITS - 1) -> int | None:
    """A whole number that was typed; None where nothing was, or it is refused beside its field."""
    typed = form.value(name).strip()
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS and int(typed) <= most:
        return int(typed)
    form.refuse(name, "sale.no_number")
    return None


def place(form: Form, typing: Typing, home: Household, wanted: Mapping[str, int]) -> None:
    """The door's order is this from now on; what cannot be had is refused beside its field."""
    try:
        order_desk.place(typing.session, home, wanted, typing.now)
    except order_desk.NotAsManyError as error:
        for number in error.sets:
            form.refuse(f"set_{number}", "sale.not_as_many")
        raise


def amount(form: Form, name: str, least: int = 1) -> int:
    """Fen of an amount that was typed; 0 where it is refused beside its field."""
    try:
        fen = read_yuan(form.value(name))
    except Refused:
        fen = -1
    if fen < least:
        form.refuse(name, "sale.no_amount")
    return max(fen, 0)


def door(session: Session, form: Form, name: str = "door") -> Hit | None:
    """The one door that was meant; None where it is refused beside its field.

    A name finds its door too, and a whole telephone; the end of one does not: a slip in a door's number would be one.
    """
    who = signed_in()
    typed = form.value(name).strip()[:LONGEST_DOOR]
    number = read_number(typed)
    if number is not None and len(number[1]) < SHORTEST_WITH_TRUNK and read_door(typed) is None:
        form.refuse(name, "sale.whole_door")
        return None
    hits = [one for one in find_households(session, who.community.id, who.area, typed) if _is_at(one, typed)]
    if len(hits) == 1:
        return hits[0]
    form.refuse(name, "sale.several_doors" if hits else "entry.no_door")
    return None


def _is_at(hit: Hit, typed: str) -> bool:
    """Whether it is the door that was typed, if one was."""
    named = read_door(typed)
    return named is None or (hit.building, hit.room) == (named.building, named.room)
