"""What the tests of sending share: a carrier that does as it is told, a clock moved by hand, and the rows as they stand."""

# ruff: noqa: ARG002 - the fake takes what the real one takes, and needs little of it

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from carrier.errors import LookupFailed, NotSent
from carrier.rest import Accepted, Found, RestClient
from models import Alert, Message
from services.day.clock import Clock
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.sending.pacing import Rates
from tests.web.village import WORKER
from workers.sending import Parts, Sender

MORNING = datetime(2020, 2, 29, 0, 30, tzinfo=UTC)  # 08:30 in Wuhan
PLENTY = Rates(texts=1000, calls=1000)


class HandClock(Clock):
    """The line's clock, standing still until it is moved."""

    hand: list[datetime]

    def __init__(self) -> None:
        super().__init__(real=MORNING, simulated=MORNING)
        object.__setattr__(self, "hand", [MORNING])  # a clock is frozen; this one's hand is not

    def now(self) -> datetime:
        """Where the hand stands."""
        return self.hand[0]

    def move(self, **by: float) -> datetime:
        """Later by so many minutes or seconds."""
        self.hand[0] += timedelta(**by)
        return self.now()


@dataclass(frozen=True)
class Post:
    """A create that reached the carrier."""

    channel: str
    to: str
    body: str
    sid: str
    message_id: int


@dataclass(frozen=True)
class Kept:
    """The carrier takes the message, and the answer is lost by this error."""

    error: Exception


class FakeCarrier(RestClient):
    """Takes everything at once, unless it was told to fail; keeps what it took and what it was asked."""

    def __init__(self) -> None:  # nothing of the real one is opened
        self.posts: list[Post] = []
        self.accepted: list[Post] = []
        self.lookups = 0
        self.since: datetime | None = None  # of the last look-up
        self.found_as = "queued"
        self.cannot_be_asked: Exception | None = None
        self.while_posting: Callable[[Post], None] = lambda _: None
        self.sounds: dict[str, bytes] = {}  # recordings by their sid
        self._next: deque[Exception | Kept] = deque()
        self._lock = Lock()

    def will(self, *acts: Exception | Kept) -> None:
        """What it does with the next creates, one after another."""
        self._next.extend(acts)

    def create_message(
        self, *, to: str, from_: str, body: str, status_callback: str, validity_seconds: int | None = None
    ) -> Accepted:
        """As the real one."""
        return self._create("sms", to, body, status_callback)

    def create_call(
        self, *, to: str, from_: str, url: str, status_callback: str, timeout_seconds: int, time_limit_seconds: int
    ) -> Accepted:
        """As the real one."""
        return self._create("call", to, "", status_callback)

    def find_message(self, *, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Found | None:
        """As the real one."""
        self.since = since
        return self._find("sms", to, body, known)

    def find_call(self, *, to: str, from_: str, since: datetime, known: Collection[str] = ()) -> Found | None:
        """As the real one."""
        self.since = since
        return self._find("call", to, "", known)

    def fetch_recording(self, sid: str, most: int) -> bytes:
        """As the real one."""
        if sid not in self.sounds:
            raise NotSent("TestOutage")
        return self.sounds[sid]

    def _create(self, channel: str, to: str, body: str, callback: str) -> Accepted:
        with self._lock:
            sid = f"{'SM' if channel == 'sms' else 'CA'}{len(self.posts):032x}"
            post = Post(channel, to, body, sid, int(callback.partition("o=")[2]))
            self.posts.append(post)
            act = self._next.popleft() if self._next else None
            if act is None or isinstance(act, Kept):
                self.accepted.append(post)
        self.while_posting(post)
        match act:
            case Kept(error):
                raise error
            case Exception():
                raise act
            case _:
                return Accepted(sid, "queued")

    def _find(self, channel: str, to: str, body: str, known: Collection[str]) -> Found | None:
        self.lookups += 1
        if self.cannot_be_asked is not None:
            raise self.cannot_be_asked
        for post in self.accepted:
            if (post.channel, post.to, post.body) == (channel, to, body) and post.sid not in known:
                return Found(post.sid, self.found_as)
        return None


DEAF = LookupFailed("TestOutage")


def sender_for(engine: Engine, clock: Clock, carrier: FakeCarrier, rates: Rates = PLENTY, senders: int = 4) -> Sender:
    """A sender of its own."""
    return Sender(Parts(engine, clock, carrier, "https://line.example.org", rates, senders))


def owe(
    engine: Engine,
    community: int,
    words: Sequence[str],
    priority: Priority = Priority.ALERT,
    channel: str = "sms",
    not_after: datetime | None = None,
) -> list[int]:
    """Put texts or calls to the worker into the outbox; their ids."""
    kind = "alert" if priority is Priority.ALERT else "notice"
    with Session(engine) as session, session.begin():
        drafts = [
            Draft(
                community,
                f"{kind}:{channel}:{word}",
                kind,
                channel,
                priority,
                WORKER,
                "zh-CN",
                word,
                not_after=not_after,
            )
            for word in words
        ]
        made = [outbox.put(session, draft, MORNING) for draft in drafts]
    return [message for message in made if message is not None]


def states(engine: Engine) -> list[str]:
    """The states of all messages, in order."""
    with Session(engine) as session:
        return list(session.scalars(select(Message.state).order_by(Message.id)))


def message(engine: Engine, message_id: int) -> Message:
    """One message as it stands."""
    with Session(engine, expire_on_commit=False) as session:
        return session.get_one(Message, message_id)


def the_alert(engine: Engine) -> Alert:
    """The one alert as it stands."""
    with Session(engine, expire_on_commit=False) as session:
        return session.scalars(select(Alert)).one()


def let_pass(engine: Engine, seconds: float) -> None:
    """So much of the machine's own time passes: for leases and look-ups."""
    with Session(engine) as session, session.begin():
        for row in session.scalars(select(Message)).all():
            if row.lookup_at is not None:
                row.lookup_at -= timedelta(seconds=seconds)
            if row.lease_until is not None:
                row.lease_until -= timedelta(seconds=seconds)


def carry_out(engine: Engine) -> None:
    """Everything owed has left and arrived."""
    with Session(engine) as session, session.begin():
        session.execute(update(Message).where(Message.state == "pending").values(state="delivered"))
