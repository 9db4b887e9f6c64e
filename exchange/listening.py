"""What a line listens for: the rules of keys and words in <Gather> and <Record>; pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

KEYS = frozenset("0123456789*#ABCD")


@dataclass
class Gathering:
    """Keys or words of one <Gather>, from its beginning; ends at `num_digits` keys, at the finishing key, or when spoken.

    The finishing key is not among the digits; with an empty one, # and * are digits like others.
    """

    num_digits: int | None = None
    finish_on_key: str = "#"
    hears: frozenset[str] = frozenset({"dtmf"})
    digits: str = field(default="", init=False)
    words: str = field(default="", init=False)
    finished_on: str = field(default="", init=False)
    pressed: int = field(default=0, init=False)
    done: bool = field(default=False, init=False)

    def press(self, key: str) -> bool:
        """Takes one key; False when it came too late to be heard, or keys are not what is listened for."""
        if self.done or "dtmf" not in self.hears:
            return False
        self.pressed += 1
        if key in self.finish_on_key:
            self.finished_on, self.done = key, True
            return True
        self.digits += key
        self.done = self.num_digits is not None and len(self.digits) >= self.num_digits
        return True

    def say(self, words: str) -> None:
        """Takes words, if they are listened for; whatever was said is understood."""
        if not self.done and "speech" in self.hears:
            self.pressed += 1
            self.words, self.done = words, True


@dataclass
class Recording:
    """A voice message being left: words said so far, and the key that ended it."""

    finish_on_key: str
    words: list[str] = field(default_factory=list, init=False)
    finished_on: str = field(default="", init=False)
    pressed: int = field(default=0, init=False)
    done: bool = field(default=False, init=False)

    def press(self, key: str) -> bool:
        """Takes one key; only a finishing key is heard."""
        if self.done or key not in self.finish_on_key:
            return False
        self.pressed += 1
        self.finished_on, self.done = key, True
        return True

    def say(self, words: str) -> None:
        """Takes words spoken into the message."""
        self.pressed += 1
        self.words.append(words)


Listener = Gathering | Recording


def more_than(listener: Listener, heard: int) -> Callable[[], bool]:
    """A test for whether a listener is done or has heard more than this."""
    return lambda: listener.done or listener.pressed > heard
