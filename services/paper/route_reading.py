"""Reads the home-delivery route: what really comes to each door, substitutes among it, and what is due there."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import select

from domain.doors import floor_of
from domain.life_cycles import OrderState
from models import Household, Order
from services.accounts import ledger
from services.board.knock_lists import phones_of_doors
from services.goods.coming import coming_of
from services.goods.waves import OrderAt, orders_at_doors
from services.paper.headings import Kind
from services.paper.sale_reading import Reading
from services.paper.sale_sheets import PickedSet, RouteSheet, Stop
from services.sales.sale_lines import caller_of

PHONES = 2  # of a door; more do not fit beside it


def route_sheet(reading: Reading) -> RouteSheet:
    """The doors that goods are brought to, a household once: building, unit, floor, room."""
    head = reading.head(Kind.ROUTE)
    listed = _listed(reading)
    language = head.heading.language
    coming = coming_of(reading.session, Order.id.in_([one.id for one in listed]))
    owing = ledger.owed(reading.session, reading.sale.id, [one.household_id for one in listed])
    phones = phones_of_doors(reading.session, reading.community.id)
    stops = []
    for home, grouped in groupby(listed, lambda one: one.household_id):
        orders = list(grouped)
        first = orders[0]
        stops.append(
            Stop(
                first.building,
                first.unit,
                first.room,
                floor_of(first.room),
                _together(
                    PickedSet(one.name(language), one.pieces) for order in orders for one in coming.get(order.id, ())
                ),
                owing[home],
                phones.get(home, ())[:PHONES] or _callers(reading, orders),
            )
        )
    return RouteSheet(head, tuple(stops))


def _listed(reading: Reading) -> list[OrderAt]:
    """The orders that are on the route now; of the grid, if one is given."""
    listed = orders_at_doors(reading.session, reading.sale.id, [OrderState.ON_ROUTE])
    if reading.grid_id is None:
        return listed
    its = set(reading.session.scalars(select(Household.id).where(Household.grid_id == reading.grid_id)))
    return [one for one in listed if one.household_id in its]


def _together(sets: Iterable[PickedSet]) -> tuple[PickedSet, ...]:
    """The same set of two orders of a household is one."""
    pieces: dict[str, int] = {}
    for one in sets:
        pieces[one.name] = pieces.get(one.name, 0) + one.quantity
    return tuple(PickedSet(name, count) for name, count in pieces.items())


def _callers(reading: Reading, orders: Sequence[OrderAt]) -> tuple[str, ...]:
    """The numbers that ordered, for a door with none on file."""
    placed = select(Order.placed_from).where(Order.id.in_([one.id for one in orders]), Order.placed_from != "")
    found = (caller_of(reading.session, one) for one in reading.session.scalars(placed))
    return tuple(dict.fromkeys(one for one in found if one))[:PHONES]
