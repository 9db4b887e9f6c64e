"""The evening before a sale opens, the households that wish it are told of its sets, prices and hours; once a sale."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

import prompts
from domain.announcements import By
from domain.day_plan import instant_of
from domain.money import yuan
from domain.segments import fit
from models import Community, Household, Sale, SaleSet
from services.announcing.announcements import Notice, languages_of, plan
from services.day.clock import local_day
from services.day.steps import plan_of
from services.sales.offers import set_name

SEGMENTS = 2
AHEAD = timedelta(days=2)  # no evening before is further from an opening


def opens_soon(now: datetime) -> ColumnElement[bool]:
    """Whether a sale opens within days and was not announced."""
    return and_(Sale.announced_at.is_(None), Sale.opens_at > now, Sale.opens_at <= now + AHEAD)


def announce_sales(session: Session, now: datetime) -> int:
    """Announce every sale that opens tomorrow, from this evening's hour on; safe in two processes. Returns how many.

    One that comes into the list later in the evening is announced then; one that opens today needs no announcement.
    """
    soon = select(Sale).where(opens_soon(now))
    told = 0
    for sale in session.scalars(soon.order_by(Sale.id).with_for_update(skip_locked=True)):
        community = session.get_one(Community, sale.community_id)
        if _is_evening_before(community, sale, now):
            sale.announced_at = now
            _announce(session, community, sale, now)
            told += 1
    return told


def _is_evening_before(community: Community, sale: Sale, now: datetime) -> bool:
    eve = local_day(sale.opens_at, community.timezone) - timedelta(days=1)
    return now >= instant_of(eve, plan_of(community).evening, community.timezone)


def _announce(session: Session, community: Community, sale: Sale, now: datetime) -> None:
    wishing = select(Household.id).where(Household.community_id == community.id, Household.wants_sales)
    households = session.scalars(wishing.order_by(Household.id)).all()
    languages = languages_of(session, households)
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    for household in households:
        by_language[languages.get(household, community.language)].append(household)
    offers = session.scalars(select(SaleSet).where(SaleSet.sale_id == sale.id).order_by(SaleSet.number)).all()
    for language, theirs in by_language.items():
        words = sale_news(language, sale, offers, community.timezone)
        plan(session, community.id, Notice(f"sale:{sale.name}", By.BOTH, words, now), theirs, now)


def sale_news(language: str, sale: Sale, offers: Sequence[SaleSet], timezone: str) -> str:
    """When it opens and closes, and its sets with their prices as far as two segments hold."""
    zone = ZoneInfo(timezone)
    opens, cutoff = sale.opens_at.astimezone(zone), sale.cutoff_at.astimezone(zone)
    closes = f"{cutoff:%H:%M}" if cutoff.date() == opens.date() else f"{cutoff:%m-%d %H:%M}"
    sets = [
        prompts.text(language, "text.offer", set=set_name(offer, language), price=yuan(offer.price_fen))
        for offer in offers
    ]
    return fit(sets, partial(_composed, language, f"{opens:%H:%M}", closes), SEGMENTS)


def _composed(language: str, opens: str, cutoff: str, shown: Sequence[str], left: int) -> str:
    more = prompts.text(language, "sale.more_sets", count=str(left)) if left else ""
    sets = prompts.text(language, "sms.list_comma").join(shown) + more
    return prompts.text(language, "sale.tomorrow", opens=opens, cutoff=cutoff, sets=sets)
