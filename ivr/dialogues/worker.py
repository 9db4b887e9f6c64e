"""A worker calls the line: own home or work, the PIN, and then by keys whatever a worker can do by text."""

from domain.gas_cards import Signature
from domain.visits import VisitOutcome
from ivr.acts import door, recording, worker
from ivr.events import Result
from ivr.readers import PIN_DIGITS, read_first_building, read_pin, read_yuan
from ivr.script import Ask, Branch, Dialogue, Do, End, Menu, Record, Tell, Transfer

_MATTERS = {"plain": "matter", "spoken": "spoken_matter", "gas": "gas_matter", "none": "no_more"}
_NO_WAVE = {"out": "wave_out", "night": "wave_at_night", "left": "waves_missing", "none": "no_wave"}

WORKER = Dialogue(
    "worker",
    starts=("given_up",),
    steps={
        # who it is
        "which": Menu({"1": "own_home", "2": "work"}),
        "own_home": Do(worker.be_resident, then="call.doors"),
        "work": Do(worker.begin, then="may_enter"),
        "may_enter": Branch(worker.has_pin, {"yes": "pin", "no": "without_pin"}),
        "without_pin": Tell(then="own_home"),
        "pin": Ask(
            read_pin,
            {"right": "enter", "wrong": "refuse", "zero": "person.call"},
            wrong="worker.wrong_pin",
            num_digits=PIN_DIGITS,
            gives_up="refused",
        ),
        "refuse": Do(worker.refuse, then="tries_left"),
        "tries_left": Branch(worker.has_tries_left, {"yes": "wrong_pin", "no": "refused"}),
        "wrong_pin": Tell(then="pin"),
        "refused": End(),
        "enter": Do(worker.enter, then="home"),
        # the menu
        "home": Do(worker.come_home, then="menu"),
        "menu": Menu({"1": "matters", "2": "missing", "3": "door"}, others="others", gives_up="call.goodbye"),
        "others": Menu({"1": "fevers", "2": "orders", "3": "recording.which"}, others="more", gives_up="home"),
        "more": Menu({"1": "which_wave"}, gives_up="home"),
        "given_up": End(),
        # open alerts and items, one by one
        "matters": Do(worker.leave_door, then="next_matter"),
        "next_matter": Do(worker.go_on, then="any_matter"),
        "any_matter": Branch(worker.what_matter, _MATTERS),
        "no_more": Tell(then="home"),
        "matter": Menu(
            {"1": "take", "2": "finish", "3": "find_nobody"},
            others="next_matter",
            tries=1,
            silences=1,
            gives_up="next_matter",
            greets=True,
        ),
        "spoken_matter": Menu(
            {"1": "take", "2": "finish", "3": "hear"},
            others="next_matter",
            tries=1,
            silences=1,
            gives_up="next_matter",
            greets=True,
        ),
        "gas_matter": Menu(
            {"1": "take", "2": "finish", "3": "card"},
            others="next_matter",
            tries=1,
            silences=1,
            gives_up="next_matter",
            greets=True,
        ),
        # a gas card: each who has it signs for it with the money
        "card": Branch(
            worker.whose_card, {"home": "card_sum", "others": "card_sum", "mine": "on_card", "gone": "gone"}
        ),
        "card_sum": Ask(
            read_yuan, {"keyed": "sign", "differs": "card_differs"}, num_digits=None, wait=5, gives_up="next_matter"
        ),
        "card_differs": Tell(then="next_matter"),
        "sign": Do(worker.sign_for_card(Signature.COLLECTED), then="signed"),
        "signed": Tell(then="next_matter"),
        "on_card": Ask(
            read_yuan, {"keyed": "charge", "differs": "card_differs"}, num_digits=None, wait=5, gives_up="next_matter"
        ),
        "charge": Do(worker.sign_for_card(Signature.TOPPED_UP), then="charged"),
        "charged": Tell(then="next_matter"),
        "hear": Tell(quotes=worker.recording, then="spoken_matter"),
        "take": Branch(worker.is_still_open, {"yes": "take_it", "no": "gone"}),
        "take_it": Do(worker.work_on(Result.TAKEN), then="any_note"),
        "any_note": Do(worker.recall_note, then="was_noted"),
        "was_noted": Branch(recording.is_recorded, {"yes": "note_left", "no": "can_connect"}),
        "note_left": Tell(quotes=worker.note_left, then="can_connect"),
        "can_connect": Branch(worker.has_telephone, {"yes": "taken", "no": "yours"}),
        "taken": Menu({"1": "connect", "2": "speak"}, tries=1, silences=1, gives_up="next_matter"),
        "yours": Tell(says="alert.yours", then="may_speak"),
        "connect": Transfer(
            worker.telephone,
            reached="next_matter",
            nobody="next_matter",
            says="alert.connect",
            seconds=30,
            screened=False,
        ),
        "finish": Branch(worker.is_still_open, {"yes": "finish_it", "no": "gone"}),
        "finish_it": Do(worker.work_on(Result.DONE), then="finished"),
        "finished": Tell(then="may_speak"),
        "find_nobody": Branch(worker.is_still_open, {"yes": "find_nobody_there", "no": "gone"}),
        "find_nobody_there": Do(worker.work_on(Result.NOBODY_HOME), then="found_nobody"),
        "found_nobody": Tell(then="may_speak"),
        # as the words behind a code in a text
        "may_speak": Menu({"1": "speak"}, others="next_matter", tries=1, silences=1, gives_up="next_matter"),
        "speak": Record(keep=recording.keep, then="anything"),
        "anything": Branch(recording.is_recorded, {"yes": "leave_note", "no": "nothing"}),
        "leave_note": Do(worker.leave_note, then="noted"),
        "noted": Tell(says="visited", then="next_matter"),
        "nothing": Tell(says="request.nothing", then="next_matter"),
        "gone": Tell(then="next_matter"),
        # the collection point
        "which_wave": Branch(worker.which_wave, {"next": "wave", **_NO_WAVE}),
        "wave": Menu({"1": "may_call_wave", "2": "home"}, gives_up="home"),
        "may_call_wave": Branch(worker.which_wave, {"next": "call_wave", **_NO_WAVE}),
        "call_wave": Do(worker.call_wave, then="wave_called"),
        "wave_called": Tell(then="home"),
        "wave_out": Tell(then="home"),
        "wave_at_night": Tell(then="home"),
        "waves_missing": Tell(then="home"),
        "no_wave": Tell(then="home"),
        # lists, floor by floor
        "missing": Do(worker.list_doors("missing"), then="totals"),
        "totals": Tell(then="where"),
        "where": Branch(worker.is_in_several_buildings, {"yes": "from_building", "no": "turn"}),
        "from_building": Ask(read_first_building, {"keyed": "turn"}, num_digits=None, wait=5, gives_up="home"),
        "fevers": Do(worker.list_doors("fevers"), then="turn"),
        "orders": Do(worker.list_doors("orders"), then="how_many_sets"),
        "how_many_sets": Branch(worker.how_many_sets, {"none": "nothing_listed", "few": "sets", "many": "first_sets"}),
        "sets": Tell(says="first_sets", then="turn"),
        "first_sets": Tell(then="other_sets"),
        "other_sets": Tell(then="turn"),
        "turn": Do(worker.turn_page, then="any_door"),
        "any_door": Branch(worker.what_is_listed, {"page": "page", "end": "read_out", "nothing": "nothing_listed"}),
        "page": Menu({"1": "turn", "2": "home"}, gives_up="home", greets=True),
        "read_out": Tell(then="home"),
        "nothing_listed": Tell(then="home"),
        # a door
        "door": Do(worker.leave_door, then="door.building"),
        "no_such_door": Tell(then="home"),
        "take_door": Do(worker.take_door, then="heard_of"),
        "heard_of": Branch(door.has_reported, {"yes": "already", "no": "what"}),
        "already": Tell(then="what"),
        "what": Menu(
            {"1": "report.start", "2": "order.start", "3": "visit"}, others="at_door.besides", gives_up="home"
        ),
        "report_kept": Tell(then="home"),
        "visit": Menu({"1": "well", "2": "not_home", "3": "ill"}, others="at_door.moved", gives_up="home"),
        "well": Do(worker.visit(VisitOutcome.WELL), then="visited"),
        "not_home": Do(worker.visit(VisitOutcome.NOBODY_HOME), then="visited"),
        "ill": Do(worker.visit(VisitOutcome.ILL), then="alarmed"),
        "visited": Tell(then="home"),
        "alarmed": Tell(then="home"),
    },
)
