"""Texts that come in."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from carrier import numbers, twiml
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from webhooks.door import field, guard, reconnecting, said, xml
from webhooks.parts import parts

sms = Blueprint("sms", __name__, url_prefix="/webhooks/sms")
guard(sms)


@sms.post("/incoming")
@reconnecting
def incoming() -> Response:
    """A text comes in; the answer, if any, goes out through the outbox and not in this reply."""
    the = parts()
    sid = said("MessageSid") or field("SmsSid")
    text = IncomingText(
        sid=sid,
        called=numbers.called(request.form) or "",
        sender=numbers.caller(request.form) or "",
        body=said("Body"),
        media=int(media) if (media := said("NumMedia")).isdecimal() else 0,
        base_url=the.base_urls[0],
    )
    with Session(the.engine) as session, session.begin():
        rings = receive_text(session, text, the.clock.now())
    if rings:
        the.doorbell.ring()
    return xml(twiml.empty())
