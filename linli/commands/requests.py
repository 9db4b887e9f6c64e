"""`linli requests`, `linli request`, `linli meals`: what residents ask for, moved on, noted, and the meals handed over."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from domain.doors import short_door
from domain.life_cycles import RequestState
from domain.requests import RequestKind
from linli.commands.opening import community_option, reading, writing
from linli.commands.printing import print_json, print_table
from linli.commands.tables import days_option, table_options
from services.alerting.duty import worker_named
from services.desk import request_desk
from services.desk.listings import Scope
from services.needs import meal_deliveries
from services.roster.communities import find_grid
from services.roster.residents import find_residents

STEPS = {
    "take": RequestState.TAKEN,
    "start": RequestState.IN_HAND,
    "done": RequestState.DONE,
    "withdraw": RequestState.WITHDRAWN,
}
HEADER = (
    "id",
    "item",
    "kind",
    "door",
    "state",
    "words",
    "days",
    "note",
    "worker",
    "since",
    "due",
    "overdue",
    "eligible",
)


@click.command()
@table_options
@days_option
@click.option("--overdue", is_flag=True, help="Only what should be done by now.")
def requests(*, as_json: bool, grid: str | None, community: str | None, days: int, overdue: bool) -> None:
    """Medicine, meals, gas cards and all else that residents ask for: what is open, and what ended of late."""
    with reading() as opened:
        owner = opened.community(community)
        scope = Scope(owner.id, opened.now, find_grid(opened.session, owner.id, grid), timedelta(days=days))
        found = request_desk.list_requests(opened.session, scope, overdue=overdue)
        zone = ZoneInfo(owner.timezone)
    if as_json:
        print_json([asdict(one) for one in found], zone)
    else:
        print_table(HEADER, [_cells(one) for one in found], zone)


def _cells(one: request_desk.ListedRequest) -> list[object]:
    what = [one.id, one.item, one.kind, short_door(one.building, one.unit, one.room), one.state, one.words]
    return [
        *what,
        one.days_left,
        one.note,
        one.worker,
        one.since,
        one.due,
        "yes" if one.overdue else "",
        _yes_or_no(one.eligible),
    ]


def _yes_or_no(answer: bool | None) -> str:  # noqa: FBT001 - a cell
    return "" if answer is None else "yes" if answer else "no"


@click.group()
def request() -> None:
    """Move a request on, note something, or ask for a door."""


def _step(name: str, becomes: RequestState) -> None:
    @request.command(name, help=f"The request ID becomes {becomes}.")
    @click.argument("number", type=int, metavar="ID")
    @community_option
    def command(number: int, community: str | None) -> None:
        with writing() as opened:
            owner = opened.community(community)
            request_desk.move_on(opened.session, owner.id, number, becomes, opened.now)
        click.echo(f"Request {number} is {becomes}.")


for _name, _becomes in STEPS.items():
    _step(_name, _becomes)


@request.command("note")
@click.argument("number", type=int, metavar="ID")
@click.argument("words")
@community_option
def note(number: int, words: str, community: str | None) -> None:
    """Keep WORDS with the request ID; they stand on the worker's list."""
    with writing() as opened:
        request_desk.note(opened.session, opened.community(community).id, number, words)
    click.echo(f"Request {number}: noted.")


@request.command("new")
@click.argument("door")
@click.argument("kind", type=click.Choice([kind.value for kind in RequestKind]))
@click.argument("words")
@community_option
def new(door: str, kind: str, words: str, community: str | None) -> None:
    """Ask for KIND at DOOR: linli request new 3-1-1504 medicine "metformin, two boxes"."""
    with writing() as opened:
        owner = opened.community(community)
        household = find_residents(opened.session, owner.id, door, None)[0].household_id
        made = request_desk.ask_for(opened.session, household, RequestKind(kind), words, opened.now)
        number = made.id
    click.echo(f"Request {number} is new.")


@click.group()
def meals() -> None:
    """The meals of the day."""


@meals.command("delivered")
@click.argument("doors", nargs=-1, required=True, metavar="DOOR...")
@click.option("--worker", required=True, metavar="NAME", help="Who handed them over, by the staff list.")
@community_option
def delivered(doors: tuple[str, ...], worker: str, community: str | None) -> None:
    """A meal was handed over to somebody at each DOOR: that counts as a visit on the board."""
    with writing() as opened:
        owner = opened.community(community)
        who = worker_named(opened.session, owner.id, worker)
        told: list[Any] = []
        for door in doors:
            household = find_residents(opened.session, owner.id, door, None)[0].household_id
            is_new = meal_deliveries.deliver(opened.session, household, who.id, opened.now)
            told.append(f"{door}: {'handed over' if is_new else 'was ticked before'}.")
    click.echo("\n".join(told))
