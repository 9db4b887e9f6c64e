"""The money of a sale as XLSX: what households owe, what is in the bags, what suppliers bill. Yuan, exact to the fen."""

from dataclasses import replace
from decimal import Decimal

from services.accounts.money import BagMoney, HouseholdMoney, SaleMoney, SupplierMoney
from services.paper.headings import Heading
from services.paper.workbooks import DOOR, Column, Table, book_of_tables, in_yuan

HOUSEHOLDS = (*DOOR, *(Column(name, 12) for name in ("ordered", "short", "instead", "paid", "owes")))
BAGS = (Column("bag", 16), *(Column(name, 12) for name in ("received", "handed_in", "still_in_bag")))
BILLS = (Column("supplier", 16), *(Column(name, 12) for name in ("charged", "bill", "difference", "bill_paid")))


def money_book(heading: Heading, found: SaleMoney) -> bytes:
    """A sheet each for households, bags and bills, with what its rows come to."""
    words = heading.words
    tables = (
        Table(words("households"), HOUSEHOLDS, [_household(one) for one in found.households]),
        Table(words("bags"), BAGS, [_bag(one) for one in found.bags]),
        Table(words("bills"), BILLS, [_bill(one) for one in found.suppliers]),
    )
    return book_of_tables(heading, [_with_total(heading, one) for one in tables])


def _with_total(heading: Heading, table: Table) -> Table:
    """The same with a last row of its sums; a column where a figure is still missing, such as a bill, has none."""
    if not table.rows:
        return table
    _, *others = zip(*table.rows, strict=True)
    sums = [sum(column) if all(isinstance(one, Decimal) for one in column) else "" for column in others]
    return replace(table, rows=[*table.rows, [heading.words("total"), *sums]])


def _household(one: HouseholdMoney) -> list[object]:
    fen = (one.ordered, one.short, one.substituted, one.paid, one.balance)
    return [one.building, one.unit, one.room, *map(in_yuan, fen)]


def _bag(one: BagMoney) -> list[object]:
    return [one.worker, *map(in_yuan, (one.received, one.handed_in, one.balance))]


def _bill(one: SupplierMoney) -> list[object]:
    billed, difference = ("", "") if one.billed is None else (in_yuan(one.billed), in_yuan(one.difference))
    return [one.supplier, in_yuan(one.charged), billed, difference, in_yuan(one.paid)]
