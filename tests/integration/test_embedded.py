"""The embedded parts really run, and never outlive whoever started them."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import text

from linli.embedded import EmbeddedError, Postgres, Valkey, start_postgres, start_valkey
from models.database import open_engine

STARTER = """
import sys, threading
from pathlib import Path
from linli.embedded import start_postgres, start_valkey
print({call}(Path(sys.argv[1])).pid, flush=True)
threading.Event().wait()
"""


def wait_for_end(pid: int, seconds: float = 30) -> bool:
    """Whether a process that is not our child ends within so many seconds."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], seconds)[0])
    finally:
        os.close(watched)


def test_valkey_answers(valkey: Valkey) -> None:
    with Redis.from_url(valkey.url) as client:
        assert client.ping()


def test_postgres_answers(postgres: Postgres) -> None:
    engine = open_engine(postgres.address())
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 6 * 7")).scalar_one() == 42
    engine.dispose()


def test_a_killed_valkey_starts_again_at_the_same_address(tmp_path: Path) -> None:
    first = start_valkey(tmp_path)
    first.kill()
    with Redis.from_url(first.url) as client, pytest.raises(RedisConnectionError):
        client.ping()
    second = start_valkey(tmp_path)
    try:
        with Redis.from_url(first.url) as client:
            assert client.ping()
        assert second.url == first.url
    finally:
        second.stop()


def test_postgres_keeps_its_rows_over_a_restart(tmp_path: Path) -> None:
    for statement, expected in (("CREATE TABLE kept AS SELECT 1 AS one", None), ("SELECT one FROM kept", 1)):
        server = start_postgres(tmp_path)
        try:
            engine = open_engine(server.address())
            with engine.begin() as connection:
                result = connection.execute(text(statement))
                assert (result.scalar() if result.returns_rows else None) == expected
            engine.dispose()
        finally:
            server.stop()


@pytest.mark.parametrize("call", ["start_valkey", "start_postgres"])
def test_a_part_dies_with_a_starter_that_is_killed(call: str, tmp_path: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER.format(call=call), str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    pid = int(starter.stdout.readline())
    os.kill(pid, 0)  # it runs
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert wait_for_end(pid)


def test_what_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()
    (tmp_path / "postgresql" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match=r"postgres did not start: .+"):
        start_postgres(tmp_path)
