"""The one search box: a door, a name or a telephone, and one is at the household."""

from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from console import pages
from console.door import signed_in
from console.lists import Column, show
from console.parts import parts
from services.board.rows import door_order
from services.roster.door_search import MOST, Hit, find_alike, find_households

LONGEST = 60
COLUMNS: tuple[Column[Hit], ...] = (
    Column("door", lambda hit: door_order(hit.building, hit.unit, hit.room)),
    Column("names", lambda hit: hit.names),
    Column("grid", lambda hit: door_order(hit.grid)),
)


def search() -> Any:
    """The household, where only one can be meant; else those that fit; else those who are called much the same."""
    typed = request.args.get("q", "").strip()[:LONGEST]
    who = signed_in()
    with Session(parts().reading) as session:
        hits = find_households(session, who.community.id, who.area, typed)
        near = [] if hits else find_alike(session, who.community.id, who.area, typed)
    if len(hits) == 1:
        return redirect(url_for("console.household", household_id=hits[0].household_id), 303)
    shown = show(hits or near, COLUMNS, lambda hit: " ".join((hit.building, hit.unit, hit.room, *hit.names)), {})
    return pages.render(
        "search.html", shown=shown, typed=typed, is_full=MOST in {len(hits), len(near)}, is_near=bool(near)
    )
