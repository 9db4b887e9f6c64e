"""What somebody wanted when they were not signed in any more: carried through the sign-in by its forms, then offered again.

Nothing of it is stored: it goes from the browser to us and back. Files are not carried.
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for

from console.forms import NO_TYPING

LARGEST = 128 * 1024  # letters of what is carried; a form has no more bytes than half of it
LEADS_NOWHERE = {None, "console.now", "console.nothing"}  # where nobody need be led to after the sign-in
CODE = re.compile(r"[a-z_]+(:\d+)?|\d{1,3}")  # what is chosen or counted, and reads as nothing by itself


@dataclass(frozen=True, slots=True)
class Kept:
    """An address of ours, "" for none; `typed` is the form that was sent to it, as JSON, "" for a page that was asked for."""

    to: str = ""
    typed: str = ""

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Names and values of the form, without the token of the session that has ended; none of what no page of ours wrote."""
        try:
            pairs = json.loads(self.typed or "[]")
            return [(str(name), str(value)) for name, value in pairs if name != "csrf"]
        except (TypeError, ValueError, RecursionError):
            return []

    @property
    def words(self) -> list[str]:
        """What was typed, to be read again; what was only chosen is carried along unseen."""
        seen = [value.strip() for name, value in self.fields if name not in NO_TYPING]
        return [value for value in seen if value and not CODE.fullmatch(value)]

    def address(self, endpoint: str) -> str:
        """A page of the sign-in that leads on to where somebody wanted to be."""
        where = url_for(f"console.{endpoint}")
        return f"{where}?{urlencode({'to': self.to})}" if self.to and not self.typed else where


def is_ours(address: str) -> bool:
    """Whether this leads to a page of the console, and nowhere else."""
    return address.startswith(url_for("console.now")) and "\\" not in address


def wanted() -> Kept:
    """What is asked of the console now. The first page is where everybody gets to anyway."""
    if request.method != "POST":
        return Kept("" if request.endpoint in LEADS_NOWHERE else request.full_path.rstrip("?"))
    typed = json.dumps([*request.form.items(multi=True)], ensure_ascii=False)
    return Kept(request.path, typed) if len(typed) <= LARGEST else Kept()


def carried() -> Kept:
    """What the sign-in carries along; nothing where it would lead elsewhere."""
    to, typed = request.values.get("to", ""), request.form.get("typed", "")
    return Kept(to, typed if len(typed) <= LARGEST else "") if is_ours(to) else Kept()
