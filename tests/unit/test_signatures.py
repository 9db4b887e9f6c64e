"""One table of signatures (tests/data/signatures.json): the carrier's library, the line and the exchange agree on each."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from carrier.signature import is_genuine, sign
from exchange import delivery
from tests.unit.test_carrier_signature import multi

TABLE = json.loads((Path(__file__).parents[1] / "data" / "signatures.json").read_text("utf-8"))
# The exchange sends no name twice, and writes escapes in capitals before it signs and sends them.
SENT = [row for row in TABLE if len(dict(row["form"])) == len(row["form"]) and row["what"] != "lower-case escapes"]
every_row = pytest.mark.parametrize("row", TABLE, ids=[row["what"] for row in TABLE])


def pairs(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in row["form"]]


def is_taken(row: dict[str, Any], signature: str) -> bool:
    """Whether the line takes the row's request for the carrier's."""
    parts = urlsplit(row["url"])
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return is_genuine([row["token"]], [f"{parts.scheme}://{parts.netloc}"], path, pairs(row), signature)


@every_row
def test_the_carriers_library_signs_so(row: dict[str, Any]) -> None:
    assert RequestValidator(row["token"]).compute_signature(row["url"], multi(pairs(row))) == row["signature"]


@every_row
def test_the_line_signs_so_and_takes_it(row: dict[str, Any]) -> None:
    assert sign(row["token"], row["url"], pairs(row)) == row["signature"]
    assert is_taken(row, row["signature"])


@pytest.mark.parametrize("row", SENT, ids=[row["what"] for row in SENT])
def test_the_exchange_sends_the_address_as_it_is_and_signs_so(row: dict[str, Any]) -> None:
    sent = delivery.address(row["url"] + "#rc=3&rp=5xx")
    assert sent == row["url"]
    assert delivery.signature(row["token"], sent, dict(row["form"])) == row["signature"]


@every_row
def test_the_line_takes_no_other_rows_signature(row: dict[str, Any]) -> None:
    assert not any(is_taken(row, other["signature"]) for other in TABLE if other is not row)
