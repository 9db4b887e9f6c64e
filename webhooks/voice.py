"""Calls: the number's voice URL, the key presses, the calls that the line places, and the legs of those who are rung."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest

import prompts
from carrier import numbers, twiml
from ivr.dialogues import LEG
from ivr.facts import CallState
from ivr.state_url import from_query
from ivr.turn import KeyPress, Spoken, Turn
from services.calling import calls, legs
from services.calling.calls import Answer, Incoming, Pressed, Render
from webhooks.addresses import LEG_TAKEN, SOUND, urls_after
from webhooks.door import field, guard, ours, reconnecting, said, xml
from webhooks.parts import parts

voice = Blueprint("voice", __name__, url_prefix="/webhooks/voice")
guard(voice)

FALLBACK_LANGUAGE = "zh-CN"


def _renderer(call_sid: str, *, begins: bool = False) -> Render:
    """Renders a call's turns. One that `begins` plays what was recorded a moment ago; its keys read nothing for it."""

    def render(turn: Turn, number: int) -> str:
        return twiml.render(turn, urls_after(number, call_sid, _sounds(begins=begins)))

    return render


def _sounds(*, begins: bool) -> Callable[[CallState, Spoken], str]:
    the = parts()
    played = the.sounds.played(the.engine, anew=begins)

    def sound(state: CallState, spoken: Spoken) -> str:
        """The address of what is played instead of the words; "" for the synthetic voice."""
        if spoken.recording_sid:
            return the.recording_url(spoken.recording_sid)
        token = played.get((state.community, state.language, spoken.prompt))
        return f"{the.base_urls[0]}{SOUND}/{token}" if token else ""

    return sound


def _answered(answer: Answer | None) -> Response:
    the = parts()
    if answer is None:
        the.counts["unknown"] += 1
        return xml(twiml.say_and_hang_up(FALLBACK_LANGUAGE, "kind.trouble"))
    if answer.rings:
        the.doorbell.ring()
    return xml(answer.reply)


@voice.post("/incoming")
@reconnecting
def incoming() -> Response:
    """A call comes in."""
    sid = field("CallSid")
    call = Incoming(sid, numbers.called(request.form) or "", numbers.caller(request.form) or "")
    the = parts()
    return _answered(calls.answer_incoming(the.engine, call, the.clock.now(), _renderer(sid, begins=True)))


@voice.post("/outgoing")
@reconnecting
def outgoing() -> Response:
    """A call that the line placed was picked up."""
    sid = field("CallSid")
    the = parts()
    return _answered(calls.answer_outgoing(the.engine, sid, ours(), the.clock.now(), _renderer(sid, begins=True)))


@voice.post("/turn/<int:number>", defaults={"over_press": False})
@voice.post("/turn/<int:number>/over-press", defaults={"over_press": True})
@reconnecting
def turn(number: int, over_press: bool) -> Response:  # noqa: FBT001 - it is the address
    """A key press, a silence, the end of a ringing or of a message."""
    sid, the = field("CallSid"), parts()
    pressed = Pressed(sid, number, _key_press(over_press=over_press), _other_side())
    return _answered(calls.answer_call(the.engine, the.plain, pressed, the.clock.now(), _renderer(sid)))


def _key_press(*, over_press: bool) -> KeyPress:
    try:
        state = from_query(request.query_string.decode("ascii"))
    except ValueError as error:
        raise BadRequest("this address was not made by the line") from error
    seconds = said("RecordingDuration")
    press = KeyPress(
        state,
        keys=said("Digits"),
        recording_sid=_recording(),
        recording_seconds=int(seconds) if seconds.isdecimal() else 0,
    )
    return replace(press, over_press=over_press)


def _recording() -> str:
    """The spoken message's sid; a switch may post its address alone, whose last part it is. One of no length is none."""
    if said("RecordingDuration") == "0":
        return ""
    name = said("RecordingUrl").rpartition("/")[2]
    return said("RecordingSid") or name.partition("?")[0].partition(".")[0]


def _other_side() -> str:
    """The resident's or worker's number: the caller's, or the called one's when the line placed the call."""
    outbound = request.form.get("Direction", "inbound").startswith("outbound")
    return (numbers.called(request.form) if outbound else numbers.caller(request.form)) or ""


@voice.post("/leg/<sid>/<int:leg>")
@reconnecting
def leg(sid: str, leg: int) -> Response:
    """A person who is rung for a caller picks up, or their voice mailbox does: in their language, not the caller's."""
    language = request.args.get("language", FALLBACK_LANGUAGE)
    if language not in prompts.languages():
        raise BadRequest("this address was not made by the line")
    language = legs.language_of(parts().engine, numbers.called(request.form) or "") or language
    sound = _sounds(begins=False)(CallState(LEG, language, request.args.get("community", 0, int)), Spoken(LEG, ""))
    whisper = prompts.text(language, LEG)
    return xml(twiml.screen(language, whisper, f"{LEG_TAKEN}/{sid}/{leg}", sound))


@voice.post("/leg-taken/<sid>/<int:leg>")
@reconnecting
def leg_taken(sid: str, leg: int) -> Response:
    """The person who was rung pressed a key: 1 connects."""
    if said("Digits") != "1":
        return xml(twiml.hang_up())
    legs.take_leg(parts().engine, sid, leg)
    return xml(twiml.empty())


@voice.post("/fallback")
def fallback() -> Response:
    """For the carrier's fallback URL: a kind sentence and the duty telephone, without touching the database."""
    return xml(twiml.fallback(FALLBACK_LANGUAGE, parts().duty_phone or None))
