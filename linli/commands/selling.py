"""`linli sale list|show|notices`, `linli order place|cancel`: what is on sale, and the office's orders for a door."""

from collections.abc import Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo

import click

from domain.money import yuan
from ivr.facts import OrderedSet
from linli.commands.failing import BadInput
from linli.commands.opening import community_option, reading, writing
from linli.commands.printing import print_json, print_table
from services.desk import order_desk
from services.roster.residents import find_household
from services.sales.sale_listings import ListedSale, list_sales

json_option = click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")


@click.command("list")
@json_option
@community_option
def list_all(community: str | None, *, as_json: bool) -> None:
    """All sales, the newest first: planned, open, waiting (another one closes first and is ordered from), closed."""
    sales, zone = _sales(community)
    if as_json:
        print_json([asdict(sale) for sale in sales], zone)
        return
    header = ("sale", "state", "opens", "cut-off", "sets", "orders", "yuan")
    print_table(header, [_cells(sale) for sale in sales], zone)


def _cells(sale: ListedSale) -> list[object]:
    sets = ", ".join(f"{one.number} {one.name_zh}" for one in sale.sets)
    return [sale.name, sale.state, sale.opens, sale.cutoff, sets, sale.orders, yuan(sale.total_fen)]


@click.command()
@click.argument("name")
@json_option
@community_option
def show(name: str, community: str | None, *, as_json: bool) -> None:
    """One sale, set by set: price, limit, how many are ordered and left, the minimum, and what was dropped."""
    sales, zone = _sales(community, name)
    if as_json:
        print_json(asdict(sales[0]), zone)
        return
    (sale,) = sales
    click.echo(f"{sale.name}: {sale.state}, {sale.orders} orders, {yuan(sale.total_fen)} yuan")
    header = ("set", "name", "contents", "supplier", "yuan", "limit", "ordered", "left", "minimum", "")
    rows: list[Sequence[object]] = [
        (
            one.number,
            f"{one.name_zh} {one.name_en}",
            one.contents_zh,
            one.supplier,
            yuan(one.price_fen),
            one.limit,
            one.ordered,
            one.left,
            one.minimum or None,
            "dropped" if one.dropped else "",
        )
        for one in sale.sets
    ]
    print_table(header, rows, zone)


def _sales(community: str | None, name: str | None = None) -> tuple[list[ListedSale], ZoneInfo]:
    with reading() as opened:
        owner = opened.community(community)
        return list_sales(opened.session, owner.id, opened.now, name), ZoneInfo(owner.timezone)


@click.command()
@click.argument("door")
@click.argument("wish", type=click.Choice(["on", "off"]))
@community_option
def notices(door: str, wish: str, community: str | None) -> None:
    """Tell DOOR of each sale on the evening before it opens, or no more. By text: 订菜通知, 不要订菜通知."""
    with writing() as opened:
        household = find_household(opened.session, opened.community(community).id, door)
        household.wants_sales = wish == "on"
    click.echo(f"{door}: {'is told of each sale' if wish == 'on' else 'is told of no sale'}.")


@click.group()
def order() -> None:
    """Order for a door, as the household would by telephone."""


@order.command()
@click.argument("door")
@click.argument("sets", nargs=-1, required=True, metavar="SET:HOWMANY...")
@click.option("--add", "adds", is_flag=True, help="Beside what the door has ordered; without it in place of that.")
@community_option
def place(door: str, sets: tuple[str, ...], community: str | None, *, adds: bool) -> None:
    """Order for DOOR in the open sale; a set is its number or its name.

    For example: linli order place 3-1-1504 蔬菜:2 3:1
    """
    wanted = dict(_read(one) for one in sets)
    with writing() as opened:
        household = find_household(opened.session, opened.community(community).id, door)
        held = order_desk.place(opened.session, household, wanted, opened.now, adds=adds)
    click.echo(f"{door}: {_said(held)}")


@order.command()
@click.argument("door")
@community_option
def cancel(door: str, community: str | None) -> None:
    """Cancel what DOOR has ordered in the open sale."""
    with writing() as opened:
        household = find_household(opened.session, opened.community(community).id, door)
        held = order_desk.cancel(opened.session, household, opened.now)
    click.echo(f"{door}: cancelled {_said(held)}")


def _read(text: str) -> tuple[str, int]:
    name, colon, quantity = text.replace(":", ":").rpartition(":")
    if not colon or not name.strip() or not (quantity.isascii() and quantity.isdigit() and int(quantity) > 0):
        raise BadInput(f"{text!r} is no set and quantity; write 蔬菜:2, or 2:1 by the set's number")
    return name.strip(), int(quantity)


def _said(held: tuple[OrderedSet, ...]) -> str:
    lines = ", ".join(f"{one.name} × {one.quantity}" for one in held)
    return f"{lines}; {yuan(sum(one.quantity * one.price_fen for one in held))} yuan"
