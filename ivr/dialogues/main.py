"""The menu: report, order, requests, a person; and for whom, when the telephone is on file."""

from ivr.acts import door, person, worker
from ivr.script import Branch, Dialogue, Do, Menu

MAIN = Dialogue(
    "main",
    steps={
        "open": Do(person.clear_tries, then="whose"),
        "whose": Branch(worker.is_let_in, {"yes": "worker.home", "no": "menu"}),
        "menu": Menu({"1": "report", "2": "order.start", "3": "request.which"}),  # M1
        "report": Branch(door.is_on_file, {"yes": "for_whom", "no": "report.start"}),
        "for_whom": Menu({"1": "own", "2": "call.another_door"}),  # W1
        "own": Branch(door.is_verified, {"yes": "report.start", "no": "own_door"}),
        "own_door": Branch(
            door.how_many_doors, {"none": "report.start", "one": "take_own", "several": "call.which_door"}
        ),
        "take_own": Do(door.take_only_door, then="report.start"),
    },
)
