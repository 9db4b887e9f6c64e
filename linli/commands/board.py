"""`linli board`: everybody and what is known of them today; the street office's table of the same."""

from dataclasses import asdict, astuple, fields
from typing import Any
from zoneinfo import ZoneInfo

import click

from domain.doors import short_door
from linli.commands.opening import reading
from linli.commands.printing import degrees, print_json, print_table
from linli.commands.tables import Asked, table_options
from services.board.board import Board, PersonState, read_board
from services.board.clusters import read_clusters
from services.board.street_table import StreetRow, street_table
from services.roster.communities import find_grid

HEADER = ("door", "grid", "name", "state", "°C", "by", "at", "calls", "items")


@click.command()
@table_options
@click.option("--street", is_flag=True, help="The street office's table: people by grid and building.")
@click.option("--call-by-person", "by_person", is_flag=True, help="Only those whom a person calls, never the line.")
def board(*, street: bool, by_person: bool, **options: Any) -> None:
    """The day-board: everybody of the roster and what is known of them today."""
    asked = Asked(**options)
    with reading() as opened:
        owner = opened.community(asked.community)
        today = read_board(opened.session, owner.id, opened.now, find_grid(opened.session, owner.id, asked.grid))
        clusters, zone = read_clusters(opened.session, owner.id, opened.now), ZoneInfo(owner.timezone)
    if street:
        _print_street(today, zone, as_json=asked.as_json)
        return
    shown = [one for one in today.people if one.by_person or not by_person]
    if asked.as_json:
        print_json(asdict(today) | {"people": [asdict(one) for one in shown]}, zone)
        return
    print_table(HEADER, [_cells(one) for one in shown], zone)
    click.echo(_summary(today, zone))
    for one in clusters:
        click.echo(f"cluster: {short_door(one.building, one.unit, '')}, {one.fevers} fevers within 48 hours")


def _summary(today: Board, zone: ZoneInfo) -> str:
    counts = today.counts
    return (
        f"{today.community}, {today.day} {today.as_of.astimezone(zone):%H:%M}: {counts.heard} of {counts.due} heard, "
        f"{counts.ill} ill, {counts.visited} visited, {counts.missing} missing, {counts.paused} paused"
    )


def _cells(one: PersonState) -> list[object]:
    by = " ".join(filter(None, [one.channel, one.reporter, "unverified" if one.verified is False else ""]))
    state = " ".join(filter(None, [one.state, one.pause, f"until {one.until}" if one.until else ""]))
    where = short_door(one.building, one.unit, one.room)
    return [where, one.grid, one.name, state, degrees(one.value), by, one.at, one.calls or "", ", ".join(one.items)]


def _print_street(today: Board, zone: ZoneInfo, *, as_json: bool) -> None:
    table = street_table(today)
    if as_json:
        print_json(asdict(table), zone)
        return
    header = [field.name for field in fields(StreetRow)]
    total = ["all", *astuple(table.total)[1:]]
    print_table(header, [*(astuple(row) for row in table.rows), total], zone)
    click.echo(f"{table.community}, {table.day} {table.as_of.astimezone(zone):%H:%M}")
