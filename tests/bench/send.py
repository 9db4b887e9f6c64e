"""The other ways of sending: the same loop with no queue, and RQ with a job a message, as many do it."""

import sys

from redis import Redis
from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from linli.settings import load_settings
from linli.working import build_carrier, build_sender
from models import Message
from models.database import open_engine
from services.day.clock import open_clock

_clients: list[object] = []


def loop() -> None:
    """Drain directly until nothing is due."""
    settings = load_settings()
    engine = open_engine(settings.database_url, pool_size=4)
    sender = build_sender(settings, engine, open_clock(engine), build_carrier(settings))
    sender.drain()
    sender.stop()


def send_one(message_id: int) -> None:
    """One job, one message: read the row, post it, mark it."""
    from carrier.rest import Account, RestClient  # noqa: PLC0415 - a forked job pays for it, as in life

    settings = load_settings()
    if not _clients:
        account = Account(settings.twilio_account_sid, settings.auth_tokens[0], api_base=settings.twilio_api_base)
        _clients[:] = [open_engine(settings.database_url), RestClient(account)]
    engine, client = _clients
    with Session(engine) as session, session.begin():  # type: ignore[arg-type]
        message = session.get_one(Message, message_id)
        accepted = client.create_message(  # type: ignore[attr-defined]
            to=message.to, from_="+862755500100", body=message.body, status_callback="https://line.example.org/"
        )
        session.execute(update(Message).where(Message.id == message_id).values(state="accepted", sid=accepted.sid))


def through_rq(worker: type[BaseWorker]) -> None:
    """A job a message."""
    settings = load_settings()
    engine, connection = open_engine(settings.database_url), Redis.from_url(settings.redis_url)
    queue = Queue("bench", connection=connection, serializer=JSONSerializer)
    with Session(engine) as session:
        for message_id in session.scalars(select(Message.id).where(Message.state == "pending")):
            queue.enqueue("tests.bench.send.send_one", message_id)
    engine.dispose()
    worker([queue], connection=connection, serializer=JSONSerializer).work(burst=True, logging_level="WARNING")


if __name__ == "__main__":
    {"loop": loop, "simple": lambda: through_rq(SimpleWorker), "fork": lambda: through_rq(Worker)}[sys.argv[1]]()  # type: ignore[no-untyped-call]
