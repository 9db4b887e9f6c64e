"""The addresses of the console, read from the application itself."""

import re
from collections.abc import Mapping

from flask import Flask

OPEN = {"sign_in", "ask_code", "code", "try_code", "which", "choose", "password", "try_password", "language"}
ID = re.compile(r"<[^:>]+:([a-z]+)_id>")
CHOICES = {
    "<any(roster,staff,sales):kind>": "roster",
    "<any(csv,xlsx):suffix>": "csv",
    "<kind>.<form>": "day-sheet.html",
    "<spoken>/<prompt>": "zh-CN/report.today",
    "<path:rest>": "nothing",
}


def filled(rule: str, ids: Mapping[str, int]) -> str:
    """A route's address with these ids in it."""
    for choice, chosen in CHOICES.items():
        rule = rule.replace(choice, chosen)
    return ID.sub(lambda found: str(ids[found[1]]), rule)


def addresses(app: Flask) -> set[tuple[str, str, str]]:
    """Every address of the console in the application itself: method, rule, name."""
    return {
        (method, rule.rule.removeprefix("/console"), rule.endpoint.removeprefix("console."))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/console/") and rule.endpoint != "console.static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
