"""The tables, one noun a file, and the queries on them. Import from here so that every table is known."""

from models.alert import Alert, AlertCode, AlertStep
from models.announcement import Announcement, AnnouncementDelivery
from models.arrival import ArrivalCount, Settlement, Substitution, SubstitutionAnswer
from models.audit import AuditEntry, AuditHead
from models.base import Base, UTCDateTime
from models.call import Call, Turn
from models.call_by_person import CallByPerson
from models.clock import ClockEpoch, Heartbeat
from models.community import Building, Community, Grid
from models.day_step import DayStep
from models.gas_card import GasCard
from models.health_file import HealthFile, HealthNote, HealthView
from models.household import Household, Phone, Resident
from models.inbound_event import InboundEvent
from models.item import Item
from models.ledger import Entry, Posting
from models.list_upload import ListUpload
from models.message import Message, MessageAttempt, Pace
from models.pause import Pause
from models.pin_try import PinTry
from models.postponement import Postponement
from models.prompt_recording import PromptRecording
from models.reading import Reading
from models.request import MealDay, Request, RequestRecording
from models.roll_call import RollCall
from models.sale import Order, OrderLine, Sale, SaleSet
from models.spoken_link import SpokenLink
from models.spoken_note import SpokenNote
from models.staff_access import SignIn, StaffSession
from models.stand_in import StandIn
from models.state_change import StateChange
from models.text_thread import TextThread
from models.visit import Visit
from models.wave import OrderNotice, Wave
from models.worker import Duty, Worker

__all__ = [
    "Alert",
    "AlertCode",
    "AlertStep",
    "Announcement",
    "AnnouncementDelivery",
    "ArrivalCount",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Building",
    "Call",
    "CallByPerson",
    "ClockEpoch",
    "Community",
    "DayStep",
    "Duty",
    "Entry",
    "GasCard",
    "Grid",
    "HealthFile",
    "HealthNote",
    "HealthView",
    "Heartbeat",
    "Household",
    "InboundEvent",
    "Item",
    "ListUpload",
    "MealDay",
    "Message",
    "MessageAttempt",
    "Order",
    "OrderLine",
    "OrderNotice",
    "Pace",
    "Pause",
    "Phone",
    "PinTry",
    "Posting",
    "Postponement",
    "PromptRecording",
    "Reading",
    "Request",
    "RequestRecording",
    "Resident",
    "RollCall",
    "Sale",
    "SaleSet",
    "Settlement",
    "SignIn",
    "SpokenLink",
    "SpokenNote",
    "StaffSession",
    "StandIn",
    "StateChange",
    "Substitution",
    "SubstitutionAnswer",
    "TextThread",
    "Turn",
    "UTCDateTime",
    "Visit",
    "Wave",
    "Worker",
]
