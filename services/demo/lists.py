"""Writes the demo community's roster, staff and sale as the lists an office would hand in.

Its size is that of the community in a Hubei Daily report of 29 February 2020 (product.md, "Size"): 19 buildings,
16 grids, 4,967 households, 8,042 people, 307 households in the second grid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.demo.people import OLD, RETIRED, Invented, Inventor, Mobiles

LINE = "+862755500100"
RESIDENTS_FROM = 0
STAFF_FROM = 900_000
LANDLINES = tuple(f"+8627555001{number:02}" for number in range(1, 61))
BUILDINGS = 19
WITHOUT_UNITS = 19  # the building whose doors are building and room alone
GRIDS = 16
SECOND_GRID = 307
HOUSEHOLDS = 4_967
SIZES = {1: 2_481, 2: 1_999, 3: 390, 4: 92, 5: 5}  # households by people in them: 8,042 people
FIRST = ((1, 82), (2, 74), (3, 58), (1, 85))  # people behind the first doors, and the age of their eldest
SMALL = 12
UNIT_DOORS = 88  # 22 floors of 4
TEAM = ("cadre", "volunteer", "volunteer", "volunteer")
SETS = (
    ("粮油冻品", "Grain, oil and frozen food", "大米、食用油、速冻水饺", "Rice, oil, frozen dumplings", 5000),
    ("蔬菜", "Vegetables", "胡萝卜3斤、白萝卜3斤、包菜3斤", "Carrots, white radish and cabbage, 3 jin each", 3000),
    ("水果", "Fruit", "苹果3斤、橙子2斤", "Apples 3 jin, oranges 2 jin", 2500),
)
SUPPLIERS = ("惠民超市", "惠民超市", "永和超市")
List = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Address:
    """A door of the demo and its grid."""

    building: int
    unit: str
    room: str
    grid: int


def addresses(*, small: bool = False) -> list[Address]:
    """Every door, in the order of building, unit and floor."""
    doors = [(building, *door) for building in range(1, BUILDINGS + 1) for door in _doors_of(building)]
    grids = [grid for grid, size in enumerate(_grid_sizes(), start=1) for _ in range(size)]
    every = [Address(*door, grid) for door, grid in zip(doors, grids, strict=True)]
    return every[:SMALL] if small else every


def roster(*, language: str = "zh-CN", small: bool = False) -> List:
    """The rows of the roster, one a person. `language` is that of the first door's people and of most others."""
    inventor, mobiles = Inventor(), Mobiles(RESIDENTS_FROM)
    sizes = _sizes(inventor)
    landlines = iter(LANDLINES)
    rows: List = []
    for index, (address, size) in enumerate(zip(addresses(small=small), sizes, strict=False)):
        spoken = _language(inventor, index, language)
        people = inventor.household(size, spoken, FIRST[index][1] if index < len(FIRST) else None)
        rows += _rows(inventor, address, people, _phones(inventor, mobiles, landlines, index, rows))
    return rows


def staff(*, language: str = "zh-CN", small: bool = False) -> List:
    """A grid worker for each grid, a cadre and three volunteers for each building, the office and the duty telephone."""
    names, mobiles = Inventor().names(), Mobiles(STAFF_FROM)
    places = addresses(small=small)
    posts = [("grid_worker", str(grid), "") for grid in sorted({place.grid for place in places})]
    posts += [(role, "", str(one)) for one in sorted({place.building for place in places}) for role in TEAM]
    shared = {"language": language, "on_duty": "1"}
    rows = [
        {"name": next(names), "role": role, "grid": grid, "building": building, "phone": mobiles.next(), **shared}
        for role, grid, building in posts
    ]
    if len(rows) > 1 and rows[1]["grid"]:
        rows[1]["language"] = _other(language)  # the second grid's worker, as the second door's people
    office = (
        (("社区办公室", "office"), ("值班电话", "duty"))
        if language != "en"
        else (("Office", "office"), ("Duty", "duty"))
    )
    return rows + [{"name": name, "role": role, "phone": mobiles.next(), **shared} for name, role in office]


