"""`linli items`, `alerts`, `messages`, `orders`: what there is, as a table or as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from domain.doors import short_door
from domain.money import yuan
from linli.commands.opening import community_option, reading
from linli.commands.printing import degrees, print_json, print_table
from services.desk import listings
from services.desk.listings import ListedAlert, ListedItem, ListedMessage, ListedOrder, Scope
from services.roster.communities import find_grid
from services.roster.residents import find_household
from services.sales.sale_listings import order_history

Command = TypeVar("Command", bound=Callable[..., Any])
BACK = 7  # days


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that all these commands have."""

    as_json: bool
    grid: str | None
    community: str | None
    days: int = BACK


def table_options(command: Command) -> Command:
    """--json, --grid and --community."""
    command = click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")(command)
    command = click.option("--grid", metavar="G", help="Only this grid.")(command)
    return community_option(command)


days_option = click.option(
    "--days", default=BACK, show_default=True, type=click.IntRange(0), help="How long what is finished is listed."
)

STEPS = ("text", "call", "team", "duty")  # whom an alert has climbed to


@click.command()
@table_options
@days_option
def items(**options: Any) -> None:
    """What is left for the grid workers to do: open items, and those done of late."""
    header = ("id", "kind", "door", "name", "phone", "°C", "note", "due", "worker", "state")
    _list(Asked(**options), listings.list_items, header, _item_cells)


def _item_cells(one: ListedItem) -> list[object]:
    what = [one.id, one.kind, short_door(one.building, one.unit, one.room), one.name, one.phone]
    return [*what, degrees(one.value), one.note, one.due, one.worker, one.state]


@click.command()
@table_options
@days_option
def alerts(**options: Any) -> None:
    """Alerts, where a human must act now: open and taken ones, and those done of late."""
    header = ("id", "door", "name", "what", "°C", "state", "step", "worker", "raised", "taken", "next")
    _list(Asked(**options), listings.list_alerts, header, _alert_cells)


def _alert_cells(one: ListedAlert) -> list[object]:
    what = ", ".join(filter(None, [one.kind, one.note, "unverified" if one.unverified else ""]))
    where = [one.id, short_door(one.building, one.unit, one.room), one.name]
    return [
        *where,
        what,
        degrees(one.value),
        one.state,
        STEPS[one.step],
        one.worker,
        one.raised_at,
        one.taken_at,
        one.next_at,
    ]


@click.command()
@table_options
@days_option
def messages(**options: Any) -> None:
    """The outbox: every text and call the line owes somebody, and how far it has come."""
    header = ("id", "to", "channel", "kind", "state", "outcome", "sid", "attempts", "at")
    _list(Asked(**options), listings.list_messages, header, _message_cells)


def _message_cells(one: ListedMessage) -> list[object]:
    return [one.id, one.to, one.channel, one.kind, one.state, one.outcome, one.sid, one.attempts, one.at]


@click.command()
@table_options
@click.option("--sale", metavar="NAME", help="Of this sale; without it of the one that is open, else of the last.")
@click.option("--history", metavar="DOOR", help="Every step of the orders of this door, such as 3-1-1504.")
def orders(sale: str | None, history: str | None, **options: Any) -> None:
    """Orders of the sale, door by door; or what became of one door's, step by step."""
    if history is not None:
        _history(Asked(**options), history)
        return
    header = ("door", "sets", "yuan", "state", "sale")

    def find(session: Session, scope: Scope) -> list[ListedOrder]:
        return listings.list_orders(session, scope, sale)

    _list(Asked(**options), find, header, _order_cells)


def _history(asked: Asked, door: str) -> None:
    with reading() as opened:
        owner = opened.community(asked.community)
        steps = order_history(opened.session, find_household(opened.session, owner.id, door).id)
        zone = ZoneInfo(owner.timezone)
    if asked.as_json:
        print_json([asdict(step) for step in steps], zone)
        return
    header = ("sale", "at", "was", "became", "by", "worker", "note")
    print_table(header, [[*asdict(step).values()] for step in steps], zone)


def _order_cells(one: ListedOrder) -> list[object]:
    sets = [f"{line.set}×{line.quantity}" for line in one.lines]
    short = [f"short {line.set}×{line.quantity}" for line in one.short]
    return [
        short_door(one.building, one.unit, one.room),
        ", ".join(sets + short),
        yuan(one.total_fen),
        one.state,
        one.sale,
    ]


def _list(
    asked: Asked,
    find: Callable[[Session, Scope], Sequence[Any]],
    header: Sequence[str],
    cells: Callable[[Any], list[object]],
) -> None:
    with reading() as opened:
        owner = opened.community(asked.community)
        grid = find_grid(opened.session, owner.id, asked.grid)
        found = find(opened.session, Scope(owner.id, opened.now, grid, timedelta(days=asked.days)))
        zone = ZoneInfo(owner.timezone)
    if asked.as_json:
        print_json([asdict(one) for one in found], zone)
    else:
        print_table(header, [cells(one) for one in found], zone)
