"""What stands on the lists of a sale: the suppliers' list, the list by grid and building, the pick list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from domain import money
from domain.money import yuan
from services.paper.headings import Heading


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set on the supplier's list: `unverified` of its pieces are called about first."""

    number: int
    name: str
    contents: str
    pieces: int
    unverified: int
    price_fen: int

    @property
    def cost_fen(self) -> int:
        """What all the pieces cost."""
        return self.pieces * self.price_fen

    @property
    def price(self) -> str:
        """Of one, in yuan."""
        return yuan(self.price_fen)

    @property
    def cost(self) -> str:
        """What all the pieces cost, in yuan."""
        return yuan(self.cost_fen)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one supplier brings."""

    supplier: str
    rows: tuple[SetRow, ...]

    @property
    def total(self) -> str:
        """The supplier's bill, in yuan."""
        return yuan(self.cost_fen)

    @property
    def cost_fen(self) -> int:
        """The supplier's bill."""
        return sum(row.cost_fen for row in self.rows)

    @property
    def pieces(self) -> int:
        """All pieces together."""
        return sum(row.pieces for row in self.rows)


@dataclass(frozen=True, slots=True)
class SaleHead:
    """The head of a sale's sheet: its name, and that it is still open where it is."""

    heading: Heading
    sale: str
    until: str  # when it closes, or closed
    is_open: bool


@dataclass(frozen=True, slots=True)
class SupplierSheet:
    """The suppliers' list; `dropped` are the sets that too few wanted."""

    head: SaleHead
    deliveries: tuple[Delivery, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What a grid, a building or a unit gets: pieces set by set in the sheet's order, and how many doors."""

    building: str
    unit: str
    pieces: tuple[int, ...]
    doors: int


@dataclass(frozen=True, slots=True)
class GridShare:
    """A grid's shares unit by unit, building by building, and all of it."""

    grid: str
    units: tuple[Share, ...]
    buildings: tuple[Share, ...]
    total: Share


@dataclass(frozen=True, slots=True)
class GridSheet:
    """The list by grid and building; `sets` are the names of its columns."""

    head: SaleHead
    sets: tuple[str, ...]
    grids: tuple[GridShare, ...]


@dataclass(frozen=True, slots=True)
class PickedSet:
    """How many of a set go to a door."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Bag:
    """An order as it is packed. `call_first` "" unless it must be called about first: the number, or that it is withheld."""

    building: str
    unit: str
    room: str
    marks: str
    sets: tuple[PickedSet, ...]
    cost_fen: int
    call_first: str

    @property
    def cost(self) -> str:
        """What is to be paid, in yuan."""
        return yuan(self.cost_fen)


class Packed(Protocol):
    """Goods of a door, as they are packed together."""

    @property
    def building(self) -> str:
        """The door's building."""

    @property
    def unit(self) -> str:
        """The door's unit, "" where the building has none."""

    @property
    def sets(self) -> tuple[PickedSet, ...]:
        """What is packed."""


P = TypeVar("P", bound=Packed)


@dataclass(frozen=True, slots=True)
class UnitTables(Generic[P]):
    """A sheet with a table for each unit, in walking order."""

    head: SaleHead
    bags: tuple[P, ...]

    @property
    def units(self) -> list[list[P]]:
        """What goes to each unit."""
        return [list(bags) for _, bags in groupby(self.bags, lambda bag: (bag.building, bag.unit))]

    def named(self, bags: Sequence[P]) -> str:
        """What the unit of these orders is called; a building without units is named alone."""
        words = self.head.heading.words
        building, unit = bags[0].building, bags[0].unit
        return words("unit", building=building, unit=unit) if unit else words("building", building=building)

    def sum_of(self, bags: Sequence[P]) -> str:
        """What is packed for them together: 蔬菜 × 12, 水果 × 5."""
        pieces: Counter[str] = Counter()
        for bag in bags:
            for one in bag.sets:
                pieces[one.name] += one.quantity
        return ", ".join(f"{name} × {count}" for name, count in pieces.items())


class PickSheet(UnitTables[Bag]):
    """The pick list, in walking order."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A door that goods are brought to, and nothing of why. `due_fen` is below zero where change is owed to it."""

    building: str
    unit: str
    room: str
    floor: int | None
    sets: tuple[PickedSet, ...]
    due_fen: int
    phones: tuple[str, ...]

    @property
    def due(self) -> str:
        """What is to be paid, in yuan."""
        return money.yuan(self.due_fen)

    @property
    def pieces(self) -> int:
        """All pieces together."""
        return sum(one.quantity for one in self.sets)


class RouteSheet(UnitTables[Stop]):
    """The home-delivery route, in walking order."""

    __slots__ = ()


SaleSheet = SupplierSheet | GridSheet | PickSheet | RouteSheet
