"""What every process needs before it can begin: a log that holds no one's words, and the line's clock."""

import logging

import structlog
from sqlalchemy import Engine

from linli.settings import Settings
from services.day.clock import Clock, open_clock


def log_as_json() -> None:
    """JSON lines on standard output; ids only, by the rule that nobody hands anything else to a log."""
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # its warnings name addresses, and those hold numbers
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def clock_of(engine: Engine, settings: Settings) -> Clock:
    """The line's clock, simulated when the settings or the database say so."""
    return open_clock(engine, start=settings.linli_clock_start, speed=settings.linli_clock_speed)
