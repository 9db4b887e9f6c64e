"""Labelled texts and how an understanding of them is scored: what must match, what must never happen."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.understanding.meanings import Role

DATA = Path(__file__).parent.parent / "data"
SETS = (
    "texts.jsonl",
    "texts_otherwise.jsonl",
    "texts_in_other_words.jsonl",
    "texts_of_elders.jsonl",
    "texts_of_others.jsonl",
    "texts_of_all_sorts.jsonl",
    "texts_of_many_hands.jsonl",
    "texts_of_a_street.jsonl",
)
EXPLAINS = {"reason", "candidates", "name", "who", "coarse", "assumed_qty", "topic", "courtesy", "ask", "unit", "note"}
STORED = {"temperature", "temperature_multi", "order"}
CLOSE = 0.051  # degrees

Json = dict[str, Any]


@dataclass(frozen=True)
class Labelled:
    """A text and what it means."""

    text: str
    role: Role
    kind: str
    expect: Json


@dataclass(frozen=True)
class Score:
    """Texts not understood exactly, and the three faults that harm somebody."""

    count: int
    inexact: list[str]
    stored_unasked: list[str]
    wrong_value: list[str]
    alerts_missed: list[str]

    @property
    def exact_share(self) -> float:
        """The share understood exactly."""
        return 1 - len(self.inexact) / self.count


def labelled(name: str) -> list[Labelled]:
    """The texts of a file in tests/data."""
    lines = (json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines())
    return [Labelled(line["text"], Role(line["role"]), line["kind"], line["expect"]) for line in lines]


def matches(label: object, got: object) -> bool:
    """Whether every key of the label that counts is in what was understood, with the same value."""
    if isinstance(label, dict):
        counting = {key: value for key, value in label.items() if key not in EXPLAINS}
        return isinstance(got, dict) and all(key in got and matches(value, got[key]) for key, value in counting.items())
    if isinstance(label, list):
        return (
            isinstance(got, list)
            and len(label) == len(got)
            and all(any(matches(one, other) for other in got) for one in label)
        )
    if isinstance(label, float) and isinstance(got, int | float):
        return abs(label - got) < CLOSE
    return label == got


def score(texts: Iterable[Labelled], understood: Callable[[Labelled], Json]) -> Score:
    """How well texts are understood."""
    found = [(one, understood(one)) for one in texts]
    return Score(
        count=len(found),
        inexact=[one.text for one, got in found if got["kind"] != one.kind or not matches(one.expect, got["expect"])],
        stored_unasked=[
            one.text for one, got in found if one.kind in {"ambiguous", "unknown"} and got["kind"] in STORED
        ],
        wrong_value=[
            one.text for one, got in found if _is_other_value(one.expect.get("temp"), got["expect"].get("temp"))
        ],
        alerts_missed=[one.text for one, got in found if one.expect.get("alert") and not got["expect"].get("alert")],
    )


def _is_other_value(label: float | None, got: float | None) -> bool:
    return label is not None and got is not None and abs(label - got) >= CLOSE
