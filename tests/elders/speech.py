"""A spoken document as its listener gets it: clauses with their times, by the number of characters or words."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

ZH_CHARACTERS_A_MINUTE = 160  # of the slowed voice; prompts were measured with it
EN_WORDS_A_MINUTE = 120
_NORMAL_RATE = {"zh": 0.88, "en": 0.90}  # the rates those speeds belong to

_ZH_MARKS = ",;:?!\uff0c\uff1b\uff1a\uff1f\uff01\u3002\u3001"
_ZH_CLAUSE = re.compile(f"[^{_ZH_MARKS}]+[{_ZH_MARKS}]?")
_EN_CLAUSE = re.compile(r"(?:[^,;:?!.]|[.,](?=\d))+[,;:?!.]?")
_MARKS = f" .{_ZH_MARKS}"
_CLOSING = ".?!\uff1f\uff01\u3002"


@dataclass(frozen=True, slots=True)
class Clause:
    """Words between two marks, without them; seconds from the beginning of the document. `closes` a sentence."""

    text: str
    start: float
    end: float
    closes: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """`pauses`: 1 counts every written pause on top of the speaking rate; 0 takes the rate to include them."""

    pauses: float = 0.0

    def clauses(self, say: ET.Element, start: float) -> list[Clause]:
        """The clauses of a `<Say>` that begins at `start`."""
        language = "zh" if say.get("language", "").startswith(("cmn", "zh")) else "en"
        slower = _NORMAL_RATE[language] / _rate(say)
        spoken: list[Clause] = []
        for words, pause in _pieces(say):
            for clause in (_ZH_CLAUSE if language == "zh" else _EN_CLAUSE).findall(words):
                if not clause.strip(_MARKS):
                    continue
                end = start + _seconds(clause, language) * slower
                spoken.append(Clause(clause.strip(_MARKS), start, end, clause[-1] in _CLOSING))
                start = end
            start += pause * self.pauses
        return spoken

    def silence_after(self, say: ET.Element) -> float:
        """Seconds of a pause written behind the last word."""
        pieces = _pieces(say)
        return pieces[-1][1] * self.pauses if pieces else 0.0


def _seconds(clause: str, language: str) -> float:
    if language == "en":
        return len(clause.replace("-", " ").split()) * 60 / EN_WORDS_A_MINUTE
    return sum(mark.isalnum() for mark in clause) * 60 / ZH_CHARACTERS_A_MINUTE


def _rate(say: ET.Element) -> float:
    prosody = say.find(".//prosody")
    written = "" if prosody is None else prosody.get("rate", "")
    return float(written.removesuffix("%")) / 100 if written.endswith("%") else 1.0


def _pieces(element: ET.Element) -> list[tuple[str, float]]:
    """Words with the pause, in seconds, that is written behind them."""
    pieces = [(element.text or "", 0.0)]
    for child in element:
        if child.tag == "break":
            words, _ = pieces.pop()
            pieces.append((words, float(child.get("time", "0ms").removesuffix("ms")) / 1000))
        else:
            pieces.extend(_pieces(child))
        pieces.append((child.tail or "", 0.0))
    return [piece for piece in pieces if piece[0].strip() or piece[1]]
