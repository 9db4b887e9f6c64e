"""The migrations make what the models say, and times survive both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.exc import StatementError

from models import Base, Heartbeat
from models.database import AUTOCOMMIT
from services.schema import migrate


def differences(engine: Engine) -> list[object]:
    """What a new migration would have to do."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    assert differences(engine) == []


@pytest.mark.parametrize(
    "change",
    ["DROP INDEX ix_alert_due", "ALTER TABLE alert DROP COLUMN note", "CREATE TABLE stray (id INTEGER)"],
)
def test_a_schema_that_went_astray_is_seen(engine: Engine, change: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(change))
    assert differences(engine) != []


def test_migrating_a_current_database_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(Heartbeat).values(process="web", at=datetime(2020, 2, 29, tzinfo=UTC)))
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(select(Heartbeat.process)).scalars().all() == ["web"]


def test_a_time_comes_back_as_the_same_instant(engine: Engine) -> None:
    wuhan = timezone(timedelta(hours=8))
    stored = datetime(2020, 2, 29, 7, 30, 15, 123456, tzinfo=wuhan)
    with engine.begin() as connection:
        connection.execute(insert(Heartbeat).values(process="web", at=stored))
        returned = connection.execute(select(Heartbeat.at)).scalar_one()
    assert returned == stored
    assert returned.utcoffset() == timedelta()


def test_times_compare_as_instants_in_the_database(engine: Engine) -> None:
    wuhan = timezone(timedelta(hours=8))
    with engine.begin() as connection:
        connection.execute(insert(Heartbeat).values(process="early", at=datetime(2020, 2, 29, 7, tzinfo=wuhan)))
        connection.execute(insert(Heartbeat).values(process="late", at=datetime(2020, 2, 29, 1, tzinfo=UTC)))
        cut = select(Heartbeat.process).where(Heartbeat.at < datetime(2020, 2, 29, 0, tzinfo=UTC))
        assert connection.execute(cut).scalars().all() == ["early"]


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2020, 2, 29, 7)  # noqa: DTZ001 - that is the point
    with engine.begin() as connection, pytest.raises(StatementError, match="without a zone"):
        connection.execute(insert(Heartbeat).values(process="web", at=naive))


def test_a_statement_in_autocommit_stays(engine: Engine) -> None:
    """The plain turn of a call is one such statement; a forgotten BEGIN around it would lose every key."""
    with engine.connect().execution_options(**AUTOCOMMIT) as connection:
        connection.execute(insert(Heartbeat).values(process="web", at=datetime.now(UTC)))
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(Heartbeat)).scalar_one() == 1
