"""Requests to the carrier, held against its published description (tests/data/carrier_requests.schema.json)."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_SCHEMA = json.loads((Path(__file__).parent / "data" / "carrier_requests.schema.json").read_text(encoding="utf-8"))
_PATH = re.compile(r"/2010-04-01/Accounts/AC[0-9a-fA-F]{32}/(Message|Call)s\.json")
_VERBS = {"POST": "Create", "GET": "List"}


def parameters(operation: str) -> set[str]:
    """The parameters an operation (CreateMessage, ListCall…) knows."""
    return set(_SCHEMA["$defs"][operation]["properties"])


def faults_of(method: str, path: str, fields: Mapping[str, Any]) -> list[str]:
    """What the description forbids in a request; `fields` are those of its form, or of its query where it lists."""
    resource = _PATH.fullmatch(path)
    if resource is None or method not in _VERBS:
        return [f"{method} {path} is not described"]
    operation = {"$ref": f"#/$defs/{_VERBS[method]}{resource[1]}", "$defs": _SCHEMA["$defs"]}
    return [error.message for error in Draft202012Validator(operation).iter_errors(dict(fields))]
