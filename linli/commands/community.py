"""`linli migrate`, `linli community add, show, set`, `linli demo-data`: what comes before anything else."""

from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy.engine import make_url

from domain.day_plan import DayPlan, SettingsRefused
from linli.commands.failing import BadInput
from linli.commands.opening import community_option, engine, reading, writing
from linli.commands.printing import print_json, print_table
from linli.settings import load_settings
from services.day.steps import plan_of
from services.demo.community import add_demo, remove_demo
from services.demo.lists import LINE
from services.roster.communities import add_community, change_settings
from services.schema import migrate as bring_up


@click.command()
def migrate() -> None:
    """Bring the database to the current schema.

    Run it before the first start and after every update. The database is DATABASE_URL, by default var/linli.db here.
    A database that is current already is left as it is.
    """
    make_room()
    with engine() as (database, _):
        bring_up(database)
        click.echo(f"The database {database.url.render_as_string(hide_password=True)} is current.")


def make_room() -> None:
    """The directory of a database that is a file, for a first start."""
    address = load_settings().database_url
    if address.startswith("sqlite:") and (path := make_url(address).database):
        Path(path).parent.mkdir(parents=True, exist_ok=True)


@click.group()
def community() -> None:
    """The communities of this service, each with its own telephone line."""


@community.command()
@click.argument("name")
@click.option("--line", required=True, metavar="+NUMBER", help="The community's telephone number, with +.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Whose midnight ends a day.")
@click.option("--language", default="zh-CN", show_default=True, help="zh-CN or en; spoken to whoever is unknown.")
@click.option("--country", default="CN", show_default=True, help="Reads numbers written without +.")
def add(name: str, line: str, timezone: str, language: str, country: str) -> None:
    """Add a community and its telephone line.

    For example: linli community add 和乐里 --line +862755500100

    Then import its roster and staff: linli roster import FILE, linli staff import FILE.
    """
    with writing() as opened:
        try:
            added = add_community(opened.session, name, line, timezone=timezone, language=language, country=country)
        except ValueError as error:
            raise BadInput(str(error)) from None
        click.echo(f"Added {added.name} with the line {added.line}.")


@community.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
@community_option
def show(community: str | None, *, as_json: bool) -> None:
    """What the line knows of a community, and every time of its day."""
    with reading() as opened:
        owner = opened.community(community)
        facts = {name: getattr(owner, name) for name in ("name", "line", "timezone", "language", "country")}
        settings, zone = plan_of(owner).written(), ZoneInfo(owner.timezone)
    if as_json:
        print_json(facts | {"settings": settings}, zone)
        return
    usual = DayPlan().written()
    changed = [
        (name, value, "" if value == usual[name] else f"usually {usual[name]}") for name, value in settings.items()
    ]
    print_table(("what", "is", ""), [*((name, value, "") for name, value in facts.items()), *changed], zone)


@community.command("set")
@click.argument("changes", nargs=-1, required=True, metavar="NAME=VALUE...")
@community_option
def change(changes: tuple[str, ...], community: str | None) -> None:
    """Change times of the day, or how much is done at once; NAME= alone brings the usual one back.

    For example: linli community set cut_off=11:30 lines=20

    `linli community show` names them all. With one that is wrong nothing is changed.
    """
    with writing() as opened:
        owner = opened.community(community)
        try:
            change_settings(owner, changes)
        except SettingsRefused as refused:
            raise BadInput("\n".join(["nothing was changed:", *(f"  {error}" for error in refused.errors)])) from None
        said = ", ".join(f"{name} {value}" for name, value in owner.settings.items()) or "all as usual"
        click.echo(f"{owner.name}: {said}.")


@click.command("demo-data")
@click.option("--remove", is_flag=True, help="Take the demo community and all that happened in it out again.")
@click.option("--small", is_flag=True, help="Only a dozen doors of the first building.")
@click.option("--language", type=click.Choice(["zh-CN", "en"]), default="zh-CN", show_default=True)
def demo_data(*, remove: bool, small: bool, language: str) -> None:
    """Put in the demo community: 8,042 invented people, their staff, and a sale of today.

    Always the same people; their telephones can belong to nobody. Refuses where a real community is. Run it again on
    another day for a sale of that day.
    """
    with writing() as opened:
        if remove:
            was_there = remove_demo(opened.session)
            click.echo("The demo community is gone." if was_there else "There is no demo community here.")
            return
        added = add_demo(opened.session, opened.now, language=language, small=small)
        click.echo(f"{added.name} is there, on the line {LINE}. Try: linli board")
