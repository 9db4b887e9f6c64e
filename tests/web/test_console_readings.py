"""A wrong reading is put right or withdrawn with a reason; a caller who is not on file is put on file."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, AuditEntry, Community, HealthFile, Phone, Reading, Resident
from services.staff.audit import verify
from tests.integration.outgoing import HandClock
from tests.web.line import PhoneCall, Wire
from tests.web.office import Clerk, Enter
from tests.web.village import CADRE, DUTY, STRANGER, WANG, WORKER, Village

CALL = ("3", "1", "1504", "1", "1", "1", "1", "1")  # 3-1-1504, somebody of the family: one person, normal


@pytest.fixture
def reported(wire: Wire, engine: Engine, village: Village, clock: HandClock, enters: Enter) -> int:
    """The resident of 3-1-1504 has keyed that all is normal; the reading's id."""
    enters(WORKER)
    PhoneCall(wire, WANG).dial().press("1", "1").hang_up()
    with Session(engine) as session:
        return session.scalars(select(Reading.id)).one()


def readings(engine: Engine) -> list[tuple[int | None, bool]]:
    """Each value, and whether it counts."""
    with Session(engine) as session:
        rows = session.scalars(select(Reading).order_by(Reading.id)).all()
        return [(one.tenths, one.withdrawn_at is None) for one in rows]


def reasons(engine: Engine) -> list[tuple[str, str, int | None, str]]:
    with Session(engine) as session:
        assert verify(session, session.scalars(select(Community.id)).one()).is_sound
        rows = session.scalars(select(AuditEntry).where(AuditEntry.what.in_(("corrected", "took_back")))).all()
        return [(one.what, one.about, one.about_id, one.why) for one in rows]


def sends(clerk: Clerk, reading: int, **fields: str) -> int:
    clerk.opens(f"/readings/{reading}")
    return clerk.sends(f"/readings/{reading}", fields).status_code


def test_a_reading_is_put_right_and_the_reason_stands_beside_the_old_one(
    enters: Enter, engine: Engine, village: Village, reported: int
) -> None:
    worker = enters(WORKER)
    assert sends(worker, reported, value="36.8℃", why="听错了", deed="correct") == 303
    assert readings(engine) == [(None, False), (368, True)]
    assert reasons(engine) == [("corrected", "reading", reported, "听错了")]
    worker.opens(f"/households/{village.doors['wang']}")
    (old,) = [" ".join(row.text_content().split()) for row in worker.tree.xpath("//tr[.//del]")]
    assert "听错了" in old
    assert "孙丽" in old
    office = enters(DUTY)
    office.opens("/audit")
    assert "改体温 体温 3栋1单元1504 王秀英 听错了" in office.text


def test_a_reading_is_withdrawn_and_the_person_is_waited_for_again(
    enters: Enter, engine: Engine, village: Village, reported: int
) -> None:
    worker = enters(WORKER)
    assert sends(worker, reported, value="", why="打错门了", deed="withdraw") == 303
    assert readings(engine) == [(None, False)]
    assert reasons(engine) == [("took_back", "reading", reported, "打错门了")]
    worker.opens(f"/households/{village.doors['wang']}")
    assert worker.tree.xpath("//*[contains(@class, 'state')]/text()") == ["没音讯"]
    assert worker.opens(f"/readings/{reported}").status_code == 200
    assert worker.tree.xpath("//form[contains(@action, 'readings')]") == []


def test_a_fever_that_was_meant_is_an_alert_and_opens_a_file(enters: Enter, engine: Engine, reported: int) -> None:
    assert sends(enters(WORKER), reported, value="38.6", why="按错了键", deed="correct") == 303
    with Session(engine) as session:
        assert session.scalars(select(Alert.tenths)).all() == [386]
        assert len(session.scalars(select(HealthFile.id)).all()) == 1
    assert readings(engine) == [(None, False), (386, True)]


def test_a_fever_that_was_a_slip_leaves_its_alert_to_be_closed(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    office.opens("/entries")
    office.sends("/entries", {"line": "3-1-1504 38.6"})
    assert sends(office, 1, value="36.8", why="看错了", deed="correct") == 303
    assert readings(engine) == [(386, False), (368, True)]
    with Session(engine) as session:
        assert session.scalars(select(Alert.state)).all() == ["open"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"value": "36.8", "why": " ", "deed": "correct"}, "why"),
        ({"value": "366.8", "why": "听错了", "deed": "correct"}, "value"),
        ({"value": "3.68", "why": "听错了", "deed": "correct"}, "value"),
        ({"value": "", "why": "听错了", "deed": "correct"}, "value"),
        ({"value": "", "why": "x" * 201, "deed": "withdraw"}, "why"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    enters: Enter, engine: Engine, reported: int, typed: dict[str, str], wrong: str
) -> None:
    worker = enters(WORKER)
    assert sends(worker, reported, **typed) == 400
    assert worker.tree.xpath(f"//*[@id='error-{wrong}']")
    assert {name: worker.hidden(name) for name in ("value", "why")} == {name: typed[name] for name in ("value", "why")}
    assert readings(engine) == [(None, True)]


