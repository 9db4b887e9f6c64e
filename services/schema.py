"""Brings a database to the current schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

import models.migrations

SCRIPTS = Path(models.migrations.__file__).parent


def migrate(engine: Engine) -> None:
    """Run every revision the database lacks, in one transaction; a current database is left as it is."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
