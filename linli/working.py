"""The worker and the clock: built from the settings, in the foreground, until SIGTERM."""

from sqlalchemy import Engine

from carrier.rest import Account, RestClient
from carrier.transport import Patience
from linli.memory import freeze_loaded
from linli.process import clock_of, log_as_json
from linli.settings import CARRIER, Settings, load_settings
from models.database import open_engine
from services.day.clock import Clock
from services.sending.pacing import Rates
from workers import run
from workers.fetching import Fetcher
from workers.sending import Parts, Sender


def build_carrier(settings: Settings) -> RestClient:
    """The carrier's API, over as many connections as the settings say."""
    account = Account(
        sid=settings.twilio_account_sid,
        auth_token=settings.auth_tokens[0],
        api_key=settings.twilio_api_key,
        api_secret=settings.twilio_api_secret.get_secret_value(),
        api_base=settings.twilio_api_base,
        patience=Patience(connections=settings.linli_senders),
    )
    return RestClient(account)


def build_sender(settings: Settings, engine: Engine, clock: Clock, carrier: RestClient) -> Sender:
    """What drains the outbox."""
    parts = Parts(
        engine=engine,
        clock=clock,
        carrier=carrier,
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
    sweeper, bell = _build(settings, engine, "worker")
    run.run_worker(sweeper, bell, settings.redis_url)


def keep_time() -> None:
    """Sweep and send: the second pair of eyes, and the one that closes sales."""
    settings = load_settings(*CARRIER)
    log_as_json()
    engine = open_engine(settings.database_url, pool_size=4)
    sweeper, bell = _build(settings, engine, "clock")
    run.run_clock(sweeper, bell)


def _build(settings: Settings, engine: Engine, process: str) -> tuple[run.Sweeper, run.Bell]:
    """The sweep, the bell it wakes for texts and calls, and beside that one for what is fetched."""
    clock, carrier = clock_of(engine, settings), build_carrier(settings)
    bell = run.Bell(build_sender(settings, engine, clock, carrier))
    fetching = run.Bell(Fetcher(engine, carrier, clock, settings.public_base_url[0]), "fetch")
    freeze_loaded()
    return run.Sweeper(engine, clock, (bell, fetching), process), bell
