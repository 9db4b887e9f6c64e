"""Whose telephones the phone page offers, and in which order."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from domain.staff_lists import PLACES
from exchange.people import People
from linli.embedded import EmbeddedError
from linli.people import ROLES, UNKNOWN, WITHHELD, Listed, offer, read_people, telephones
from services.demo.community import add_demo
from tests.web.village import COUPLE, DIGITS, FAMILY, TWO_DOORS, WANG, WORKER, settle

NOW = datetime(2020, 2, 29, 8, tzinfo=UTC)


def of_the_village(engine: Engine) -> Listed:
    with Session(engine) as session, session.begin():
        settle(session, NOW)
    with Session(engine) as session:
        return read_people(session)


def one(people: Listed, number: str) -> Listed:
    found: Listed = next(person for person in people["people"] if person["number"] == number)
    return found


def test_an_elder_and_her_grid_worker_come_first_and_lie_beside_each_other(engine: Engine) -> None:
    people = of_the_village(engine)
    assert [person["number"] for person in people["people"][:4]] == [WANG, WORKER, UNKNOWN, WITHHELD]
    assert one(people, WANG)["beside"] == WORKER


def test_every_role_of_the_staff_has_a_word_beside_its_telephone() -> None:
    assert set(ROLES) == set(PLACES)


def test_everybody_with_a_telephone_is_offered_once(engine: Engine) -> None:
    numbers = [person["number"] for person in of_the_village(engine)["people"]]
    assert len(numbers) == len(set(numbers)) == 6 + 4 + 2


def test_they_are_told_by_name_and_door_or_post(engine: Engine) -> None:
    people = of_the_village(engine)
    assert (one(people, COUPLE)["name"], one(people, COUPLE)["note"]["zh-CN"]) == ("张桂兰", "3栋1单元1503")
    assert one(people, WORKER)["note"] == {"zh-CN": "网格员 · 网格 第二网格", "en": "grid worker · grid 第二网格"}


def test_a_telephone_at_two_doors_is_told_with_both(engine: Engine) -> None:
    person = one(of_the_village(engine), TWO_DOORS)
    assert (person["name"], person["note"]["en"]) == ("周平 / 吴芳", "Bldg 5 Rm 302 · Bldg 5 Rm 303")


def test_who_keys_digits_is_told_so(engine: Engine) -> None:
    assert "3 6 5" in one(of_the_village(engine), DIGITS)["hint"]["en"]


def test_a_household_of_three_is_told_that_it_is_asked_one_by_one(engine: Engine) -> None:
    assert "one person after another" in one(of_the_village(engine), FAMILY)["hint"]["en"]


def test_the_exchange_can_read_the_list(engine: Engine) -> None:
    told = of_the_village(engine)
    people = People()
    assert people.put(told) == len(told["people"])
    assert people.guide.timezone == "Asia/Shanghai"
    assert "青和居" in people.guide.about["en"]
    assert people.with_numbers([WITHHELD])[0].shows == "anonymous"


def test_an_exchange_that_does_not_take_the_list_is_told_in_one_line() -> None:
    with pytest.raises(EmbeddedError, match="took no list"):
        offer("http://127.0.0.1:1", {})


def test_in_the_demo_there_is_somebody_to_be_in_either_language(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        add_demo(session, NOW)
    with Session(engine) as session:
        people = read_people(session)
    chinese, worker, english, colleague = people["people"][:4]
    assert (chinese["language"], chinese["beside"], worker["language"]) == ("zh-CN", worker["number"], "zh-CN")
    assert (english["language"], english["beside"], colleague["language"]) == ("en", colleague["number"], "en")
    assert all("lives alone" in person["note"]["en"] for person in (chinese, english))
    assert list(telephones(people).values()) == [person["number"] for person in people["people"][:5]]
