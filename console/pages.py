"""What every page has: its language, how doors, times and values are written, and what is said when something is wrong."""

import hashlib
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from http import HTTPStatus
from importlib import resources
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, NotFound

import prompts
from console import words
from console.parts import parts
from console.tokens import csrf_token
from domain.alerts import AlertKind
from domain.reading_direction import upright
from domain.sounds import Sound
from prompts import speech
from services.alerting.open_alerts import OpenAlert
from services.staff.audit import What
from services.texting.alert_texts import door_text

LANGUAGE = "linli_language"
KNOWN = frozenset({403, 404, 405, 413})
SHORT = 4  # digits of a telephone that who only visits may see
PHONE_GROUP = 4
DONE = "done"  # in the address of the page after a form


def prepare(blueprint: Blueprint) -> None:
    """Hand the templates what they need; a word that is missing is an error, not an empty place."""
    blueprint.record_once(lambda state: setattr(state.app.jinja_env, "undefined", StrictUndefined))
    blueprint.record_once(lambda state: setattr(state.app.jinja_env, "trim_blocks", True))
    blueprint.record_once(lambda state: setattr(state.app.jinja_env, "lstrip_blocks", True))
    blueprint.record_once(lambda state: setattr(state.app.jinja_env, "finalize", _upright))


def _upright(value: object) -> object:
    """What a page shows, read in one direction whatever a stranger wrote."""
    if not isinstance(value, str):
        return value
    return Markup(upright(value)) if isinstance(value, Markup) else upright(value)  # noqa: S704 - it was markup before


def render(template: str, /, status: int = 200, **context: Any) -> tuple[str, int]:
    """A page in the language of whoever looks."""
    spoken = language()
    common = {
        "language": spoken,
        "w": partial(words.text, spoken),
        "known": partial(known, spoken),
        "who": g.get("signed_in"),
        "csrf": csrf_token(),
        "once": g.once,
        "asset": asset,
        "door": partial(door, spoken),
        "place": partial(place, spoken),
        "alert_place": partial(alert_place, spoken),
        "clock": clock,
        "day": day,
        "age": partial(age, spoken),
        "degrees": partial(degrees, spoken),
        "telephone": telephone,
        "yuan": partial(yuan, spoken),
        "here": request.endpoint,
        "done": _done(),
        "back": request.full_path.rstrip("?") if request.method == "GET" else request.path,
        "now": parts().clock.now(),
    }
    return render_template(template, **common | context), status


def _done() -> str:
    """What was just done, where the address that its form led to says so: a deed of the audit."""
    told = request.args.get(DONE, "")
    return told if told in frozenset(What) else ""


def language() -> str:
    """Chosen by hand, else the worker's own, else the browser's."""
    chosen = request.cookies.get(LANGUAGE, "")
    if chosen in words.LANGUAGES:
        return chosen
    who = g.get("signed_in")
    if who is not None and who.worker.language in words.LANGUAGES:
        return str(who.worker.language)
    return request.accept_languages.best_match(words.LANGUAGES, "zh-CN")


def known(spoken: str, table: str, name: str) -> str:
    """The word of a state or a kind; its own name where it is newer than the words."""
    return words.book(spoken).get(f"{table}.{name}", name)


def nothing(rest: str) -> NoReturn:  # noqa: ARG001
    """There is no such page; to be told, one must be signed in."""
    raise NotFound


def sorry(error: HTTPException) -> tuple[str, int]:
    """What went wrong, and what to do about it."""
    status = error.code or 500
    reason = str(status) if status in KNOWN else "500"
    most = (request.max_content_length or 0) // 1_000_000
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and most:  # a page that is sent a file
        reason = "413_file"
    return render("sorry.html", status, reason=reason, most=most)


def away(_error: Exception) -> tuple[str, int]:
    """The database is away for a moment: nothing was lost, and nothing was done."""
    g.signed_in = None
    return render("sorry.html", 503, reason="503", most=0)


def door(spoken: str, building: str, unit: str, room: str) -> Markup:
    """A door as it is said, or what is known of it: a unit, a building; never broken at the end of a line."""
    written = speech.written_door if room else door_text
    return _unbroken(written(spoken, building, unit, room))


def alert_place(spoken: str, one: OpenAlert) -> Markup:
    """Where an alert is: its door; of the line's own troubles, the line."""
    if one.kind == AlertKind.SYSTEM and not one.building:
        return _unbroken(prompts.text(spoken, "sms.the_line"))
    return door(spoken, one.building, one.unit, one.room)


def place(spoken: str, kind: str, name: str) -> Markup:
    """A grid or a building as it is called: a bare number gets its word, a name is one already."""
    return _unbroken(words.text(spoken, f"now.{kind}", name=name) if name.isdecimal() or kind == "building" else name)


def _unbroken(written: str) -> Markup:
    return Markup('<span class="whole">{}</span>').format(written)


def _zone() -> ZoneInfo:
    who = g.get("signed_in")
    return ZoneInfo(who.community.timezone if who is not None else "UTC")


def clock(instant: datetime) -> Markup:
    """The time of day in the community's zone; with the day where it is another than today's."""
    local, today = instant.astimezone(_zone()), parts().clock.now().astimezone(_zone()).date()
    shown = f"{local:%H:%M}" if local.date() == today else f"{local:%m-%d %H:%M}"
    return Markup('<time datetime="{}" class="whole">{}</time>').format(local.isoformat(timespec="seconds"), shown)


def day(one: date) -> Markup:
    """A date, as it sorts."""
    return _unbroken(one.isoformat())


def age(spoken: str, instant: datetime) -> Markup:
    """How long ago, in the one unit that matters."""
    since = max(parts().clock.now() - instant, timedelta())
    minutes = int(since.total_seconds()) // 60
    if minutes < 1:
        return _unbroken(words.text(spoken, "time.now"))
    for unit, length in (("days", 1440), ("hours", 60)):
        if minutes >= length * 2:
            return _unbroken(words.text(spoken, f"time.{unit}", count=minutes // length))
    return _unbroken(words.text(spoken, "time.minutes", count=minutes))


def degrees(spoken: str, tenths: int | None) -> Markup:
    """36.5, or the word for a value that was not said."""
    return _unbroken(words.text(spoken, "state.normal") if tenths is None else f"{tenths // 10}.{tenths % 10}")


def telephone(number: str, *, whole: bool) -> Markup:
    """A number in groups, or its end alone for whoever has no need of more."""
    shown = number if whole else f"…{number[-SHORT:]}"
    return _unbroken(shown)


def yuan(spoken: str, fen: int) -> Markup:
    """Fen as yuan, with a sign where they are below zero."""
    sign = "−" if fen < 0 else ""
    return _unbroken(sign + words.text(spoken, "household.yuan", yuan=f"{abs(fen) / 100:.2f}"))


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return hashlib.sha256((resources.files("console") / "static" / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a file that browsers may keep for good: another content has another address."""
    return url_for("console.static", filename=name, v=_version(name))


def sound(found: Sound | None) -> Response:
    """A sound to be played on its page; no such page where there is none. No browser keeps it."""
    if found is None:
        raise NotFound
    return Response(found.content, content_type=found.content_type, headers={"Cache-Control": "no-store"})
