"""The other sides of the ratios: a bare Flask answer, and a durable turn as a textbook writes it."""

import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from twilio.twiml.voice_response import Gather, VoiceResponse  # type: ignore[import-untyped]

from models.database import database_url
from tests.web.line import BASE, TOKEN

STATIC = '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Noted, thank you. Goodbye.</Say><Hangup/></Response>'


class Base(DeclarativeBase):
    """Tables of the textbook turn, beside ours."""


class TextbookResident(Base):
    """Who calls."""

    __tablename__ = "textbook_resident"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class TextbookCall(Base):
    """A call and where it stands."""

    __tablename__ = "textbook_call"
    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("textbook_resident.id"))
    step: Mapped[str]
    turns: Mapped[list["TextbookTurn"]] = relationship()


class TextbookTurn(Base):
    """A key press."""

    __tablename__ = "textbook_turn"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("textbook_call.id"), index=True)
    keys: Mapped[str]
    at: Mapped[datetime]


def static_app() -> Flask:
    """Bare Flask with a string."""
    app = Flask("bare")

    @app.post("/static")
    def bare() -> Response:
        return Response(STATIC, content_type="text/xml")

    return app


def textbook_app() -> Flask:
    """Signature by the SDK, a session that loads and saves, TwiML by the SDK's builders."""
    app = Flask("textbook")
    engine = create_engine(database_url(os.environ["DATABASE_URL"]), pool_size=10)
    validator = RequestValidator(TOKEN)

    @app.post("/textbook")
    def turn() -> Response:
        form: dict[str, Any] = request.form.to_dict()
        if not validator.validate(f"{BASE}/textbook", form, request.headers.get("X-Twilio-Signature", "")):
            return Response("forbidden", 403)
        with Session(engine) as session:
            resident = session.scalars(select(TextbookResident).where(TextbookResident.number == form["From"])).one()
            call = session.scalars(select(TextbookCall).where(TextbookCall.sid == form["CallSid"])).one_or_none()
            if call is None:
                call = TextbookCall(sid=form["CallSid"], resident_id=resident.id)
                session.add(call)
            call.turns.append(TextbookTurn(keys=form["Digits"], at=datetime.now(UTC)))
            call.step = "confirm"
            name = resident.name
            session.commit()
        return Response(_question(name), content_type="text/xml")

    return app


def _question(name: str) -> str:
    response = VoiceResponse()
    gather = Gather(num_digits=1, action="/textbook", method="POST", timeout=10)
    gather.say(f"{name}, 您报的是:一个人,体温正常。", language="cmn-CN", voice="Polly.Zhiyu")
    gather.say("对,请按一;不对,请按二。", language="cmn-CN", voice="Polly.Zhiyu")
    response.append(gather)
    response.redirect("/textbook", method="POST")
    return str(response)
