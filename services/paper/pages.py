"""Sheets as HTML for print: one file that needs nothing else, on A4, in black."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import prompts
from domain.reading_direction import upright
from services.paper.sale_sheets import SaleSheet
from services.paper.sheets import DoorSheet, StreetSheet

COUNTED = ("due", "reported", "abnormal", "unwell", "no_thermometer", "visited", "missing", "paused")


def door_page(sheet: DoorSheet) -> str:
    """A day sheet or a knock list."""
    return _render(f"{sheet.heading.kind}.html", heading=sheet.heading, sheet=sheet)


def street_page(sheet: StreetSheet) -> str:
    """The street office's table."""
    return _render("street-table.html", heading=sheet.heading, table=sheet.table, columns=COUNTED)


def sale_page(sheet: SaleSheet) -> str:
    """A list of a sale."""
    heading = sheet.head.heading
    comma = prompts.text(heading.language, "sms.list_comma")
    return _render(f"{heading.kind}.html", heading=heading, sheet=sheet, comma=comma)


def _render(template: str, **context: object) -> str:
    return _environment().get_template(template).render(context)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("services.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_upright,
    )


def _upright(value: object) -> object:
    if not isinstance(value, str):
        return value
    return Markup(upright(value)) if isinstance(value, Markup) else upright(value)  # noqa: S704 - it was markup before
