"""The revisions of the schema, and Alembic's settings for them."""

from pathlib import Path

from alembic.config import Config


def configuration() -> Config:
    """Alembic's settings, without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
