"""Why a person is not waited for on some days."""

from enum import StrEnum


class PauseReason(StrEnum):
    """Where a paused person is."""

    HOSPITAL = "hospital"
    MOVED = "moved"
    AWAY = "away"
