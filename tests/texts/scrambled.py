"""Texts as a thumb, a machine or a mischief-maker makes them: labelled texts mutilated, joined and strewn with horrors."""

from collections.abc import Callable
from random import Random

from tests.unit.labelled_texts import SETS, labelled

TEXTS = [one.text for name in SETS for one in labelled(name)]
CODES = (
    "1",
    "2",
    "3",
    "4821",
    "4821 1",
    "48212",
    "未报",
    "汇总",
    "更多",
    "取消",
    "改 36.8",
    "365",
    "36",
    "退订",
    "START",
    "",
)
HORRORS = (
    *("\x00", "\u202e", "\u200b", "\u200d", "\ufeff", "\ufffd", "\uffff", "\x1b[2J", "\r\n", "\u2028", "\x85", "\t\t"),
    *("🤒", "👩‍👩‍👧‍👦", "🇨🇳", "①", "㎎", "٣٦٫٥", "३६.५", "𝟛𝟞.𝟝", "ﷺ", "e\u0301" * 20, "한국어", "שלום", "ÅØß"),
    *("'; DROP TABLE reading;--", '" OR 1=1 --', "%s%n", "{0.__class__}", "{{7*7}}", "${HOME}", "\\", "%00", "&#0;"),
    *("</Response><Dial>1</Dial>", "<![CDATA[", "]]>", "<!ENTITY x SYSTEM 'file:///'>", "&amp;&lt;", "<b>36.5</b>"),
    *(
        "１２３４５６７８９",
        "３６．５",
        "3栋1504",
        "5-301",
        "9" * 40,
        "-1",
        "1e308",
        "NaN",
        "null",
        "36.5" * 30,
        "菜" * 70,
    ),
)


def scrambled(random: Random) -> str:
    """A text: a labelled one or a code, up to three times made worse, as long as a carrier passes on at most."""
    text = random.choice(TEXTS) if random.random() < 0.9 else random.choice(CODES)
    for _ in range(random.randrange(4)):
        text = random.choice(_WAYS)(text, random)
    return text[:1600]


def _at(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def _strewn(text: str, random: Random) -> str:
    place = _at(text, random)
    return text[:place] + random.choice(HORRORS) + text[place:]


def _joined(text: str, random: Random) -> str:
    return text + random.choice(("", " ", "\n", ",", "。")) + random.choice(TEXTS)


def _one_lost(text: str, random: Random) -> str:
    place = _at(text, random)
    return text[:place] + text[place + 1 :]


def _one_twice(text: str, random: Random) -> str:
    place = _at(text, random)
    return text[:place] + text[place : place + 1] + text[place:]


def _two_turned(text: str, random: Random) -> str:
    place = _at(text, random)
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _cut(text: str, random: Random) -> str:
    return text[: _at(text, random)]


def _other_digit(text: str, random: Random) -> str:
    places = [place for place, letter in enumerate(text) if letter.isdecimal()]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + str(random.randrange(10)) + text[place + 1 :]


def _wide(text: str, _: Random) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def _apart(text: str, _: Random) -> str:
    return " ".join(text)


def _loud(text: str, _: Random) -> str:
    return text.upper()


def _backward(text: str, _: Random) -> str:
    return text[::-1]


def _again(text: str, random: Random) -> str:
    return (text + random.choice((" ", "\n", ""))) * random.randrange(2, 30)


_WAYS: tuple[Callable[[str, Random], str], ...] = (
    *(_strewn, _strewn, _joined, _one_lost, _one_twice, _two_turned, _cut, _other_digit, _other_digit),
    *(_wide, _apart, _loud, _backward, _again),
)
