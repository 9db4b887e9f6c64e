"""What the console is handed when the application is built, and how its pages reach it."""

from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from console.boards import Boards
from models.database import read_only
from services.day.clock import Clock
from services.sending.doorbell import Doorbell

EXTENSION = "linli-console"


@dataclass(frozen=True, slots=True)
class Parts:
    """The console's parts; `base_urls` are where browsers reach it, as the carrier does."""

    engine: Engine
    clock: Clock
    doorbell: Doorbell
    base_urls: tuple[str, ...]
    boards: Boards

    @property
    def reading(self) -> Engine:
        """The same database for who only reads: waits for no writer."""
        return read_only(self.engine)


def parts() -> Parts:
    """The parts of the application that serves this request."""
    return cast("Parts", current_app.extensions[EXTENSION])
