"""Letters that turn the reading direction: a text with one of them reads otherwise than it is, 36.5 as 5.63."""

import re

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # Unicode's Bidi_Control


def upright(text: str) -> str:
    """The text as its letters follow one another; nothing is lost that can be seen."""
    return text if text.isascii() else TURNING.sub("", text)
