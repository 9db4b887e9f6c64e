"""Whether a person or a machine answered, as a call's creator asked to be told; pure.

This exchange knows at once and is always right; the carrier takes seconds and is not.
Source: Twilio, voice/answering-machine-detection.
"""

from dataclasses import dataclass

from exchange.calls import Source
from exchange.handsets import Answers


@dataclass(frozen=True)
class Detection:
    """What was asked: at the `end` of a machine's greeting or its start; `beside` the call, told to `callback`."""

    end: bool
    beside: bool
    callback: Source | None

    def verdict(self, answers: Answers) -> str:
        """AnsweredBy for a telephone that behaves like this."""
        if answers is not Answers.MAILBOX:
            return "human"
        return "machine_end_beep" if self.end else "machine_start"
