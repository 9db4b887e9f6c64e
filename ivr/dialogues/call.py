"""The first words of a call: who calls, for which door, and whether today's report is there already."""

from ivr.acts import door, worker
from ivr.script import Branch, Dialogue, Do, End, Pick, Tell

CALL = Dialogue(
    "call",
    starts=("incoming",),
    steps={
        "incoming": Branch(
            worker.who_calls, {"resident": "doors", "worker": "hello_worker", "worker_who_lives_here": "hello_both"}
        ),
        "hello_worker": Tell(says="hello", then="worker.work", greets=True),
        "hello_both": Tell(says="hello", then="worker.which", greets=True),
        "doors": Branch(door.how_many_doors, {"none": "unregistered", "one": "take_door", "several": "several_doors"}),
        # not on file, or withheld
        "unregistered": Tell(then="door.own_building", greets=True),  # U1
        # one door
        "take_door": Do(door.take_only_door, then="who"),
        "who": Branch(door.has_a_name, {"yes": "hello_name", "no": "hello_known"}),
        "hello_name": Tell(then="first", greets=True),
        "hello_known": Tell(says="hello", then="first", greets=True),
        "first": Branch(door.has_reported, {"yes": "already", "no": "report.start"}),
        "already": Tell(then="main.open"),  # G2
        # several doors
        "several_doors": Do(door.know_several_doors, then="hello_several"),
        "hello_several": Tell(says="hello", then="which_door", greets=True),
        "which_door": Pick(  # W2
            door.listed_doors, door.take, then="first", empty="another_door", other="another_door"
        ),
        "another_door": Do(door.begin, then="door.building"),
        "goodbye": End(farewell=True),  # B1
    },
)
