"""Money as people write it, yuan, and as it is kept, integer fen."""

import re

from domain.refusals import Refused

_YUAN = re.compile(r"(\d{1,6})(?:\.(\d{1,2}))?(?:元|yuan)?", re.IGNORECASE)


def read_yuan(text: str) -> int:
    """Fen of 60, 60.5, 60.50 or 60元. Refused says what can be written."""
    found = _YUAN.fullmatch(text.strip())
    if found is None:
        raise Refused(f"{text!r} is no amount; write yuan such as 60 or 60.50")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan(fen: int) -> str:
    """60, 60.50, -3: yuan without fen where there are none."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}{f'.{rest:02}' if rest else ''}"
