"""Builds the web application: the carrier's doors, the console, and the two addresses a watchdog asks."""

from flask import Flask, Response, jsonify
from sqlalchemy.exc import DBAPIError

from console import routes as console
from console.boards import Boards
from console.parts import EXTENSION as CONSOLE
from console.parts import Parts as ConsoleParts
from services.sending import readiness
from webhooks.parts import EXTENSION, Parts, parts
from webhooks.said import said
from webhooks.sms import sms
from webhooks.sounds import sounds
from webhooks.status import status
from webhooks.voice import voice


def create_app(these: Parts, *, keeps_watch: bool = True) -> Flask:
    """The application around its parts; nothing is opened or read here. `keeps_watch`: see console.boards."""
    app = Flask("linli", static_folder=None)
    app.url_map.strict_slashes = False  # a redirect would turn a POST into a GET and drop its fields
    for blueprint in (voice, sms, status, sounds, said):
        app.register_blueprint(blueprint)
    console.mount(app)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    fit(app, these, keeps_watch=keeps_watch)
    return app


def fit(app: Flask, these: Parts, *, keeps_watch: bool) -> None:
    """Give the application its parts, and the console its own: of the same database, clock and bell."""
    app.extensions[EXTENSION] = these
    boards = Boards(these.engine, these.clock, keeps_watch=keeps_watch)
    app.extensions[CONSOLE] = ConsoleParts(these.engine, these.clock, these.doorbell, these.base_urls, boards)


def healthz() -> str:
    """The process answers."""
    return "ok"


def readyz() -> tuple[Response, int]:
    """200 when the line works, 503 with the reasons when it does not."""
    the = parts()
    try:
        found = readiness.look(the.engine, the.clock)
    except DBAPIError:
        found = {"database": "away", "ready": False}
    found["counts"] = dict(the.counts)
    return jsonify(found), 200 if found["ready"] else 503
