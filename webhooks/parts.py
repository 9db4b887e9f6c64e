"""What the doors are handed when the application is built, and how they reach it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from services.calling.sounds import Sounds
from services.day.clock import Clock
from services.sending.doorbell import Doorbell

EXTENSION = "linli"


@dataclass(frozen=True, slots=True)
class Parts:
    """The application's parts; `counts` counts what is refused or unknown, and keeps nothing else of it."""

    engine: Engine
    plain: Engine  # each statement its own transaction: the plain turns
    clock: Clock
    doorbell: Doorbell
    auth_tokens: tuple[str, ...]
    base_urls: tuple[str, ...]
    duty_phone: str = ""
    recording_url: Callable[[str], str] = str  # where the carrier keeps what was recorded under a sid
    sounds: Sounds = field(default_factory=Sounds)
    counts: "Counter[str]" = field(default_factory=Counter)


def parts() -> Parts:
    """The parts of the application that serves this request."""
    return cast("Parts", current_app.extensions[EXTENSION])
