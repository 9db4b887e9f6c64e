"""Announcements: to whom, by what, in which words; and the ways to a household, first telephone first."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.doors import normal_building
from domain.refusals import Refused
from domain.roll_call import TRIES
from domain.segments import segments

MOST_SEGMENTS = 4  # of one text: 268 Chinese characters
LONGEST_SPOKEN = 300  # letters: twice within the 300 s that a call may last
MOST_COST = 10_000  # segments and calls of one announcement: two segments for every door of a community
TELEPHONES = 2  # of a household: the first, and a second one where it fails


class By(StrEnum):
    """How a household is told. `both`: by text where it takes texts, and by call where it does not or the text fails."""

    SMS = "sms"
    CALL = "call"
    BOTH = "both"


class Whom(StrEnum):
    """What an audience is named by."""

    BUILDING = "building"
    GRID = "grid"
    MARK = "mark"
    ALL = "all"


class Mark(StrEnum):
    """What the roster says of people; a household has the mark of any of its people."""

    ALONE = "alone"
    HARD_OF_HEARING = "hard_of_hearing"
    HOME_DELIVERY = "home_delivery"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an announcement is for: `name` of the building, grid or mark; "" for all."""

    whom: Whom
    name: str = ""

    def __str__(self) -> str:
        return f"{self.whom}:{self.name}" if self.name else str(self.whom)


def read_audience(text: str) -> Audience:
    """building:3, grid:第二网格, mark:alone or all. Refused says what can be written."""
    whom, _, name = (part.strip() for part in text.replace(":", ":").partition(":"))
    if whom not in set(Whom) or bool(name) == (whom == Whom.ALL):
        raise Refused(f"{text!r} names nobody; write building:3, grid:NAME, mark:{'|'.join(Mark)} or all")
    if whom == Whom.MARK and name not in set(Mark):
        raise Refused(f"there is no mark {name!r}; there is {', '.join(Mark)}")
    return Audience(Whom(whom), normal_building(name) if whom == Whom.BUILDING else name)


def read_words(text: str, by: By) -> str:
    """The words as they are sent or said, each stretch of white space one space. Refused where they cannot be."""
    words = " ".join(text.split())
    if not words:
        raise Refused("an announcement needs words; write what is to be told")
    odd = next((letter for letter in words if unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"}), None)
    if odd is not None:
        raise Refused(
            f"the text holds U+{ord(odd):04X}, which can be neither texted nor said; take it out, or type the text anew"
        )
    if by is not By.CALL and segments(words) > MOST_SEGMENTS:
        raise Refused(
            f"the text is {segments(words)} segments long; {MOST_SEGMENTS} is the most: shorten it, or tell it in two"
        )
    if by is not By.SMS and len(words) > LONGEST_SPOKEN:
        raise Refused(
            f"the text is {len(words)} letters long; {LONGEST_SPOKEN} is the most that is said in a call: shorten it, or only text it"
        )
    return words


def voice_language(words: str, household: str) -> str:
    """In whose voice the words are said: the household's; Chinese characters are nothing to any but a Chinese one."""
    return "zh-CN" if any("㐀" <= letter <= "鿿" for letter in words) else household


@dataclass(frozen=True, slots=True)
class Telephone:
    """A household's telephone: E.164, whether it can take a text at all, and whether its owner wants none."""

    number: str
    takes_texts: bool = True
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a household: `channel` sms or call; `again` where the same telephone was called before."""

    channel: str
    number: str
    again: bool = False


def ways(by: By, telephones: Sequence[Telephone]) -> tuple[Way, ...]:
    """The ways to a household in the order they are tried; the next one only where one has failed."""
    texts = [Way("sms", one.number) for one in telephones if one.takes_texts and not one.opted_out][:TELEPHONES]
    calls = [Way("call", one.number) for one in telephones][:TELEPHONES]
    match by:
        case By.SMS:
            return tuple(texts)
        case By.CALL:
            return tuple(calls)
        case By.BOTH:
            return (*texts, *calls)


def tries(by: By, telephones: Sequence[Telephone]) -> tuple[Way, ...]:
    """The ways of an announcement: as many calls as to the silent, so that the only telephone is called again."""
    found = ways(by, telephones)
    calls = [way for way in found if way.channel == "call"]
    return (*found, *(Way("call", one.number, again=True) for one in calls[: TRIES - len(calls)]))


def without_way(telephones: Sequence[Telephone]) -> str:
    """Why there is none: opted_out, or unreachable."""
    return "opted_out" if any(one.takes_texts and one.opted_out for one in telephones) else "unreachable"