def sale(day: date) -> List:
    """The sale of one day: three sets, from midnight to eight in the evening."""
    return [
        {
            "sale": day.isoformat(),
            "opens": f"{day} 00:00",
            "cutoff": f"{day} 20:00",
            "supplier": SUPPLIERS[number - 1],
            "set": str(number),
            "name_zh": name_zh,
            "name_en": name_en,
            "contents_zh": contents_zh,
            "contents_en": contents_en,
            "price_fen": str(price),
            "limit": "3",
        }
        for number, (name_zh, name_en, contents_zh, contents_en, price) in enumerate(SETS, start=1)
    ]


def _doors_of(building: int) -> Iterator[tuple[str, str]]:
    count = HOUSEHOLDS // BUILDINGS + (building <= HOUSEHOLDS % BUILDINGS)
    for index in range(count):
        if building == WITHOUT_UNITS:
            floor, place = divmod(index, 8)
            yield "", f"{floor + 1}{place + 1:02}"
        else:
            unit, index_in_unit = divmod(index, UNIT_DOORS)
            floor, place = divmod(index_in_unit, 4)
            yield str(unit + 1), f"{floor + 1}{place + 1:02}"


def _grid_sizes() -> list[int]:
    each, more = divmod(HOUSEHOLDS - SECOND_GRID, GRIDS - 1)
    sizes = [each + (index < more) for index in range(GRIDS - 1)]
    return [sizes[0], SECOND_GRID, *sizes[1:]]


def _sizes(inventor: Inventor) -> list[int]:
    rest = [size for size, count in SIZES.items() for _ in range(count)]
    for size, _ in FIRST:
        rest.remove(size)
    inventor.chance.shuffle(rest)
    return [*(size for size, _ in FIRST), *rest]


def _language(inventor: Inventor, index: int, language: str) -> str:
    """The second door speaks the other language, whichever the community's is; elsewhere 2 in 100."""
    is_other = index == 1 or (index >= len(FIRST) and inventor.happens(0.02))
    return _other(language) if is_other else language


def _other(language: str) -> str:
    return "zh-CN" if language == "en" else "en"


def _phones(
    inventor: Inventor, mobiles: Mobiles, landlines: Iterator[str], index: int, before: List
) -> tuple[tuple[str, str], str]:
    """Both numbers of the eldest, and that of the second in the household."""
    if index < len(FIRST) - 1:
        return (mobiles.next(), ""), ""
    if index == len(FIRST) - 1 or inventor.happens(0.03):
        return (_last_phone(before), ""), ""  # the neighbour's: one telephone at two doors
    if inventor.happens(0.04):
        return ("", ""), ""
    landline = next(landlines, "") if inventor.happens(0.02) else ""
    first = landline or mobiles.next()
    second = mobiles.next() if inventor.happens(0.1) else ""
    return (first, second), mobiles.next() if inventor.happens(0.3) else ""


def _last_phone(rows: List) -> str:
    return next((row["phone"] for row in reversed(rows) if row["phone"]), "")


def _rows(
    inventor: Inventor, address: Address, people: list[Invented], phones: tuple[tuple[str, str], str]
) -> Iterator[dict[str, str]]:
    digits = inventor.happens(0.05)
    for index, one in enumerate(people):
        own = phones[0] if index == 0 else (phones[1] if index == 1 else "", "")
        yield {
            "building": str(address.building),
            "unit": address.unit,
            "room": address.room,
            "grid": str(address.grid),
            "name": one.name,
            "salutation": one.salutation,
            "birth_year": str(one.birth_year),
            "phone": own[0],
            "phone2": own[1],
            "language": one.language,
            "lives_alone": _flag(len(people) == 1 and one.age >= RETIRED),
            "hard_of_hearing": _flag(one.age >= RETIRED and inventor.happens(0.08)),
            "home_delivery": _flag(one.age >= OLD and inventor.happens(0.2)),
            "entry": "digits" if digits else "yesno",
            "notes": "",
        }


def _flag(mark: bool) -> str:  # noqa: FBT001 - a cell
    return "1" if mark else "0"
