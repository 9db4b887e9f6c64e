"""A running line for the fault tests: real processes, many doors with a telephone each, and the books compared at the end."""

import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin

import urllib3
from lxml import etree
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from carrier.signature import sign
from linli.house import House
from linli.phone import Handset
from models import Alert, Building, Grid, Household, Message, MessageAttempt, Phone, Resident
from tests.carrier_requests import faults_of
from tests.web.line import LINE
from tests.web.village import Village, settle

Found = TypeVar("Found")
LOOK = 0.02  # seconds between two looks at what is waited for
DOORS = 90
AFTERNOON = datetime(2020, 2, 29, 5, 30, tzinfo=UTC)  # half past one in Wuhan: the line calls nobody by itself
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DOUBTS = {"ambiguous", "not_found", "lookup_failed"}
ARRIVED = {"accepted", "sent", "delivered"}


def wait_for(what: str, look: Callable[[], Found], within: float = 10) -> Found:
    """The first thing found that is true; AssertionError when it does not come in time."""
    deadline, pause = time.monotonic() + within, threading.Event()
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"{what} did not come within {within:g} s"
        pause.wait(LOOK)


def _furnish(session: Session, village: Village) -> None:
    building = session.scalars(select(Building.id).where(Building.name == "5")).one()
    grid = session.scalars(select(Grid.id)).one()
    for number in range(DOORS):
        door = Household(
            community_id=village.community, building_id=building, grid_id=grid, unit="9", room=str(601 + number)
        )
        session.add(door)
        session.flush()
        person = Resident(household_id=door.id, position=0, name=f"住户{number}", salutation="阿姨")
        session.add(person)
        session.flush()
        session.add(
            Phone(
                community_id=village.community,
                household_id=door.id,
                resident_id=person.id,
                number=f"+861000000{2000 + number}",
                position=1,
            )
        )


@dataclass
class Street:
    """The line, its database, and telephones that nobody has used yet."""

    house: House
    engine: Engine
    ill: list[str] = field(default_factory=list)  # rooms that raised an alert
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=60, retries=False))

    def open(self) -> None:
        """Settle the village and its doors, then start everything."""
        self.house.open()
        with Session(self.engine) as session, session.begin():
            _furnish(session, settle(session, AFTERNOON))
        self.house.start()
        wait_for("the worker's first beat", self.is_ready, within=20)

    def is_ready(self) -> bool:
        """The web process answers, and has seen a beat of the worker and the clock in the database."""
        answer = self._pool.request("GET", f"{self.house.web}/readyz", timeout=5)
        return b'"worker"' in answer.data and b'"clock"' in answer.data

    def fresh(self) -> tuple[str, str]:
        """A telephone and its room, not used before."""
        number = next(self._numbers)
        return f"+861000000{2000 + number}", str(601 + number)

    def falls_ill(self) -> str:
        """A call from a new door, key 2, hung up at once; the room. Returns when the key was heard."""
        number, room = self.fresh()
        phone = Handset(self.house.exchange, number)
        phone.dial(LINE)
        phone.awaits()
        assert phone.press("2", patience=5) == "2"
        self.ill.append(room)
        phone.awaits()  # the line has answered the key: the alert is committed
        phone.hangup()
        return room

    def suffers(self, **faults: dict[str, Any]) -> None:
        """The carrier misbehaves from now on, by operation."""
        self._exchange("PUT", "/exchange/faults", faults)

    def recovers(self) -> None:
        """The carrier is well again."""
        self._exchange("DELETE", "/exchange/faults")

    def lends(self, *numbers: str) -> None:
        """The carrier lets the line send from these numbers too."""
        for number in numbers:
            self._exchange("PUT", f"/exchange/numbers/{number}", {})

    def creates(self, room: str = "") -> list[dict[str, Any]]:
        """Every text that reached the carrier's door, about this room."""
        entries = self._exchange("GET", "/exchange/ledger?kind=rest")
        posts = [one for one in entries if one["method"] == "POST" and one["path"].endswith("Messages.json")]
        return [one for one in posts if one["form"]["Body"].partition("单元")[2].startswith(room)]

    def accepted(self, room: str = "") -> list[dict[str, Any]]:
        """Those that the carrier took, whether it said so or not."""
        return [one for one in self.creates(room) if one["sid"]]

    def post(self, path: str, form: dict[str, str], *, signature: str | None = None) -> "urllib3.BaseHTTPResponse":
        """A webhook, signed as the carrier signs."""
        url = urljoin(self.house.web, path)
        token = self.house.environment["TWILIO_AUTH_TOKEN"]
        signed = sign(token, url, form.items()) if signature is None else signature
        headers = {"X-Twilio-Signature": signed} if signed else {}
        return self._pool.request("POST", url, body=urlencode(form), headers=headers | FORM, timeout=20)

    def call_by_hand(self, sid: str) -> tuple[str, dict[str, str]]:
        """A call up to its first question, webhook by webhook: where the next key is posted, and its form."""
        number, _ = self.fresh()
        form = {"CallSid": sid, "From": number, "To": LINE, "Direction": "inbound", "CallStatus": "in-progress"}
        document = etree.fromstring(self.post("/webhooks/voice/incoming", form).data)
        return str(document.find(".//Gather[@actionOnEmptyResult='true']").get("action")), {**form, "Digits": "2"}  # type: ignore[union-attr]

    def balance(self, within: float = 60) -> None:
        """The books agree: no alert unsent, nothing twice but what was in doubt and says so, nothing stuck.

        All has left `within` seconds; what is no alert and in doubt is looked up only a lease and a minute later.
        """
        wait_for("the end of all sending", self._is_settled, within=within)
        by_message = Counter(_message_id(one) for one in self.accepted())
        with Session(self.engine) as session:
            alerts = session.scalars(select(Alert)).all()
            assert sorted(alert.room for alert in alerts if alert.unit == "9" and alert.room in self.ill) == sorted(
                self.ill
            )
            for alert in alerts:
                texts = session.scalars(select(Message).where(Message.alert_id == alert.id, Message.channel == "sms"))
                assert any(text.state in ARRIVED and by_message[text.id] for text in texts.all()), alert.room
            for message_id, times in by_message.items():
                attempts = session.scalars(
                    select(MessageAttempt.outcome).where(MessageAttempt.message_id == message_id)
                ).all()
                doubts = sum(1 for outcome in attempts if outcome in DOUBTS)
                assert times == 1 or doubts, f"message {message_id} was accepted {times} times"
        self._check_requests()
        for message_id in by_message:
            bodies = [one["form"]["Body"] for one in self.accepted() if _message_id(one) == message_id]
            assert all(body.startswith("(重)") for body in bodies[1:])

    def _check_requests(self) -> None:
        """Whatever was asked of the carrier, it was asked as its description says."""
        for one in self._exchange("GET", "/exchange/ledger?kind=rest"):
            fields = one["form"] if one["method"] == "POST" else one["query"]
            assert faults_of(one["method"], one["path"], fields) == []

    def _is_settled(self) -> bool:
        with Session(self.engine) as session:
            owed = session.scalars(select(Message.state).where(Message.state.in_(("pending", "submitting", "unknown"))))
            return owed.first() is None

    def _exchange(self, method: str, path: str, body: object = None) -> Any:
        answer = self._pool.request(method, self.house.exchange + path, json=body, timeout=20)
        assert answer.status == 200, answer.data
        return json.loads(answer.data)


def _message_id(entry: dict[str, Any]) -> int:
    return int(str(entry["form"]["StatusCallback"]).partition("o=")[2])
