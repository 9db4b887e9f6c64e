"""The one place that makes XML: a turn of a call becomes the TwiML document the carrier reads out.

Written from prepared fragments for speed (the SDK's builders cost a fifth of a turn) and equal to what they
build, which the tests check. https://www.twilio.com/docs/voice/twiml
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import prompts
from carrier.ssml import attribute, say
from ivr.facts import CallState
from ivr.turn import Keys, Message, Ring, Spoken, Turn

_OPEN = '<?xml version="1.0" encoding="UTF-8"?><Response>'
_CLOSE = "</Response>"
_HANG_UP = "<Hangup/>"

CALL_SECONDS = 300  # the longest a connected leg may last: the cap on what one call can cost
_SILENCE_AFTER_SPEECH = 10  # seconds of silence that end a message; the aged pause long
_SCREEN_SECONDS = 10  # a person has this long to press 1 after the whisper
_FALLBACK_RING_SECONDS = 30
_TROUBLE = "kind.trouble"  # E5 of the call script


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the carrier posts what happens next: absolute paths with query, resolved against the document's own.

    `turn(state)` carries the state to the next turn; `over_press(state)` is the same for the read-back's own
    Gather. `leg(state)` is what the person rung hears before the connection. `recording` is told when a message
    can be fetched. `sound(state, spoken)` is the whole address of what is played in place of the words, "" for none.
    """

    turn: Callable[[CallState], str]
    over_press: Callable[[CallState], str]
    leg: Callable[[CallState], str]
    recording: str
    sound: Callable[[CallState, Spoken], str] = lambda _state, _spoken: ""


def render(turn: Turn, urls: Urls, caller_id: str | None = None) -> str:
    """The document for a turn; it hangs up where nothing is awaited.

    `caller_id`: our own number shown to the person rung; None shows the caller's.
    """
    said = _says(turn.state, turn.says, urls)
    match turn.awaits:
        case Keys() as keys:
            return _document(said, _keys(turn.state, keys, urls))
        case Ring() as ring:
            return _document(said, _ring(turn.state, ring, urls, caller_id))
        case Message() as message:
            return _document(said, _record(message, urls.turn(turn.state), urls.recording))
        case None:
            return _document(said, _HANG_UP)


def screen(language: str, whisper: str, action: str, sound: str = "") -> str:
    """What a person rung hears before the connection: silence or a hang-up leaves the caller unconnected.

    A key is posted to `action`: answer `empty()` to connect, `hang_up()` to refuse. A voice mailbox presses none.
    `sound`: the address of what is played in place of the whisper.
    """
    question = _play(sound) if sound else say(prompts.voice(language), whisper)
    gather = _gather(action, question, num_digits=1, timeout=_SCREEN_SECONDS, empty_too=False)
    return _document(gather, _HANG_UP)


def say_and_hang_up(language: str, prompt_id: str, **fields: str) -> str:
    """A prompt and the end of the call; KeyError for a prompt that does not exist."""
    return _document(say(prompts.voice(language), prompts.text(language, prompt_id, **fields)), _HANG_UP)


def hang_up() -> str:
    """The end of the call, without a word."""
    return _document(_HANG_UP)


def empty() -> str:
    """Nothing to do: the answer to a text, and to a screened leg that pressed 1."""
    return _document()


def fallback(language: str, duty_phone: str | None = None) -> str:
    """The static document for when the service cannot answer: a kind sentence, then the duty phone if there is one."""
    spoken = say(prompts.voice(language), prompts.text(language, _TROUBLE))
    if not duty_phone:
        return _document(spoken, _HANG_UP)
    dial = f'<Dial timeout="{_FALLBACK_RING_SECONDS}" timeLimit="{CALL_SECONDS}">'
    return _document(spoken, f"{dial}<Number>{attribute(duty_phone)}</Number></Dial>")


def _document(*verbs: str) -> str:
    return _OPEN + "".join(verbs) + _CLOSE


def _says(state: CallState, spoken: Iterable[Spoken], urls: Urls) -> str:
    """Each prompt in the voice that was recorded for it, else in the synthetic one."""
    voice = prompts.voice(state.language)
    return "".join(
        _play(sound) if (sound := urls.sound(state, part)) else say(voice, part.text, slow=state.hard_of_hearing)
        for part in spoken
    )


def _play(sound: str) -> str:
    return f"<Play>{attribute(sound)}</Play>"


def _keys(state: CallState, keys: Keys, urls: Urls) -> str:
    """Comfort and read-back in listening Gathers, then the question; the Redirect speaks for a caller who stays silent."""
    action = urls.turn(state)
    question = _gather(
        action,
        _says(state, keys.question, urls),
        num_digits=keys.num_digits,
        timeout=keys.wait,
        finish=keys.finish_on_key,
    )
    late = _gather(action, _says(state, keys.comfort, urls), num_digits=1, timeout=1, finish="", empty_too=False)
    return (late if keys.comfort else "") + _listening(state, keys, urls) + question + _redirect(action)


def _listening(state: CallState, keys: Keys, urls: Urls) -> str:
    """Silence falls through to the question; a key here was pressed too often and is posted to its own address."""
    if not keys.read_back:
        return ""
    words = _says(state, keys.read_back * 2 if state.hard_of_hearing else keys.read_back, urls)
    return _gather(urls.over_press(state), words, num_digits=1, timeout=1, finish="", empty_too=False)


def _gather(
    action: str, words: str, *, num_digits: int | None, timeout: int, finish: str = "#", empty_too: bool = True
) -> str:
    """`empty_too`: silence is posted as well (`actionOnEmptyResult`). `finish` "" makes # and * ordinary keys."""
    length = "" if num_digits is None else f' numDigits="{num_digits}"'
    return (
        f'<Gather input="dtmf"{length} timeout="{timeout}" finishOnKey="{attribute(finish)}"'
        f' actionOnEmptyResult="{"true" if empty_too else "false"}" action="{attribute(action)}" method="POST">'
        f"{words}</Gather>"
    )


def _redirect(action: str) -> str:
    return f'<Redirect method="POST">{attribute(action)}</Redirect>'


def _ring(state: CallState, ring: Ring, urls: Urls, caller_id: str | None) -> str:
    """The verdict is our own stored key 1, never `DialCallStatus`: a voice mailbox answers too."""
    action = attribute(urls.turn(state))
    shown = f' callerId="{attribute(caller_id)}"' if caller_id else ""
    whisper = f' url="{attribute(urls.leg(state))}" method="POST"' if ring.screened else ""
    return (
        f'<Dial timeout="{ring.seconds}" timeLimit="{CALL_SECONDS}"{shown} action="{action}" method="POST">'
        f"<Number{whisper}>{attribute(ring.number)}</Number></Dial>"
    )


def _record(message: Message, action: str, recorded: str) -> str:
    """A caller who says nothing leaves no recording and is posted nowhere: the Redirect goes on without one."""
    return (
        f'<Record maxLength="{message.max_seconds}" timeout="{_SILENCE_AFTER_SPEECH}" playBeep="true"'
        f' action="{attribute(action)}" method="POST" recordingStatusCallback="{attribute(recorded)}"'
        f' recordingStatusCallbackMethod="POST"/>{_redirect(action)}'
    )
