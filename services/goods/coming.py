"""What comes of orders: their sets less what is short or dropped, then what was granted instead."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import Order, OrderLine, SaleSet, Substitution, SubstitutionAnswer


class Coming(NamedTuple):
    """So many pieces of a set, or of what was granted instead of one; `price_fen` is that of one."""

    name_zh: str
    name_en: str
    price_fen: int
    pieces: int

    def name(self, language: str) -> str:
        """What it is called in this language."""
        return self.name_en if language == "en" and self.name_en else self.name_zh


def coming_of(session: Session, *of: ColumnElement[bool]) -> dict[int, list[Coming]]:
    """What comes of these orders (`of`), by order; before the goods are shared out, what is ordered."""
    lines = (
        select(OrderLine.order_id, SaleSet.name_zh, SaleSet.name_en, SaleSet.price_fen)
        .add_columns(OrderLine.quantity - OrderLine.short)
        .join(SaleSet, SaleSet.id == OrderLine.set_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.dropped.is_(False), OrderLine.quantity > OrderLine.short, *of)
        .order_by(OrderLine.order_id, SaleSet.number)
    )
    coming = granted_of(session, *of)
    for order, *line in reversed(session.execute(lines).all()):
        coming[order].insert(0, Coming(*line))
    return coming


def granted_of(session: Session, *of: ColumnElement[bool]) -> defaultdict[int, list[Coming]]:
    """What was granted instead to these orders, by order."""
    granted: defaultdict[int, list[Coming]] = defaultdict(list)
    rows = session.execute(
        select(SubstitutionAnswer.order_id, Substitution.name_zh, Substitution.name_en, Substitution.price_fen)
        .add_columns(SubstitutionAnswer.granted)
        .join(Substitution, Substitution.id == SubstitutionAnswer.substitution_id)
        .join(Order, Order.id == SubstitutionAnswer.order_id)
        .where(SubstitutionAnswer.granted > 0, *of)
        .order_by(SubstitutionAnswer.order_id, Substitution.id)
    )
    for order, *line in rows:
        granted[order].append(Coming(*line))
    return granted
