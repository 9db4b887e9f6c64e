"""`linli money`: what households owe and paid, what is in the bags, what suppliers bill; where it does not add up."""

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from domain.doors import short_door
from domain.money import read_yuan, yuan
from domain.refusals import Refused
from linli.commands.arriving import Counting, held
from linli.commands.opening import community_option, writing
from linli.commands.printing import print_table
from services.accounts import ledger, money
from services.accounts.ledger import Account
from services.alerting.duty import worker_named
from services.goods import goods_handover
from services.paper.headings import Kind, heading_of
from services.paper.money_book import money_book


@click.group("money", cls=Counting)
def sale_money() -> None:
    """What households owe and paid, what is in the bags, what suppliers bill; and where it does not add up.

    \b
      linli money 周六                            the figures; --xlsx FILE writes them
      linli money bill 周六 中百 5400             a supplier's bill
      linli money hand-in 周六 孙丽 1250          a bag was counted and handed in
      linli money change 周六 3-1-1504 5 --by 孙丽
      linli money entries 周六 | undo 周六 ENTRY --why 错户
      linli money write-off 周六 3-1-1504 --why 搬走了     what is open there is settled; --bag NAME, --supplier NAME
    """  # noqa: D301 - \b is click's mark for lines to keep


@sale_money.command()
@click.argument("sale")
@click.option("--xlsx", "out", type=click.Path(path_type=Path), metavar="FILE.xlsx", help="Write them to a workbook.")
@community_option
def show(sale: str, out: Path | None, community: str | None) -> None:
    """The figures of a sale."""
    if out is not None and out.suffix.lower() != ".xlsx":
        raise Refused(f"{out.name} is no workbook; name it FILE.xlsx")
    with writing() as opened:
        owner, its = held(opened, community, sale)
        found = money.money_of(opened.session, its)
        zone = ZoneInfo(owner.timezone)
        heading = heading_of(opened.session, Kind.SALE_MONEY, owner, None, opened.now)
    if out is None:
        _print_figures(found, zone)
        _print_gaps(found)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(money_book(heading, found))
        click.echo(str(out))
    if not found.adds_up:
        click.echo("The ledger does not add up: somebody has been at the database.")


def _print_gaps(found: money.SaleMoney) -> None:
    """Where bags, bills and households do not agree; the reader sees at once what is still to be cleared up."""
    gaps = money.gaps_of(found)
    click.echo(f"In the cash box: {yuan(found.cash_box)} yuan. Written off: {yuan(found.written_off)} yuan.")
    click.echo("Still open:" if gaps else "Nothing is open: households, bags and bills agree.")
    for gap in gaps:
        less, more = _GAPS[gap.account]
        click.echo(f"  {gap.whose} {(more if gap.fen > 0 else less).format(yuan(abs(gap.fen)))}")


_GAPS = {
    Account.HOUSEHOLD: ("is owed {} yuan of change", "owes {} yuan"),
    Account.BAG: ("handed in {} yuan more than was booked", "has {} yuan in the bag, not handed in"),
    Account.SALES: (
        "bills {} yuan less than its goods were sold for",
        "bills {} yuan more than its goods were sold for",
    ),
}


def _print_figures(found: money.SaleMoney, zone: ZoneInfo) -> None:
    homes = [
        (
            short_door(one.building, one.unit, one.room),
            *map(yuan, (one.ordered, one.short, one.substituted, one.paid, one.balance)),
        )
        for one in found.households
    ]
    print_table(("door", "ordered", "short", "instead", "paid", "owes"), homes, zone)
    print_table(
        ("bag", "received", "handed in", "still in it"),
        [(one.worker, yuan(one.received), yuan(one.handed_in), yuan(one.balance)) for one in found.bags],
        zone,
    )
    print_table(
        ("supplier", "charged", "bill", "difference", "paid"),
        [
            (
                one.supplier,
                yuan(one.charged),
                *(("", "") if one.billed is None else (yuan(one.billed), yuan(one.difference))),
                yuan(one.paid),
            )
            for one in found.suppliers
        ],
        zone,
    )


