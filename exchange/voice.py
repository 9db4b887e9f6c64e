"""How the words of a <Say> are spoken: its clauses, the silence after each, the rate, and the time it takes; pure."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

_SILENCE = 0.5  # seconds of a <break> that tells none
_SYLLABLES = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")
_LETTERS_A_SYLLABLE = 3.5  # a Chinese character is heard as long as so many Latin letters


@dataclass(frozen=True)
class Clause:
    """Words spoken in one breath, and the seconds of silence after them."""

    text: str
    pause: float = 0


def length(text: str) -> float:
    """How long a text is to hear, counted in Latin letters."""
    return len(text) + (_LETTERS_A_SYLLABLE - 1) * len(_SYLLABLES.findall(text))


def clauses(element: ET.Element) -> tuple[Clause, ...]:
    """What is said between two breaks; nothing where there is no break."""
    spoken: list[Clause] = []
    words = ""
    for text, pause in _flow(element):
        words += text
        if pause:
            spoken.append(Clause(_joined(words), pause))
            words = ""
    return (*spoken, Clause(_joined(words))) if spoken and words.strip() else tuple(spoken)


def rate(element: ET.Element) -> float:
    """The rate its <prosody> asks for, in percent there; 1 is normal."""
    prosody = element.find(".//prosody")
    written = "" if prosody is None else prosody.get("rate", "")
    percent = re.fullmatch(r"(\d+)%", written)
    return max(int(percent[1]), 20) / 100 if percent else 1


def _flow(element: ET.Element) -> Iterator[tuple[str, float]]:
    """Words and silences (in seconds) in the order they are heard."""
    yield element.text or "", 0
    for child in element:
        if child.tag == "break":
            yield "", _seconds(child.get("time", ""))
        yield from _flow(child)
        yield child.tail or "", 0


def _seconds(written: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", written)
    if found is None:
        return _SILENCE
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def _joined(words: str) -> str:
    """White space as it is heard: one space, a leading one kept, for the clause before ends without."""
    return re.sub(r"\s+", " ", words)
