"""Whether a worker's text asks for what a resident said about a request: 听 12, hear 12."""

import re

from domain.understanding.normal_form import clean, simplified

_HEAR = re.compile(
    r"(?:(?:再|重新?)?听(?:一[遍次下])?(?:留言|录音)?|留言|录音|(?:hear|listen(?: to)?|play)(?: again)?)"
    r"\s*[:,#]?\s*(?P<item>\d{1,7})\s*(?:号|#)?[。.!~ ]*"
)


def asks_to_hear(text: str) -> int | None:
    """The item's number; None for any other text."""
    match = _HEAR.fullmatch(simplified(clean(text)).strip().casefold())
    return int(match["item"]) if match else None
