"""Misbehaviour on demand: what an operation of the exchange does wrong, how often and for how long."""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any

_REQUEST_FAULTS = frozenset(
    {"500", "429", "hang", "slow", "reset", "accept_then_500", "accept_then_reset", "accept_then_hang"},
)
_REQUESTS = ("create_message", "create_call", "list", "fetch", "update", "delete")

# What each operation can suffer. `webhooks` are all requests to applications, callbacks included, on their way.
KNOWN = dict.fromkeys(_REQUESTS, _REQUEST_FAULTS) | {
    "callbacks": frozenset({"drop", "duplicate", "before_response", "reorder", "delay"}),
    "webhooks": frozenset({"lose", "lose_answer", "duplicate", "delay"}),
}


@dataclass
class Fault:
    """One kind of misbehaviour; `times` None is always; `seconds` is how long it hangs, is slow or is delayed."""

    do: str
    seconds: float = 20
    times: int | None = None

    @property
    def accepts(self) -> bool:
        """Whether the operation is carried out all the same."""
        return self.do == "slow" or self.do.startswith("accept_then_")

    @property
    def ends_in(self) -> str:
        """What the one who asked sees: `500`, `429`, `hang`, `reset` or `slow`."""
        return self.do.removeprefix("accept_then_")


class Faults:
    """The faults that are set, by operation."""

    def __init__(self) -> None:
        self._set: dict[str, Fault] = {}
        self._lock = threading.Lock()

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Sets faults by operation; ValueError for one that is not known."""
        faults = {operation: _fault(operation, spec) for operation, spec in wanted.items()}
        with self._lock:
            self._set.update(faults)

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._set.clear()

    def is_set(self, operation: str, do: str) -> bool:
        """Whether this is what the operation suffers next; counts nothing."""
        with self._lock:
            fault = self._set.get(operation)
            return fault is not None and fault.do == do and fault.times != 0

    def due(self, operation: str) -> Fault | None:
        """The fault this operation suffers now; counts against its `times`."""
        with self._lock:
            fault = self._set.get(operation)
            if fault is None or fault.times == 0:
                return None
            if fault.times is not None:
                fault.times -= 1
            return fault


def _fault(operation: str, spec: object) -> Fault:
    if operation not in KNOWN:
        raise ValueError(f"{operation!r} is none of {', '.join(KNOWN)}")
    if not isinstance(spec, Mapping) or spec.get("do") not in list(KNOWN[operation]):
        raise ValueError(f'{operation} wants a fault as {{"do": …}}: one of {", ".join(sorted(KNOWN[operation]))}')
    seconds, times = spec.get("seconds", 20), spec.get("times")
    if not _is_amount(seconds, int | float) or not (times is None or _is_amount(times, int)):
        raise ValueError(f"the seconds and times of {operation} are numbers, 0 or more")
    return Fault(spec["do"], float(seconds), times)


def _is_amount(number: object, kind: type | UnionType) -> bool:
    if not isinstance(number, int | float) or isinstance(number, bool):
        return False
    return isinstance(number, kind) and 0 <= number < math.inf
