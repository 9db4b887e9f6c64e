"""`linli pause`, `linli resume`: who is not waited for, and until when."""

from datetime import date, datetime

import click

from domain.pauses import PauseReason
from linli.commands.failing import BadInput
from linli.commands.opening import community_option, writing
from services.board import pauses
from services.board.pauses import PauseOrder
from services.day.clock import local_day
from services.roster.residents import find_residents

REASONS = click.Choice([reason.value for reason in PauseReason])


@click.command()
@click.argument("door")
@click.argument("name", required=False)
@click.option("--reason", type=REASONS, required=True, help="Where they are.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The day they are due again; who has moved needs none."
)
@community_option
def pause(door: str, name: str | None, reason: str, until: datetime | None, community: str | None) -> None:
    """Wait no more for NAME at DOOR, or for everybody there: not due, not called, not missing until they return.

    For example: linli pause 3-1-1504 王秀英 --reason hospital --until 2020-03-10
    """
    with writing() as opened:
        owner = opened.community(community)
        today = local_day(opened.now, owner.timezone)
        paused = find_residents(opened.session, owner.id, door, name)
        names, replaced = ", ".join(one.name for one in paused), list[str]()
        try:
            for one in paused:
                order = PauseOrder(one.id, PauseReason(reason), today, until.date() if until else None)
                was = pauses.pause_resident(opened.session, order, opened.now)
                replaced += [f"In place of {one.name} paused {_told(was.reason, was.until)}"] if was else []
        except ValueError as error:
            raise BadInput(str(error)) from None
    click.echo("\n".join([f"{door}: {names} paused {_told(reason, until)}", *replaced]))


def _told(reason: str, until: date | None) -> str:
    return f"({reason}), {f'due again on {until:%Y-%m-%d}' if until else 'until resumed'}."


@click.command()
@click.argument("door")
@click.argument("name", required=False)
@community_option
def resume(door: str, name: str | None, community: str | None) -> None:
    """End the pause of NAME at DOOR, or of everybody there: they are due again at once."""
    with writing() as opened:
        owner = opened.community(community)
        people = find_residents(opened.session, owner.id, door, name)
        back = [one.name for one in people if pauses.end_pause(opened.session, one.id, opened.now)]
    click.echo(f"{door}: {', '.join(back)} due again." if back else f"{door}: nobody there was paused.")
