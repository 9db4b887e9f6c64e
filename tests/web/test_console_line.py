"""What the line says and sends, at the console: messages and their cost, announcements, recorded prompts, times of the day."""

from io import BytesIO

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.announcements import MOST_COST
from models import (
    Announcement,
    AnnouncementDelivery,
    AuditEntry,
    Community,
    Household,
    Message,
    Phone,
    PromptRecording,
    Resident,
)
from services.announcing.notices import tell_due
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from tests.integration.shop import Shop
from tests.sounds import wav
from tests.web.line import BASE
from tests.web.office import Clerk, Enter
from tests.web.village import DUTY, WANG, WORKER

HOSTILE = "<script>alert(1)</script>停水"
SOUND = wav(6)
PROMPT = "/voices/zh-CN/report.today"


def count(shop: Shop, table: type) -> int:
    with Session(shop.engine) as session:
        return len(session.scalars(select(table)).all())


def deeds(shop: Shop) -> list[tuple[str, str]]:
    with Session(shop.engine) as session:
        rows = session.execute(select(AuditEntry.what, AuditEntry.why).order_by(AuditEntry.number)).all()
        return [(what, why) for what, why in rows if what != "signed_in"]


def test_messages_are_shown_with_their_segments_and_what_came_of_them(office: Clerk, shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        for number, (body, state) in enumerate((("好" * 71, "delivered"), (HOSTILE, "failed"))):
            draft = Draft(
                shop.village.community, f"notice:{number}", "notice", "sms", Priority.NOTICE, WANG, "zh-CN", body=body
            )
            outbox.put(session, draft, shop.clock.now())
            session.flush()
            row = session.scalars(select(Message).order_by(Message.id.desc())).first()
            assert row is not None
            row.state, row.carrier_status, row.error_code = state, "undelivered" if state == "failed" else "", 30003
    office.opens("/messages")
    (row_of_notices,) = [row for row in office.tree.xpath("(//table)[1]/tbody/tr") if "通知" in row.text_content()]
    assert [cell.text_content() for cell in row_of_notices.xpath("td")] == ["通知", "2", "3", "0", "1"]
    assert "代码30003" in office.text
    assert HOSTILE not in office.text  # what was said stands on the household's page alone
    office.opens("/messages?days=7&find=没送到")
    assert len(office.tree.xpath("(//table)[2]/tbody/tr")) == 1
    assert office.tree.xpath("//form[@class='filter']/input[@name='days']/@value") == ["7"]


def test_an_announcement_is_counted_before_it_is_planned_and_planned_once(office: Clerk, shop: Shop) -> None:
    office.opens("/announcements/new")
    fields = {"text": HOSTILE, "to": "building:3", "by": "both", "speaks": "", "at": ""}
    assert office.sends("/announcements/new", fields).status_code == 200
    assert "短信,不行再打电话 · 现在发,夜里等到早上 3栋 · 4户 · 4条短信,共4段" in office.text
    assert office.tree.xpath("//main//script") == []
    assert count(shop, Announcement) == 0
    assert [office.sends("/announcements", fields).status_code for _ in range(2)] == [303, 303]
    assert (count(shop, Announcement), count(shop, AnnouncementDelivery)) == (1, 4)
    with Session(shop.engine) as session, session.begin():
        tell_due(session, shop.clock.now())
        number = session.scalars(select(Announcement.id)).one()
    office.opens(f"/announcements/{number}?find=1504")
    assert len(office.tree.xpath("//tbody/tr")) == 1
    assert HOSTILE in office.text
    office.sends(f"/announcements/{number}/withdraw", {})
    office.opens(f"/announcements/{number}")
    assert "撤回,还没发的不发了" in office.text
    assert deeds(shop) == [("announced", "building:3"), ("withdrew", "4")]


def test_before_it_is_planned_it_is_said_that_the_night_holds_it_up(office: Clerk, shop: Shop) -> None:
    office.opens("/announcements/new")
    fields = {"text": "停水", "to": "building:3", "by": "both", "speaks": "", "at": "2020-03-02T23:00"}
    assert office.sends("/announcements/new", fields).status_code == 200
    assert "最早开始发: 03-03 07:00" in office.text


def test_what_is_counted_says_when_and_to_whom_it_goes(office: Clerk) -> None:
    office.opens("/announcements/new")
    fields = {"text": "停水", "to": "building:3", "by": "call", "speaks": "zh-CN", "at": "2120-03-01T09:30"}
    assert office.sends("/announcements/new", fields).status_code == 200
    assert "电话 · 03-01 09:30 · 只发给说中文的" in office.text
    assert office.sends("/announcements/new", fields | {"by": "nonsense", "at": ""}).status_code == 200


def many_move_in(shop: Shop, homes: int) -> None:
    """So many more doors beside Wang's, each with a telephone that takes texts."""
    with Session(shop.engine) as session, session.begin():
        wang = session.get_one(Household, shop.village.doors["wang"])
        where = {"community_id": wang.community_id, "building_id": wang.building_id, "grid_id": wang.grid_id}
        doors = [where | {"unit": "9", "room": str(10_000 + number)} for number in range(homes)]
        added = session.scalars(insert(Household).returning(Household.id), doors).all()
        people = [{"household_id": home, "position": 0, "name": "王秀英"} for home in added]
        lives = session.execute(insert(Resident).returning(Resident.household_id, Resident.id), people).all()
        phones = [
            {"household_id": home, "resident_id": one, "number": f"+86100003{number:05}", "position": 0}
            for number, (home, one) in enumerate(lives)
        ]
        session.execute(insert(Phone), [{"community_id": wang.community_id} | phone for phone in phones])


def test_too_much_at_once_is_not_called_nobody(office: Clerk, shop: Shop) -> None:
    long = "水" * 268  # four segments
    many_move_in(shop, MOST_COST // 4)
    office.opens("/announcements/new")
    fields = {"text": long, "to": "all", "by": "sms", "speaks": "", "at": ""}
    assert office.sends("/announcements/new", fields).status_code == 400
    assert "超过一次能发的最多" in office.text
    assert "没有人会收到" not in office.text


def test_a_time_that_has_passed_meanwhile_is_said_beside_the_time_alone(office: Clerk) -> None:
    office.opens("/announcements/new")
    fields = {"text": "停水", "to": "all", "by": "sms", "speaks": "", "at": "2020-02-28T10:00"}
    assert office.sends("/announcements", fields).status_code == 400
    assert [one.get("id") for one in office.tree.xpath("//small[@class='error']")] == ["error-at"]


def test_what_cannot_be_announced_is_said_beside_its_field_and_kept(office: Clerk, shop: Shop) -> None:
    office.opens("/announcements/new")
    fields = {"text": "停水", "to": "all", "by": "sms", "speaks": "", "at": ""}
    for wrong, told in (
        ({"text": " "}, "请写内容"),
        ({"text": "好" * 300}, "太长"),
        ({"to": ""}, "请选发给谁"),
        ({"to": "building:99"}, "没有人会收到"),
        ({"to": "mark:alone"}, "没有人会收到"),
        ({"at": "2020-02-28T10:00"}, "已经过了"),
        ({"at": "soon"}, "请选时间"),
    ):
        assert office.sends("/announcements/new", fields | wrong).status_code == 400
        assert told in office.text, wrong
        assert office.tree.xpath("string(//textarea)") == (fields | wrong)["text"]
        assert office.sends("/announcements", fields | wrong).status_code == 400
    assert count(shop, Announcement) == 0


def test_a_recording_is_brought_heard_and_given_back(office: Clerk, shop: Shop) -> None:
    office.opens(PROMPT)
    assert "现在是合成语音" in office.text
    assert office.sends_file(PROMPT, "x.wav", b"no sound at all").status_code == 400
    assert "没有声音" in office.text
    for content, told in ((wav(0), "没有声音"), (wav(31.5), "半分钟"), (b"", "没有声音")):
        assert office.sends_file(PROMPT, "x.wav", content).status_code == 400
        assert told in office.tree.xpath("string(//*[@id='error-file'])")
    headers = {"Origin": BASE, "Content-Type": "multipart/form-data; boundary=x"}
    answer = office.client.post(f"/console{PROMPT}", data=b"x" * 2_300_000, base_url=BASE, headers=headers)
    assert (answer.status_code, "2 MB 以内" in answer.get_data(as_text=True)) == (413, True)
    office.opens(PROMPT)
    assert count(shop, PromptRecording) == 0
    for _ in range(2):
        assert office.sends_file(PROMPT, "x.wav", SOUND).status_code in {303, 400}
        office.opens(PROMPT)
    heard = str(office.tree.xpath("//audio/@src")[0])
    answer = office.client.get(heard, base_url=BASE)
    assert (answer.data[: len(SOUND)], answer.headers["Content-Type"]) == (SOUND, "audio/wav")
    office.opens("/voices?in=zh-CN&sort=voice")
    assert "录音" in office.tree.xpath("//tbody/tr[1]")[0].text_content()
    office.opens(PROMPT)
    office.sends(f"{PROMPT}/synthetic", {})
    office.opens(PROMPT)
    assert office.tree.xpath("//audio") == []
    assert [what for what, _ in deeds(shop)] == ["recorded", "recorded", "synthetic"]


def test_what_has_names_in_it_stays_synthetic(office: Clerk) -> None:
    for path in ("/voices/zh-CN/call.hello_name", "/voices/fr/report.today", "/voices/zh-CN/no.such", "/voices?in=fr"):
        assert office.opens(path).status_code == 404, path


def test_a_sound_too_large_is_refused_before_it_is_read(office: Clerk, shop: Shop) -> None:
    office.opens(PROMPT)
    for path, size in ((PROMPT, 3_000_000), ("/lists/sales", 6_000_000), ("/day-plan", 100_000)):
        answer = office.client.post(
            f"/console{path}",
            input_stream=BytesIO(b"." * size),
            content_type="multipart/form-data; boundary=x",
            base_url=BASE,
            headers={"Origin": BASE},
        )
        assert answer.status_code == 413, path
    assert count(shop, PromptRecording) == 0


def test_the_dialogues_are_drawn_with_every_way_leading_to_a_step(office: Clerk) -> None:
    office.opens("/dialogues")
    steps = set(office.tree.xpath("//ol[@class='cards']/li/@id"))
    assert len(steps) > 100
    assert {str(one).removeprefix("#") for one in office.tree.xpath("//ol//a/@href")} <= steps


def plan_of(shop: Shop) -> dict[str, object]:
    with Session(shop.engine) as session:
        return dict(session.scalars(select(Community)).one().settings)


def times(office: Clerk) -> dict[str, str]:
    office.opens("/day-plan")
    return {str(one.get("name")): str(one.get("value")) for one in office.tree.xpath("//main//input[@name]")}


def test_the_times_of_the_day_are_changed_and_wrong_ones_refused(office: Clerk, shop: Shop) -> None:
    for wrong, told in (
        ({"cut_off": "25:00"}, "请写时间"),
        ({"lines": "many"}, "请写数字"),
        ({"calls_from": "12:00"}, "顺序不对"),
    ):
        fields = times(office) | wrong
        assert office.sends("/day-plan", fields).status_code == 400
        assert told in office.text
        (name,) = wrong
        assert office.tree.xpath(f"//input[@name='{name}']/@value") == [wrong[name]]
    assert plan_of(shop) == {}
    fields = times(office) | {"cut_off": "11:30", "lines": "20"}
    assert [office.sends("/day-plan", fields).status_code for _ in range(2)] == [303, 303]
    assert plan_of(shop) == {"cut_off": "11:30", "lines": 20}
    assert deeds(shop) == [("changed_day", "cut_off 11:00 → 11:30, lines 30 → 20")]


def test_who_changes_what_another_has_changed_since_is_told(enters: Enter, shop: Shop) -> None:
    one, other = enters(DUTY), enters(DUTY)
    mine, theirs = times(one), times(other)
    assert one.sends("/day-plan", mine | {"cut_off": "11:30"}).status_code == 303
    assert other.sends("/day-plan", theirs | {"lines": "10"}).status_code == 400
    assert "别人刚刚改过" in other.text
    assert plan_of(shop) == {"cut_off": "11:30"}


def test_these_pages_are_the_offices_alone(enters: Enter) -> None:
    worker = enters(WORKER)
    for path in ("/messages", "/announcements", "/announcements/new", "/voices", PROMPT, "/dialogues", "/day-plan"):
        assert worker.opens(path).status_code == 404, path
