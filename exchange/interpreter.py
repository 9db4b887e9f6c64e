"""Carries out TwiML on one leg of a call, verb by verb, and asks the application what comes next."""

from collections.abc import Callable, Mapping
from typing import NoReturn
from urllib.parse import urljoin

from exchange import params, twiml, verbs
from exchange.calls import HungUpError, Leg, RedirectedError, Source
from exchange.delivery import FETCH_FAILED
from exchange.handsets import Handset
from exchange.listening import Gathering, more_than
from exchange.player import Heard
from exchange.recorder import Recorder
from exchange.studio import Dialled, Document, ScriptError, Studio, action_of, heard
from exchange.verbs import Verb
from exchange.web import NOT_XML, Answer, Hook

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
_MOST_DOCUMENTS = 1000
_MOST_LOOPS = 100


class Interpreter:
    """One leg's TwiML from its first document to its last."""

    def __init__(
        self,
        leg: Leg,
        handset: Handset,
        studio: Studio,
        fallback: Source | None = None,
        pick_up: Callable[[], None] | None = None,
    ) -> None:
        """`pick_up` answers a leg that still rings, once there is something to be heard on it."""
        self._leg = leg
        self._handset = handset
        self._studio = studio
        self._fallback = fallback
        self._pick_up = pick_up
        self._documents = 0
        self._base = ""  # what the addresses of the document being carried out count from

    def run(self, source: Source) -> None:
        """Carries out what the source gives until it ends; raises HungUpError when the leg is over before."""
        step = self._opening(source)
        while True:
            try:
                document = step()
                if document is None:
                    return
                step = self._bound(document)
            except RedirectedError as order:
                step = self._opening(order.source)
            except ScriptError as error:
                step = self._after(error)

    def _bound(self, document: Document) -> Callable[[], Document | None]:
        return lambda: self._perform(document)

    def _opening(self, source: Source) -> Callable[[], Document | None]:
        return lambda: self.fetch(source)

    def _after(self, error: ScriptError) -> Callable[[], Document | None]:
        """What follows an error: the fallback once, then an apology and the end."""
        about = self._leg.call.sid
        self._studio.ledger.write("error", about=about, code=error.code, url=error.url, reason=str(error))
        self._handset.emit("trouble", code=error.code, url=error.url, reason=str(error))
        fallback, self._fallback = self._fallback, None
        if fallback is None:
            return self._apologize
        told = {"ErrorCode": str(error.code), "ErrorUrl": error.url.partition("#")[0]}
        return lambda: self.fetch(fallback, told)

    def _apologize(self) -> None:
        self._be_answered()
        self._speak(verbs.Say(APOLOGY))
        self._hang_up()

    def _hang_up(self) -> NoReturn:
        self._leg.end("line")
        raise HungUpError

    def _be_answered(self) -> None:
        pick_up, self._pick_up = self._pick_up, None
        if pick_up is not None:
            pick_up()

    def fetch(self, source: Source, more: Mapping[str, str] | None = None) -> Document:
        """Asks for a document; raises ScriptError, or HungUpError when the leg ended meanwhile."""
        self._documents += 1
        if self._documents > _MOST_DOCUMENTS:
            raise ScriptError(FETCH_FAILED, source.url, "too many documents in one call")
        if source.twiml is not None:
            return self._read(source.twiml, source.url)
        answer = self.tell(source, more)
        self._leg.check()
        if answer.failure is not None:
            raise ScriptError(answer.code, answer.url, f"{answer.failure}, status {answer.status}")
        return self._document(answer, source.url)

    def _document(self, answer: Answer, url: str) -> Document:
        """TwiML as it stands; plain text is said, a sound played; anything else is no answer."""
        if answer.status == 204 or not answer.body:  # noqa: PLR2004  no content: nothing to do
            return Document(url, ())
        if answer.is_plain:
            return Document(url, (verbs.Say(" ".join(answer.body.decode("utf-8", "replace").split())),))
        if answer.is_sound:
            return Document(url, (verbs.Play(answer.url),))
        if not answer.is_twiml:
            raise ScriptError(NOT_XML, answer.url, f"content type {answer.content_type!r}")
        return self._read(answer.body, url)

    def tell(self, source: Source, more: Mapping[str, str] | None = None) -> Answer:
        """Asks the application without caring for what it says."""
        call = self._leg.call
        told = params.of_call(call) | dict(more or {})
        return self._studio.web.ask(Hook(source.url, source.method, told, call.sid, call.sid))

    def _read(self, body: bytes, url: str) -> Document:
        try:
            return Document(url, twiml.parse(body))
        except twiml.TwimlError as error:
            raise ScriptError(error.code, url, str(error)) from error

    def _perform(self, document: Document) -> Document | None:
        first, self._base = next(iter(document.verbs), None), document.url
        if isinstance(first, verbs.Reject) and self._pick_up is not None:
            self._leg.refuse("busy" if first.reason == "busy" else "no-answer")
            raise HungUpError
        for verb in document.verbs:
            self._leg.check()
            if not isinstance(verb, verbs.Pause):  # before anything else, it delays picking up
                self._be_answered()
            if isinstance(verb, verbs.Hangup | verbs.Reject):
                self._hang_up()
            following = self._act(verb, document)
            if following is not None:
                return following
        self._be_answered()
        return None

    def _act(self, verb: Verb, document: Document) -> Document | None:
        match verb:
            case verbs.Say() | verbs.Play() | verbs.Pause():
                self._speak(verb)
            case verbs.Gather():
                return self._gather(verb, document)
            case verbs.Redirect():
                return self.fetch(Source(urljoin(document.url, verb.url), verb.method))
            case verbs.Record():
                return self._record(verb, document)
            case verbs.Dial():
                return self._dial(verb, document)
            case _:
                raise ScriptError(twiml.INVALID, document.url, f"{type(verb).__name__} in a call")
        return None

    def _speak(self, prompt: verbs.Prompt, until: Callable[[], bool] = lambda: False) -> bool:
        """Says, plays or keeps silent; True when `until` came about and cut it short."""
        pace = self._studio.pace
        if isinstance(prompt, verbs.Pause):
            return self._leg.wait(pace.waited(prompt.length), until)
        sound = self._fetch_sound(prompt) if isinstance(prompt, verbs.Play) else None
        seconds, facts = pace.spoken(prompt, sound), heard(prompt, sound)
        for _ in range(min(prompt.loop or _MOST_LOOPS, _MOST_LOOPS)):
            if until():  # a key was pressed while the sound was fetched
                return True
            self._handset.emit("says", seconds=seconds, **facts)
            if self._leg.wait(seconds, until):
                return True
        return False

    def _fetch_sound(self, prompt: verbs.Play) -> Heard | None:
        studio = self._studio
        return studio.player.fetch(urljoin(self._base, prompt.url), self._leg.call.sid, studio.recordings)

    def _gather(self, verb: verbs.Gather, document: Document) -> Document | None:
        gathering = Gathering(verb.num_digits, verb.finish_on_key, verb.hears)
        self._leg.listen(gathering)
        try:
            self._prompt(verb, gathering)
            self._await_keys(verb, gathering)
        finally:
            self._leg.listen(None)
        if not gathering.digits and not gathering.words and not verb.action_on_empty_result:
            return None
        return self.fetch(action_of(verb.action, verb.method, document), _gathered(gathering))

    def _prompt(self, verb: verbs.Gather, gathering: Gathering) -> None:
        for prompt in verb.prompts:
            if self._speak(prompt, lambda: verb.barge_in and gathering.pressed > 0):
                return
        if not gathering.pressed:
            self._handset.emit(
                "awaits",
                kind="gather" if "dtmf" in verb.hears else "speech",
                num_digits=verb.num_digits,
                finish_on_key=verb.finish_on_key,
                timeout=verb.timeout,
            )

    def _await_keys(self, verb: verbs.Gather, gathering: Gathering) -> None:
        """Waits for the end of the keys; the timeout begins anew with each."""
        while not gathering.done:
            heard = gathering.pressed
            if not self._leg.wait(self._studio.pace.waited(verb.timeout), more_than(gathering, heard)):
                return

    def _record(self, verb: verbs.Record, document: Document) -> Document | None:
        recorder = Recorder(self._leg, self._handset, self._studio, self.tell)
        told = recorder.take(verb, document)
        return None if told is None else self.fetch(action_of(verb.action, verb.method, document), told)

    def _dial(self, verb: verbs.Dial, document: Document) -> Document | None:
        dialled = self._studio.dial(self._leg, verb, document.url)
        if verb.action is None:
            return None
        action = action_of(verb.action, verb.method, document)
        if self._leg.over is not None:
            # The application still hears how it went; what it answers has nobody to hear it.
            self._leg.call.status = "completed"
            self.tell(action, _dial_outcome(dialled))
        return self.fetch(action, _dial_outcome(dialled)) if self._leg.over is None else None


def _gathered(gathering: Gathering) -> dict[str, str]:
    """What an action hears of a <Gather>; whatever was said is understood for certain."""
    if gathering.words:
        return {"SpeechResult": gathering.words, "Confidence": "1.0"}
    return {"Digits": gathering.digits, "FinishedOnKey": gathering.finished_on, "msg": "Gather End"}


def _dial_outcome(dialled: Dialled) -> dict[str, str]:
    """What an action hears of a <Dial>."""
    told = {
        "DialCallStatus": dialled.status,
        "DialCallDuration": str(dialled.seconds),
        "DialBridged": "true" if dialled.bridged else "false",
    }
    return told | ({"DialCallSid": dialled.sid} if dialled.sid else {})
