"""Puts the demo community into a database, and takes exactly that out again."""

from datetime import datetime

from sqlalchemy import Delete, Select, delete, select
from sqlalchemy.orm import Session

from domain.cells import Row
from domain.refusals import Refused
from models import (
    Alert,
    AlertCode,
    AlertStep,
    Announcement,
    AnnouncementDelivery,
    ArrivalCount,
    AuditEntry,
    AuditHead,
    Base,
    Building,
    Call,
    CallByPerson,
    Community,
    DayStep,
    Duty,
    Entry,
    GasCard,
    Grid,
    HealthFile,
    HealthNote,
    HealthView,
    Household,
    Item,
    MealDay,
    Message,
    MessageAttempt,
    Order,
    OrderLine,
    OrderNotice,
    Pause,
    Phone,
    PinTry,
    Posting,
    Postponement,
    PromptRecording,
    Reading,
    Request,
    RequestRecording,
    Resident,
    RollCall,
    Sale,
    SaleSet,
    Settlement,
    SignIn,
    SpokenLink,
    StaffSession,
    StandIn,
    StateChange,
    Substitution,
    SubstitutionAnswer,
    TextThread,
    Turn,
    Visit,
    Wave,
    Worker,
)
from services.day.clock import local_day
from services.demo.lists import LINE, List, roster, sale, staff
from services.roster.communities import add_community
from services.roster.rosters import import_roster
from services.roster.spreadsheets import Sheet
from services.roster.staff import import_staff
from services.sales.sales import import_sales

NAMES = {"zh-CN": "和乐里", "en": "Hele Court"}


class DemoRefused(Refused):
    """There are real people in this database."""


def add_demo(session: Session, now: datetime, *, language: str = "zh-CN", small: bool = False) -> Community:
    """The demo community with its people, its staff and a sale of today; one that is there is brought up to today.

    `small` is a dozen doors of the first building. The caller commits. DemoRefused where a real community is.
    """
    real = session.scalar(select(Community.name).where(Community.is_demo.is_(False)).limit(1))
    if real is not None:
        raise DemoRefused(f"{real!r} is a real community: give the demo a database of its own by DATABASE_URL")
    community = session.scalar(select(Community).where(Community.is_demo))
    if community is None:
        community = add_community(session, NAMES[language], LINE, language=language, is_demo=True)
    import_roster(session, community.id, _sheet(roster(language=language, small=small)), now)
    import_staff(session, community.id, _sheet(staff(language=language, small=small)))
    import_sales(session, community.id, _sheet(sale(local_day(now, community.timezone))))
    return community


def remove_demo(session: Session) -> bool:
    """Delete the demo community and all that happened in it; whether there was one. The caller commits."""
    ids = select(Community.id).where(Community.is_demo)
    if session.scalar(ids.limit(1)) is None:
        return False
    for statement in _deletions(ids):
        session.execute(statement.execution_options(synchronize_session=False))
    return True


def _deletions(ids: Select[int]) -> list[Delete]:
    """Children before their parents."""

    def mine(table: type[Base]) -> Delete:
        return delete(table).where(table.__table__.c.community_id.in_(ids))

    def below(table: type[Base], column: str, parent: type[Base], key: str = "id") -> Delete:
        columns = parent.__table__.c
        return delete(table).where(
            table.__table__.c[column].in_(select(columns[key]).where(columns.community_id.in_(ids)))
        )

    of_sales = select(Order.id).join(Sale, Sale.id == Order.sale_id).where(Sale.community_id.in_(ids))
    entries = select(Entry.id).join(Sale, Sale.id == Entry.sale_id).where(Sale.community_id.in_(ids))
    sets = select(SaleSet.id).join(Sale, Sale.id == SaleSet.sale_id).where(Sale.community_id.in_(ids))
    of_cards = select(Entry.id).join(Request, Request.id == Entry.request_id).where(Request.community_id.in_(ids))
    requests = select(Request.id).where(Request.community_id.in_(ids))
    cards = select(GasCard.id).where(GasCard.request_id.in_(requests))
    in_ledger = Entry.id.in_(entries) | Entry.id.in_(of_cards)
    return [
        mine(AuditHead),
        mine(AuditEntry),
        mine(StaffSession),
        below(SignIn, "worker_id", Worker),
        delete(Posting).where(Posting.entry_id.in_(entries) | Posting.entry_id.in_(of_cards)),
        delete(Entry).where(in_ledger, Entry.corrects_id.is_not(None)),
        delete(Entry).where(in_ledger),
        delete(StateChange).where(StateChange.about == "order", StateChange.about_id.in_(of_sales)),
        delete(StateChange).where(StateChange.about == "request", StateChange.about_id.in_(requests)),
        delete(StateChange).where(StateChange.about == "gas_card", StateChange.about_id.in_(cards)),
        below(GasCard, "request_id", Request),
        below(SpokenLink, "worker_id", Worker),
        below(RequestRecording, "request_id", Request),
        mine(Request),
        below(MealDay, "household_id", Household),
        delete(OrderNotice).where(OrderNotice.order_id.in_(of_sales)),
        delete(SubstitutionAnswer).where(SubstitutionAnswer.order_id.in_(of_sales)),
        delete(Substitution).where(Substitution.set_id.in_(sets)),
        delete(ArrivalCount).where(ArrivalCount.set_id.in_(sets)),
        below(Settlement, "sale_id", Sale),
        delete(OrderLine).where(OrderLine.order_id.in_(of_sales)),
        below(Order, "sale_id", Sale),
        below(Wave, "sale_id", Sale),
        below(SaleSet, "sale_id", Sale),
        mine(Sale),
        mine(RollCall),
        below(AnnouncementDelivery, "announcement_id", Announcement),
        mine(Announcement),
        mine(PromptRecording),
        below(MessageAttempt, "message_id", Message),
        mine(Message),
        mine(CallByPerson),
        mine(Pause),
        mine(Visit),
        below(HealthView, "file_id", HealthFile),
        below(HealthNote, "file_id", HealthFile),
        mine(HealthFile),
        mine(StandIn),
        mine(Item),
        below(Turn, "call_sid", Call, "sid"),
        mine(Call),
        below(AlertCode, "alert_id", Alert),
        below(AlertStep, "alert_id", Alert),
        mine(Alert),
        mine(Reading),
        mine(Postponement),
        mine(DayStep),
        mine(PinTry),
        mine(TextThread),
        mine(Phone),
        below(Resident, "household_id", Household),
        mine(Household),
        mine(Duty),
        mine(Worker),
        mine(Grid),
        mine(Building),
        delete(Community).where(Community.is_demo),
    ]


def _sheet(rows: List) -> Sheet:
    numbered = [Row(number, cells) for number, cells in enumerate(rows, start=2)]
    return Sheet(numbered, frozenset(rows[0]), ())
