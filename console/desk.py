"""What a household's page offers to order, ask for and do about meals on its behalf, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from console.door import signed_in
from console.forms import Form
from domain.requests import RequestKind
from models import Household, Sale
from services.day.clock import local_day
from services.desk.household_record import Home
from services.desk.order_desk import held_order
from services.desk.request_pages import requests_at
from services.needs.meal_deliveries import MealToday, meal_today
from services.sales.offers import open_sale
from services.sales.sale_listings import ListedSale, list_sale

ASKED_HERE = tuple(RequestKind)


@dataclass(frozen=True, slots=True)
class Desk:
    """The open sale and the door's order in it, `seen` as it was shown; today's meal; requests by their item's id."""

    sale: Sale | None
    standing: ListedSale | None
    seen: str
    meal: MealToday
    requests: Mapping[int, int]
    kinds: tuple[RequestKind, ...] = ASKED_HERE


def read_desk(session: Session, home: Home, form: Form, now: datetime) -> Desk:
    """How it stands; the form is filled with the order as it is, where nothing was typed."""
    community = signed_in().community
    sale = open_sale(session, community.id, now)
    for one in held_order(session, home.household, now) if sale else ():
        form.values.setdefault(f"set_{one.number}", str(one.quantity))
    return Desk(
        sale,
        list_sale(session, sale, now) if sale else None,
        order_seen(session, home.household, now),
        meal_today(session, home.household.id, local_day(now, community.timezone)),
        requests_at(session, home.household.id),
    )


def order_seen(session: Session, home: Household, now: datetime) -> str:
    """The door's order in the open sale, in short: 1=2 3=1."""
    return " ".join(f"{one.number}={one.quantity}" for one in held_order(session, home, now))
