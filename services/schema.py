"""Brings a database to the current schema."""

from alembic import command
from sqlalchemy import Engine

from models.migrations import configuration


def migrate(engine: Engine) -> None:
    """Run every revision the database lacks, in one transaction; a current database is left as it is."""
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
