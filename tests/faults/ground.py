"""A PostgreSQL under a running line, to be pulled away and put back."""

import signal
from dataclasses import dataclass
from pathlib import Path

from linli.embedded import Postgres, end_program, start_postgres
from tests.faults.street import Street


@dataclass
class Ground:
    """The line and the database it stands on."""

    street: Street
    directory: Path
    postgres: Postgres

    def vanish(self) -> None:
        """Stop at once, as after a power cut: no goodbye to any connection."""
        end_program(self.postgres.running, signal.SIGQUIT)

    def come_back(self) -> None:
        """Start again on the same files."""
        self.postgres = start_postgres(self.directory)
        self.street.engine.dispose()
