"""A resident's text: understood where its thread stands, acted on and answered in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from ivr.events import FiledItem, ItemKind, RaisedAlert
from ivr.facts import Household
from ivr.texting import conversation
from ivr.texting.letter import Answer
from ivr.texting.thread import Thread
from models import Community
from services.calling import facts
from services.day.clock import local_day
from services.goods import goods_answers
from services.goods.goods_answers import Texted
from services.needs.request_answers import answer_outcome
from services.sales.set_names import names_on_sale
from services.texting.letters import IncomingText, Opened, open_letter, store_events, take
from services.texting.replies import Reply, reply
from services.texting.threads import open_thread


def answer_text(
    session: Session, community: Community, text: IncomingText, now: datetime, *, is_silent: bool = False
) -> bool:
    """Do what a resident's text says, or ask; `is_silent` without a reply. Returns whether something is now due."""
    correspondence = open_thread(session, community.id, text.sender, local_day(now, community.timezone))
    thread = correspondence.thread
    doors = facts.doors_of(session, community.id, text.sender, now)
    about_order = _about_order(session, community, text, thread, doors, now)
    if about_order is not None:
        return reply(session, about_order, now)
    settled = None if thread.asked else answer_outcome(session, community.id, text.sender, text.body, now)
    if settled is not None:
        language, words = settled
        return reply(session, Reply(community.id, text.sid, text.sender, language, words, may_repeat=True), now)
    understood = conversation.listen(text.body, thread, names_on_sale(session, community.id, now))
    opened = Opened(session, community, text, now)
    letter = open_letter(opened, understood, thread, doors)
    answer, rings = take(opened, letter)
    correspondence.keep(answer.thread)
    if not text.sender and not answer.events:
        rings = store_events(opened, _left_over(answer, text.body)) or rings
    is_urgent = any(isinstance(event, RaisedAlert) for event in answer.events)
    to = "" if is_silent else text.sender
    said = Reply(community.id, text.sid, to, letter.language, answer.body, understood.is_clear, is_urgent)
    return reply(session, said, now) or rings


def _about_order(
    session: Session,
    community: Community,
    text: IncomingText,
    thread: Thread,
    doors: Sequence[Household],
    now: datetime,
) -> Reply | None:
    """The reply to what answers a question about an order, or a call to collect it; None for any other text."""
    if not doors:
        return None
    language = doors[0].language
    body = goods_answers.answer_text(Texted(session, text.sender, text.body, thread, language, now))
    return Reply(community.id, text.sid, text.sender, language, body, may_repeat=True) if body else None


def _left_over(answer: Answer, body: str) -> Answer:
    """Nobody can be asked back: what was not certain is for the worker."""
    return replace(answer, events=(FiledItem(ItemKind.OTHER, note=body),))
