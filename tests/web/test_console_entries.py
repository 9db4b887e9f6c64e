"""Quick entry and the audit as they read: a page's words and not a text's, doors and not numbers, questions that stay open."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Reading
from tests.web.office import Clerk, Enter
from tests.web.village import DUTY, WORKER

OF_TEXTS = ("请发", "回1", "回2", "回 1", "Reply", "reply", "text us")


def choices(clerk: Clerk) -> list[str]:
    """The answers that are offered."""
    return [one.text_content() for one in clerk.tree.xpath("//form[@class='choices']/button[@name='line']")]


@pytest.mark.parametrize("line", ["3-1-1503 36.6", "3-1-1504 3665", "3-1-1504 37", "3-1-1504 36-37", "3-1-1504 都好"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_question_back_has_the_words_of_a_page(enters: Enter, line: str, language: str) -> None:
    worker = enters(WORKER)
    worker.opens("/entries")
    worker.sends("/language", {"language": language, "back": "/console/entries"})
    worker.opens("/entries")
    assert worker.sends("/entries", {"line": line}).status_code == 200
    (echo,) = worker.tree.xpath("//*[@role='status']")
    assert echo.text_content().strip()
    assert [one for one in OF_TEXTS if one in echo.text_content()] == []


def test_an_open_question_outlives_another_language_and_is_answered_then(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    worker.opens("/entries")
    worker.sends("/entries", {"line": "3-1-1503 36.6"})
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
    office.sends("/entries", {"line": "3-1-1504 38.5"})
    said = " ".join(office.tree.xpath("//*[@role='status']")[0].text_content().split())
    assert "3栋1单元1504" in said
    assert "警报已发出" in said


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
