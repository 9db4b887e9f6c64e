"""A temperature as it is typed into a form: 36.5, ３６．５度, or the word for a normal one."""

import re
import unicodedata

from domain.temperature import from_keys

NORMAL = frozenset({"正常", "normal", "ok", "n"})
WRITTEN = re.compile(r"(\d\d)\.?(\d)(?:度|°c)?", re.ASCII)


class BadValueError(ValueError):
    """Neither a temperature nor the word."""


def read_value(typed: str) -> int | None:
    """Tenths of a degree; None for the word. BadValueError for anything else."""
    said = unicodedata.normalize("NFKC", typed).strip().casefold()
    if said in NORMAL:
        return None
    written = WRITTEN.fullmatch(said)
    tenths = from_keys("".join(written.groups())) if written else None
    if not isinstance(tenths, int):
        raise BadValueError
    return tenths
