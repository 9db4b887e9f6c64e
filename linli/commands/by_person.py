"""`linli call-by-person`: whom the line is not to call by machine."""

import click

from domain.call_by_person import Why
from linli.commands.opening import community_option, writing
from services.board.call_by_person import put_on_list, take_off_list
from services.roster.residents import find_residents


@click.command("call-by-person")
@click.argument("door")
@click.argument("name", required=False)
@click.option("--off", is_flag=True, help="Take them off the list: the line may call them again.")
@community_option
def call_by_person(door: str, name: str | None, community: str | None, *, off: bool) -> None:
    """Have NAME at DOOR, or everybody there, called by a person and never by machine.

    `linli board --call-by-person` lists who is.
    """
    with writing() as opened:
        people = find_residents(opened.session, opened.community(community).id, door, name)
        if off:
            changed = [one.name for one in people if take_off_list(opened.session, one.id, opened.now)]
        else:
            changed = [one.name for one in people]
            for one in people:
                put_on_list(opened.session, one.id, Why.ASKED, opened.now)
    if not changed:
        click.echo(f"{door}: nobody there was on the list.")
    else:
        click.echo(f"{door}: {', '.join(changed)} {'off the list' if off else 'called by a person from now on'}.")
