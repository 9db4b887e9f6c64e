"""A weather line in Flask and the carrier's own libraries, as somebody writes one who has never heard of this project."""

import io
import wave

from flask import Flask, Response, request
from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse  # type: ignore[import-untyped]

FORECASTER = "+15005550150"
told: list[tuple[str, dict[str, str]]] = []  # every callback
app = Flask(__name__)


def xml(response: object) -> Response:
    """TwiML as the libraries write it."""
    return Response(str(response), content_type="text/xml")


@app.post("/voice")
def voice() -> Response:
    response = VoiceResponse()
    gather = Gather(num_digits=1, action="/menu", timeout=30, hints="rain, sun", language="en-GB")
    gather.say("Press 1 for today, 2 to leave a report, 3 for a forecaster.", voice="alice")
    response.append(gather)
    response.say("Goodbye.")
    return xml(response)


@app.post("/menu")
def menu() -> Response:
    response = VoiceResponse()
    match request.form["Digits"]:
        case "1":
            response.play("/jingle.wav")
            response.say("Rain, 12 degrees.")
            response.redirect("/voice")
        case "2":
            response.record(max_length=30, action="/recorded", recording_status_callback="/recording")
            response.say("Nothing heard.")
        case "3":
            dial = Dial(action="/dialled", timeout=10, hangup_on_star=True, answer_on_bridge=True)
            dial.number(FORECASTER, url="/whisper", status_callback="/leg", status_callback_event="answered completed")
            response.append(dial)
    return xml(response)


@app.post("/whisper")
def whisper() -> Response:
    response = VoiceResponse()
    response.say("A caller of the weather line.")
    return xml(response)


@app.post("/dialled")
def dialled() -> Response:
    response = VoiceResponse()
    response.say(f"The call was {request.form['DialCallStatus']}.")
    return xml(response)


@app.post("/recorded")
def recorded() -> Response:
    response = VoiceResponse()
    response.say("Thank you.")
    response.pause(length=1)
    response.hangup()
    return xml(response)


@app.post("/sms")
def sms() -> Response:
    response = MessagingResponse()
    response.message(f"{request.form['Body']}: rain", status_callback="/sent")
    return xml(response)


@app.post("/<any(status, leg, recording, sent):about>")
def callback(about: str) -> tuple[str, int]:
    told.append((about, request.form.to_dict()))
    return "", 204


@app.get("/jingle.wav")
def jingle() -> Response:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(1600))
    return Response(sound.getvalue(), content_type="audio/wav")
