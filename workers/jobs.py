"""The one job that RQ knows: wake up and drain. The process hands it its sender; the job has no arguments."""

import structlog

from workers.sending import Drain

log = structlog.get_logger()
_drains: list[Drain] = []


def answer_with(drain: Drain) -> None:
    """The process's own drain, called whenever the bell rings."""
    _drains[:] = [drain]


def drain() -> None:
    """Send what is due. Never fails: a failed job would block the bell, and the sweep comes in a second anyway."""
    for one in _drains:
        try:
            one()
        except Exception as error:  # noqa: BLE001 - see the docstring
            log.error("drain failed", reason=type(error).__name__)
