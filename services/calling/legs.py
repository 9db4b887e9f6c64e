"""The legs of a call for a person: who pressed 1. That stored key alone says that somebody took it."""

from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from models import InboundEvent, Worker
from models.database import read_only
from services.calling.facts import leg_key
from services.day.clock import machine_now


def language_of(engine: Engine, number: str) -> str:
    """The language of whoever of the staff has this telephone; "" for a number that is nobody's."""
    statement = select(Worker.language).where((Worker.phone == number) | (Worker.phone2 == number))
    with read_only(engine).connect() as connection:
        return connection.scalar(statement.order_by(Worker.id).limit(1)) or ""


def take_leg(engine: Engine, call_sid: str, leg: int) -> None:
    """Keep the "1" of whoever was rung as this leg of the call."""
    builder = postgresql_insert if engine.dialect.name == "postgresql" else sqlite_insert
    statement = builder(InboundEvent).values(
        dedupe_key=leg_key(call_sid, leg), kind="leg", payload={}, received_at=machine_now()
    )
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_nothing(index_elements=["dedupe_key"]))
