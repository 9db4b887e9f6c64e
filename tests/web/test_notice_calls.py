"""A household is called with an announcement: what it hears, and what a key means."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.announcements import Audience, By, Whom
from models import AnnouncementDelivery, Community, Item, Message, Resident
from services.announcing import notices
from services.announcing.announcements import Wanted, announce
from tests.integration.outgoing import carry_out
from tests.web.conftest import MORNING
from tests.web.line import PhoneCall, Wire
from tests.web.village import ENGLISH, WANG, Village

WATER = Wanted(Audience(Whom.BUILDING, "3"), By.CALL, "明天停水,请<b>储水</b>&{保重}", MORNING)


@pytest.fixture
def owed(engine: Engine, village: Village) -> dict[str, int]:
    """The calls that the line owes, by number."""
    return announced(engine, village, WATER)


def announced(engine: Engine, village: Village, wanted: Wanted) -> dict[str, int]:
    with Session(engine) as session, session.begin():
        announce(session, session.get_one(Community, village.community), wanted, MORNING)
        notices.tell_due(session, MORNING)
    with Session(engine) as session:
        return {
            one.to: one.id
            for one in session.scalars(select(Message).where(Message.channel == "call").order_by(Message.id))
        }


def state_of(engine: Engine, household: int) -> str:
    with Session(engine) as session:
        return session.scalars(
            select(AnnouncementDelivery.state).where(AnnouncementDelivery.household_id == household)
        ).one()


def test_one_is_heard(wire: Wire, engine: Engine, village: Village, owed: dict[str, int]) -> None:
    call = PhoneCall(wire, WANG).picks_up(owed[WANG])
    assert "青和居热线通知" in call.heard
    assert "请<b>储水</b>&{保重}" in call.heard
    assert state_of(engine, village.doors["wang"]) == "planned"
    assert call.press("1").ended
    assert state_of(engine, village.doors["wang"]) == "delivered"


def test_nine_says_it_again(wire: Wire, village: Village, owed: dict[str, int]) -> None:
    call = PhoneCall(wire, WANG).picks_up(owed[WANG]).press("9")
    assert call.heard.count("储水") == 2


def test_a_machine_hears_it_twice_and_leaves_no_item(
    wire: Wire, engine: Engine, village: Village, owed: dict[str, int]
) -> None:
    call = PhoneCall(wire, WANG).picks_up(owed[WANG]).press("", "")
    assert call.ended
    assert call.heard.count("储水") == 2
    call.hang_up()
    assert state_of(engine, village.doors["wang"]) != "delivered"
    with Session(engine) as session:
        assert session.scalars(select(Item)).all() == []


def test_zero_rings_the_households_own_grid_worker(wire: Wire, village: Village, owed: dict[str, int]) -> None:
    call = PhoneCall(wire, WANG).picks_up(owed[WANG]).press("0")
    assert any(verb.tag == "Dial" for verb in call.verbs)


def test_chinese_words_are_said_by_a_chinese_voice_and_english_ones_by_the_households(
    wire: Wire, engine: Engine, village: Village, owed: dict[str, int]
) -> None:
    def language(message: int) -> set[str | None]:
        call = PhoneCall(wire, ENGLISH).picks_up(message)
        call.hang_up()
        carry_out(engine)
        return {say.get("language") for verb in call.verbs for say in verb.iter("Say")}

    assert language(owed[ENGLISH]) == {"cmn-CN"}
    english = announced(engine, village, replace(WATER, words="No water tomorrow", language="en"))
    assert language(english[ENGLISH]) == {"en-US"}


def test_who_hears_badly_is_spoken_to_slowly(
    wire: Wire, engine: Engine, village: Village, owed: dict[str, int]
) -> None:
    with Session(engine) as session, session.begin():
        person = select(Resident).where(Resident.household_id == village.doors["wang"])
        session.scalars(person).one().hard_of_hearing = True
    call = PhoneCall(wire, WANG).picks_up(owed[WANG])
    assert {one.get("rate") for verb in call.verbs for one in verb.iter("prosody")} == {"80%"}
