"""Alerts and health files at the console: taken, given, noted and closed; each look and each word written down."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from models import Alert, AlertCode, AlertStep, AuditEntry, HealthFile, HealthNote, HealthView, Message
from services.alerting.alerts import Cause, raise_alert
from services.alerting.ladder import climb_due_alerts
from services.board.visits import VisitResult, record_visit
from services.health.calls import call_about_files
from services.health.endings import THREE_NORMAL_DAYS
from services.roster.places import Place
from tests.integration.outgoing import MORNING, HandClock
from tests.integration.test_ladder import off_duty
from tests.web.office import Enter
from tests.web.village import CADRE, DUTY, WORKER, Village


@pytest.fixture
def fever(enters: Enter, engine: Engine) -> int:
    """An open alert of 3-1-1504, and its health file."""
    clerk = enters(DUTY)
    clerk.opens("/entries")
    clerk.sends("/entries", {"line": "3-1-1504 38.5"})
    with Session(engine) as session:
        return session.scalars(select(Alert.id)).one()


def the_alert(engine: Engine) -> Alert:
    with Session(engine, expire_on_commit=False) as session:
        return session.scalars(select(Alert)).one()


def steps(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(AlertStep.what).order_by(AlertStep.id)))


def told(engine: Engine, worker: int) -> list[tuple[str, str]]:
    """The channel and kind of what waits for a worker."""
    with Session(engine) as session:
        rows = session.execute(
            select(Message.channel, Message.kind)
            .where(Message.worker_id == worker, Message.state == "pending", Message.kind != "code")
            .order_by(Message.id)
        )
        return [(channel, kind) for channel, kind in rows]


def test_the_list_shows_who_has_it_and_finds_it_by_door(enters: Enter, fever: int) -> None:
    worker = enters(WORKER)
    worker.opens("/alerts")
    assert "3栋1单元1504" in worker.text
    assert "38.5" in worker.text
    assert "还没人接" in worker.text
    assert "3栋1单元1504" in worker.opens("/alerts?find=3-1-1504").get_data(as_text=True)
    assert "3栋1单元1504" not in worker.opens("/alerts?find=3-1-1503").get_data(as_text=True)


@pytest.mark.parametrize("page", ["/", "/alerts", "/alerts?find=没人值班"])
def test_a_trouble_of_the_lines_own_is_at_the_line_and_says_what_it_is(
    enters: Enter, engine: Engine, village: Village, page: str
) -> None:
    clerk = enters(DUTY)
    with Session(engine) as session, session.begin():
        cause = Cause(AlertKind.SYSTEM, Place(village.community, "", "", ""), note="今天没人值班:值班电话")
        raise_alert(session, cause, MORNING)
    clerk.opens(page)
    assert "热线" in clerk.tree.xpath("string(//main)")
    assert "系统提醒" in clerk.text
    assert "今天没人值班:值班电话" in clerk.text
    assert "门牌不明" not in clerk.text


def test_where_nobody_is_on_duty_it_does_not_say_that_somebody_was_told(
    enters: Enter, engine: Engine, village: Village
) -> None:
    clerk = enters(DUTY)
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer", "duty")
    clerk.opens("/entries")
    clerk.sends("/entries", {"line": "3-1-1504 38.5"})
    for page in ("/", "/alerts", f"/alerts/{the_alert(engine).id}"):
        clerk.opens(page)
        assert "还没人接 · 现在没人值班" in clerk.text
        assert "已叫值班电话" not in clerk.text


def test_who_takes_it_stops_the_ladder_and_stands_on_the_page(enters: Enter, engine: Engine, fever: int) -> None:
    worker = enters(WORKER)
    worker.opens(f"/alerts/{fever}")
    assert worker.sends(f"/alerts/{fever}", {"deal": "take"}).status_code == 303
    alert = the_alert(engine)
    assert (alert.state, steps(engine)[-1]) == ("taken", "taken")
    worker.opens(f"/alerts/{fever}")
    assert "孙丽已接" in worker.text


def test_the_second_who_takes_it_is_told_who_has_it(enters: Enter, engine: Engine, fever: int) -> None:
    worker, cadre = enters(WORKER), enters(CADRE)
    worker.opens(f"/alerts/{fever}")
    cadre.opens(f"/alerts/{fever}")
    worker.sends(f"/alerts/{fever}", {"deal": "take"})
    assert cadre.sends(f"/alerts/{fever}", {"deal": "take"}).status_code == 409
    assert "别人已经接了" in cadre.text
    assert "孙丽已接" in cadre.text
    assert cadre.sends(f"/alerts/{fever}", {"deal": "close", "words": "好了"}).status_code == 409
    assert the_alert(engine).state == "taken"


def test_two_who_take_it_at_once_are_one_who_has_it(enters: Enter, engine: Engine, fever: int) -> None:
    clerks = [enters(WORKER), enters(CADRE)]
    for clerk in clerks:
        clerk.opens(f"/alerts/{fever}")
    with ThreadPoolExecutor(2) as pool:
        statuses = pool.map(lambda clerk: clerk.sends(f"/alerts/{fever}", {"deal": "take"}).status_code, clerks)
    assert sorted(statuses) == [303, 409]
    assert steps(engine).count("taken") == 1


def test_a_form_that_is_sent_twice_notes_once(enters: Enter, engine: Engine, fever: int) -> None:
    worker = enters(WORKER)
    worker.opens(f"/alerts/{fever}")
    for _ in range(2):
        assert worker.sends(f"/alerts/{fever}", {"deal": "note", "words": "电话没人接"}).status_code == 303
    assert steps(engine).count("note") == 1
    with Session(engine) as session:
        assert session.scalars(select(HealthNote.words).where(HealthNote.kind == "note")).all() == ["电话没人接"]


@pytest.mark.parametrize("deal", ["note", "close"])
def test_a_note_and_an_end_need_words_and_nothing_is_done_without(
    enters: Enter, engine: Engine, fever: int, deal: str
) -> None:
    worker = enters(WORKER)
    worker.opens(f"/alerts/{fever}")
    before = steps(engine)
    assert worker.sends(f"/alerts/{fever}", {"deal": deal, "words": "  "}).status_code == 400
    assert "请写说明" in worker.text
    assert steps(engine) == before


def test_closed_with_its_reason_it_is_off_the_list_and_stands_among_those_of_the_week(
    enters: Enter, engine: Engine, fever: int
) -> None:
    worker = enters(WORKER)
    worker.opens(f"/alerts/{fever}")
    worker.sends(f"/alerts/{fever}", {"deal": "close", "words": "已送医院"})
    assert (the_alert(engine).state, the_alert(engine).note) == ("done", "已送医院")
    worker.opens("/alerts")
    assert "3栋1单元1504" not in worker.text
    worker.opens("/alerts?past=1")
    assert "3栋1单元1504" in worker.text
    worker.opens(f"/alerts/{fever}")
    assert "已送医院" in worker.text
    assert "我来办" not in worker.text


def test_whom_the_office_gives_it_to_is_told_by_text_and_call(
    enters: Enter, engine: Engine, village: Village, fever: int
) -> None:
    office, cadre = enters(DUTY), village.workers["cadre"]
    office.opens(f"/alerts/{fever}")
    assert office.sends(f"/alerts/{fever}", {"deal": "assign", "to": str(cadre)}).status_code == 303
    alert = the_alert(engine)
    assert (alert.state, alert.worker_id) == ("taken", cadre)
    assert told(engine, cadre) == [("sms", "alert"), ("call", "alert")]
    assert told(engine, village.workers["worker"]) == []  # the ladder's text, which had not left yet, is taken back


def test_given_to_somebody_who_does_not_answer_it_climbs_again_after_ten_minutes(
    enters: Enter, engine: Engine, village: Village, clock: HandClock, fever: int
) -> None:
    office = enters(DUTY)
    office.opens(f"/alerts/{fever}")
    office.sends(f"/alerts/{fever}", {"deal": "assign", "to": str(village.workers["cadre"])})
    clock.move(minutes=11)
    with Session(engine) as session, session.begin():
        assert climb_due_alerts(session, clock.now()) == 1
    assert the_alert(engine).state == "open"


def test_given_to_somebody_who_answers_there_is_half_an_hour_for_a_result(
    enters: Enter, engine: Engine, village: Village, clock: HandClock, fever: int
) -> None:
    office, cadre = enters(DUTY), enters(CADRE)
    office.opens(f"/alerts/{fever}")
    office.sends(f"/alerts/{fever}", {"deal": "assign", "to": str(village.workers["cadre"])})
    clock.move(minutes=9)
    for _ in range(2):  # the second time it is theirs already, and the half hour does not begin anew
        cadre.opens(f"/alerts/{fever}")
        cadre.sends(f"/alerts/{fever}", {"deal": "nobody_home", "words": "敲门没人"})
    assert steps(engine).count("taken") == 1
    assert the_alert(engine).state == "taken"
    assert the_alert(engine).next_at is None  # a result was told


def test_nobody_but_the_office_gives_an_alert_to_somebody(
    enters: Enter, engine: Engine, village: Village, fever: int
) -> None:
    worker = enters(WORKER)
    worker.opens(f"/alerts/{fever}")
    assert "派给" not in worker.text
    answer = worker.sends(f"/alerts/{fever}", {"deal": "assign", "to": str(village.workers["cadre"])})
    assert answer.status_code == 404
    assert the_alert(engine).state == "open"


def test_the_buildings_cadre_sees_neither_value_nor_note_nor_file(enters: Enter, engine: Engine, fever: int) -> None:
    office, cadre = enters(DUTY), enters(CADRE)
    office.opens(f"/alerts/{fever}")
    office.sends(f"/alerts/{fever}", {"deal": "note", "words": "透析病人"})
    for path in (f"/alerts/{fever}", "/alerts"):
        shown = cadre.opens(path).get_data(as_text=True)
        assert "发热" in shown
        for hidden in ("38.5", "透析病人", "王秀英", "0000000001"):
            assert hidden not in shown
    for path in ("/files", "/files/1", "/files/1?why=alert", "/clusters"):
        assert cadre.opens(path).status_code == 404


def test_what_is_done_about_an_alert_is_in_the_audit(enters: Enter, engine: Engine, fever: int) -> None:
    worker = enters(WORKER)
    worker.opens(f"/alerts/{fever}")
    worker.sends(f"/alerts/{fever}", {"deal": "take"})
    worker.opens(f"/alerts/{fever}")
    worker.sends(f"/alerts/{fever}", {"deal": "close", "words": "好了"})
    with Session(engine) as session:
        done = session.execute(
            select(AuditEntry.what, AuditEntry.about_id, AuditEntry.why).where(AuditEntry.about == "alert")
        ).all()
    assert [tuple(one) for one in done] == [
        ("saw_alert", fever, ""),
        ("took_alert", fever, ""),
        ("saw_alert", fever, ""),
        ("closed_alert", fever, "好了"),
    ]


def test_a_file_is_shown_for_a_reason_alone_and_the_look_is_kept(enters: Enter, engine: Engine, fever: int) -> None:
    worker = enters(WORKER)
    assert "王秀英" not in worker.opens("/files/1").get_data(as_text=True)
    shown = worker.opens("/files/1?why=follow_up").get_data(as_text=True)
    assert "王秀英" in shown
    assert "38.5" in shown
    assert "王秀英" not in worker.opens("/files/1?why=curious").get_data(as_text=True)
    with Session(engine) as session:
        assert session.scalars(select(HealthView.why)).all() == ["每天随访"]
        assert session.scalars(select(AuditEntry.why).where(AuditEntry.what == "saw_file")).all() == ["每天随访"]


def test_the_list_of_files_is_one_look_a_day(enters: Enter, engine: Engine, clock: HandClock, fever: int) -> None:
    worker = enters(WORKER)
    for path in ("/files", "/files?sort=-since", "/files?find=王"):
        worker.opens(path)
        assert "王秀英" in worker.text
    with Session(engine) as session:
        assert len(session.scalars(select(HealthView)).all()) == 1
    clock.move(minutes=60 * 24)
    enters(WORKER).opens("/files")
    with Session(engine) as session:
        assert len(session.scalars(select(HealthView)).all()) == 2


def test_a_line_is_written_once_and_only_the_office_closes(enters: Enter, engine: Engine, fever: int) -> None:
    worker, office = enters(WORKER), enters(DUTY)
    worker.opens("/files/1?why=follow_up")
    for _ in range(2):
        answer = worker.sends("/files/1", {"kind": "arranged", "words": "明早送药", "why": "follow_up"})
        assert answer.status_code == 303
    assert worker.sends("/files/1", {"kind": "note", "words": "好了", "close": "1"}).status_code == 404
    assert worker.sends("/files/1", {"kind": "note", "words": "", "why": "follow_up"}).status_code == 400
    assert "请写内容" in worker.text
    with Session(engine) as session:
        lines = session.execute(select(HealthNote.kind, HealthNote.words).where(HealthNote.worker_id.is_not(None)))
        assert [tuple(one) for one in lines] == [("arranged", "明早送药")]
        assert session.scalars(select(HealthFile.closed_at)).one() is None
    office.opens("/files/1?why=check")
    office.sends("/files/1", {"kind": "note", "words": "医院确认不是", "close": "1", "why": "check"})
    with Session(engine) as session:
        assert session.scalars(select(HealthFile.reason)).one() == "医院确认不是"
    office.opens("/files/1?why=check")
    assert "医院确认不是" in office.text
    office.sends("/files/1", {"kind": "note", "words": "再记", "why": "check"})
    assert "已经结了" in office.text


def test_a_file_reads_in_the_pages_own_words_with_what_came_of_each_call_and_how_near_its_end_is(
    enters: Enter, engine: Engine, village: Village, fever: int
) -> None:
    with Session(engine) as session, session.begin():
        file = session.scalars(select(HealthFile)).one()
        found = VisitResult(
            village.community,
            village.doors["wang"],
            file.resident_id,
            village.workers["worker"],
            "nobody_home",
            "门锁着",
        )
        record_visit(session, found, file.opened_at)
        call_about_files(session, file.next_at or file.opened_at)
        session.execute(update(Message).where(Message.purpose == "re_measure").values(carrier_status="no-answer"))
    office = enters(DUTY)
    office.opens("/files/1?why=check")
    assert "0/3天正常 · 热线下次打电话 09:20" in office.text
    assert "上门 没人 门锁着 孙丽" in office.text
    assert "热线打电话 请再量一次 没人接" in office.text
    with Session(engine) as session, session.begin():
        file = session.get_one(HealthFile, 1)
        file.closed_at, file.reason, file.next_at = file.opened_at, THREE_NORMAL_DAYS, None
    office.opens("/files/1?why=check")
    assert "结档 08:30: 三天正常" in office.text
    assert "热线下次打电话" not in office.text


def test_two_fevers_of_a_unit_are_a_cluster_and_its_doors_stand_in_the_audit(
    enters: Enter, engine: Engine, village: Village, fever: int
) -> None:
    worker = enters(WORKER)
    worker.opens("/clusters")
    assert "3栋1单元" not in worker.text
    worker.opens("/entries")
    worker.sends("/entries", {"line": "3-1-1503 张桂兰 38.2"})
    worker.opens("/clusters")
    assert "3栋1单元" in worker.text
    assert "2人发热" in worker.text
    with Session(engine) as session:
        seen = session.scalars(select(AuditEntry.about_id).where(AuditEntry.what == "saw_cluster")).all()
    assert set(seen) == {village.doors["wang"], village.doors["couple"]}


def test_what_was_written_about_an_alert_is_text_alone(enters: Enter, engine: Engine, fever: int) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    office = enters(DUTY)
    office.opens(f"/alerts/{fever}")
    office.sends(f"/alerts/{fever}", {"deal": "note", "words": hostile})
    office.opens("/files/1?why=check")
    office.sends("/files/1", {"kind": "note", "words": hostile, "why": "check"})
    for path in (f"/alerts/{fever}", "/files/1?why=check"):
        office.opens(path)
        assert hostile in office.text
        assert not office.tree.xpath("//main//script | //main//img | //main//*[@onerror]")


def test_the_codes_of_an_alert_stand_on_no_page(enters: Enter, engine: Engine, fever: int) -> None:
    office = enters(DUTY)
    office.opens(f"/alerts/{fever}")
    with Session(engine) as session:
        codes = session.scalars(select(AlertCode.code)).all()
    assert codes
    assert all(code not in office.text for code in codes)
