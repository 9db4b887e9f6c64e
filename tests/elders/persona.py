"""Kinds of callers: how long they take, how often a finger slips or doubles, how often they are silent or hang up.

The numbers are tests/data/caller_model.json: assumptions, to be refitted from a pilot. How each is read here:
`rt` and `ikey` are medians in seconds of log-normal delays whose sigma is `rt_s` and `ikey_s`; `wrong`, `omit` and
`double` are per key, `silent`, `barge`, `mishear` and `hang` per prompt, `hash`, `star` and `zero` per number keyed,
`blind` and `reject_right` per read-back, `hang_long` per prompt that talks too long.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

MODEL = Path(__file__).parents[1] / "data" / "caller_model.json"
PERSONAS = ("steady", "tremor", "confused")

NEIGHBOURS = {
    "1": "24",
    "2": "135",
    "3": "26",
    "4": "157",
    "5": "2468",
    "6": "359",
    "7": "48",
    "8": "5790",
    "9": "68",
    "0": "8*#",
    "*": "70",
    "#": "90",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """One kind of caller; fields as in the model."""

    rt: float
    rt_s: float
    ikey: float
    ikey_s: float
    wrong: float
    omit: float
    double: float
    bounce: tuple[float, float]
    silent: float
    barge: float
    hash: float
    star: float
    zero: float
    mishear: float
    blind: float
    reject_right: float
    hang: float
    hang_long: float

    def response(self, chance: Random) -> float:
        """Seconds from the end of a question to the first key."""
        return self.rt * chance.lognormvariate(0, self.rt_s)

    def spelling(self, number: str, chance: Random) -> str:
        """How a number is keyed: 0365, 36*5 (three digits only) and 365# are all meant as 365."""
        if len(number) == len("365") and chance.random() < self.star:
            number = f"{number[:2]}*{number[2]}"
        if len(number) > 1 and chance.random() < self.zero:
            number = f"0{number}"
        return f"{number}#" if chance.random() < self.hash else number

    def strokes(self, keys: str, chance: Random) -> list[tuple[float, str]]:
        """What the fingers really do for these keys: seconds from the first key on, and the key that went down."""
        done: list[tuple[float, str]] = []
        at = 0.0
        for place, key in enumerate(keys):
            at += self.ikey * chance.lognormvariate(0, self.ikey_s) if place else 0.0
            if chance.random() < self.omit:
                continue
            pressed = chance.choice(NEIGHBOURS[key]) if chance.random() < self.wrong else key
            done.append((at, pressed))
            if chance.random() < self.double:
                done.append((at + chance.uniform(*self.bounce), pressed))
        return sorted(done)


def load_personas() -> dict[str, Persona]:
    """The personas of the model by name."""
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    return {name: Persona(**model["personas"][name]) for name in PERSONAS}
