"""Sets that too few wanted: none of them comes, and every household in one is told once what remains of its order."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

import prompts
from domain.announcements import By
from domain.life_cycles import OrderState
from domain.money import yuan
from domain.segments import fit
from ivr.events import ItemKind
from models import OrderLine, Phone, Sale, SaleSet
from prompts import speech
from services.alerting import items
from services.alerting.items import Left
from services.announcing.announcements import Notice, languages_of, plan
from services.life_cycles import move_orders
from services.roster.places import household_place
from services.sales.sale_lines import SaleLine, caller_of, lines_of_sale

SEGMENTS = 2


def drop_unwanted(session: Session, sale: Sale, now: datetime) -> None:
    """Drop what did not come to its set's minimum, of every order that has closed, and tell whoever had ordered it."""
    lines = lines_of_sale(session, sale.id)
    pieces = Counter[int]()
    for line in lines:
        pieces[line.set_id] += line.quantity
    minima = session.execute(select(SaleSet.id, SaleSet.minimum).where(SaleSet.sale_id == sale.id))
    unwanted = {set_id for set_id, minimum in minima if 0 < pieces[set_id] < minimum}
    if not unwanted:
        return
    by_order: defaultdict[int, list[SaleLine]] = defaultdict(list)
    for line in lines:
        by_order[line.order_id].append(line)
    hit = [ordered for ordered in by_order.values() if any(line.set_id in unwanted for line in ordered)]
    session.execute(
        update(OrderLine)
        .where(OrderLine.set_id.in_(unwanted), OrderLine.order_id.in_([ordered[0].order_id for ordered in hit]))
        .values(dropped=True)
    )
    empty = [ordered[0].order_id for ordered in hit if all(line.set_id in unwanted for line in ordered)]
    move_orders(session, empty, OrderState.DROPPED, now)
    _tell(session, sale, hit, unwanted, now)


def _tell(session: Session, sale: Sale, hit: Sequence[list[SaleLine]], unwanted: set[int], now: datetime) -> None:
    """Whoever is to read the same words is told by one notice; who ordered from elsewhere is called by a person."""
    language_of = languages_of(session, [ordered[0].household_id for ordered in hit])
    shared = _sharing_a_telephone(session, sale.community_id)
    told: defaultdict[str, list[int]] = defaultdict(list)
    for ordered in hit:
        first = ordered[0]
        language = language_of.get(first.household_id, "zh-CN")
        door = speech.written_door(language, *first.door) if first.household_id in shared else ""
        body = dropped_text(language, ordered, unwanted, door)
        if first.is_verified:
            told[body].append(first.household_id)
        else:
            place = household_place(session, first.household_id)
            phone = caller_of(session, first.placed_from) or None
            items.file_item(session, Left(ItemKind.CALL_BACK, place, phone=phone, note=body), now)
    for body, households in told.items():
        notice = Notice(f"sale:{sale.name}", By.BOTH, body, now, is_private=True)
        plan(session, sale.community_id, notice, households, now)


def _sharing_a_telephone(session: Session, community_id: int) -> set[int]:
    """Households of which a telephone is another's too: they are told for which door it is."""
    mine = select(Phone.number).where(Phone.community_id == community_id)
    several = mine.group_by(Phone.number).having(func.count(Phone.household_id.distinct()) > 1)
    statement = select(Phone.household_id).where(Phone.community_id == community_id, Phone.number.in_(several))
    return set(session.scalars(statement))


def dropped_text(language: str, ordered: Sequence[SaleLine], unwanted: set[int], door: str = "") -> str:
    """What does not come, and what remains with the new total, for this `door` if it is named; two segments at most."""
    comma = prompts.text(language, "sms.list_comma")
    gone = comma.join(line.name(language) for line in ordered if line.set_id in unwanted)
    kept = [line for line in ordered if line.set_id not in unwanted]
    heading = prompts.text(language, "sale.for_door", door=door) if door else ""
    if not kept:
        return heading + prompts.text(language, "sale.all_dropped", sets=gone)
    total = yuan(sum(line.quantity * line.price_fen for line in kept))
    parts = [
        prompts.text(language, "text.order_line", set=line.name(language), quantity=str(line.quantity)) for line in kept
    ]

    def compose(shown: Sequence[str], left: int) -> str:
        more = prompts.text(language, "sale.more_sets", count=str(left)) if left else ""
        rest = comma.join(shown) + more
        return heading + prompts.text(language, "sale.dropped", sets=gone, lines=rest, total=total)

    return fit(parts, compose, SEGMENTS)
