"""The web process: gunicorn around the application, until SIGTERM."""

import sys
from functools import partial
from typing import Any

from gunicorn.app.base import BaseApplication

from carrier.recordings import recording_url
from linli.app import create_app
from linli.memory import freeze_loaded
from linli.process import clock_of, log_as_json
from linli.settings import CARRIER, Settings, load_settings
from models.database import open_engine
from services.day.clock import Clock
from services.sending.doorbell import Doorbell
from webhooks.parts import Parts

# Seconds. By Python's own five milliseconds each question of a page waits that long while boards are counted.
SWITCH = 0.0005


def build_web_parts(settings: Settings, clock: Clock) -> Parts:
    """What the carrier's doors need."""
    engine = open_engine(settings.database_url, hurried=True)
    return Parts(
        engine=engine,
        plain=open_engine(settings.database_url, hurried=True, autocommit=True),
        clock=clock,
        doorbell=Doorbell(settings.redis_url),
        auth_tokens=settings.auth_tokens,
        base_urls=settings.public_base_url,
        duty_phone=settings.linli_duty_phone,
        recording_url=partial(recording_url, settings.twilio_api_base, settings.twilio_account_sid),
    )


class Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn around the application; each of its processes builds its own parts after the fork."""

    def __init__(self, settings: Settings, clock: Clock, options: dict[str, Any]) -> None:
        self._settings, self._clock, self._options = settings, clock, options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in a process that serves it."""
        sys.setswitchinterval(SWITCH)
        application = create_app(build_web_parts(self._settings, self._clock))
        freeze_loaded()
        return application


def read_clock(settings: Settings) -> Clock:
    """The line's clock, read before anything is served: a database that is away or bare is told in one line."""
    engine = open_engine(settings.database_url)
    try:
        return clock_of(engine, settings)
    finally:
        engine.dispose()  # no connection may pass through the fork


def serve_web(host: str, port: int, processes: int) -> None:
    """Serve until SIGTERM; the access log stays off, since queries carry the state of calls."""
    settings = load_settings(*CARRIER, "SECRET_KEY")
    log_as_json()
    clock = read_clock(settings)
    options = {
        "bind": f"{host}:{port}",
        "workers": processes,
        "worker_class": "gthread",
        "threads": 8,
        "timeout": 30,
        "graceful_timeout": 15,
        "keepalive": 75,
        "accesslog": None,
        "loglevel": "warning",
        "limit_request_line": 8190,
        "proc_name": "linli-web",
        "control_socket_disable": True,
    }
    Web(settings, clock, options).run()
