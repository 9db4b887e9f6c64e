"""Quick entry and the audit as they read: a page's words and not a text's, doors and not numbers, questions that stay open."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Household, Reading, Resident
from tests.web import matters
from tests.web.office import Clerk, Enter
from tests.web.village import DUTY, WORKER, Village

KEPT = "今天早就报过,没有改。"
OF_TEXTS = ("请发", "回1", "回2", "回 1", "Reply", "reply", "text us")


def choices(clerk: Clerk) -> list[str]:
    """The answers that are offered."""
    return [one.text_content() for one in clerk.tree.xpath("//form[@class='choices']/button[@name='line']")]


def types(clerk: Clerk, line: str) -> None:
    """Types a line into the page that is open, and comes to the page that says what came of it."""
    answer = clerk.sends("/entries", {"line": line})
    if answer.status_code == 303:
        clerk.opens(answer.headers["Location"].removeprefix("/console"))


def echo(clerk: Clerk) -> str:
    """What the page says came of it."""
    return " ".join(" ".join(one.text_content().split()) for one in clerk.tree.xpath("//*[@role='status']"))


@pytest.mark.parametrize("line", ["3-1-1503 36.6", "3-1-1504 3665", "3-1-1504 37", "3-1-1504 36-37", "3-1-1504 都好"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_question_back_has_the_words_of_a_page(enters: Enter, line: str, language: str) -> None:
    worker = enters(WORKER)
    worker.opens("/entries")
    worker.sends("/language", {"language": language, "back": "/console/entries"})
    worker.opens("/entries")
    types(worker, line)
    assert echo(worker)
    assert [one for one in OF_TEXTS if one in echo(worker)] == []


def test_an_open_question_outlives_another_language_and_is_answered_then(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    worker.opens("/entries")
    types(worker, "3-1-1503 36.6")
    assert choices(worker) == ["张阿姨", "李叔叔"]
    back = worker.tree.xpath("//input[@name='back']/@value")[0]
    answer = worker.sends("/language", {"language": "en", "back": back})
    worker.opens(answer.headers["Location"].removeprefix("/console"))
    assert choices(worker) == ["张阿姨", "李叔叔"]
    assert "Please choose" in worker.text
    worker.sends("/entries", {"line": "2"})
    worker.opens("/entries")
    assert choices(worker) == []
    with Session(engine) as session:
        assert session.scalars(select(Reading.tenths)).all() == [366]


def test_an_open_question_is_its_workers_alone(enters: Enter) -> None:
    worker, office = enters(WORKER), enters(DUTY)
    worker.opens("/entries")
    worker.sends("/entries", {"line": "3-1-1503 36.6"})
    office.opens("/entries")
    assert choices(office) == []


def test_a_fever_after_todays_own_report_is_an_alert_and_the_echo_says_where_and_what_stays(enters: Enter) -> None:
    office = enters(DUTY)
    office.opens("/entries")
    office.sends("/entries", {"line": "3-1-1504 36.5"})
    office.opens("/entries")
    types(office, "3-1-1504 38.5")
    assert all(said in echo(office) for said in ("3栋1单元1504", "王秀英 38.5", "警报已发出"))


def test_a_fever_after_the_households_own_report_says_where_the_alert_and_what_stays(
    enters: Enter, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        home = session.get_one(Household, village.doors["wang"])
        matters.reading(session, home, session.scalars(select(Resident.id).where(Resident.name == "王秀英")).one())
    office = enters(DUTY)
    office.opens("/entries")
    types(office, "3-1-1504 38.5")
    assert all(said in echo(office) for said in ("3栋1单元1504", "警报已发出", KEPT))


@pytest.mark.parametrize(("line", "told"), [("3-1-1504 36.5", "王秀英 36.5"), ("3-1-1504 38.5", "警报已发出")])
def test_what_came_of_a_line_is_read_on_a_page_that_is_gone_back_to_and_its_address_says_nothing_of_anybody(
    enters: Enter, line: str, told: str
) -> None:
    worker = enters(WORKER)
    worker.opens("/entries")
    once = worker.hidden("once")
    answers = [worker.sends("/entries", {"line": line}) for _ in range(2)]
    page = f"/console/entries?of={once}"
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, page)] * 2
    for _ in range(2):
        worker.opens(page.removeprefix("/console"))
        assert told in echo(worker)
        assert "3栋1单元1504" in echo(worker)
    assert worker.tree.xpath("//input[@name='line']/@value") == [""]


def test_what_came_of_a_line_is_its_writers_alone_and_is_gone_once_taken_back(enters: Enter) -> None:
    worker, office = enters(WORKER), enters(DUTY)
    worker.opens("/entries")
    page = worker.sends("/entries", {"line": "3-1-1504 36.5"}).headers["Location"].removeprefix("/console")
    office.opens(page)
    assert echo(office) == ""
    worker.opens(page)
    (sid,) = {str(one) for one in worker.tree.xpath("//input[@name='sid']/@value")}
    assert worker.sends("/entries/undo", {"sid": sid}).status_code == 303
    worker.opens(page)
    assert echo(worker) == ""


def test_what_came_of_a_households_values_is_read_on_its_page_alone_and_sent_again_by_no_reload(
    enters: Enter, engine: Engine, village: Village
) -> None:
    home, other = village.doors["wang"], village.doors["couple"]
    with Session(engine) as session:
        number = session.scalars(select(Resident.id).where(Resident.household_id == home)).one()
    worker = enters(WORKER)
    worker.opens(f"/households/{home}")
    answer = worker.sends(f"/households/{home}/report", {f"value_{number}": "36.5"})
    assert answer.status_code == 303
    query = answer.headers["Location"].removeprefix(f"/console/households/{home}")
    for _ in range(2):
        worker.opens(f"/households/{home}{query}")
        assert "王秀英 36.5" in echo(worker)
    worker.opens(f"/households/{other}{query}")
    assert echo(worker) == ""
    worker.opens(f"/households/{home}")
    assert echo(worker) == ""


def test_a_line_that_is_not_taken_stays_in_its_box(enters: Enter) -> None:
    worker = enters(WORKER)
    worker.opens("/entries")
    for line, status in (("3-1-1504", 400), ("9-9-999 36.5", 400)):
        assert worker.sends("/entries", {"line": line}).status_code == status
        assert worker.tree.xpath("//input[@name='line']/@value") == [line]


def test_the_audit_names_doors_people_and_grids(enters: Enter) -> None:
    office = enters(DUTY)
    office.opens("/entries")
    office.sends("/entries", {"line": "3-1-1504 38.5"})
    for path in ("/households/2", "/grids/1", "/alerts/1", "/files/1?why=check", "/residents/1"):
        assert office.opens(path).status_code == 200
    office.opens("/audit")
    told = [" ".join(" ".join(row.itertext()).split()) for row in office.tree.xpath("//tbody/tr/td[5]")]
    assert told[:7] == [
        "社区",
        "住户 3栋1单元1504",
        "健康档案 3栋1单元1504 王秀英",
        "警报 3栋1单元1504",
        "网格 第二网格",
        "住户 3栋1单元1503",
        "住户 3栋1单元1504",
    ]
    office.opens("/audit?find=王秀英")
    assert len(office.tree.xpath("//tbody/tr")) == 1


@pytest.mark.parametrize(("language", "told"), [("zh-CN", "差一个字"), ("en", "One letter away")])
def test_a_slip_of_a_key_in_the_search_is_said_and_leads_nowhere_by_itself(
    enters: Enter, language: str, told: str
) -> None:
    clerk = enters(DUTY)
    clerk.client.set_cookie("linli_language", language, domain="line.example.org", path="/console/")
    assert clerk.opens("/search?q=王秀英").status_code == 303
    assert clerk.opens("/search?q=王秀银").status_code == 200
    assert told in clerk.text
    assert "王秀英" in clerk.text
    assert clerk.opens("/search?q=王秀").status_code == 303
    assert clerk.opens("/search?q=nobody").status_code == 200
    assert told not in clerk.text
