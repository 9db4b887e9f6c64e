"""What people call the sets that are on sale."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.understanding.sets import STANDARD_SETS, SetName
from models import SaleSet
from services.sales.offers import open_sale


def names_on_sale(session: Session, community_id: int, now: datetime) -> tuple[SetName, ...]:
    """The open sale's sets as people may call them; the usual three where nothing is on sale."""
    sale = open_sale(session, community_id, now)
    if sale is None:
        return STANDARD_SETS
    sets = session.scalars(select(SaleSet).where(SaleSet.sale_id == sale.id).order_by(SaleSet.number))
    return tuple(_name(one) for one in sets)


def _name(offered: SaleSet) -> SetName:
    """Its own two names, and what such a set is usually called."""
    own = (offered.name_zh.casefold(), *([offered.name_en.casefold()] if offered.name_en else []))
    usual = next((one for one in STANDARD_SETS if set(own) & set(one.words)), None)
    key = usual.key if usual else str(offered.number)
    return SetName(offered.number, key, tuple(dict.fromkeys((*own, *(usual.words if usual else ())))))
