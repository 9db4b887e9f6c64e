"""`linli gas`: who has whose gas card and how much money, and signing for one in somebody's name."""

from dataclasses import asdict
from datetime import timedelta
from zoneinfo import ZoneInfo

import click

from domain.doors import short_door
from domain.gas_cards import Signature
from domain.money import read_yuan, yuan
from linli.commands.opening import community_option, reading, writing
from linli.commands.printing import print_json, print_table
from linli.commands.tables import days_option
from services.alerting.duty import worker_named
from services.desk import request_desk
from services.needs import gas_desk
from services.needs.gas_desk import Signed

HEADER = ("request", "item", "door", "state", "worker", "since", "given", "on card", "in hand")


@click.group()
def gas() -> None:
    """Gas cards that residents handed over: who has them, and the money that goes with them.

    \b
      linli gas list                             every card that is out, the longest away first
      linli gas sign 12 collected 100 --by 孙丽  the card of request 12 and 100 yuan are with 孙丽
      linli gas sign 12 topped_up 95 --by 孙丽   95 yuan of it are on the card
      linli request done 12                      card and change are back
    """  # noqa: D301 - \b is click's mark for lines to keep


@gas.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@days_option
@community_option
def cards(*, as_json: bool, days: int, community: str | None) -> None:
    """Every card that is out, and those that went back of late."""
    with reading() as opened:
        owner = opened.community(community)
        found = gas_desk.list_cards(opened.session, owner.id, opened.now - timedelta(days=days))
        zone = ZoneInfo(owner.timezone)
    if as_json:
        print_json([asdict(one) for one in found], zone)
        return
    rows = [
        (
            *(one.request, one.item, short_door(one.building, one.unit, one.room), one.state, one.worker, one.since),
            *map(yuan, (one.given_fen, one.charged_fen, one.left_fen)),
        )
        for one in found
    ]
    print_table(HEADER, rows, zone)


@gas.command("sign")
@click.argument("number", type=int, metavar="ID")
@click.argument("what", type=click.Choice([one.value for one in Signature]))
@click.argument("amount", metavar="YUAN")
@click.option("--by", "name", required=True, metavar="NAME", help="Who has the card, by the staff list.")
@community_option
def sign(number: int, what: str, amount: str, name: str, community: str | None) -> None:
    """The card of the request ID, and so much money, are with NAME; or so much of it is on the card."""
    with writing() as opened:
        owner = opened.community(community)
        worker = worker_named(opened.session, owner.id, name)
        request = request_desk.known(opened.session, owner.id, number)
        signed = Signed(request.id, Signature(what), read_yuan(amount))
        purse = gas_desk.sign(opened.session, signed, worker, opened.now, "office")
    click.echo(f"Request {number}: {yuan(purse.charged)} yuan on the card, {yuan(purse.left)} with {name}.")
