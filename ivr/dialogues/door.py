"""A door is keyed: building, unit, room; then who is speaking and how many live there."""

from ivr.acts import door
from ivr.readers import read_building, read_people, read_room, read_unit
from ivr.script import Ask, Branch, Confirm, Dialogue, Do, Menu, Tell

_BUILDING = {"keyed": "unit", "zero": "person.call"}

DOOR = Dialogue(
    "door",
    steps={
        "own_building": Ask(read_building, _BUILDING, num_digits=None, wait=5),  # U1
        "building": Ask(read_building, _BUILDING, num_digits=None, wait=5),  # U1 for another door
        "unit": Ask(read_unit, {"keyed": "room"}, num_digits=None, wait=5),  # U2
        "room": Ask(read_room, {"keyed": "keyed", "zero": "person.call"}, num_digits=None, wait=5),  # U3
        "keyed": Do(door.hear_once, then="right"),
        "right": Confirm(says="right", yes="look_up", no="building"),  # U4
        "look_up": Branch(
            door.look_up,
            {
                "verified": "take_verified",
                "found": "take_found",
                "missing": "miss",
                "missing_again": "who",
                "found_by_worker": "worker.take_door",
                "missing_to_worker": "worker.no_such_door",
            },
        ),
        "take_verified": Do(door.take_verified, then="report.start"),
        "take_found": Do(door.take_unverified, then="who"),
        "miss": Do(door.miss, then="not_found"),
        "not_found": Tell(then="building"),  # U6
        "who": Menu({"1": "is_self", "2": "is_family", "3": "is_staff"}),  # U5
        "is_self": Do(door.speaks("self"), then="people"),
        "is_family": Do(door.speaks("family"), then="people"),
        "is_staff": Do(door.speaks("worker"), then="people"),
        "people": Ask(read_people, {"keyed": "report.start", "zero": "person.call"}),  # U7
    },
)
