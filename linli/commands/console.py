"""`linli staff password, sign-out`, `linli audit verify`: who gets into the console, and what they did there."""

import click

from linli.commands.failing import Trouble
from linli.commands.opening import community_option, reading, writing
from services.alerting.duty import worker_named
from services.staff import audit as audits
from services.staff.passwords import set_password
from services.staff.sessions import end_sessions_of


@click.command()
@click.argument("name")
@community_option
def password(name: str, community: str | None) -> None:
    """Give a worker a new password for the console, and print it: only now, never again.

    The second way in, for when no text arrives. Whoever was signed in by this name is signed out.
    """
    with writing() as opened:
        owner = opened.community(community)
        chosen = set_password(opened.session, owner.id, name)
        end_sessions_of(opened.session, worker_named(opened.session, owner.id, name).id, opened.now)
    click.echo(chosen)


@click.command("sign-out")
@click.argument("name")
@community_option
def sign_out(name: str, community: str | None) -> None:
    """End every session of a worker at the console, as when a telephone is lost."""
    with writing() as opened:
        worker = worker_named(opened.session, opened.community(community).id, name)
        ended = end_sessions_of(opened.session, worker.id, opened.now)
        named = worker.name
    click.echo(f"{named}: {ended} sessions ended.")


@click.group()
def audit() -> None:
    """What the staff did and saw at the console."""


@audit.command("verify")
@community_option
def verify(community: str | None) -> None:
    """Go through the chain of entries; exit code 1 where one was changed, taken out or put in.

    The hash it prints is that of the newest entry: written down elsewhere, it also shows when the end is cut off.
    """
    with reading() as opened:
        owner = opened.community(community)
        verdict = audits.verify(opened.session, owner.id)
        name = owner.name
    if not verdict.is_sound:
        raise Trouble(f"{name}: the chain is broken at entry {verdict.broken_at}; those before it are sound")
    click.echo(f"{name}: {verdict.entries} entries, all sound. {verdict.head or 'Nothing yet.'}")
