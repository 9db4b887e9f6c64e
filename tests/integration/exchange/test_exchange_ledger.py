"""The ledger holds what its table in the README says, no more and no less."""

import re
from pathlib import Path

from flask import Response

from tests.integration.exchange.town import LINE, Town, wait_until

README = (Path(__file__).parents[3] / "exchange" / "README.md").read_text("utf-8")
ALWAYS = {"n", "at", "kind"}


def documented() -> dict[str, set[str]]:
    """What each kind of entry tells, by the README."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| `([a-z_ ]+)` \|$", README.partition("### The ledger")[2], re.MULTILINE)
    return {kind: set(fields.split()) | ALWAYS for kind, fields in rows}


def test_every_kind_of_entry_is_as_documented(town: Town) -> None:
    town.says("/voice", '<Play>/no-such-sound</Play><Record action="/kept" timeout="30"/>')
    town.says("/sms", Response(status=500))
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.say("come quickly")
    phone.press("#")
    phone.ends()
    phone.text(LINE, "36.5")
    town.send(phone.number)
    town.send("12345")
    wait_until(lambda: bool(town.ledger("error")))
    everything = town.ask("GET", "/exchange/ledger")
    assert {entry["kind"] for entry in everything} == set(documented())
    assert all(set(entry) == documented()[entry["kind"]] for entry in everything)
    assert [entry["n"] for entry in everything] == list(range(1, len(everything) + 1))
