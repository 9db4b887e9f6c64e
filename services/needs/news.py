"""What a household hears of its request: that somebody has taken it, and, when it is done, the question whether it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

import prompts
from domain.day_plan import instant_of
from domain.life_cycles import RequestState
from domain.money import yuan
from domain.requests import RequestKind
from ivr.texting import thread as threads
from models import Community, Duty, Message, Request, TextThread, Worker
from services.announcing.announcements import languages_of, telephones_of
from services.announcing.notices import has_enough
from services.day.clock import local_day
from services.day.steps import plan_of
from services.needs import gas_cards
from services.sending import outbox
from services.sending.outbox import Draft, Priority

PURPOSE = "request"
ASKED_MOST = 2  # times: whoever answers neither leaves it done and unconfirmed
AGAIN = timedelta(days=1)
ANSWERED_WITHIN = timedelta(days=3)  # a short text later is about something else


@dataclass(frozen=True, slots=True)
class _Home:
    """The household of a request as it is reached: the first number that takes texts, "" for none, and the first of all."""

    texted: str
    called: str
    language: str


def tell_taken(session: Session, request: Request, worker_id: int | None, now: datetime) -> None:
    """A text that the grid worker has it, once; nobody is called for that, nor at night."""
    worker = session.get(Worker, worker_id) if worker_id else None
    home = _home(session, request)
    if worker is None or not home.texted or has_enough(session, home.texted, now):
        return
    who, matter = _title(session, worker, home.language), _matter(request, home.language)
    body = prompts.text(home.language, "text.request_taken", matter=matter, worker=who)
    _text_home(session, request, home, body, f"request:{request.id}:taken", now)


def tell_card_collected(session: Session, request: Request, worker: Worker, fen: int, now: datetime) -> None:
    """A receipt by text: who has the gas card, and how much money; again when that changes."""
    home = _home(session, request)
    if home.texted:
        who = _title(session, worker, home.language)
        body = prompts.text(home.language, "text.gas_receipt", worker=who, sum=yuan(fen))
        _text_home(session, request, home, body, f"request:{request.id}:card:{worker.id}:{fen}", now)


def _title(session: Session, worker: Worker, language: str) -> str:
    """A name, of a grid worker as one: the office and the building team are none."""
    duty = select(Duty.id).where(Duty.worker_id == worker.id, Duty.role == "grid_worker").limit(1)
    is_grid_worker = session.scalar(duty) is not None
    return prompts.text(language, "text.grid_worker", name=worker.name) if is_grid_worker else worker.name


def _matter(request: Request, language: str) -> str:
    """What was asked for, in brackets; nothing where it has no name of its own."""
    if request.kind == RequestKind.OTHER:
        return ""
    return prompts.text(language, "text.request_matter", what=prompts.text(language, f"item.{request.kind}"))


def _text_home(session: Session, request: Request, home: _Home, body: str, key: str, now: datetime) -> None:
    """A notice to the household's telephone, not at night."""
    community = session.get_one(Community, request.community_id)
    draft = Draft(
        community_id=request.community_id,
        dedupe_key=key,
        kind="notice",
        channel="sms",
        priority=Priority.NOTICE,
        to=home.texted,
        language=home.language,
        body=body,
        household_id=request.household_id,
        due_at=plan_of(community).wakes(now, community.timezone),
    )
    outbox.put(session, draft, now)


def asks(now: datetime) -> ColumnElement[bool]:
    """Whether a household is to be asked about its request."""
    return Request.ask_at <= now


def ask_due(session: Session, now: datetime, most: int = 50) -> int:
    """Ask each household whose time has come whether it is done: by text, the second time by call. Returns how many.

    Safe in two processes; nobody is asked in the quiet hours, and no household is called twice on one day.
    """
    query = select(Request).where(asks(now)).order_by(Request.ask_at, Request.id).limit(most)
    due = session.scalars(query.with_for_update(skip_locked=True)).all()
    return sum(_ask(session, request, now) for request in due)


