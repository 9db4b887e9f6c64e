"""How words become `<Say>`: escaped, a little slower than usual, with a pause at every comma.

https://www.twilio.com/docs/voice/twiml/say and /text-speech; rates and pauses are the call script's.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from prompts import Voice

# After a comma or semicolon, Chinese or Latin; inside a number (1,504) it is no pause.
_PAUSES = re.compile(r"(?<=[\uff0c\uff1b\u3001])|(?<=[,;])(?![0-9])|(?<=[^0-9][,;])")
_BREAK = '<break time="450ms"/>'

# A Say may hold 4,500 characters once URL-encoded, 9 for each Chinese one (error 13521); some room is left
# for the markup around the words.
_SAY_LIMIT = 4300
_ENCODED_AT_WORST = 12  # one character
_PIECE = 300  # characters without a comma

_ILLEGAL = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_ESCAPES: dict[int, str | None] = {
    **dict.fromkeys(_ILLEGAL),
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("\t"): " ",
    ord("\n"): " ",
    ord("\r"): " ",
}


def attribute(value: str) -> str:
    """A text safe inside XML, in an attribute as between tags: escaped, without what XML does not allow."""
    return value.translate(_ESCAPES)


def say(voice: Voice, words: str, *, slow: bool = False) -> str:
    """`<Say>` of these words, more than one where they are too long for one; "" for nothing to say.

    `slow`: the rate for those hard of hearing.
    """
    opening = _opening(voice, slow)
    return "".join(f"{opening}{spoken}</prosody></Say>" for spoken in _portions(words))


@lru_cache(maxsize=16)
def _opening(voice: Voice, slow: bool) -> str:  # noqa: FBT001 - the key of the cache
    rate = voice.slow_rate if slow else voice.rate
    return (
        f'<Say voice="{attribute(voice.voice)}" language="{attribute(voice.language)}">'
        f'<prosody rate="{attribute(rate)}">'
    )


def _portions(words: str) -> Iterator[str]:
    """The words as markup, in portions that each fit one Say."""
    portion = ""
    for piece in _pieces(words):
        joined = f"{portion}{_BREAK}{piece}" if portion else piece
        if portion and _is_too_long(joined):
            yield portion
            portion = piece
        else:
            portion = joined
    if portion:
        yield portion


def _is_too_long(markup: str) -> bool:
    return len(markup) * _ENCODED_AT_WORST > _SAY_LIMIT and len(quote(markup)) > _SAY_LIMIT


def _pieces(words: str) -> Iterator[str]:
    """The words between two pauses, each with its comma, escaped; one without end is cut."""
    for clause in _PAUSES.split(words):
        for start in range(0, len(clause), _PIECE):
            piece = attribute(clause[start : start + _PIECE])
            if piece.strip():
                yield piece
