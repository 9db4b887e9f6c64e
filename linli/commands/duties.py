"""`linli staff list`, `linli grid hand-over`, `linli staff stand-in`: who is on duty, who takes over from whom."""

from dataclasses import asdict
from datetime import datetime, time
from zoneinfo import ZoneInfo

import click

from linli.commands.failing import BadInput
from linli.commands.opening import community_option, reading, writing
from linli.commands.printing import print_json, print_table
from services.alerting.duty import worker_named
from services.alerting.duty_gaps import gaps_of, named
from services.alerting.handovers import hand_over
from services.alerting.stand_ins import Absence, come_back
from services.alerting.stand_ins import stand_in as note_stand_in
from services.desk.duty_desk import list_posts
from services.roster.communities import find_grid

DAY_ENDS = time(23, 59, 59)
HOURS = {"0": "never", "1": "always"}


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
@community_option
def list_staff(community: str | None, *, as_json: bool) -> None:
    """Who is on duty for what and when, who stands in for whom now, and where nobody is on duty."""
    with reading() as opened:
        owner = opened.community(community)
        posts = list_posts(opened.session, owner.id, opened.now)
        gaps, zone = gaps_of(opened.session, owner), ZoneInfo(owner.timezone)
    if as_json:
        print_json({"duties": [asdict(one) for one in posts], "gaps": [asdict(one) for one in gaps]}, zone)
        return
    rows = [
        (one.worker, one.role, one.place, HOURS.get(one.on_duty, one.on_duty), one.phone, one.acts) for one in posts
    ]
    print_table(("name", "role", "place", "hours", "phone", "stands in"), rows, zone)
    for place in named("en", gaps):
        click.echo(f"Nobody is on duty: {place}")


@click.group()
def grid() -> None:
    """The grids and whose they are."""


@grid.command("hand-over")
@click.argument("name", metavar="GRID")
@click.option("--to", "taker", required=True, metavar="NAME", help="Who of the staff has the grid from now on.")
@community_option
def hand_over_grid(name: str, taker: str, community: str | None) -> None:
    """Give a grid to another worker, with everything open in it.

    Its duty and hours, its open items, its alerts (their ladder begins again with the new worker) and the texts that
    have not left yet move in one step; both workers are told. Given twice it is given once. A staff list that
    still names the former worker does not undo it.
    """
    with writing() as opened:
        owner = opened.community(community)
        grid_id = find_grid(opened.session, owner.id, name)
        worker = worker_named(opened.session, owner.id, taker)
        assert grid_id is not None  # noqa: S101 - a name was given
        handed = hand_over(opened.session, grid_id, worker, opened.now)
        named = worker.name
    if handed is None:
        click.echo(f"Grid {name} is with {named} already.")
    else:
        click.echo(
            f"Grid {name} is with {named} now: {handed.items} open items and {handed.alerts} alerts went with it."
        )


@click.command("stand-in")
@click.argument("name")
@click.option("--by", metavar="NAME", help="Who of the staff stands in.")
@click.option("--from", "begins", metavar="TIME", help="Since when; now if it is left out.")
@click.option("--until", metavar="TIME", help="Till when; a date means the whole day.")
@click.option("--back", is_flag=True, help="NAME is there again.")
@community_option
def stand_in(
    name: str, by: str | None, begins: str | None, until: str | None, *, back: bool, community: str | None
) -> None:
    """Note who does the duties of a worker who is away.

    \b
    For example:
      linli staff stand-in 孙丽 --by 何干部 --until "2020-03-05 20:00"
      linli staff stand-in 孙丽 --back

    Alerts, new items, digests and callers who want a person go to the stand-in at the hours of the duty; times are the
    community's own. Without --until it lasts until --back.
    """  # noqa: D301 - \b is click's mark for lines to keep
    if back is (by is not None):
        raise BadInput("say either who stands in, with --by NAME, or that the worker is there again, with --back")
    with writing() as opened:
        owner = opened.community(community)
        away = worker_named(opened.session, owner.id, name)
        zone = ZoneInfo(owner.timezone)
        if by is None:
            was_away = come_back(opened.session, away, opened.now)
            click.echo(f"{away.name} is there again." if was_away else f"{away.name} was not away.")
            return
        stander = worker_named(opened.session, owner.id, by)
        ends = _instant(until, zone, DAY_ENDS) if until else None
        since = _instant(begins, zone, time()) if begins else opened.now
        note_stand_in(opened.session, Absence(away, stander, since, ends), opened.now)
        click.echo(f"{stander.name} stands in for {away.name}" + (f" until {ends:%Y-%m-%d %H:%M}." if ends else "."))


def _instant(text: str, zone: ZoneInfo, at: time) -> datetime:
    """2020-03-05 20:00, or 2020-03-05 for that day `at`; in the community's zone."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text!r} is no time; write 2020-03-05 20:00, or 2020-03-05") from None
    if len(text.strip()) == len("2020-03-05"):
        instant = datetime.combine(instant.date(), at)
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)
