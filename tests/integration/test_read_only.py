"""Reading alone: it waits for no writer, and what is read often stays prepared."""

from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import Session

from models import Heartbeat
from models.database import open_engine, read_only
from services.day.clock import machine_now
from tests.parts import PostgresDatabases

BEATS = select(Heartbeat.process)


def beat(session: Session, process: str) -> None:
    """A row that nobody else writes."""
    session.execute(insert(Heartbeat).values(process=process, at=machine_now()))


def test_what_a_writer_has_not_committed_is_neither_waited_for_nor_seen(engine: Engine) -> None:
    with Session(engine) as writer, writer.begin():
        beat(writer, "one")
        with Session(read_only(engine)) as reader:
            assert reader.scalars(BEATS).all() == []


def test_on_sqlite_all_that_is_read_in_one_session_is_of_one_moment(engine: Engine) -> None:
    with Session(read_only(engine)) as reader:
        before = reader.scalars(BEATS).all()
        with Session(engine) as writer, writer.begin():
            beat(writer, "one")
        moment = [] if engine.dialect.name == "sqlite" else ["one"]
        assert (before, reader.scalars(BEATS).all()) == ([], moment)


def test_after_reading_an_engine_writes_as_before(engine: Engine) -> None:
    with Session(read_only(engine)) as reader:
        reader.scalars(BEATS).all()
    with Session(engine) as writer, writer.begin():
        beat(writer, "one")
        writer.rollback()
    with Session(engine) as reader:
        assert reader.scalars(BEATS).all() == []


def test_what_is_read_often_stays_prepared_on_postgresql(postgres_databases: PostgresDatabases) -> None:
    with postgres_databases.fresh() as address:
        engine = open_engine(address, pool_size=1)
        for _ in range(10):
            with Session(read_only(engine)) as reader:
                reader.scalars(BEATS).all()
        with engine.connect() as connection:
            prepared = connection.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
        engine.dispose()
    assert any("heartbeat" in statement for statement in prepared)
