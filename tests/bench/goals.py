"""The goals, as one table: what is wanted, what was measured, met or missed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A goal and its measure; `at_least` tells which side of the limit is the good one."""

    goal: str
    what: str
    limit: float
    measured: float
    at_least: bool = True
    unit: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the measure is on the good side."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def wanted(self) -> str:
        """The limit in words."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}"


def judge(turns: dict[str, dict[str, float]], sent: dict[str, float]) -> list[Row]:
    """The goals of the line held against one run; ratios are of sides measured in the same run."""
    rate = {name: one["rate"] for name, one in turns.items()}
    return [
        Row("P1", "plain turn, share of bare Flask", 0.25, rate["plain"] / rate["static"]),
        Row("P1", "turn with a reading, share of the plain one", 0.85, rate["reading"] / rate["plain"]),
        Row("P1", "turn with an alert, share of the plain one", 0.85, rate["alert"] / rate["plain"]),
        Row("P1", "turn with an order, share of the plain one", 0.85, rate["order"] / rate["plain"]),
        Row("P2", "plain turn, times the textbook's", 2.5, rate["plain"] / rate["textbook"]),
        Row("P3", "outbox through RQ, share of the loop without", 0.9, sent["rq"] / sent["loop"]),
        Row("P3", "outbox through RQ, times a job a message", 8, sent["rq"] / sent["job_a_message"]),
        Row("P3", "carrier of 100 ms, share of connections by time", 0.8, sent["rq_100ms"] / (32 / 0.1)),
        Row("P4", "commit to socket, idle, p50", 15, sent["p4_p50_ms"], at_least=False, unit=" ms"),
        Row("P4", "commit to socket, idle, p99", 100, sent["p4_p99_ms"], at_least=False, unit=" ms"),
        Row("P7", "web process, resident", 120, sent["p7_mib"], at_least=False, unit=" MiB"),
        Row("P7", "start to first answer", 1.5, sent["p7_seconds"], at_least=False, unit=" s"),
    ]
