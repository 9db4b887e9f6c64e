"""`linli health`: the health files, for who may see them; every look is written down."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from domain.doors import Door, normal, short_door
from domain.health import NORMAL_DAYS, NoteKind
from linli.commands.failing import BadInput
from linli.commands.opening import Opened, community_option, writing
from linli.commands.printing import degrees, print_json, print_table
from models import Worker
from services.alerting.duty import worker_named
from services.health.endings import close_by_office
from services.health.files import Note, add_note
from services.health.views import Line, Look, ShownFile, list_files, open_file_of, refuse_but_office, show_files

by_option = click.option("--by", required=True, metavar="STAFF", help="Who of the staff you are.")
why_option = click.option("--why", required=True, metavar="TEXT", help="Why you look; it is written down.")
json_option = click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
KINDS = (NoteKind.NOTE, NoteKind.ARRANGED, NoteKind.VISIT, NoteKind.CALL, NoteKind.SYMPTOM)


@click.group()
def health() -> None:
    """The health files (体温异常健康档案). Grid workers see those of their grids, the office sees all.

    A fever opens one. It closes after three normal days, or by the office.
    """


@health.command("list")
@by_option
@why_option
@json_option
@community_option
def list_open(by: str, why: str, *, as_json: bool, community: str | None) -> None:
    """The open files; each of them counts as looked at."""
    with writing() as opened:
        files = list_files(opened.session, _look(opened, community, by, why))
        zone = ZoneInfo(opened.community(community).timezone)
    if as_json:
        print_json([_head(file) for file in files], zone)
    else:
        rows = [(short_door(one.building, one.unit, one.room), one.name, one.opened_at, one.next_at) for one in files]
        print_table(("door", "name", "since", "next call"), rows, zone)


@health.command()
@click.argument("door")
@click.argument("name", required=False)
@by_option
@why_option
@json_option
@community_option
def show(door: str, name: str | None, **options: Any) -> None:
    """The files of DOOR (3-1-1504), or of one person there: timeline, and who has looked before."""
    with writing() as opened:
        look = _look(opened, options["community"], options["by"], options["why"])
        files = show_files(opened.session, _door(door), name, look)
        zone = ZoneInfo(opened.community(options["community"]).timezone)
    if options["as_json"]:
        print_json([asdict(file) for file in files], zone)
        return
    for file in files:
        _print_file(file, zone)
    if not files:
        click.echo("There is no health file.")


@health.command()
@click.argument("door")
@click.argument("name")
@click.argument("text")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in KINDS]), default=NoteKind.NOTE.value, show_default=True
)
@by_option
@community_option
def note(door: str, name: str, text: str, **options: Any) -> None:
    """Write TEXT onto the timeline of an open file."""
    with writing() as opened:
        worker = _worker(opened, options["community"], options["by"])
        file = open_file_of(opened.session, worker, _door(door), name, opened.now)
        add_note(opened.session, file.id, Note(NoteKind(options["kind"]), text, worker_id=worker.id), opened.now)
    click.echo("Written down.")


@health.command()
@click.argument("door")
@click.argument("name")
@click.option("--reason", required=True, metavar="TEXT", help="Why the file is closed.")
@by_option
@community_option
def close(door: str, name: str, reason: str, by: str, community: str | None) -> None:
    """Close an open file, as the office. A fever later opens a new one."""
    if not reason.strip():
        raise BadInput("a file is closed with a reason")
    with writing() as opened:
        worker = _worker(opened, community, by)
        refuse_but_office(opened.session, worker, opened.now)
        file = open_file_of(opened.session, worker, _door(door), name, opened.now)
        close_by_office(opened.session, file, worker, reason.strip(), opened.now)
    click.echo("Closed.")


def _look(opened: Opened, community: str | None, by: str, why: str) -> Look:
    return Look(_worker(opened, community, by), why, opened.now)


def _worker(opened: Opened, community: str | None, name: str) -> Worker:
    return worker_named(opened.session, opened.community(community).id, name)


def _door(text: str) -> Door:
    parts = text.split("-")
    match parts:
        case [building, unit, room]:
            return normal(building, unit, room)
        case [building, room]:
            return normal(building, "", room)
        case _:
            raise BadInput(f"{text!r} is no door; write 3-1-1504, or 3-1504 where there is no unit")


def _head(file: ShownFile) -> dict[str, object]:
    return {name: value for name, value in asdict(file).items() if name not in {"timeline", "views"}}


def _print_file(file: ShownFile, zone: ZoneInfo) -> None:
    where = short_door(file.building, file.unit, file.room)
    said = [f"{where} {file.name}", f"since {_clock(file.opened_at, zone)}"]
    if file.closed_at is not None:
        said.append(f"closed {_clock(file.closed_at, zone)}: {file.reason}")
    else:
        said.append(f"{file.normal_days} of {NORMAL_DAYS} normal days")
        said += [f"next call {_clock(file.next_at, zone)}"] if file.next_at is not None else []
    click.echo(", ".join(said))
    header = ("at", "what", "°C", "words", "outcome", "by")
    lines = [(one.at, one.kind, degrees(one.tenths), _words(one), one.outcome, one.by) for one in file.timeline]
    print_table(header, lines, zone)
    print_table(("looked at", "by", "why"), [(one.at, one.by, one.why) for one in file.views], zone)


def _words(line: Line) -> str:
    return " ".join(filter(None, [line.words, "" if line.verified else "unverified"]))


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m-%d %H:%M}"