@sale_money.command("bill")
@click.argument("sale")
@click.argument("supplier")
@click.argument("amount", metavar="YUAN")
@community_option
def bill(sale: str, supplier: str, amount: str, community: str | None) -> None:
    """Enter a supplier's bill."""
    with writing() as opened:
        _, its = held(opened, community, sale)
        entry = money.bill(opened.session, its, supplier, read_yuan(amount), opened.now)
    click.echo(f"Entry {entry}: {supplier} bills {amount} yuan.")


@sale_money.command("pay")
@click.argument("sale")
@click.argument("supplier")
@click.argument("amount", metavar="YUAN")
@community_option
def pay(sale: str, supplier: str, amount: str, community: str | None) -> None:
    """A supplier was paid out of the office's cash box."""
    with writing() as opened:
        _, its = held(opened, community, sale)
        entry = money.pay_supplier(opened.session, its, supplier, read_yuan(amount), opened.now)
    click.echo(f"Entry {entry}: {supplier} was paid {amount} yuan.")


@sale_money.command("hand-in")
@click.argument("sale")
@click.argument("name")
@click.argument("amount", metavar="YUAN")
@community_option
def hand_in(sale: str, name: str, amount: str, community: str | None) -> None:
    """A worker's bag was counted and handed in."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        worker = worker_named(opened.session, owner.id, name)
        entry = money.hand_in(opened.session, its, worker, read_yuan(amount), opened.now)
    click.echo(f"Entry {entry}: {name} handed in {amount} yuan.")


@sale_money.command("change")
@click.argument("sale")
@click.argument("where", metavar="DOOR")
@click.argument("amount", metavar="YUAN")
@click.option("--by", "name", required=True, metavar="NAME", help="Out of whose bag.")
@community_option
def change(sale: str, where: str, amount: str, name: str, community: str | None) -> None:
    """Change was given back to a household."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        home = goods_handover.household_at(opened.session, its, where)
        worker = worker_named(opened.session, owner.id, name)
        entry = money.give_change(opened.session, its, home, worker, read_yuan(amount), opened.now)
    click.echo(f"Entry {entry}: {where} was given {amount} yuan back.")


@sale_money.command("entries")
@click.argument("sale")
@community_option
def entries(sale: str, community: str | None) -> None:
    """Every entry, the oldest first."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        rows = [(one.id, one.what, one.at, one.corrects_id, one.note) for one in money.entries_of(opened.session, its)]
        zone = ZoneInfo(owner.timezone)
    print_table(("entry", "what", "at", "takes back", "why"), rows, zone)


@sale_money.command("undo")
@click.argument("sale")
@click.argument("number", type=int, metavar="ENTRY")
@click.option("--why", required=True, help="What was wrong with it.")
@community_option
def undo(sale: str, number: int, why: str, community: str | None) -> None:
    """Take an entry back by another one; the first stays as it was."""
    with writing() as opened:
        _, its = held(opened, community, sale)
        entry = ledger.take_back(opened.session, its.id, number, why, opened.now)
    click.echo(f"Entry {entry} takes back entry {number}.")


@sale_money.command("write-off")
@click.argument("sale")
@click.argument("where", metavar="[DOOR]", required=False)
@click.option("--bag", metavar="NAME", help="What is missing, or too much, in this worker's bag.")
@click.option("--supplier", metavar="NAME", help="What this supplier's bill differs by.")
@click.option("--why", required=True, help="The reason; it stays with the entry.")
@community_option
def write_off(
    *, sale: str, where: str | None, bag: str | None, supplier: str | None, why: str, community: str | None
) -> None:
    """Settle what is still open of one household, bag or supplier, by an entry of its own."""
    if sum(one is not None for one in (where, bag, supplier)) != 1:
        raise Refused("write off one thing at a time: a DOOR, or --bag NAME, or --supplier NAME")
    with writing() as opened:
        owner, its = held(opened, community, sale)
        account, whose = Account.SALES, supplier or ""
        if where is not None:
            account, whose = Account.HOUSEHOLD, str(goods_handover.household_at(opened.session, its, where))
        elif bag is not None:
            account, whose = Account.BAG, str(worker_named(opened.session, owner.id, bag).id)
        entry, fen = money.write_off(opened.session, its, account, whose, why, opened.now)
    click.echo(f"Entry {entry}: {where or bag or supplier}, {yuan(fen)} yuan written off.")
