"""Why a row of a list is refused, in the language of whoever sent it."""

from console import pages, words
from domain.row_errors import RowError


def told(spoken: str, error: RowError) -> str:
    """The sentence of an error, its column by the name that the clerk knows."""
    column = pages.known(spoken, "column", error.column)
    return words.text(spoken, f"wrong_row.{error.code}", column=column, **error.values)
