"""Who is on duty when: "0" never, "1" always, or hours of the community's day such as 08:00-20:00."""

import re
import unicodedata
from datetime import time

from domain.row_errors import BadCell, Wrong

BETWEEN = re.compile("[-–~]")


def parse_hours(text: str) -> tuple[time, time]:
    """The two ends of "08:00-20:00", also written 8:00 or full-width. BadCell says how to write it."""
    parts = BETWEEN.split(unicodedata.normalize("NFKC", text))
    try:
        begins, ends = (time.fromisoformat(part.strip().zfill(len("08:00"))) for part in parts)
    except ValueError:
        raise BadCell(Wrong.HOURS, text=text) from None
    return begins, ends


def is_on_duty(on_duty: str, at: time) -> bool:
    """Whether a duty written so covers this local time; hours may cross midnight (20:00-08:00)."""
    if on_duty in {"0", "1"}:
        return on_duty == "1"
    begins, ends = parse_hours(on_duty)
    return begins <= at < ends if begins < ends else at >= begins or at < ends
