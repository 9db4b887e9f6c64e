"""`linli knock-list`: who must be visited, in walking order."""

from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from domain.doors import short_door
from linli.commands.opening import community_option, reading
from linli.commands.printing import print_json, print_table
from services.board.knock_lists import Knock, read_knock_list
from services.roster.communities import find_grid


@click.command("knock-list")
@click.option("--grid", metavar="G", help="Only this grid.")
@community_option
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def knock_list(grid: str | None, community: str | None, as_json: bool) -> None:  # noqa: FBT001 - click hands it over
    """Who must be visited: doors where somebody is silent, has not measured or lacks a thermometer.

    Building by building, unit by unit, floor by floor; with the door's marks, when it was called, texted and visited
    today, in vain or not, and the kinds of its open items. On paper: linli print knock-list.
    """
    with reading() as opened:
        owner = opened.community(community)
        found = read_knock_list(opened.session, owner.id, opened.now, find_grid(opened.session, owner.id, grid))
        zone = ZoneInfo(owner.timezone)
    if as_json:
        print_json(asdict(found), zone)
        return
    header = ("door", "floor", "grid", "who", "marks", "called", "texted", "nobody home", "seen", "items")
    print_table(header, [_cells(one, zone) for one in found.doors], zone)
    click.echo(f"{found.community}, {found.day}: {len(found.doors)} doors to visit")


def _cells(one: Knock, zone: ZoneInfo) -> list[object]:
    who = ", ".join(f"{person.name} ({person.state})" for person in one.people)
    tried = [_clocks(times, zone) for times in (one.calls, one.texts, one.visits, one.seen)]
    return [
        short_door(one.building, one.unit, one.room),
        one.floor,
        one.grid,
        who,
        ", ".join(one.marks),
        *tried,
        ", ".join(one.items),
    ]


def _clocks(times: tuple[datetime, ...], zone: ZoneInfo) -> str:
    return ", ".join(f"{at.astimezone(zone):%H:%M}" for at in times)
