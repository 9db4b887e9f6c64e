"""A member of the staff records a prompt: its number, its words as they are now, a tone, and the recording played back.

Whoever comes here has been let in by a PIN. Nothing is kept before it is accepted.
"""

from ivr.acts import recording
from ivr.readers import read_prompt
from ivr.script import Ask, Branch, Dialogue, Do, Menu, Record, Tell

RECORDING = Dialogue(
    "recording",
    starts=("which",),
    steps={
        "which": Ask(
            read_prompt,
            {"keyed": "now", "has_fields": "cannot"},
            wrong="recording.no_such",
            num_digits=3,
            gives_up="worker.home",
        ),
        "cannot": Tell(then="which"),
        "now": Tell(quotes=recording.present, then="speak"),
        "speak": Record(keep=recording.keep, then="anything", seconds=30),
        "anything": Branch(recording.is_recorded, {"yes": "heard", "no": "nothing"}),
        "nothing": Tell(then="which"),
        "heard": Tell(quotes=recording.recorded, then="right"),
        "right": Menu({"1": "accept", "2": "speak", "3": "return"}, gives_up="worker.home"),
        "accept": Do(recording.accept, then="accepted"),
        "accepted": Tell(then="which", firm=True),
        "return": Do(recording.return_to_synthetic, then="returned"),
        "returned": Tell(then="which", firm=True),
    },
)
