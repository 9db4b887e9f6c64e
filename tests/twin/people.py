"""Whoever holds a telephone: what they do each time something waits for them, the same at the twin and at the exchange."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Act:
    """What is done during one wait, in this order: words, keys, putting the receiver down.

    The keys follow each other faster than any timeout; then comes silence until the wait is over. A patient hand holds
    back a key that nobody listens for until somebody does; any other loses it. Who has spoken puts the receiver down
    in a message only: an answer in words is not waited for.
    """

    words: str = ""
    keys: str = ""
    patient: bool = False
    hangs_up: bool = False


SILENCE, GOODBYE = Act(), Act(hangs_up=True)


@dataclass
class Hands:
    """A person's acts in their order, none while a key is held back; who has none left puts the receiver down."""

    acts: Sequence[Act]
    held: list[str] = field(default_factory=list)  # keys of a patient hand that nobody has heard yet
    _next: int = 0

    def act(self) -> Act:
        """What is done in the next wait."""
        if self.held:
            return SILENCE
        self._next += 1
        return self.acts[self._next - 1] if self._next <= len(self.acts) else GOODBYE


@dataclass(frozen=True)
class Callee:
    """Somebody who may be dialled: how the telephone behaves, what they do when screened, who ends the talk."""

    answers: str = "at_once"
    acts: tuple[Act, ...] = ()
    ends_the_talk: bool = True
