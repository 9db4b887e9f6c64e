"""A bell that any telephone rings when it hears something, for whoever listens to several at once."""

import threading


class Bell:
    """Counts its strokes, so that none is missed between looking and listening."""

    def __init__(self) -> None:
        self._strokes = 0
        self._struck = threading.Condition()

    @property
    def strokes(self) -> int:
        """How often it has rung."""
        with self._struck:
            return self._strokes

    def ring(self) -> None:
        """Wakes everybody who listens."""
        with self._struck:
            self._strokes += 1
            self._struck.notify_all()

    def await_more(self, strokes: int, seconds: float) -> bool:
        """Waits real seconds for more strokes than these; whether there were."""
        with self._struck:
            return self._struck.wait_for(lambda: self._strokes > strokes, timeout=max(0.0, seconds))