def _ask(session: Session, request: Request, now: datetime) -> bool:
    community = session.get_one(Community, request.community_id)
    plan = plan_of(community)
    wakes = plan.wakes(now, community.timezone)
    if wakes > now:
        request.ask_at = wakes
        return False
    home = _home(session, request)
    day = local_day(now, community.timezone)
    draft = _text(session, request, home, now) if request.asked == 0 and home.texted else None
    if draft is None and home.called:
        draft = Draft(
            community_id=request.community_id,
            dedupe_key=f"request:{request.household_id}:{day}",
            kind="reminder",
            channel="call",
            priority=Priority.REMINDER,
            to=home.called,
            language=home.language,
            household_id=request.household_id,
            purpose=PURPOSE,
            not_after=instant_of(day, plan.quiet_from, community.timezone),
        )
    made = outbox.put(session, draft, now) if draft else None
    if made is not None:
        request.asked, request.message_id = request.asked + 1, made
    is_last = request.asked >= ASKED_MOST or not home.called
    request.ask_at = None if is_last else now + AGAIN
    return made is not None


def _text(session: Session, request: Request, home: _Home, now: datetime) -> Draft | None:
    """The question by text; None where the number has had enough, or another question of ours is open there."""
    if has_enough(session, home.texted, now) or _is_asked(session, request, home.texted, now):
        return None
    return Draft(
        community_id=request.community_id,
        dedupe_key=f"request:{request.id}:done:{now.isoformat()}",
        kind="notice",
        channel="sms",
        priority=Priority.NOTICE,
        to=home.texted,
        language=home.language,
        body=_question(session, request, home.language),
        household_id=request.household_id,
        purpose=PURPOSE,
    )


def _question(session: Session, request: Request, language: str) -> str:
    """Whether it is done; of a gas card that came back, with its money."""
    card = gas_cards.card_of(session, request.id)
    if card is None:
        return prompts.text(language, "text.request_done", matter=_matter(request, language))
    purse = gas_cards.purse_of(session, request.id)
    return prompts.text(language, "text.gas_done", charged=yuan(purse.charged), returned=yuan(purse.returned))


def _is_asked(session: Session, request: Request, number: str, now: datetime) -> bool:
    """Whether a bare number from this telephone would answer something else: 1 must never be taken for 36.1."""
    thread = select(TextThread.state).where(
        TextThread.community_id == request.community_id, TextThread.number == number
    )
    community = session.get_one(Community, request.community_id)
    state = session.scalar(thread)
    today = local_day(now, community.timezone)
    has_question = state is not None and threads.read(state).on(today).asked is not None
    return has_question or asked_by_text(session, request.community_id, number, now) is not None


def asked_by_text(session: Session, community_id: int, number: str, now: datetime) -> Request | None:
    """The request that this telephone was asked about by text of late and has not answered."""
    query = (
        select(Request)
        .join(Message, Message.id == Request.message_id)
        .where(Request.community_id == community_id, Request.state == RequestState.DONE.value)
        .where(Message.to == number, Message.channel == "sms", Message.created_at > now - ANSWERED_WITHIN)
    )
    return session.scalars(query.order_by(Message.id.desc()).limit(1)).one_or_none()


def asked_by_call(session: Session, message_id: int) -> int:
    """The request that a call of ours is about; 0 for none."""
    return session.scalar(select(Request.id).where(Request.message_id == message_id)) or 0


def _home(session: Session, request: Request) -> _Home:
    """Only telephones of the roster: what a caller keyed or typed is never called back by a machine."""
    home = request.household_id
    community = session.get_one(Community, request.community_id)
    if home is None:
        return _Home("", "", community.language)
    telephones = telephones_of(session, request.community_id, [home])[home]
    texted = next((one.number for one in telephones if one.takes_texts and not one.opted_out), "")
    language = languages_of(session, [home]).get(home, community.language)
    return _Home(texted, telephones[0].number if telephones else "", language)
