"""Rosters, staff and sales come in whole or not at all, and the same file twice changes nothing."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.row_errors import ImportRefused
from models import Duty, Grid, Household, Phone, Reading, Resident, Sale, SaleSet, Worker
from services.roster.rosters import Absent, RosterReport
from services.roster.staff import StaffReport, import_staff
from services.sales.sales import SaleReport, import_sales
from services.staff.pins import is_pin, set_pin
from tests.integration.lists import NOW, imported, made_community, people, sheet
from tests.tables import counts, everything

POST = {"name": "李敏", "role": "grid_worker", "grid": "2", "building": "", "phone": "10000900001", "on_duty": "1"}
OFFER = {
    "sale": "周六",
    "opens": "2020-02-29 08:00",
    "cutoff": "2020-02-29 20:00",
    "supplier": "惠民超市",
    "set": "1",
    "name_zh": "蔬菜",
    "name_en": "Vegetables",
    "price_fen": "3000",
    "limit": "3",
    "stock": "10",
}


def import_posts(engine: Engine, community: int, *changes: dict[str, str]) -> StaffReport:
    with Session(engine) as session, session.begin():
        return import_staff(session, community, sheet(*({**POST, **one} for one in changes)))


def import_offers(engine: Engine, community: int, *changes: dict[str, str]) -> SaleReport:
    with Session(engine) as session, session.begin():
        return import_sales(session, community, sheet(*({**OFFER, **one} for one in changes)))


def names_at_the_door(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Resident.name).order_by(Resident.position)))


def test_a_roster_makes_doors_people_and_telephones(engine: Engine) -> None:
    community = made_community(engine)
    report = imported(
        engine, community, people({}, {"name": "李强", "phone": "", "entry": "digits"}, {"room": "1505", "unit": ""})
    )
    assert report == RosterReport(added=3, changed=0, unchanged=0, missing=(), ignored=())
    found = counts(engine)
    assert [found[name] for name in ("building", "grid", "household", "resident", "phone")] == [1, 1, 2, 3, 2]
    with Session(engine) as session:
        doors = {(home.unit, home.room): home.keys_digits for home in session.scalars(select(Household))}
        assert doors == {("1", "1504"): True, ("", "1505"): False}
        assert set(session.scalars(select(Phone.number))) == {"+8610000000001"}
    assert names_at_the_door(engine)[-1] == "李强"


def test_the_same_roster_twice_changes_nothing(engine: Engine) -> None:
    community = made_community(engine)
    roster = people({"phone2": "027 5550 0101"}, {"name": "李强", "lives_alone": "是"}, {"room": "2", "grid": "3"})
    imported(engine, community, roster)
    before = everything(engine)
    assert imported(engine, community, roster) == RosterReport(0, 0, 3, (), ())
    assert everything(engine) == before


def test_a_changed_person_is_changed_and_keeps_their_readings(engine: Engine) -> None:
    community = made_community(engine)
    imported(engine, community, people({}, {"name": "李强"}))
    with Session(engine) as session, session.begin():
        one = session.scalars(select(Resident).where(Resident.name == "王秀英")).one()
        given_today = {"day": NOW.date(), "at": NOW, "channel": "keypad", "reporter": "self", "verified": True}
        session.add(Reading(community_id=community, household_id=one.household_id, resident_id=one.id, **given_today))
    report = imported(engine, community, people({"salutation": "王阿姨", "phone": "10000000009"}, {"name": "李强"}))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    with Session(engine) as session:
        one = session.scalars(select(Resident).where(Resident.name == "王秀英")).one()
        assert one.salutation == "王阿姨"
        assert session.scalars(select(Phone.number).where(Phone.resident_id == one.id)).all() == ["+8610000000009"]
        assert session.scalars(select(Reading.resident_id)).all() == [one.id]


def test_a_door_that_changes_its_grid_changes_its_people(engine: Engine) -> None:
    community = made_community(engine)
    imported(engine, community, people({}, {"name": "李强"}, {"room": "1505"}))
    report = imported(engine, community, people({"grid": "9"}, {"name": "李强", "grid": "9"}, {"room": "1505"}))
    assert (report.changed, report.unchanged) == (2, 1)
    with Session(engine) as session:
        moved = session.scalars(select(Grid.name).join(Household).where(Household.room == "1504")).all()
        assert moved == ["9"]


def test_people_no_longer_in_the_file_stay_and_are_listed(engine: Engine) -> None:
    community = made_community(engine)
    imported(engine, community, people({"name": "甲"}, {"name": "乙"}, {"name": "丙"}, {"room": "1"}))
    report = imported(engine, community, people({"name": "丙"}, {"name": "丁"}))
    assert report.missing == (
        Absent("3", "1", "1504", "甲"),
        Absent("3", "1", "1504", "乙"),
        Absent("3", "1", "1", "王秀英"),
    )
    with Session(engine) as session:
        at_door = select(Resident.name).join(Household).where(Household.room == "1504").order_by(Resident.position)
        assert session.scalars(at_door).all() == ["丙", "丁", "甲", "乙"]


def test_a_column_the_file_lacks_leaves_what_is_stored(engine: Engine) -> None:
    community = made_community(engine)
    imported(
        engine,
        community,
        people(
            {"lives_alone": "1", "phone2": "10000000002", "meals": "是", "entry": "digits", "notes": "三楼"}
            | {"call_at": "9:15"}
        ),
    )
    before = everything(engine)
    assert imported(engine, community, people({})).unchanged == 1
    assert everything(engine) == before


@pytest.mark.parametrize("column", ["phone", "phone2"])
def test_the_number_of_a_line_is_no_residents_telephone(engine: Engine, column: str) -> None:
    made_community(engine, "另一个社区", "+862755500172")
    community = made_community(engine)
    before = everything(engine)
    with pytest.raises(ImportRefused, match="is the number of the line itself") as refused:
        imported(engine, community, people({}, {"name": "李强", column: "027-55500171"}))
    assert [error.row for error in refused.value.errors] == [3]
    with pytest.raises(ImportRefused, match="is the number of the line itself"):
        imported(engine, community, people({column: "+862755500172"}))
    assert everything(engine) == before


def test_a_household_has_the_preferred_hour_of_whoever_names_one(engine: Engine) -> None:
    community = made_community(engine)
    imported(engine, community, people({"call_at": ""}, {"name": "李强", "call_at": "9:15"}))
    with Session(engine) as session:
        assert session.scalars(select(Household.call_at)).all() == [time(9, 15)]


def test_an_emptied_cell_empties_what_is_stored(engine: Engine) -> None:
    community = made_community(engine)
    imported(engine, community, people({"lives_alone": "1", "phone2": "10000000002"}))
    assert imported(engine, community, people({"lives_alone": "", "phone": "", "phone2": ""})).changed == 1
    assert counts(engine)["phone"] == 0


def test_nothing_is_half_imported(engine: Engine) -> None:
    community = made_community(engine)
    imported(engine, community, people({}))
    before = everything(engine)
    wrong = people(
        {"name": "新人", "building": "8", "grid": "8"}, {"name": "又一人", "phone": "12"}, {"language": "fr"}
    )
    with pytest.raises(ImportRefused) as refused:
        imported(engine, community, wrong)
    assert [error.row for error in refused.value.errors] == [3, 4]
    assert everything(engine) == before


def test_two_communities_do_not_touch_each_other(engine: Engine) -> None:
    one, other = made_community(engine), made_community(engine, "另一社区", "+862755500172")
    imported(engine, one, people({}))
    assert imported(engine, other, people({})).added == 1
    assert imported(engine, one, people({})) == RosterReport(0, 0, 1, (), ())


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "room": st.sampled_from(["101", "102"]),
            "name": st.sampled_from("甲乙丙丁"),
            "phone": st.sampled_from(["", "10000000001", "10000000002"]),
            "lives_alone": st.sampled_from(["0", "1"]),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one["room"], one["name"]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PEOPLE, second=PEOPLE)
def test_any_roster_a_second_time_changes_nothing(
    engine: Engine, first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    with Session(engine) as session:
        known = session.scalar(select(Household.community_id).limit(1))
    community = known if known is not None else made_community(engine)
    imported(engine, community, people(*first))
    imported(engine, community, people(*second))
    before = everything(engine)
    report = imported(engine, community, people(*second))
    assert (report.added, report.changed, report.unchanged) == (0, 0, len(second))
    assert everything(engine) == before


def test_staff_come_with_their_duties_and_twice_is_once(engine: Engine) -> None:
    community = made_community(engine)
    team: tuple[dict[str, str], ...] = (
        {},
        {"role": "cadre", "building": "3栋"},
        {"name": "值班", "role": "duty", "on_duty": "08:00-20:00"},
    )
    assert import_posts(engine, community, *team) == StaffReport(3, 0, 0, 0, (), ())
    before = everything(engine)
    assert import_posts(engine, community, *team) == StaffReport(0, 0, 3, 0, (), ())
    assert everything(engine) == before
    found = counts(engine)
    assert [found[name] for name in ("worker", "duty", "grid", "building")] == [2, 3, 1, 1]


def test_a_worker_in_the_file_has_exactly_the_duties_of_the_file(engine: Engine) -> None:
    community = made_community(engine)
    import_posts(engine, community, {}, {"grid": "3"}, {"name": "陈静", "phone": "10000900002"})
    report = import_posts(engine, community, {"grid": "3", "on_duty": "0"})
    assert (report.added, report.changed, report.removed, report.missing) == (0, 1, 1, ("陈静",))
    with Session(engine) as session:
        rows = session.execute(
            select(Worker.name, Grid.name, Duty.on_duty).join(Duty, Duty.worker_id == Worker.id).join(Grid)
        )
        assert sorted(rows) == [("李敏", "3", "0"), ("陈静", "2", "1")]


def test_a_new_telephone_of_a_worker_keeps_the_pin(engine: Engine) -> None:
    community = made_community(engine)
    import_posts(engine, community, {})
    with Session(engine) as session, session.begin():
        pin = set_pin(session, community, "李敏")
    assert import_posts(engine, community, {"phone": "10000900009"}).changed == 1
    with Session(engine) as session:
        worker = session.scalars(select(Worker)).one()
        assert worker.phone == "+8610000900009"
        assert is_pin(worker.pin_hash, pin)
        assert not is_pin(worker.pin_hash, pin[::-1] + "0")
        assert pin not in (worker.pin_hash or "")


def test_a_wrong_staff_list_changes_nothing(engine: Engine) -> None:
    community = made_community(engine)
    before = everything(engine)
    with pytest.raises(ImportRefused) as refused:
        import_posts(engine, community, {}, {"name": "甲", "role": "king"}, {"name": "乙", "phone": "1"})
    assert [error.row for error in refused.value.errors] == [3, 4]
    assert everything(engine) == before


@pytest.mark.parametrize("column", ["phone", "phone2"])
def test_the_number_of_a_line_is_no_workers_telephone(engine: Engine, column: str) -> None:
    made_community(engine, "另一个社区", "+862755500172")
    community = made_community(engine)
    before = everything(engine)
    for line in ("027-55500171", "+862755500172"):
        with pytest.raises(ImportRefused, match="is the number of the line itself") as refused:
            import_posts(
                engine, community, {}, {"name": "李强", "role": "office", "phone": "10000000101", column: line}
            )
        assert [error.row for error in refused.value.errors] == [3]
    assert everything(engine) == before


def test_a_sale_comes_with_its_sets_and_twice_is_once(engine: Engine) -> None:
    community = made_community(engine)
    assert import_offers(engine, community, {}, {"set": "2"}, {"sale": "周日"}) == SaleReport(3, 0, 0, (), ())
    before = everything(engine)
    assert import_offers(engine, community, {}, {"set": "2"}, {"sale": "周日"}) == SaleReport(0, 0, 3, (), ())
    assert everything(engine) == before
    with Session(engine) as session:
        sale = session.scalars(select(Sale).where(Sale.name == "周六")).one()
        assert (sale.opens_at, sale.cutoff_at) == (
            datetime(2020, 2, 29, tzinfo=UTC),
            datetime(2020, 2, 29, 12, tzinfo=UTC),
        )


def test_a_sale_can_change_until_it_is_closed(engine: Engine) -> None:
    community = made_community(engine)
    import_offers(engine, community, {}, {"set": "2"})
    report = import_offers(engine, community, {"price_fen": "2800", "stock": ""})
    assert (report.changed, report.missing) == (1, (("周六", "2"),))
    with Session(engine) as session, session.begin():
        first = session.scalars(select(SaleSet).where(SaleSet.number == 1)).one()
        assert (first.price_fen, first.stock) == (2800, None)
        session.execute(update(Sale).values(closed_at=NOW))
    before = everything(engine)
    assert import_offers(engine, community, {"price_fen": "2800", "stock": ""}).unchanged == 1
    for late in ({"price_fen": "1"}, {"set": "3"}, {"price_fen": "2800", "stock": "", "cutoff": "2020-03-01 20:00"}):
        with pytest.raises(ImportRefused, match="is closed"):
            import_offers(engine, community, late)
    assert everything(engine) == before


def test_a_pin_is_six_digits_and_never_the_same_hash(engine: Engine) -> None:
    community = made_community(engine)
    import_posts(engine, community, {})
    with Session(engine) as session, session.begin():
        pins = [set_pin(session, community, " 李敏 ") for _ in range(3)]
    assert all(len(pin) == 6 and pin.isdigit() for pin in pins)
    assert not is_pin(None, pins[0])
