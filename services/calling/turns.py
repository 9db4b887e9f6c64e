"""The row of a turn and of its call: stored once, whichever of two equal webhooks comes first, with the reply it was given."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ivr.state_url import to_query
from ivr.turn import Keys, Message, Ring, Turn
from models import Call
from models import Turn as TurnRow
from services.calling import care
from services.day.clock import machine_now


def turn_row(sid: str, number: int, keys: str, turn: Turn, reply: str, now: datetime) -> dict[str, Any]:
    """The columns of a turn; `keys` as they may be kept."""
    return {
        "call_sid": sid,
        "number": number,
        "position": turn.state.position,
        "state": to_query(turn.state),
        "keys": keys,
        "awaits": _awaits(turn),
        "reply": reply,
        "events": [care.written(event) for event in turn.events],
        "at": now,
        "received_at": machine_now(),
    }


def _awaits(turn: Turn) -> str:
    match turn.awaits:
        case Keys():
            return "keys"
        case Ring():
            return "ring"
        case Message():
            return "message"
        case None:
            return ""


def store_call(session: Session, call: Call) -> None:
    """The call's row, unless the same webhook was here before."""
    names = ("sid", "community_id", "direction", "number", "alert_id", "worker_id", "started_at")
    values = {name: getattr(call, name) for name in names}
    connection = session.connection()
    connection.execute(_INSERT_CALL[connection.dialect.name], values)


_INSERT_CALL: dict[str, Insert] = {
    name: builder(Call).on_conflict_do_nothing(index_elements=["sid"])
    for name, builder in (("postgresql", postgresql_insert), ("sqlite", sqlite_insert))
}


def store_turn(session: Session, row: dict[str, Any]) -> bool:
    """Store it in this transaction; False when the same webhook was here before."""
    connection = session.connection()
    return connection.execute(_INSERT_TURN[connection.dialect.name], row).scalar_one_or_none() is not None


_INSERT_TURN: dict[str, Insert] = {
    name: builder(TurnRow).on_conflict_do_nothing(index_elements=["call_sid", "number"]).returning(TurnRow.id)
    for name, builder in (("postgresql", postgresql_insert), ("sqlite", sqlite_insert))
}


def stored_reply(connection: Connection, sid: str, number: int) -> str:
    """What the webhook was answered the first time."""
    return connection.execute(
        select(TurnRow.reply).where(TurnRow.call_sid == sid, TurnRow.number == number)
    ).scalar_one()


def store_plain(plain: Engine, row: dict[str, Any]) -> str:
    """A turn that stores nothing else; returns its reply, or that of the first time.

    The one place written for speed: a statement compiled once, sent as it is (docs/decisions/0009).
    """
    with plain.connect() as connection:
        if plain.dialect.name == "postgresql":
            stored = connection.exec_driver_sql(_PLAIN_TURN, row).first()
        else:
            stored = connection.execute(_INSERT_TURN[plain.dialect.name], row).first()
        reply: str = row["reply"]
        return reply if stored is not None else stored_reply(connection, row["call_sid"], row["number"])


_PLAIN_TURN = """
INSERT INTO turn (call_sid, number, position, state, keys, awaits, reply, events, at, received_at)
VALUES (%(call_sid)s, %(number)s, %(position)s, %(state)s, %(keys)s, %(awaits)s, %(reply)s, '[]', %(at)s, %(received_at)s)
ON CONFLICT (call_sid, number) DO NOTHING RETURNING id
"""
