"""Simulated elderly callers keep the gates of the call script; a worse line is caught by the same callers.

A few hundred calls cannot tell 0.2 % from 0.4 %, so a gate fails here only when a line that just kept it would look
as bad as this in fewer than one of a thousand trials (an exact binomial tail for shares, a sign test for medians).
`python -m tests.elders --calls 1000` holds the plain numbers against the plain limits. Seeds are fixed, nothing
sleeps, and SQLite alone is enough: what a caller hears does not depend on the database.
"""

from dataclasses import dataclass
from functools import cache

import pytest

from tests.elders.errands import Errand
from tests.elders.gates import GATES, Gate, Verdict, judge_gates
from tests.elders.persona import PERSONAS
from tests.elders.trial import Result, Trial, run_trial
from tests.web.line import Answer, Wire

DOUBT = 0.001
CALLS = 10  # of each kind by each persona


@cache
def results() -> tuple[Result, ...]:
    """One trial for all gates."""
    return tuple(run_trial(Trial(CALLS, seed=7)))


def refuted(made: list[Result]) -> set[tuple[str, str]]:
    return {(verdict.gate.name, verdict.persona) for verdict in judge_gates(made) if verdict.is_refuted(DOUBT)}


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_the_line_keeps_the_gate_for_every_persona(gate: Gate) -> None:
    verdicts = [verdict for verdict in judge_gates(results()) if verdict.gate is gate]
    assert [verdict.persona for verdict in verdicts] == list(PERSONAS)
    assert not [verdict for verdict in verdicts if verdict.is_refuted(DOUBT)]


def test_every_gate_has_calls_behind_it() -> None:
    measured = {verdict.gate.name for verdict in judge_gates(results()) if verdict.measured is not None}
    assert measured == {gate.name for gate in GATES}


def test_the_same_seed_makes_the_same_calls() -> None:
    trial = Trial(3, seed=11, errands=(Errand.DIGITS,))
    first, second = run_trial(trial), run_trial(trial)
    assert [one.called.conversation.transcript for one in first] == [
        other.called.conversation.transcript for other in second
    ]


@dataclass
class ConsentingWire(Wire):
    """A bad line: a key during the read-back is taken for a 1 at the confirm."""

    def post(self, url: str, form: dict[str, str], *, signature: str | None = None) -> Answer:
        """An over-press becomes consent."""
        if "/over-press" in url:
            url, form = url.replace("/over-press", ""), {**form, "Digits": "1"}
        return super().post(url, form, signature=signature)


@dataclass
class ForgetfulWire(Wire):
    """A bad line: it never learns that a call is over."""

    def post(self, url: str, form: dict[str, str], *, signature: str | None = None) -> Answer:
        """The end-of-call callback is lost."""
        if url.startswith("/webhooks/status/call"):
            return Answer(204, "")
        return super().post(url, form, signature=signature)


@dataclass
class HurriedWire(Wire):
    """A bad line: two seconds for a key instead of ten."""

    def post(self, url: str, form: dict[str, str], *, signature: str | None = None) -> Answer:
        """Questions wait for two seconds."""
        answer = super().post(url, form, signature=signature)
        return Answer(answer.status, answer.body.replace('timeout="10"', 'timeout="2"'))


@pytest.mark.parametrize(
    ("bad", "calls", "errand", "persona", "gate"),
    [
        (ConsentingWire, 80, Errand.DIGITS, "tremor", "wrong value confirmed, digits"),
        (ForgetfulWire, 15, Errand.YES_NO, "confused", "unfinished calls on the list, reports"),
        (HurriedWire, 20, Errand.YES_NO, "tremor", "report done, yes/no"),
    ],
)
def test_a_worse_line_misses_the_gate_that_is_there_for_it(
    bad: type[Wire], calls: int, errand: Errand, persona: str, gate: str
) -> None:
    trial = Trial(calls, seed=3, errands=(errand,), personas=(persona,), through=lambda wire: bad(wire.client))
    assert (gate, persona) in refuted(run_trial(trial))
    good = Trial(calls, seed=3, errands=(errand,), personas=(persona,))
    assert (gate, persona) not in refuted(run_trial(good))


@pytest.mark.parametrize(("hits", "expected"), [(0, False), (2, False), (10, True)])
def test_a_gate_is_refuted_only_beyond_what_chance_explains(hits: int, expected: bool) -> None:
    gate = next(gate for gate in GATES if gate.name == "wrong value confirmed, digits")
    from_trial = judge_gates(results())[0].measured
    assert from_trial is not None
    measured = type(from_trial)(hits / 100, 100, hits)
    assert Verdict(gate, "tremor", 0.015, measured).is_refuted(DOUBT) is expected
