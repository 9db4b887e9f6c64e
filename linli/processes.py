"""The three processes in the foreground: web, worker and clock, each built from the settings and ended by SIGTERM."""

import logging
from typing import Any

import structlog
from gunicorn.app.base import BaseApplication
from sqlalchemy import Engine

from carrier.rest import Account, RestClient
from carrier.transport import Patience
from linli.app import create_app
from linli.settings import CARRIER, Settings, load_settings
from models.database import open_engine
from services.clock import Clock, open_clock
from services.doorbell import Doorbell
from services.pacing import Rates
from webhooks.parts import Parts as WebParts
from workers import run
from workers.sending import Parts, Sender


def log_as_json() -> None:
    """JSON lines on standard output; ids only, by the rule that nobody hands anything else to a log."""
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # its warnings name addresses, and those hold numbers
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def clock_of(engine: Engine, settings: Settings) -> Clock:
    """The line's clock, simulated when the settings or the database say so."""
    return open_clock(engine, start=settings.linli_clock_start, speed=settings.linli_clock_speed)


def build_web_parts(settings: Settings) -> WebParts:
    """What the carrier's doors need."""
    engine = open_engine(settings.database_url, hurried=True)
    return WebParts(
        engine=engine,
        clock=clock_of(engine, settings),
        doorbell=Doorbell(settings.redis_url),
        auth_tokens=settings.auth_tokens,
        base_urls=settings.public_base_url,
        duty_phone=settings.linli_duty_phone,
    )


class Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn around the application; each of its processes builds its own parts after the fork."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings, self._options = settings, options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in a process that serves it."""
        return create_app(build_web_parts(self._settings))


def serve_web(host: str, port: int, processes: int) -> None:
    """Serve until SIGTERM; the access log stays off, since queries carry the state of calls."""
    settings = load_settings(*CARRIER, "SECRET_KEY")
    log_as_json()
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
    Web(settings, options).run()


def _build_sender(settings: Settings, engine: Engine, clock: Clock) -> Sender:
    account = Account(
        sid=settings.twilio_account_sid,
        auth_token=settings.auth_tokens[0],
        api_key=settings.twilio_api_key,
        api_secret=settings.twilio_api_secret.get_secret_value(),
        api_base=settings.twilio_api_base,
        patience=Patience(connections=settings.linli_senders),
    )
    parts = Parts(
        engine=engine,
        clock=clock,
        carrier=RestClient(account),
        base_url=settings.public_base_url[0],
        rates=Rates(texts=settings.linli_texts_per_second, calls=settings.linli_calls_per_second),
        senders=settings.linli_senders,
    )
    return Sender(parts)


def work() -> None:
    """Answer the bell, sweep, send."""
    settings = load_settings(*CARRIER)
    log_as_json()
    engine = open_engine(settings.database_url, pool_size=4)
    clock = clock_of(engine, settings)
    sender = _build_sender(settings, engine, clock)
    run.run_worker(run.Sweeper(engine, clock, sender, "worker"), sender, settings.redis_url)


def keep_time() -> None:
    """Sweep and send: the second pair of eyes, and the one that closes sales."""
    settings = load_settings(*CARRIER)
    log_as_json()
    engine = open_engine(settings.database_url, pool_size=4)
    clock = clock_of(engine, settings)
    sender = _build_sender(settings, engine, clock)
    run.run_clock(run.Sweeper(engine, clock, sender, "clock"), sender)
