"""An answer to an open question: "1", "对", "第二个", "5" for 36.5, a door; else a text of its own."""

import re
import unicodedata
from dataclasses import dataclass, replace

from domain.doors import Door
from domain.understanding import names_person_alone
from ivr.texting.thread import Asked, Choice, Rest, Thread

LARGEST_FILLED = 9  # one digit fills a blank; 36 is never a tenth
LAST_OF_TWO = 2  # "no", where the one choice is "yes"

_NUMBERS = {
    word: number
    for number, words in enumerate(("一", "二两", "三", "四", "五", "六", "七", "八", "九"), 1)
    for word in words
}
_BARE = re.compile(
    r"^(?:回复?|选|第|no\.?|number|reply)?\s*(\d{1,2}|[一二两三四五六七八九])\s*(?:个|家|户|位|份|分|号)?$"
)
_COUNTED = re.compile(r"^[^\d]{0,4}?(\d|[一二两三四五六七八九])\s*([^\d\s].*)$")
_MARKS = "".join([*".,!~;", "。", "、"])
_YES = frozenset(
    {
        "是",
        "是的",
        "对",
        "对的",
        "嗯",
        "好",
        "好的",
        "可以",
        "要",
        "行",
        "yes",
        "y",
        "ok",
        "correct",
        "yes it is",
        "it is",
        "yes please",
        "right",
    }
)
_NO = frozenset({"不是", "不", "不对", "不要", "没有", "否", "no", "n", "nope"})


@dataclass(frozen=True, slots=True)
class Taken:
    """The text to understand, and what an answered question has settled: `door` an id, `people` positions in it.

    `named` is a door that was sent as the answer to a question and so replaces the text's own.
    `is_late`: it answers a question of an earlier day, and so nothing. `is_no`: none of the choices was meant.
    `picks_none`: it answers, but which of so many choices is not certain.
    `done` are the kinds of intents that the answered text has done before, `rest` is what waits for the answer.
    """

    text: str
    door: int = 0
    people: tuple[int, ...] = ()
    named: Door | None = None
    alerted: bool = False
    is_late: bool = False
    is_no: bool = False
    picks_none: int = 0
    done: tuple[str, ...] = ()
    rest: Rest | None = None


def take_up(text: str, thread: Thread) -> Taken:
    """What a text means as an answer to the thread's question; the text itself where it is none."""
    number = _bare_number(text)
    word = plain(text)
    if thread.asked is not None:
        return _answered(thread.asked, text, number, word)
    if thread.late is not None and _fits(thread.late, number, word):
        return Taken(text, is_late=True)
    return Taken(text)


def _answered(asked: Asked, text: str, number: int | None, word: str) -> Taken:
    choices = len(asked.choices)
    if choices and (word in _NO or (choices == 1 and number == LAST_OF_TWO)):
        return Taken(text, is_no=True)
    if word in _YES and choices == 1:
        number = 1
    if choices > 1 and (word in _YES or (number is not None and choices < number <= LARGEST_FILLED)):
        return Taken(text, picks_none=choices)
    taken = Taken(text, alerted=asked.alerted, rest=asked.rest)
    number = number or _labelled(asked, word) or _with_unit(asked, word)
    if number is None and any(choice.people for choice in asked.choices) and names_person_alone(text):
        return Taken(text, picks_none=choices)
    if number is not None and 1 <= number <= choices:
        choice = asked.choices[number - 1]
        return replace(taken, text=choice.text, door=choice.door, people=choice.people, done=asked.done)
    if number is not None and asked.blank and number <= LARGEST_FILLED:
        return replace(taken, text=asked.blank.replace("{}", str(number), 1), door=asked.door, done=asked.done)
    return taken


def _labelled(asked: Asked, word: str) -> int | None:
    """The one choice that is answered in the question's own words, or by another name: 何阿姨, 何阿姨的, 我老公, 是303."""
    bare = word.removeprefix("是").removesuffix("的").removesuffix("室")
    for said in (bare, bare.removeprefix("我").removeprefix("my ")):
        named = [at for at, choice in enumerate(asked.choices, 1) if _is_called(choice, said)]
        if len(named) == 1:
            return named[0]
    return None


def _is_called(choice: Choice, said: str) -> bool:
    return bool(said) and said in {name.casefold() for name in (choice.label, *choice.called)}


def _with_unit(asked: Asked, word: str) -> int | None:
    """The number a blank asks for, with the word that stands behind it there: 3天, 还有3天, 3 days."""
    unit = asked.blank.partition("{}")[2].strip()
    found = _COUNTED.match(word)
    if found is None or not unit or not unit.startswith(found[2]):
        return None
    return _NUMBERS.get(found[1]) or int(found[1])


def _fits(asked: Asked, number: int | None, word: str) -> bool:
    if number is None:
        return bool(asked.choices) and word in _YES | _NO
    return 1 <= number <= len(asked.choices) or (bool(asked.blank) and number <= LARGEST_FILLED)


def plain(text: str) -> str:
    """A short answer in one spelling, without its marks."""
    return unicodedata.normalize("NFKC", text).strip().strip(_MARKS).strip().casefold()


def _bare_number(text: str) -> int | None:
    match = _BARE.match(plain(text))
    if match is None:
        return None
    return _NUMBERS.get(match[1]) or int(match[1])
