"""What the line says: every sentence with its number, recordings heard, brought and given back; the dialogues as they lead on."""

from typing import Any

from flask import Response, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

import prompts
from console import acting, pages
from console.door import allow_microphone, office_only, signed_in, takes_up_to
from console.flow_chart import HEIGHT, WIDTH, Chart, draw
from console.forms import Form
from console.lists import Column, show
from console.parts import parts
from domain.sentence_sounds import LengthError, read_sentence
from domain.sounds import MOST_BYTES, NoSoundError
from ivr.check import prompts_of
from ivr.dialogues import SCRIPT
from ivr.draw import ways
from ivr.script import Dialogue
from prompts.numbers import NUMBERS, can_be_recorded
from services.calling import recordings
from services.calling.recordings import Playing, Sentence
from services.desk.on_behalf import Typing
from services.staff.audit import Deed, What

Answer = Any
Line = tuple[int, str, str, Playing | None]  # number, id, words, what is played in their place
COLUMNS: tuple[Column[Line], ...] = (
    Column("number", lambda one: one[0]),
    Column("text"),
    Column("voice", lambda one: (one[3] is None, one[0])),
)


@office_only
def voices() -> Answer:
    """Every spoken sentence of a language."""
    spoken = _spoken(request.args.get("in", pages.language()))
    played, book = _played(spoken), prompts.book(spoken)
    lines: list[Line] = [(number, name, book[name].words, played.get(name)) for name, number in NUMBERS.items()]
    shown = show(lines, COLUMNS, lambda one: f"{one[0]} {one[1]} {one[2]}")
    recordable = {name for name in NUMBERS if can_be_recorded(name)}
    return pages.render("voices.html", shown=shown, spoken=spoken, languages=prompts.languages(), recordable=recordable)


@office_only
def voice(spoken: str, prompt: str) -> Answer:
    """One sentence: heard, brought, given back."""
    return _page(spoken, prompt, Form())


def _page(spoken: str, prompt: str, form: Form, status: int = 200) -> Answer:
    _known(spoken, prompt)
    allow_microphone()
    words, played = prompts.prompt(spoken, prompt).words, _played(spoken).get(prompt)
    number = NUMBERS[prompt]
    return pages.render(
        "voice.html", status, form=form, spoken=spoken, prompt=prompt, number=number, words=words, played=played
    )


@office_only
def recording(spoken: str, prompt: str) -> Answer:
    """What callers hear, to be heard on its page."""
    played = _played(_spoken(spoken)).get(prompt)
    if played is None:
        raise NotFound
    return Response(played.content, content_type=played.content_type)


@takes_up_to(MOST_BYTES + 64 * 1024)
@office_only
def bring_voice(spoken: str, prompt: str) -> Answer:
    """A WAV or MP3 file is played from the next call on."""
    _known(spoken, prompt)
    form, sent = Form(), request.files.get("file")
    try:
        sound = read_sentence(sent.read() if sent is not None else b"")
    except LengthError:
        form.refuse("file", "voice.too_long")
        return _page(spoken, prompt, form, 400)
    except NoSoundError:
        form.refuse("file", "voice.no_sound")
        return _page(spoken, prompt, form, 400)

    def keep(typing: Typing) -> Deed:
        acting.refuse_overtaken(form, _stands(spoken, prompt), "voice.changed")
        sentence = Sentence(typing.who.community.id, spoken, prompt)
        recordings.keep_file(typing.session, sentence, sound, typing.now)
        return Deed(What.RECORDED, "prompt", NUMBERS[prompt], spoken)

    return _done(keep, form, spoken, prompt)


@office_only
def give_back(spoken: str, prompt: str) -> Answer:
    """The synthetic voice says it again."""
    _known(spoken, prompt)
    form = Form()

    def give(typing: Typing) -> Deed:
        acting.refuse_overtaken(form, _stands(spoken, prompt), "voice.changed")
        recordings.return_to_synthetic(typing.session, Sentence(typing.who.community.id, spoken, prompt))
        return Deed(What.SYNTHETIC, "prompt", NUMBERS[prompt], spoken)

    return _done(give, form, spoken, prompt)


def _done(do: acting.Act, form: Form, spoken: str, prompt: str) -> Answer:
    to = url_for("console.voice", spoken=spoken, prompt=prompt)
    return acting.done(do, form, "voice.changed", lambda: _page(spoken, prompt, form, 409), to)


def _stands(spoken: str, prompt: str) -> str:
    """What is played of the sentence now, in short; "" for the synthetic voice."""
    played = _played(spoken).get(prompt)
    return played.sha256[:12] if played else ""


@office_only
def dialogues() -> Answer:
    """Each step of each dialogue: what is said, and where each key leads."""
    spoken = pages.language()
    return pages.render(
        "dialogues.html", dialogues=[_drawn(spoken, one) for one in SCRIPT.dialogues], box=(WIDTH, HEIGHT)
    )


def _drawn(spoken: str, dialogue: Dialogue) -> tuple[str, Chart, list[tuple[str, list[str], list[tuple[str, str]]]]]:
    """A dialogue's name, its chart, and each step with what is said and where it leads."""
    leads = {
        position: ways(SCRIPT.steps[position]) for position in (f"{dialogue.name}.{name}" for name in dialogue.steps)
    }
    steps = [(position, _said(spoken, position), [*onward.items()]) for position, onward in leads.items()]
    return dialogue.name, draw(leads, [next(iter(leads))], lambda way: _worded(spoken, way)), steps


def _worded(spoken: str, way: str) -> str:
    """What leads on: a key, or the words of a finding."""
    return way if len(way) == 1 else pages.known(spoken, "key", way.replace(" ", "_").replace("-", "_"))


def _said(spoken: str, position: str) -> list[str]:
    return [prompts.prompt(spoken, one).words for one in prompts_of(SCRIPT.steps[position])]


def _played(spoken: str) -> dict[str, Playing]:
    with Session(parts().reading) as session:
        found = recordings.played_now(session, signed_in().community.id)
    return {one.prompt: one for one in found if one.language == spoken}


def _spoken(language: str) -> str:
    if language not in prompts.languages():
        raise NotFound
    return language


def _known(spoken: str, prompt: str) -> None:
    _spoken(spoken)
    if prompt not in NUMBERS or not can_be_recorded(prompt):
        raise NotFound
