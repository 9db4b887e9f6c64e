"""`linli clusters`: the building units with two or more fevers within 48 hours."""

from dataclasses import asdict
from zoneinfo import ZoneInfo

import click

from linli.commands.opening import community_option, reading
from linli.commands.printing import print_json, print_table
from services.board.clusters import read_clusters


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
@community_option
def clusters(community: str | None, *, as_json: bool) -> None:
    """Building units with two or more fevers within 48 hours."""
    with reading() as opened:
        owner = opened.community(community)
        found, zone = read_clusters(opened.session, owner.id, opened.now), ZoneInfo(owner.timezone)
    if as_json:
        print_json([asdict(one) for one in found], zone)
        return
    header = ("building", "unit", "fevers", "rooms", "since", "last")
    print_table(
        header, [(one.building, one.unit, one.fevers, ", ".join(one.rooms), one.since, one.last) for one in found], zone
    )
