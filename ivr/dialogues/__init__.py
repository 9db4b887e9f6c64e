"""Every dialogue of the line, and the steps at which the services enter them."""

from collections.abc import Mapping

from domain.requests import RequestKind
from ivr.dialogues.alert import ALERT
from ivr.dialogues.at_door import AT_DOOR
from ivr.dialogues.call import CALL
from ivr.dialogues.collection import COLLECTION
from ivr.dialogues.door import DOOR
from ivr.dialogues.fever import FEVER
from ivr.dialogues.kind import KIND
from ivr.dialogues.main import MAIN
from ivr.dialogues.notice import NOTICE
from ivr.dialogues.order import ORDER
from ivr.dialogues.person import PERSON
from ivr.dialogues.recording import RECORDING
from ivr.dialogues.report import REPORT
from ivr.dialogues.request import REQUEST
from ivr.dialogues.roll_call import ROLL_CALL
from ivr.dialogues.substitution import SUBSTITUTION
from ivr.dialogues.worker import WORKER
from ivr.script import Confirm, Script

INCOMING = "call.incoming"  # somebody calls the line
ALERT_CALL = "alert.call"  # the line calls a worker about an alert
CALLS_OF_PURPOSE: Mapping[str, str] = {  # Message.purpose of a call to a resident, and the step it begins at
    "roll_call": "roll_call.call",
    "re_measure": "roll_call.call",
    "follow_up": "roll_call.call",
    "substitution": "substitution.call",
    "order_change": "substitution.change",
    "collection": "collection.call",
    "delivery": "collection.route",
    "request": "request.outcome",
}
ASKS_HOW_THEY_ARE = tuple(one for one, step in CALLS_OF_PURPOSE.items() if step == "roll_call.call")
ABOUT_GOODS = ("substitution.", "collection.")  # calls to a household about its order
NOTICE_CALL = "notice.call"  # the line calls a household with an announcement
PRIVATE_NOTICE_CALL = "notice.ask"  # with one that is nobody else's business: said after a key only
REQUEST_CALL = "request.outcome"  # the line asks a household whether what it asked for is done
REQUEST_SPOKEN: Mapping[str, RequestKind] = {  # what is recorded here belongs to the call's request of this kind
    "request.speak": RequestKind.MEDICINE,
    "request.speak_again": RequestKind.MEDICINE,
    "at_door.speak": RequestKind.OTHER,
}
NOTE_SPOKEN = "worker.speak"  # what is recorded here belongs to the alert or item the worker has come to
RECORD_PROMPT = "recording.which"  # a member of the staff, let in by PIN, records prompts
LEG = "person.leg"  # a person is rung for a caller, and hears the whisper first
FAILED = "kind.third_failure"  # the line gives up and a person calls back
STAFF_FAILED = "worker.given_up"  # the same to a worker who was let in
PIN = "worker.pin"  # what is keyed here is kept nowhere
CLOSING = "fever.close"  # F5: how every call ends that raised a health alert

SCRIPT = Script(
    (
        CALL,
        DOOR,
        REPORT,
        FEVER,
        MAIN,
        ORDER,
        REQUEST,
        PERSON,
        ALERT,
        ROLL_CALL,
        NOTICE,
        SUBSTITUTION,
        COLLECTION,
        RECORDING,
        WORKER,
        AT_DOOR,
        KIND,
    )
)

READ_BACKS = frozenset(
    position for position, step in SCRIPT.steps.items() if isinstance(step, Confirm) and step.read_back
)
