"""Why a row of a list is refused, in the language of whoever sent it: the lists' own reasons are written in English."""

import re

from console import pages, words

COLUMN = re.compile(r"^(?P<column>[a-z_0-9]+): (?P<rest>.*)$")
QUOTED = re.compile(r"(?P<text>'[^']*'|\"[^\"]*\")")
ROW = re.compile(r"in row (?P<row>\d+)")
# What stands in a reason, and its words; the first that fits.
RULES = (
    ("is empty", "empty"),
    ("control character", "control"),
    ("neither yes nor no", "yes_no"),
    ("not a whole number", "number"),
    ("is not between", "number"),
    ("not spoken here", "language"),
    ("a date that a spreadsheet made", "date"),
    ("the number of the line itself", "line"),
    ("write yesno or digits", "entry"),
    ("is no time of the day", "time"),
    ("telephone number", "phone"),
    ("is no duty", "hours"),
    ("is unknown; write", "role"),
    ("stands at", "twice"),
    ("is not a time", "moment"),
    ("not after opens", "cutoff"),
    ("what was ordered then stays", "sale_closed"),
    ("stands already in row", "set_twice"),
    ("opens or closes at another time", "two_hours"),
    ("is in grid", "two_grids"),
    ("has this duty already", "duty_twice"),
    ("has another telephone or language", "two_faces"),
    ("more cells than there are columns", "comma"),
    ("is missing", "no_column"),
    ("must name the columns", "no_header"),
    ("is there twice", "column_twice"),
    ("has a header but no rows", "no_rows"),
    ("old Excel file", "old_excel"),
    ("not UTF-8", "not_utf8"),
    ("the CSV is broken", "broken"),
    ("not a spreadsheet", "no_spreadsheet"),
    ("holds more than", "too_large"),
)
OF_A_FILE = {"the file is empty": "no_rows"}


def told(spoken: str, reason: str) -> str | None:
    """The reason in a language; None for one that has no words yet, which is shown as it is."""
    found = COLUMN.match(reason)
    column, rest = (found["column"], found["rest"]) if found else ("", reason)
    name = OF_A_FILE.get(reason) or next((word for part, word in RULES if part in rest), None)
    if name is None:
        return None
    if name == "empty" and not column:
        column = reason.partition(" ")[0]
    quoted, row = QUOTED.search(rest), ROW.search(rest)
    named = quoted["text"][1:-1] if quoted else ""
    if name in {"no_column", "column_twice"}:
        column = named
    return words.text(
        spoken,
        f"wrong_row.{name}",
        column=pages.known(spoken, "column", column),
        text=named,
        row=row["row"] if row else "",
    )
