"""The one job that RQ knows: wake the sending thread. The process hands it its bell; the job has no arguments.

It returns at once. RQ refuses a second job while the first exists, so one that lasted as long as a slow carrier
would swallow the rings of the alerts behind it, and killed in mid-work it would block the bell for minutes.
"""

from collections.abc import Callable

Wake = Callable[[], None]
_bells: list[Wake] = []


def answer_with(wake: Wake) -> None:
    """The process's own bell, called whenever somebody rings."""
    _bells[:] = [wake]


def drain() -> None:
    """Send what is due, soon, in the thread that sends."""
    for wake in _bells:
        wake()