def test_of_two_clerks_at_once_one_puts_it_right_and_the_other_is_told(
    enters: Enter, engine: Engine, reported: int
) -> None:
    clerks = [enters(WORKER), enters(DUTY)]
    for clerk in clerks:
        clerk.opens(f"/readings/{reported}")

    def send(clerk: Clerk) -> int:
        return clerk.sends(f"/readings/{reported}", {"value": "36.9", "why": "x", "deed": "correct"}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, clerks)) == [303, 409]
    assert readings(engine) == [(None, False), (369, True)]
    assert len(reasons(engine)) == 1


def test_yesterdays_reading_is_withdrawn_and_gets_no_other_value(enters: Enter, engine: Engine, reported: int) -> None:
    with Session(engine) as session, session.begin():
        row = session.get_one(Reading, reported)
        row.day = row.day.replace(day=28)
    worker = enters(WORKER)
    worker.opens(f"/readings/{reported}")
    assert worker.tree.xpath("//input[@name='value']") == []
    assert sends(worker, reported, value="36.9", why="打错门了", deed="correct") == 303
    assert readings(engine) == [(None, False)]


def test_a_readings_page_is_nobody_elses(enters: Enter, reported: int) -> None:
    assert enters(CADRE).opens(f"/readings/{reported}").status_code == 404


@pytest.fixture
def called(wire: Wire, engine: Engine, enters: Enter) -> None:
    """Somebody has reported for 3-1-1504 from a telephone that nobody knows."""
    enters(DUTY)
    PhoneCall(wire, STRANGER).dial().press(*CALL).hang_up()


def numbers(engine: Engine, home: int) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Phone.number).where(Phone.household_id == home).order_by(Phone.position)))


def callers(clerk: Clerk) -> list[str]:
    return [str(one) for one in clerk.tree.xpath("//input[@name='number']/@value")]


def test_an_unverified_callers_number_is_put_on_file_once_and_is_known_from_then_on(
    enters: Enter, wire: Wire, engine: Engine, village: Village, called: None
) -> None:
    home, office = village.doors["wang"], enters(DUTY)
    office.opens(f"/households/{home}")
    assert callers(office) == [STRANGER]
    statuses = [office.sends(f"/households/{home}/number", {"number": STRANGER}).status_code for _ in range(2)]
    assert statuses == [303, 303]
    assert numbers(engine, home) == [WANG, STRANGER]
    office.opens(f"/households/{home}")
    assert callers(office) == []
    office.opens("/audit")
    assert "加来电号码 居民 3栋1单元1504 王秀英" in office.text
    assert "王阿姨" in PhoneCall(wire, STRANGER).dial().heard


def test_a_number_that_has_not_called_is_not_put_on_file(
    enters: Enter, engine: Engine, village: Village, called: None
) -> None:
    home, office = village.doors["wang"], enters(DUTY)
    office.opens(f"/households/{home}")
    answer = office.sends(f"/households/{home}/number", {"number": "+8610000000098"})
    assert answer.status_code == 400
    assert "没有替这一户报过" in office.text
    assert numbers(engine, home) == [WANG]


def test_of_several_people_one_is_chosen_and_a_third_telephone_is_refused(
    enters: Enter, wire: Wire, engine: Engine, village: Village
) -> None:
    home, office = village.doors["couple"], enters(DUTY)
    PhoneCall(wire, STRANGER).dial().press("3", "1", "1503", "1", "1", "2", "1", "1").hang_up()
    office.opens(f"/households/{home}")
    assert office.sends(f"/households/{home}/number", {"number": STRANGER, "who": ""}).status_code == 400
    assert "请选是谁的电话" in office.text
    with Session(engine) as session, session.begin():
        chosen = session.scalars(select(Resident.id).where(Resident.name == "李建国")).one()
        phone = {"community_id": village.community, "household_id": home, "resident_id": chosen}
        session.add_all(Phone(**phone, number=f"+861000000012{place}", position=place) for place in (1, 2))
    assert office.sends(f"/households/{home}/number", {"number": STRANGER, "who": str(chosen)}).status_code == 400
    assert "已经有两个电话" in office.text
    assert len(numbers(engine, home)) == 3


def test_the_grid_worker_sees_the_caller_and_the_roster_is_the_offices(
    enters: Enter, engine: Engine, village: Village, called: None
) -> None:
    home, worker = village.doors["wang"], enters(WORKER)
    worker.opens(f"/households/{home}")
    assert STRANGER in worker.text
    assert worker.tree.xpath("//form[contains(@action, '/number')]//button") == []
    assert worker.sends(f"/households/{home}/number", {"number": STRANGER}).status_code == 404
    assert numbers(engine, home) == [WANG]
    cadre = enters(CADRE)
    cadre.opens(f"/households/{home}")
    assert STRANGER not in cadre.text
