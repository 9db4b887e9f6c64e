"""What else a worker does at a door: not measured yet, something wanted, a meal handed over, what was entered taken back."""

from domain.requests import RequestKind
from domain.visits import VisitOutcome
from ivr.acts import at_door, recording, request, worker
from ivr.events import ItemKind
from ivr.script import Branch, Dialogue, Do, Menu, Record, Tell

AT_DOOR = Dialogue(
    "at_door",
    steps={
        "besides": Menu(
            {"1": "not_measured", "2": "request.which", "3": "take_back"}, others="further", gives_up="worker.home"
        ),
        "further": Menu(
            {"1": "meal", "2": "matter", "3": "no_thermometer"}, others="call_back", gives_up="worker.home"
        ),
        "noted": Tell(says="worker.visited", then="worker.home"),
        # not measured yet: of several people each is asked about
        "not_measured": Do(at_door.begin_with_the_first, then="who_waits"),
        "who_waits": Branch(at_door.who_is_next, {"only": "waits_alone", "next": "next_waits", "nobody": "noted"}),
        "next_waits": Menu({"1": "waits", "2": "has_measured"}, gives_up="worker.home"),
        "waits_alone": Do(at_door.postpone, then="noted"),
        "waits": Do(at_door.postpone, then="who_waits"),
        "has_measured": Do(at_door.go_on, then="who_waits"),
        # what was entered today by keys counts no more
        "take_back": Branch(
            at_door.what_is_entered, {"nothing": "nothing_entered", "well": "may_take_back", "ill": "may_take_back"}
        ),
        "nothing_entered": Tell(then="worker.what"),
        "may_take_back": Menu({"1": "take_it_back", "2": "worker.home"}, gives_up="worker.home"),
        "take_it_back": Do(at_door.take_back, then="is_anyone_ill"),
        "is_anyone_ill": Branch(
            at_door.what_is_entered, {"nothing": "taken_back", "well": "taken_back", "ill": "taken_back_of_ill"}
        ),
        "taken_back": Tell(then="worker.what"),
        "taken_back_of_ill": Tell(then="worker.what"),
        # a meal; whatever else they want, in the worker's own voice; a thermometer, a call back
        "meal": Do(at_door.hand_over_meal, then="noted"),
        "matter": Do(request.ask(RequestKind.OTHER), then="speak"),
        "speak": Record(keep=recording.keep, then="anything"),
        "anything": Branch(recording.is_recorded, {"yes": "say", "no": "nothing"}),
        "say": Do(request.say(RequestKind.OTHER), then="noted"),
        "nothing": Tell(says="request.nothing", then="worker.home"),
        "no_thermometer": Do(at_door.leave(ItemKind.NO_THERMOMETER), then="noted"),
        "call_back": Do(at_door.leave(ItemKind.CALL_BACK), then="noted"),
        # a visit's fourth result: asked again, for nobody calls there any more
        "moved": Menu({"1": "has_moved", "2": "worker.home"}, gives_up="worker.home"),
        "has_moved": Do(worker.visit(VisitOutcome.MOVED), then="noted"),
    },
)
