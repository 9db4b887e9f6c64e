"""The collector of cycles, kept out of the way of what is loaded and lives as long as the process."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects before the collector of cycles looks at the young ones, and rounds before it looks at older ones, and at all.
COLLECTED = (50_000, 20, 20)


@contextmanager
def loading() -> Iterator[None]:
    """Keep it from looking through a program while that is loaded, which took it a tenth of the time: nothing of it goes."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def freeze_loaded() -> None:
    """Spare it what is loaded, once all of it is: that lives as long as the process.

    It holds every thread while it looks. By Python's own thresholds it looked through everything whenever a board was
    counted, for up to 190 ms, and pages and webhooks waited (`python -m tests.bench.board --communities 10`).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)
