"""`linli arrival`: goods are counted, shared out once, and something else is offered for what is missing."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import click
from sqlalchemy import update

from domain.doors import short_door
from domain.life_cycles import OrderState
from domain.money import read_yuan, yuan
from domain.refusals import Refused
from linli.commands.opening import Opened, community_option, writing
from linli.commands.printing import print_table
from models import Community, Household, Sale
from services.goods import arrivals, goods_handover, settling, waves
from services.goods.settling import Instead


class Counting(click.Group):
    """A group whose own words are its first command: `linli arrival SALE …` is `linli arrival count SALE …`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, else the first of the group."""
        if args and args[0] not in self.commands:
            args = [next(iter(self.commands)), *args]
        return super().resolve_command(ctx, args)


def held(opened: Opened, community: str | None, sale: str) -> tuple[Community, Sale]:
    """The community and its sale, which nobody else changes meanwhile."""
    owner = opened.community(community)
    return owner, arrivals.hold_sale(opened.session, owner.id, sale)


@click.group(cls=Counting)
def arrival() -> None:
    """Goods arrive: count them, share them out once, offer something else for what is missing.

    \b
      linli arrival 周六 1=95 2=110              pieces of each set; a later count replaces an earlier one
      linli arrival substitute 周六 2 --zh 白萝卜 --en Radish --price 5.50 --pieces 30
      linli arrival settle 周六 --dry-run        what it would do
      linli arrival settle 周六                  does it, once
    """  # noqa: D301 - \b is click's mark for lines to keep


@arrival.command()
@click.argument("sale")
@click.argument("counts", nargs=-1, required=True, metavar="SET=COUNT…")
@community_option
def count(sale: str, counts: tuple[str, ...], community: str | None) -> None:
    """Enter how many pieces of each set have arrived."""
    numbers = _read_counts(counts)
    with writing() as opened:
        _, its = held(opened, community, sale)
        arrivals.enter_counts(opened.session, its, numbers, opened.now)
    click.echo(f"{sale}: counted {', '.join(f'set {number}: {pieces}' for number, pieces in sorted(numbers.items()))}.")


def _read_counts(words: tuple[str, ...]) -> dict[int, int]:
    found: dict[int, int] = {}
    wrong = []
    for word in words:
        number, _, pieces = word.partition("=")
        if not (number.isascii() and number.isdigit() and pieces.isascii() and pieces.isdigit()):
            wrong.append(f"{word!r} is no count; write SET=COUNT such as 2=110")
        elif int(number) in found:
            wrong.append(f"set {number} is there twice")
        else:
            found[int(number)] = int(pieces)
    if wrong:
        raise Refused("; ".join(wrong))
    return found


@arrival.command()
@click.argument("sale")
@click.argument("number", type=int, metavar="SET")
@click.option("--zh", "name_zh", required=True, help="What it is, in Chinese.")
@click.option("--en", "name_en", required=True, help="What it is, in English.")
@click.option("--price", required=True, metavar="YUAN", help="Of one piece; never more than the set.")
@click.option("--pieces", required=True, type=click.IntRange(0), help="How many there are.")
@community_option
def substitute(  # noqa: PLR0913 - its options
    *, sale: str, number: int, name_zh: str, name_en: str, price: str, pieces: int, community: str | None
) -> None:
    """Offer something else for the missing pieces of SET; before the sale is settled. A later offer replaces it."""
    instead = Instead(number, name_zh.strip(), name_en.strip(), read_yuan(price), pieces)
    with writing() as opened:
        _, its = held(opened, community, sale)
        settling.offer_instead(opened.session, its, instead, opened.now)
    click.echo(f"{sale}, set {number}: {pieces} {name_zh} at {yuan(instead.price_fen)} yuan are offered instead.")


@arrival.command()
@click.argument("sale")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@click.option(
    "--minutes", default=60, show_default=True, type=click.IntRange(1), help="How long answers are waited for."
)
@community_option
def settle(sale: str, minutes: int, community: str | None, *, dry_run: bool) -> None:
    """Share out what has arrived, once: every household gets one before any gets two, then by the time of the order."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        shares = (
            settling.shares_of(opened.session, its)
            if dry_run
            else settling.settle(opened.session, its, opened.now, timedelta(minutes=minutes))
        )
        doors = {
            one.id: short_door(one.building, one.unit, one.room)
            for one in waves.orders_at_doors(opened.session, its.id, list(OrderState))
        }
        zone = ZoneInfo(owner.timezone)
        sets = [
            (f"{one.offer.number} {one.offer.name_zh}", one.ordered, one.arrived, one.short, one.arrived - one.given)
            for one in shares.sets
        ]
        names = {one.offer.id: one.offer.name_zh for one in shares.sets}
        instead = {set_id: one.name_zh for set_id, one in shares.instead.items()}
        cuts = [
            (
                doors[cut.line.order_id],
                names[cut.line.set_id],
                cut.line.quantity,
                cut.got,
                instead.get(cut.line.set_id),
                "" if cut.line.verified else "unverified",
            )
            for cut in shares.cuts
        ]
    print_table(("set", "ordered", "arrived", "short", "spare"), sets, zone)
    print_table(("door", "set", "ordered", "gets", "asked about", ""), cuts, zone)
    click.echo("Nothing is done yet: the same without --dry-run does it." if dry_run else f"{sale} is settled.")


@arrival.command("default")
@click.argument("where", metavar="DOOR")
@click.argument("takes", type=click.Choice(["yes", "no"]))
@community_option
def usual(where: str, takes: str, community: str | None) -> None:
    """Whether the household at DOOR takes a substitute when nobody answers; no, until it is said here."""
    with writing() as opened:
        owner = opened.community(community)
        home = goods_handover.household_behind(opened.session, owner.id, where)
        change = update(Household).where(Household.id == home).values(takes_substitutes=takes == "yes")
        opened.session.execute(change)
    click.echo(f"{where}: {'takes' if takes == 'yes' else 'does not take'} a substitute when nobody answers.")
