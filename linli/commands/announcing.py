"""`linli announce`, `linli announcements`: one text for many doors, and what became of it at each."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

import prompts
from domain.announcements import MOST_COST, By, read_audience, read_words
from domain.doors import short_door
from domain.refusals import Refused
from linli.commands.opening import Opened, community_option, reading, writing
from linli.commands.printing import many, print_json, print_table
from models import Community
from services.announcing.announcements import (
    Cost,
    ListedAnnouncement,
    ListedDelivery,
    Wanted,
    list_announcement,
    list_announcements,
    reckon,
)
from services.announcing.announcements import announce as plan
from services.announcing.announcements import withdraw as take_back
from services.day.steps import plan_of

SHOWN = 30  # letters of a text in the table


@click.command()
@click.argument("text", required=False)
@click.option(
    "--to", "whom", metavar="WHOM", help="building:3, grid:NAME, mark:alone|hard_of_hearing|home_delivery, all."
)
@click.option("--by", type=click.Choice([by.value for by in By]), default=By.BOTH.value, show_default=True, help="How.")
@click.option("--language", type=click.Choice(prompts.languages()), help="Only to households that speak it.")
@click.option("--at", metavar="TIME", help="2020-02-29 20:00 in the community's own zone; without it now.")
@click.option("--from-file", type=click.Path(path_type=Path), help="The text, in UTF-8.")
@click.option("--yes", is_flag=True, help="It may cost what was said.")
@click.option("--withdraw", type=int, metavar="ID", help="Tell nobody more of this announcement.")
@community_option
def announce(  # noqa: PLR0913 - its options
    *,
    text: str | None,
    whom: str | None,
    by: str,
    language: str | None,
    at: str | None,
    from_file: Path | None,
    yes: bool,
    withdraw: int | None,
    community: str | None,
) -> None:
    """Tell many doors something: by text, by call, or (both) by text where it arrives and by call where it does not.

    \b
      linli announce --to building:3 明天上午停水,请储水。
      linli announce --to mark:alone --by call --at "2020-02-29 16:00" --from-file notice.txt
      linli announce --withdraw 7

    Without --yes it only says what it would cost. A household is told once, on its first telephone, on its second
    where that fails. Nobody is told in the quiet hours, and a landline is never texted.
    """  # noqa: D301 - \b is click's mark for lines to keep
    if withdraw is not None:
        _withdraw(withdraw, community)
        return
    if whom is None or (text is None) == (from_file is None):
        raise click.UsageError("give --to WHOM and a TEXT (or --from-file), or --withdraw ID")
    words = read_words(_read(from_file) if from_file else text or "", By(by))
    with writing() as opened:
        owner = opened.community(community)
        wanted = Wanted(read_audience(whom), By(by), words, _due(opened, owner, at), language)
        click.echo(_told(reckon(opened.session, owner, wanted)) + _waits(owner, wanted))
        if not yes:
            raise Refused("nothing is planned yet; the same again with --yes sends it")
        number = plan(opened.session, owner, wanted, opened.now)
        click.echo(f"Announcement {number} is planned. See: linli announcements {number}")


def _waits(owner: Community, wanted: Wanted) -> str:
    """When it begins, where it is not told at once: at its time, or at the end of the quiet hours."""
    times = plan_of(owner)
    begins = times.wakes(wanted.due_at, owner.timezone)
    if begins == wanted.due_at:
        return ""
    quiet = f"{times.quiet_from:%H:%M} to {times.quiet_until:%H:%M}"
    return f" It begins {begins.astimezone(ZoneInfo(owner.timezone)):%m-%d %H:%M}: nobody is told from {quiet}."


def _withdraw(number: int, community: str | None) -> None:
    with writing() as opened:
        spared = take_back(opened.session, opened.community(community).id, number, opened.now)
        click.echo(f"Announcement {number} is withdrawn; {many(spared, 'household')} not told.")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{file} is not UTF-8") from None


def _due(opened: Opened, owner: Community, at: str | None) -> datetime:
    if at is None:
        return opened.now
    try:
        given = datetime.fromisoformat(at.strip())
    except ValueError:
        raise Refused(f"--at is {at!r}; write a time such as 2020-02-29 20:00") from None
    due = given if given.tzinfo else given.replace(tzinfo=ZoneInfo(owner.timezone))
    if due < opened.now - timedelta(minutes=1):
        raise Refused(f"--at is {at!r}, which has passed")
    return due


def _told(cost: Cost) -> str:
    said = f"{many(cost.households, 'household')}: {many(cost.texts, 'text')} ({many(cost.segments, 'segment')}), {many(cost.calls, 'call')}"
    silent = f"; {cost.unreachable} cannot be reached, {cost.opted_out} want no texts, {cost.away} away"
    return f"{said}{silent}. {MOST_COST} segments and calls together is the most."


@click.command()
@click.argument("number", type=int, required=False, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(0), help="How far back.")
@community_option
def announcements(number: int | None, days: int, community: str | None, *, as_json: bool) -> None:
    """What was announced; of the announcement ID, what became of it at each door."""
    with reading() as opened:
        owner = opened.community(community)
        chosen = _chosen(opened, owner, number, days)
        zone = ZoneInfo(owner.timezone)
    if as_json:
        print_json([{**asdict(one), "counts": dict(one.counts)} for one in chosen], zone)
    elif number is None:
        header = ("id", "to", "by", "text", "due", "withdrawn", "households")
        print_table(header, [_cells(one) for one in chosen], zone)
    else:
        rows = [
            (short_door(at.building, at.unit, at.room), at.state, at.channel, at.to, at.at) for at in _doors(chosen)
        ]
        print_table(("door", "state", "by", "to", "at"), rows, zone)


def _chosen(opened: Opened, owner: Community, number: int | None, days: int) -> list[ListedAnnouncement]:
    """The one of this number, however old, or those of late."""
    if number is None:
        return list_announcements(opened.session, owner.id, opened.now - timedelta(days=days))
    found = list_announcement(opened.session, owner.id, number)
    if found is None:
        raise Refused(f"there is no announcement {number}; `linli announcements` lists them")
    return [found]


def _doors(chosen: list[ListedAnnouncement]) -> list[ListedDelivery]:
    return [delivery for one in chosen for delivery in one.households]


def _cells(one: ListedAnnouncement) -> list[object]:
    counts = ", ".join(f"{count} {state}" for state, count in sorted(one.counts.items()))
    text = one.text if len(one.text) <= SHOWN else f"{one.text[:SHOWN]}…"
    return [one.id, one.to, one.by, text, one.due_at, one.withdrawn_at, counts]
