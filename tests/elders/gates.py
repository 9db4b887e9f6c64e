"""The gates of the call script for simulated callers, and the table that holds a trial against them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from statistics import median

from tests.elders.errands import Errand
from tests.elders.persona import PERSONAS
from tests.elders.trial import Result, of

Measure = Callable[[Sequence[Result]], "Measured | None"]


@dataclass(frozen=True, slots=True)
class Measured:
    """A number over so many calls: a share with how many they were, or the middle of these numbers."""

    value: float
    calls: int
    hits: int = 0
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A line of the call script's table: what is measured, over which errands, and a limit for each persona."""

    name: str
    measure: Measure
    errands: tuple[Errand, ...]
    limits: tuple[float, float, float]
    at_least: bool = False  # else at most


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate for one persona. `refuted`: missed by more than the small number of calls explains."""

    gate: Gate
    persona: str
    limit: float
    measured: Measured | None

    @property
    def passed(self) -> bool:
        """Whether the number measured keeps the limit."""
        if self.measured is None:
            return True
        value = self.measured.value
        return value >= self.limit if self.gate.at_least else value <= self.limit

    def is_refuted(self, doubt: float) -> bool:
        """Whether a line that just kept the gate would look as bad as this less often than `doubt`.

        Shares: the exact binomial tail at the limit. Medians: the sign test, for of a median that keeps its
        limit at most half the numbers lie above it.
        """
        if self.passed or self.measured is None:
            return False
        if self.measured.numbers:
            above = sum(number > self.limit for number in self.measured.numbers)
            return _at_least(above, self.measured.calls, 0.5) < doubt
        hits, calls = self.measured.hits, self.measured.calls
        if self.gate.at_least:
            return _at_least(calls - hits, calls, 1 - self.limit) < doubt
        return _at_least(hits, calls, self.limit) < doubt


def _at_least(hits: int, calls: int, share: float) -> float:
    """The chance of so many hits or more when each call hits with this share."""
    if share <= 0:
        return 0.0 if hits else 1.0
    return sum(
        exp(lgamma(calls + 1) - lgamma(k + 1) - lgamma(calls - k + 1) + k * log(share) + (calls - k) * log(1 - share))
        for k in range(hits, calls + 1)
    )


def _share(counts: Callable[[Result], bool]) -> Measure:
    def measure(results: Sequence[Result]) -> Measured | None:
        hits = sum(counts(result) for result in results)
        return Measured(hits / len(results), len(results), hits) if results else None

    return measure


def _middle(number: Callable[[Result], float | None]) -> Measure:
    def measure(results: Sequence[Result]) -> Measured | None:
        numbers = [found for result in results if result.outcome.done and (found := number(result)) is not None]
        return Measured(median(numbers), len(numbers), numbers=tuple(numbers)) if numbers else None

    return measure


def _listed(results: Sequence[Result]) -> Measured | None:
    due = [result.outcome.listed for result in results if result.outcome.listed is not None]
    return Measured(sum(due) / len(due), len(due), sum(due)) if due else None


_DONE = _share(lambda result: result.outcome.done)
_WRONG = _share(lambda result: result.outcome.wrong)
_MISSED_FEVER = _share(lambda result: result.outcome.fever_as_normal)
_KEYS = _middle(lambda result: result.called.conversation.keys_when_done)
_SECONDS = _middle(lambda result: result.called.conversation.done_at)
_REPORTS = tuple(errand for errand in Errand if errand is not Errand.ORDER)

GATES = (
    Gate("report done, yes/no", _DONE, (Errand.YES_NO,), (0.98, 0.95, 0.75), at_least=True),
    Gate("report done, three digits", _DONE, (Errand.DIGITS,), (0.98, 0.85, 0.68), at_least=True),
    Gate("fever confirmed as normal, yes/no", _MISSED_FEVER, (Errand.FEVER_YES_NO,), (0.002, 0.005, 0.03)),
    Gate("fever confirmed as normal, digits", _MISSED_FEVER, (Errand.FEVER_DIGITS,), (0.001, 0.003, 0.01)),
    Gate("wrong value confirmed, yes/no", _WRONG, (Errand.YES_NO,), (0.003, 0.015, 0.04)),
    Gate("wrong value confirmed, digits", _WRONG, (Errand.DIGITS,), (0.003, 0.015, 0.04)),
    Gate("median keys, yes/no", _KEYS, (Errand.YES_NO,), (2, 2, 2)),
    Gate("median keys, three digits", _KEYS, (Errand.DIGITS,), (5, 5, 5)),
    Gate("median seconds, yes/no", _SECONDS, (Errand.YES_NO,), (35, 42, 55)),
    Gate("median seconds, three digits", _SECONDS, (Errand.DIGITS,), (35, 48, 60)),
    Gate("order of one set done", _DONE, (Errand.ORDER,), (0.97, 0.90, 0.50), at_least=True),
    Gate("wrong order confirmed", _WRONG, (Errand.ORDER,), (0.005, 0.015, 0.12)),
    Gate("median seconds, order", _SECONDS, (Errand.ORDER,), (55, 70, 90)),
    Gate("unfinished calls on the list, reports", _listed, _REPORTS, (1, 1, 1), at_least=True),
    Gate("unfinished calls on the list, orders", _listed, (Errand.ORDER,), (1, 1, 1), at_least=True),
)


def judge_gates(results: Iterable[Result]) -> list[Verdict]:
    """Every gate for every persona that made calls."""
    made = list(results)
    personas = [persona for persona in PERSONAS if any(result.called.persona == persona for result in made)]
    return [
        Verdict(gate, persona, gate.limits[PERSONAS.index(persona)], gate.measure(of(made, persona, *gate.errands)))
        for gate in GATES
        for persona in personas
    ]


def table(verdicts: Iterable[Verdict]) -> str:
    """The verdicts as text, one a line."""
    lines = [f"{'gate':40} {'persona':9} {'limit':>9} {'measured':>9} {'calls':>6}  verdict"]
    for verdict in verdicts:
        gate, measured = verdict.gate, verdict.measured
        limit = f"{'>=' if gate.at_least else '<='} {_written(verdict.limit, gate)}"
        value = "-" if measured is None else _written(measured.value, gate)
        calls = 0 if measured is None else measured.calls
        said = "pass" if verdict.passed else "MISS"
        lines.append(f"{gate.name:40} {verdict.persona:9} {limit:>9} {value:>9} {calls:>6}  {said}")
    return "\n".join(lines)


def _written(value: float, gate: Gate) -> str:
    return f"{value:.1f}" if gate.name.startswith("median") else f"{value:.2%}"
