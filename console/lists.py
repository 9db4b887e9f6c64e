"""One list for all pages: filtered by a word, sorted by a column, page by page, all of it in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

from console.pages import DONE

Row = TypeVar("Row")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its word is `list.NAME`; `key` sorts by it, None does not; a figure's head stands above its end."""

    name: str
    key: Callable[[Row], Any] | None = None
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """Where a list stands: its page, where that is not the one that was asked for, and what else its address says.

    Of two lists on a page one has a `prefix`, so that each is filtered, sorted and turned over for itself.
    """

    endpoint: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """What of a list is shown now."""

    rows: Sequence[Row]
    columns: Sequence[Column[Row]]
    total: int
    page: int
    pages: int
    find: str
    sort: str
    is_down: bool
    at: At = At()
    found: Sequence[Row] = ()  # all pages of it

    @property
    def place(self) -> str:
        """The list from its beginning."""
        if self.at.endpoint:
            return url_for(self.at.endpoint)
        return url_for(request.endpoint or "", **(request.view_args or {}))

    @property
    def others(self) -> Mapping[str, str]:
        """What else the address says, such as how far back: it stays as it is."""
        own = {DONE, *(self.named(name) for name in ("find", "sort", "page"))}
        return {name: value for name, value in request.args.items() if name not in own}

    def named(self, name: str) -> str:
        """What of this list is called so in the address."""
        return f"{self.at.prefix}{name}"

    def address(self, **changes: object) -> str:
        """The same list with something changed, from its first page on unless that is what changes."""
        kept: dict[str, object] = {"find": self.find, "sort": f"-{self.sort}" if self.is_down else self.sort}
        own = {self.named(name): value for name, value in (kept | changes).items()}
        shown: dict[str, object] = dict(self.others) | dict(self.at.kept) | own
        given = {name: value for name, value in shown.items() if value not in {"", None}}
        return f"{self.place}?{urlencode(given)}" if given else self.place

    def sorted_by(self, column: Column[Row]) -> str:
        """Where a click on a column's head leads: this order, or its reverse."""
        is_reverse = self.sort == column.name and not self.is_down
        return self.address(sort=f"-{column.name}" if is_reverse else column.name)


def show(
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    text_of: Callable[[Row], str],
    args: Mapping[str, str] | None = None,
    at: At = At(),
) -> Shown[Row]:
    """The rows that the address asks for; `text_of` is what a row is found by."""
    given = request.args if args is None else args
    args = {name: given.get(f"{at.prefix}{name}", "") for name in ("find", "sort", "page")}
    find = args["find"].strip()
    wanted = find.casefold().split()
    left = [row for row in rows if all(word in text_of(row).casefold() for word in wanted)]
    sort = args["sort"]
    is_down, name = sort.startswith("-"), sort.removeprefix("-")
    key = next((one.key for one in columns if one.name == name), None)
    if key is None:
        is_down, name = False, ""
    else:
        left = sorted(left, key=key, reverse=is_down)
    pages = max(1, -(-len(left) // PAGE))
    asked = args["page"] or "1"
    page = min(max(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, 1), pages)  # noqa: PLR2004 - digits
    return Shown(left[(page - 1) * PAGE : page * PAGE], columns, len(left), page, pages, find, name, is_down, at, left)
