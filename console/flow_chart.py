"""A dialogue as a flow chart: its steps in rows, by how far they are from where it begins, and the ways between them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT, GAP, DROP = 168, 30, 22, 84  # of a box, between boxes of a row, from row to row: the drawing's own units
SIDE = 30  # how far a way back swings out
LINE, LETTER, WIDE_LETTER = 12, 7, 12  # of what is written on a way: between lines, a letter's and an ideograph's width

Ways = Mapping[str, Mapping[str, str]]  # by step: what leads on, and to which step


@dataclass(frozen=True, slots=True)
class Box:
    """A step; `is_elsewhere`: of another dialogue."""

    step: str
    x: int
    y: int
    is_elsewhere: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """Ways from one step to another: `path` as SVG has it, `label` the words of what leads along it, from x on at y."""

    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing and its size."""

    boxes: Sequence[Box]
    arrows: Sequence[Arrow]
    width: int
    height: int


def draw(ways: Ways, starts: Sequence[str], worded: Callable[[str], str] = str) -> Chart:
    """The chart of these steps, `worded` says their ways; `starts` are where one comes in, the first step is one of them."""
    rows = _rows(ways, starts)
    boxes = {
        step: Box(step, GAP + place * (WIDTH + GAP), GAP + depth * DROP, step not in ways)
        for depth, row in enumerate(rows)
        for place, step in enumerate(row)
    }
    arrows = [
        _arrow(boxes[step], boxes[target], " · ".join(worded(label) for label in labels))
        for step, onward in ways.items()
        for target, labels in _by_target(onward).items()
    ]
    widest = max(len(row) for row in rows)
    return Chart([*boxes.values()], _apart(arrows), GAP + widest * (WIDTH + GAP) + SIDE, len(rows) * DROP + GAP)


def _rows(ways: Ways, starts: Sequence[str]) -> list[list[str]]:
    """Each step once, a row below the first that leads to it; what nothing here leads to stands in the first row."""
    row = list(dict.fromkeys([*starts, *_led_to_by_nobody(ways)]))
    rows, seen = [], set(row)
    left = [step for step in ways if step not in seen]
    while row:
        rows.append(row)
        below = [target for step in row for target in ways.get(step, {}).values() if target not in seen]
        row = list(dict.fromkeys(below))
        seen.update(row)
        if not row and (left := [step for step in left if step not in seen]):
            row = left[:1]
            seen.update(row)
    return rows


def _led_to_by_nobody(ways: Ways) -> list[str]:
    led_to = {target for onward in ways.values() for target in onward.values()}
    return [step for step in ways if step not in led_to]


def _by_target(onward: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for label, target in onward.items():
        found[target] += (label,)
    return found


def _arrow(begins: Box, ends: Box, label: str) -> Arrow:
    """Down from box to box; beside the boxes where it leads back or along the row, and written below where it begins."""
    if ends.y > begins.y:
        x1, y1, x2, y2 = begins.x + WIDTH // 2, begins.y + HEIGHT, ends.x + WIDTH // 2, ends.y
        path = f"M{x1} {y1}C{x1} {y1 + SIDE} {x2} {y2 - SIDE} {x2} {y2}"
        return Arrow(path, label, x1 + (x2 - x1) * 3 // 4 + 4, y2 - 6)
    x1, y1, x2, y2 = begins.x + WIDTH, begins.y + HEIGHT // 2, ends.x + WIDTH, ends.y + HEIGHT // 2
    out = max(x1, x2) + SIDE
    path = f"M{x1} {y1}C{out} {y1} {out} {y2} {x2} {y2}"
    return Arrow(path, label, begins.x + WIDTH // 2 + 4, begins.y + HEIGHT + LINE)


def _apart(arrows: Iterable[Arrow]) -> list[Arrow]:
    """With each label on the nearest line where it covers no other; between two rows there is room for four."""
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    moved = []
    for arrow in arrows:
        span = (arrow.x, arrow.x + width_of(arrow.label))
        lines = _lines(arrow.y)
        y = next((one for one in lines if not any(_meet(span, other) for other in taken[one])), lines[0])
        taken[y].append(span)
        moved.append(replace(arrow, y=y))
    return moved


def _lines(y: int) -> list[int]:
    """Where labels are written between the two rows that y lies between, those near it first."""
    below = GAP + (y - GAP) // DROP * DROP + HEIGHT
    return sorted((below + LINE * one for one in range(1, (DROP - HEIGHT) // LINE + 1)), key=lambda one: abs(one - y))


def width_of(label: str) -> int:
    """Of what is written, about: no font is at hand here."""
    return sum(LETTER if letter.isascii() or letter == "·" else WIDE_LETTER for letter in label)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
