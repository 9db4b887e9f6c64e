"""The evening before a sale opens: those who wish it are told once, in their own language and way, and nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.segments import segments
from models import Household, Message, Sale, SaleSet
from services.announcing import notices
from services.sales.sale_news import announce_sales, sale_news
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.web.line import LINE
from tests.web.village import ENGLISH, STRANGER, WANG, Village

EVENING = datetime(2020, 2, 29, 11, tzinfo=UTC)  # 19:00 in Wuhan
OPENS = datetime(2020, 3, 1, 0, tzinfo=UTC)  # tomorrow at 08:00
CLOSES = OPENS + timedelta(hours=12)


@pytest.fixture
def tomorrow(engine: Engine, village: Village) -> int:
    """A sale of two sets, tomorrow."""
    with Session(engine) as session, session.begin():
        sale = Sale(community_id=village.community, name="周日", opens_at=OPENS, cutoff_at=CLOSES)
        session.add(sale)
        session.flush()
        for number, (zh, en, price) in enumerate([("蔬菜", "Vegetables", 3000), ("水果", "Fruit", 2550)], 1):
            names = {"name_zh": zh, "name_en": en, "supplier": "中百"}
            session.add(SaleSet(sale_id=sale.id, number=number, price_fen=price, limit=3, **names))
        return sale.id


def texts(engine: Engine, sender: str, body: str, now: datetime = EVENING) -> str:
    """A resident's text; the reply."""
    sid = f"SM{sender}{body}"
    with Session(engine) as session, session.begin():
        receive_text(session, IncomingText(sid, LINE, sender, body), now)
    with Session(engine) as session:
        return (
            session.scalars(select(Message.body).where(Message.to == sender).order_by(Message.id.desc())).first() or ""
        )


def looks(engine: Engine, now: datetime = EVENING) -> int:
    """A round; how many sales are announced."""
    with Session(engine) as session, session.begin():
        told = announce_sales(session, now)
        notices.tell_due(session, now)
        return told


def told(engine: Engine) -> dict[str, str]:
    """The words by telephone."""
    with Session(engine) as session:
        return {one.to: one.body for one in session.scalars(select(Message).where(Message.kind == "notice"))}


def wishes(engine: Engine, village: Village, *doors: str) -> None:
    """These households want to be told."""
    with Session(engine) as session, session.begin():
        ids = [village.doors[door] for door in doors]
        session.execute(update(Household).where(Household.id.in_(ids)).values(wants_sales=True))


def test_whoever_wishes_it_is_told_in_their_own_language(engine: Engine, village: Village, tomorrow: int) -> None:
    wishes(engine, village, "wang", "english")
    assert looks(engine, EVENING - timedelta(minutes=1)) == 0
    assert looks(engine) == 1
    assert told(engine) == {
        WANG: "明天08:00开始订菜,20:00截止:蔬菜30元、水果25.50元。打这个号码,或发如:蔬菜1份。不要通知发:不要订菜通知",
        ENGLISH: "Groceries tomorrow from 08:00 to 20:00: Vegetables 30 yuan, Fruit 25.50 yuan. Call this number or text "
        "like: 1 vegetables. No more news of sales: no sale news",
    }


def test_a_sale_is_announced_once_however_many_look(engine: Engine, village: Village, tomorrow: int) -> None:
    wishes(engine, village, "wang")
    with ThreadPoolExecutor(4) as pool:
        announced = list(pool.map(lambda _: looks(engine), range(4)))
    assert sum(announced) == 1
    looks(engine, EVENING + timedelta(minutes=5))
    assert len(told(engine)) == 1


def test_what_comes_into_the_list_at_night_is_told_in_the_morning_before_it_opens(
    engine: Engine, village: Village, tomorrow: int
) -> None:
    wishes(engine, village, "wang")
    night = EVENING + timedelta(hours=3)
    assert looks(engine, night) == 1
    assert told(engine) == {}
    looks(engine, OPENS - timedelta(hours=1))
    assert list(told(engine)) == [WANG]


def test_a_sale_that_has_opened_is_announced_no_more(engine: Engine, village: Village, tomorrow: int) -> None:
    assert looks(engine, OPENS) == 0


def test_a_text_says_who_wishes_it_and_who_no_more(engine: Engine, village: Village) -> None:
    def wishing() -> list[int]:
        with Session(engine) as session:
            return list(session.scalars(select(Household.id).where(Household.wants_sales)))

    assert texts(engine, WANG, "订菜通知") == "好的,以后开卖前一晚告诉您。不要了请发:不要订菜通知"
    assert wishing() == [village.doors["wang"]]
    assert texts(engine, WANG, "不要订菜通知") == "好的,以后不再发订菜通知。要了请发:订菜通知"
    assert wishing() == []
    texts(engine, ENGLISH, "sale news")
    assert wishing() == [village.doors["english"]]
    texts(engine, STRANGER, "订菜通知")
    assert wishing() == [village.doors["english"]]


def test_what_is_in_a_set_is_told_on_request(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(SaleSet).where(SaleSet.number == 2).values(contents_zh="白菜2斤、萝卜3斤"))
    morning = datetime(2020, 2, 29, 0, 30, tzinfo=UTC)
    assert texts(engine, WANG, "蔬菜有什么", morning) == "蔬菜里有:白菜2斤、萝卜3斤。一份30元"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_six_sets_with_long_names_keep_to_two_segments(language: str) -> None:
    sale = Sale(name="周日", opens_at=OPENS, cutoff_at=CLOSES)
    offers = [
        SaleSet(name_zh="特级有机高山娃娃菜大礼包", name_en="Extra large organic cabbage box", price_fen=12345)
    ] * 6
    words = sale_news(language, sale, offers, "Asia/Shanghai")
    assert segments(words) <= 2
    assert "08:00" in words
