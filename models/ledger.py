"""The ledger: what households owe and pay, what is in each worker's bag, what suppliers bill. Only ever added to.

Money is integer fen. An entry's postings add up to zero; a mistake is corrected by another entry.
"""

from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from models.base import Base, Id, Instant


class Entry(Base):
    """One thing that happened, in a sale or with a gas card. `key` makes it happen once; `corrects_id` is the entry that this one takes back."""

    __tablename__ = "entry"

    id: Mapped[Id]
    sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)  # whose gas card it went with
    what: Mapped[str]  # services.accounts.ledger.What
    key: Mapped[str | None] = mapped_column(unique=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[Instant]


class Posting(Base):
    """Fen that came to an account, or left it (negative): household and bag hold what is owed and what is in hand.

    `owner`: the household's or the worker's id, the supplier's name, "" of the office's cash box.
    """

    __tablename__ = "posting"
    __table_args__ = (Index("ix_posting_account", "account", "owner"),)

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    account: Mapped[str]  # services.accounts.ledger.Account
    owner: Mapped[str]
    fen: Mapped[int]


class WrittenInInkError(Exception):
    """Somebody tried to change or delete what the ledger holds."""


@event.listens_for(Entry, "before_update")
@event.listens_for(Posting, "before_update")
@event.listens_for(Entry, "before_delete")
@event.listens_for(Posting, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: Connection, _row: Entry | Posting) -> None:
    """The database refuses it too (migrations 0016 and 0019)."""
    raise WrittenInInkError
