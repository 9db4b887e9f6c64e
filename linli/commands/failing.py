"""How a command fails: one line that says what to do; exit code 2 for bad input, 1 for trouble on the way."""

from typing import Any

import click

from domain.refusals import Refused
from domain.row_errors import ImportRefused

OLD_SCHEMA = {"42P01", "42703"}  # undefined table, undefined column (PostgreSQL, appendix "Error Codes")


class BadInput(click.ClickException):
    """What was typed or set is wrong."""

    exit_code = 2


class Trouble(click.ClickException):
    """Everything was well said, and yet it did not work."""

    exit_code = 1


class Group(click.Group):
    """A group whose commands never end in a traceback for what a person can mend."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises becomes a line."""
        try:
            return super().invoke(ctx)
        except ImportRefused as refused:
            raise BadInput(refusal(refused)) from None
        except Refused as refused:
            raise BadInput(str(refused)) from None
        except BrokenPipeError:  # the reader has seen enough, as `| head` does; click ends quietly
            raise
        except OSError as error:
            raise Trouble(f"{error.filename or 'this machine'}: {error.strerror or error}") from None
        except Exception as error:
            if not is_database_trouble(error):
                raise
            raise Trouble(complaint(error)) from None


def refusal(refused: ImportRefused) -> str:
    """Every error of a file, a line each."""
    rows = "1 error" if len(refused.errors) == 1 else f"{len(refused.errors)} errors"
    return "\n".join([f"nothing was imported; {rows} to mend:", *(f"  {error}" for error in refused.errors)])


def is_database_trouble(error: Exception) -> bool:
    """Whether the database failed; SQLAlchemy takes long to import, so a command that has no need of it does not."""
    if not type(error).__module__.startswith("sqlalchemy"):
        return False
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    return isinstance(error, DBAPIError)


def complaint(error: Exception) -> str:
    """What the database said, on one line, and what to do."""
    own = getattr(error, "orig", error)
    said = " ".join(str(own).split())
    if getattr(own, "sqlstate", "") in OLD_SCHEMA or said.startswith(("no such table", "no such column")):
        return f"the database lacks tables or columns: run `linli migrate` ({said})"
    return f"the database does not answer as it should: {said}; is DATABASE_URL right?"
