"""Lists at the console: seen before they are taken, taken once, fetched and sent back; stand-ins, grids, people."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models import (
    Alert,
    AuditEntry,
    Duty,
    Grid,
    HealthFile,
    Household,
    ListUpload,
    Message,
    Phone,
    Reading,
    Resident,
    StandIn,
    Worker,
)
from services.alerting.stand_ins import replaced_at
from services.desk.list_kinds import roster_lines
from tests.integration.outgoing import HandClock
from tests.integration.test_ladder import off_duty
from tests.tables import everything
from tests.web.line import BASE
from tests.web.office import Clerk, Enter
from tests.web.village import CADRE, DUTY, WORKER, Village

HEADER = "building,unit,room,grid,name,phone,salutation\n"
KEPT = {"list_upload", "audit_entry", "audit_head", "inbound_event", "staff_session", "sign_in", "message"}


def sends_file(clerk: Clerk, kind: str, content: bytes, name: str = "名册.csv") -> TestResponse:
    """Chooses a file on the list's page and follows to what it would do."""
    clerk.opens("/roster" if kind == "roster" else "/staff")
    data = {"csrf": clerk.hidden("csrf"), "once": clerk.hidden("once"), "file": (BytesIO(content), name)}
    answer = clerk.client.post(f"/console/lists/{kind}", data=data, base_url=BASE, headers={"Origin": BASE})
    if answer.status_code == 303:
        return clerk.opens(answer.headers["Location"].removeprefix("/console"))
    clerk.page = answer
    return answer


def takes(clerk: Clerk, number: int = 1) -> TestResponse:
    """Presses the button under what is shown."""
    return clerk.sends(f"/uploads/{number}", {"seen": clerk.hidden("seen")})


def changes(clerk: Clerk) -> list[list[str]]:
    """What the list would do, cell by cell."""
    rows = clerk.tree.xpath("//tbody/tr")
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("td")] for row in rows]


def stands(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row but those of the sign-in, the audit and the uploads."""
    return everything(engine, but=KEPT)


def test_what_a_list_would_change_is_shown_and_nothing_is_until_it_is_taken(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    before = stands(engine)
    rows = "3,1,1504,第二网格,王秀英,+8610000000001,王奶奶\n3,1,1504,第二网格,新来的,,\n"
    shown = sends_file(office, "roster", (HEADER + rows).encode())
    assert shown.status_code == 200
    assert changes(office) == [
        ["更改", "3栋1单元1504 王秀英", "称呼: 王阿姨 王奶奶"],
        [
            "新增",
            "3栋1单元1504 新来的",
            "网格: 第二网格 语言: 中文 独居: 否 耳背: 否 下楼不便: 否 可领免费餐: 否 怎么报体温: 按一个键,正常或不舒服",
        ],
    ]
    assert "名单里没有的9个" in office.text
    assert stands(engine) == before
    assert takes(office).status_code == 303
    with Session(engine) as session:
        assert session.scalars(select(Resident.salutation).where(Resident.name == "王秀英")).one() == "王奶奶"
        assert session.scalars(select(Resident.household_id).where(Resident.name == "新来的")).one() == 1
        entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "took_roster")).one()
    assert entry.why == "名册.csv"


def test_a_grid_and_a_building_that_a_list_would_found_are_told_before_it_counts(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    rows = "3,1,1504,第二网络,王秀英,+8610000000001,王阿姨\n3O,1,1,第二网格,新来的,,\n"
    sends_file(office, "roster", (HEADER + rows).encode())
    notes = [one.text_content() for one in office.tree.xpath("//*[@class='note']")]
    assert notes == [
        "新楼栋:3O(1条)。要是写错了,请改好文件再传。",
        "新网格:第二网络(1条)。要是写错了,请改好文件再传。",
    ]
    with Session(engine) as session:
        assert not session.scalars(select(Grid).where(Grid.name == "第二网络")).all()
    sends_file(office, "roster", (HEADER + rows.splitlines()[0].replace("网络", "网格")).encode())
    assert not office.tree.xpath("//*[@class='note']")


def test_a_row_is_found_by_what_is_shown_of_it(enters: Enter) -> None:
    office = enters(DUTY)
    sends_file(office, "roster", (HEADER + "3,1,1504,第二网格,新来的,,\n5,,310,第二网格,别人,,\n").encode())
    for typed in ("5栋310", "5 310", "别人"):
        office.opens(f"/uploads/1?find={typed}")
        assert [row[1] for row in changes(office)] == ["5栋310 别人"]


def test_every_bad_row_is_told_and_there_is_nothing_to_take(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    before = stands(engine)
    rows = "3,1,1504,第二网格,,+8610000000001,\n3,,,第二网格,李强,12,\n"
    sends_file(office, "roster", (HEADER + rows).encode())
    assert "有3处不对" in office.text
    for row in ("第2行", "第3行"):
        assert row in office.text
    assert office.hidden("seen") == ""
    assert office.sends("/uploads/1", {"seen": ""}).status_code == 409
    assert stands(engine) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_a_file_that_is_no_list_is_refused_in_words(enters: Enter, content: bytes) -> None:
    office = enters(DUTY)
    shown = sends_file(office, "roster", content)
    assert shown.status_code in {200, 400}
    assert office.tree.xpath("//*[@class='wrong']")


def test_a_list_that_would_do_something_else_by_now_is_shown_again(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    sends_file(office, "roster", (HEADER + "3,1,1504,第二网格,王秀英,+8610000000001,王奶奶\n").encode())
    with Session(engine) as session, session.begin():
        session.scalars(select(Resident).where(Resident.name == "王秀英")).one().salutation = "秀英姨"
    assert takes(office).status_code == 409
    assert "又有人改了" in office.text
    assert "秀英姨" in office.text
    with Session(engine) as session:
        assert session.scalars(select(Resident.salutation).where(Resident.name == "王秀英")).one() == "秀英姨"
    assert takes(office).status_code == 303
    with Session(engine) as session:
        assert session.scalars(select(Resident.salutation).where(Resident.name == "王秀英")).one() == "王奶奶"


def test_taken_twice_it_is_taken_once(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    sends_file(office, "roster", (HEADER + "3,1,1504,第二网格,新来的,,\n").encode())
    assert [takes(office).status_code for _ in range(2)] == [303, 303]
    with Session(engine) as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.what == "took_roster")).all()) == 1
    office.opens("/uploads/1")
    assert "导入好了" in office.text


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["roster", "staff"])
def test_a_list_that_is_fetched_and_sent_back_changes_nothing(
    enters: Enter, engine: Engine, kind: str, suffix: str
) -> None:
    with Session(engine) as session, session.begin():
        session.scalars(select(Resident).where(Resident.name == "陈丽")).one().salutation = "=1+1"
        session.scalars(select(Resident).where(Resident.name == "刘强")).one().notes = '@SUM(A1), "quoted"'
        session.scalars(select(Household).where(Household.room == "301")).first()
    office = enters(DUTY)
    fetched = office.client.get(f"/console/lists/{kind}.{suffix}", base_url=BASE).data
    assert b"=1+1" in fetched or suffix == "xlsx" or kind == "staff"
    sends_file(office, kind, fetched, f"{kind}.{suffix}")
    assert "没有要改的" in office.text
    with Session(engine) as session:
        assert session.scalars(select(AuditEntry.why).where(AuditEntry.what == "fetched_list")).all() == [
            f"{kind}.{suffix}"
        ]


def test_every_cell_of_the_workbook_is_text(enters: Enter, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.scalars(select(Resident).where(Resident.name == "陈丽")).one().salutation = "=1+1"
    office = enters(DUTY)
    content = office.client.get("/console/lists/roster.xlsx", base_url=BASE).data
    cells = [cell for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows() for cell in row if cell.value]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert "=1+1" in {cell.value for cell in cells}


def test_a_staff_list_shows_the_duty_it_takes_away(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    rows = "name,role,phone,grid,building\n何干部,cadre,+8610000000101,,5\n"
    sends_file(office, "staff", rows.encode(), "值班.csv")
    assert [row[:2] for row in changes(office)] == [["新增", "何干部 楼栋干部 5栋"], ["去掉", "何干部 楼栋干部 3栋"]]
    takes(office)
    with Session(engine) as session:
        assert len(session.scalars(select(Duty).where(Duty.role == "cadre")).all()) == 1


@pytest.mark.parametrize("number", [WORKER, CADRE])
def test_lists_are_the_offices_alone(enters: Enter, number: str) -> None:
    clerk = enters(number)
    for path in ("/roster", "/staff", "/lists/roster.csv", "/lists/staff.xlsx"):
        assert clerk.opens(path).status_code == 404
    clerk.opens("/entries")
    data = {"csrf": clerk.hidden("csrf"), "once": clerk.hidden("once"), "file": (BytesIO(b"x"), "x.csv")}
    answer = clerk.client.post("/console/lists/roster", data=data, base_url=BASE, headers={"Origin": BASE})
    assert answer.status_code == 404


def test_too_large_a_file_is_refused_and_what_is_old_is_thrown_away(
    enters: Enter, engine: Engine, clock: HandClock
) -> None:
    office = enters(DUTY)
    office.opens("/roster")
    headers = {"Origin": BASE, "Content-Type": "multipart/form-data; boundary=x"}
    answer = office.client.post("/console/lists/roster", data=b"x" * 5_100_000, base_url=BASE, headers=headers)
    assert answer.status_code == 413
    assert "5 MB 以内" in answer.get_data(as_text=True)
    assert sends_file(office, "roster", HEADER.encode() + b"x" * 200_000).status_code == 200
    clock.move(minutes=60 * 25)
    office = enters(DUTY)
    sends_file(office, "roster", HEADER.encode())
    with Session(engine) as session:
        assert len(session.scalars(select(ListUpload)).all()) == 1


@pytest.mark.parametrize(
    ("name", "content", "status", "told"),
    [
        ("页.xlsx", b"\n <html><table><tr><td>building", 200, "打不开这个文件"),
        ("纸.csv", b"%PDF-1.4 \n", 200, "打不开这个文件"),
        ("空.xlsx", b"", 400, "这个文件是空的"),
        ("", b"", 400, "请选文件"),
        ("<script>'\"../../\u202e.csv", b"a,b\n", 200, "第一行要写列名"),
    ],
)
def test_a_file_that_is_no_list_is_told_for_what_it_is(
    enters: Enter, name: str, content: bytes, status: int, told: str
) -> None:
    office = enters(DUTY)
    office.opens("/roster")
    answer = office.sends_file("/lists/roster", name, content)
    if answer.status_code == 303:
        answer = office.opens(answer.headers["Location"].removeprefix("/console"))
    assert answer.status_code == status
    assert told in office.text
    assert office.tree.xpath("//main//script") == []
    assert "\u202e" not in office.text


@pytest.mark.parametrize("page", ["/", "/staff"])
def test_where_nobody_is_on_duty_stands_on_the_first_page_and_on_the_staffs(
    enters: Enter, engine: Engine, page: str
) -> None:
    office = enters(DUTY)
    off_duty(engine, "0", "grid_worker")
    office.opens(page)
    assert "07:00到19:00没人值班:第二网格 5栋。请找人" in office.text


@pytest.mark.parametrize("page", ["/", "/staff"])
def test_the_hours_without_a_duty_telephone_stand_there_too(enters: Enter, engine: Engine, page: str) -> None:
    office = enters(DUTY)
    off_duty(engine, "14:00-12:00", "duty")
    off_duty(engine, "0", "grid_worker")
    office.opens(page)
    assert "07:00到19:00没人值班:第二网格 5栋。请找人" in office.text
    assert "没人值班:值班电话 12:00-14:00。请找人" in office.text


@pytest.mark.parametrize("page", ["/", "/staff"])
def test_with_somebody_everywhere_nothing_is_said_of_it(enters: Enter, page: str) -> None:
    office = enters(DUTY)
    office.opens(page)
    assert "没人值班" not in office.text


def test_it_is_the_offices_to_find_somebody(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    off_duty(engine, "0", "grid_worker")
    worker.opens("/")
    assert "没人值班" not in worker.text


def test_a_stand_in_is_noted_until_who_is_away_is_back(enters: Enter, engine: Engine, village: Village) -> None:
    office = enters(DUTY)
    office.opens("/staff")
    away, by = str(village.workers["worker"]), str(village.workers["cadre"])
    assert office.sends("/staff/stand-ins", {"away": away, "by": by, "seen": office.hidden("seen")}).status_code == 303
    office.opens("/staff")
    assert "何干部代孙丽" in office.text
    office.sends(f"/staff/{away}/back", {})
    office.opens("/staff")
    assert "没有人不在" in office.text
    with Session(engine) as session:
        whats = session.scalars(select(AuditEntry.what).where(AuditEntry.about == "worker")).all()
    assert [one for one in whats if one != "signed_in"] == ["stands_in", "came_back"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"by": "1"}, "自己不能代自己"),
        ({"by": "999"}, "请选"),
        ({"by": "2", "ends": "2019-01-01"}, "自己不能代自己"),
        ({"by": "2", "ends": "soon"}, "时间请写成"),
    ],
)
def test_a_stand_in_that_cannot_be_is_told_and_not_noted(
    enters: Enter, engine: Engine, fields: dict[str, str], words: str
) -> None:
    office = enters(DUTY)
    office.opens("/staff")
    assert office.sends("/staff/stand-ins", {"away": "1", "seen": office.hidden("seen")} | fields).status_code == 400
    assert words in office.text
    assert office.tree.xpath("//select[@name='away']/option[@selected]/@value") == ["1"]
    with Session(engine) as session:
        assert session.scalars(select(StandIn)).all() == []


def test_a_time_is_the_communitys(enters: Enter, engine: Engine, village: Village, clock: HandClock) -> None:
    office = enters(DUTY)
    office.opens("/staff")
    office.sends(
        "/staff/stand-ins",
        {"away": "1", "by": "2", "begins": "2020-02-29T20:00", "ends": "2020-03-01", "seen": office.hidden("seen")},
    )
    with Session(engine) as session:
        row = session.scalars(select(StandIn)).one()
        assert (row.begins.isoformat(), str(row.ends)) == ("2020-02-29T12:00:00+00:00", "2020-03-01 15:59:59+00:00")
        assert replaced_at(session, village.community, clock.now()) == {}


def test_the_second_who_gives_a_grid_away_or_notes_a_stand_in_is_told(
    enters: Enter, engine: Engine, village: Village
) -> None:
    first, second = enters(DUTY), enters(DUTY)
    first.opens("/staff")
    second.opens("/staff")
    to = {"grid": "1", "to": str(village.workers["cadre"]), "seen": first.hidden("seen")}
    assert first.sends("/staff/grids", to).status_code == 303
    late = {"grid": "1", "to": str(village.workers["volunteer"]), "seen": second.hidden("seen")}
    assert second.sends("/staff/grids", late).status_code == 400
    assert "看过以后又有人改了值班" in second.text
    away = {"away": "1", "by": "2", "seen": late["seen"]}
    assert second.sends("/staff/stand-ins", away).status_code == 400
    with Session(engine) as session:
        assert session.scalars(select(StandIn)).all() == []
        assert session.scalars(select(Worker.name).join(Duty).where(Duty.role == "grid_worker")).one() == "何干部"
    assert second.sends("/staff/grids", late | {"seen": second.hidden("seen")}).status_code == 303


def test_who_looked_at_the_roster_stands_in_the_audit(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    for path in ("/roster", "/roster?page=2&find=3", "/staff"):
        office.opens(path)
    with Session(engine) as session:
        looks = select(AuditEntry).where(AuditEntry.what == "saw_roster")
        assert len(session.scalars(looks).all()) == 2


def test_a_grid_changes_hands_once(enters: Enter, engine: Engine, village: Village) -> None:
    office = enters(DUTY)
    office.opens("/staff")
    fields = {"grid": "1", "to": str(village.workers["cadre"]), "seen": office.hidden("seen")}
    for _ in range(2):
        answer = office.sends("/staff/grids", fields)
        assert answer.status_code == 303
    with Session(engine) as session:
        holder = session.scalars(select(Worker.name).join(Duty).where(Duty.role == "grid_worker")).one()
        told = session.scalars(select(Message.to).where(Message.dedupe_key.like("handed_over:%"))).all()
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.what == "handed_over")).all()) == 1
    assert holder == "何干部"
    assert sorted(told) == [WORKER, CADRE]
    office.opens("/staff")
    assert office.sends("/staff/grids", {"grid": "99", "to": "1", "seen": office.hidden("seen")}).status_code == 400


def resident(engine: Engine, name: str) -> int:
    with Session(engine) as session:
        return session.scalars(select(Resident.id).where(Resident.name == name)).one()


def fields_of(clerk: Clerk, **changes: str) -> dict[str, str]:
    """The form of a person as it stands, with some of it typed anew."""
    form = clerk.tree.xpath("//form[contains(@action, '/residents/')]")[0]
    return {name: value or "" for name, value in form.form_values()} | changes


def test_the_second_who_changes_a_household_is_told_and_what_was_typed_stays(enters: Enter, engine: Engine) -> None:
    first, second = enters(DUTY), enters(DUTY)
    number = resident(engine, "王秀英")
    for clerk in (first, second):
        clerk.opens(f"/residents/{number}")
    mine = fields_of(second, salutation="秀英姨", phone="+8610000000011")
    assert first.sends(f"/residents/{number}", fields_of(first, salutation="王奶奶")).status_code == 303
    assert second.sends(f"/residents/{number}", mine).status_code == 409
    assert "别人已经改了这一户" in second.text
    assert second.tree.xpath("//input[@name='salutation']/@value") == ["秀英姨"]
    assert second.tree.xpath("string(//*[@id='hint-salutation'])") == "别人改成了: 王奶奶"
    with Session(engine) as session:
        assert session.get_one(Resident, number).salutation == "王奶奶"
        assert session.scalars(select(Phone.number).where(Phone.resident_id == number)).all() == ["+8610000000001"]
    assert second.sends(f"/residents/{number}", fields_of(second)).status_code == 303
    with Session(engine) as session:
        assert session.get_one(Resident, number).salutation == "秀英姨"


def test_what_the_second_clerk_has_not_touched_is_as_the_first_has_left_it(enters: Enter, engine: Engine) -> None:
    first, second = enters(DUTY), enters(DUTY)
    number = resident(engine, "王秀英")
    for clerk in (first, second):
        clerk.opens(f"/residents/{number}")
    theirs = fields_of(first, lives_alone="1", salutation="王奶奶")
    mine = fields_of(second, notes="耳朵不好", salutation="秀英姨")
    assert first.sends(f"/residents/{number}", theirs).status_code == 303
    assert second.sends(f"/residents/{number}", mine).status_code == 409
    hints = {one.get("id"): one.text_content() for one in second.tree.xpath("//small[starts-with(@id, 'hint-')]")}
    assert hints["hint-lives_alone"] == "别人改成了: 是"
    assert "hint-notes" not in hints
    assert second.sends(f"/residents/{number}", fields_of(second)).status_code == 303
    with Session(engine) as session:
        held = session.get_one(Resident, number)
        assert (held.lives_alone, held.notes, held.salutation) == (True, "耳朵不好", "秀英姨")


def test_a_list_that_was_taken_meanwhile_is_told_too(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    number = resident(engine, "王秀英")
    office.opens(f"/residents/{number}")
    fields = fields_of(office, salutation="秀英姨")
    page = office.page
    sends_file(office, "roster", (HEADER + "3,1,1504,第二网格,王秀英,+8610000000001,王奶奶\n").encode())
    takes(office)
    office.page = page
    assert office.sends(f"/residents/{number}", fields).status_code == 409


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "请写姓名"),
        ("birth_year", "seventy", "出生年份"),
        ("phone", "12", "请写电话号码"),
        ("phone2", "+862755500100", "不能写热线自己的号码"),
        ("language", "fr", "请选语言"),
    ],
)
def test_a_wrong_cell_is_told_beside_it_and_nothing_is_saved(
    enters: Enter, engine: Engine, field: str, typed: str, words: str
) -> None:
    office = enters(DUTY)
    number = resident(engine, "王秀英")
    office.opens(f"/residents/{number}")
    before = stands(engine)
    answer = office.sends(f"/residents/{number}", fields_of(office, salutation="新", **{field: typed}))
    assert answer.status_code == 400
    (error,) = office.tree.xpath(f"//*[@id='error-{field}']")
    assert words in error.text_content()
    assert stands(engine) == before


def test_who_moves_takes_the_telephone_along_and_leaves_the_past(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    office.opens("/entries")
    office.sends("/entries", {"line": "3-1-1503 张桂兰 36.5"})
    number = resident(engine, "张桂兰")
    for door, status in (("9-9-999", 400), ("nowhere", 400), ("3-1-1504", 303)):
        office.opens(f"/residents/{number}")
        assert (
            office.sends(f"/residents/{number}/move", {"door": door, "seen": office.hidden("seen")}).status_code
            == status
        )
    with Session(engine) as session:
        old, new = (
            session.scalars(select(Household.id).where(Household.room == room)).one() for room in ("1503", "1504")
        )
        assert session.get_one(Resident, number).household_id == new
        assert session.scalars(select(Phone.household_id).where(Phone.resident_id == number)).all() == [new]
        assert session.scalars(select(Reading.household_id)).all() == [old]
        places = select(Resident.position).where(Resident.household_id == old)
        assert session.scalars(places).all() == [0]


def test_who_moves_to_a_door_that_the_roster_lacks_adds_it_when_they_say_so(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    number = resident(engine, "王秀英")
    path = f"/residents/{number}/move"
    for door in ("3-1-1601", "3-1-1601"):  # asked, as often as it is not said
        office.opens(f"/residents/{number}")
        assert office.tree.xpath("//input[@name='new_door']") == []
        assert office.sends(path, {"door": door, "seen": office.hidden("seen")}).status_code == 400
        assert "名册里没有这个门" in office.text
    said = {"door": "3-1-1601", "new_door": "1", "seen": office.hidden("seen")}
    assert office.tree.xpath("//input[@name='new_door']")
    assert office.sends(path, said).status_code == 303
    office.opens(f"/residents/{number}")
    assert "3栋1单元1601" in office.text
    assert office.sends(path, {"door": "9-1-101", "new_door": "1", "seen": office.hidden("seen")}).status_code == 400
    assert "没有找到" in office.text  # no such building: a list brings it
    with Session(engine) as session:
        home = session.scalars(select(Household).where(Household.room == "1601")).one()
        assert (home.unit, home.grid_id) == ("1", 1)
        assert session.scalars(select(Phone.household_id).where(Phone.resident_id == number)).one() == home.id


def test_two_clerks_who_add_the_same_door_add_it_once(enters: Enter, engine: Engine) -> None:
    clerks = [(enters(DUTY), resident(engine, name)) for name in ("王秀英", "赵敏")]
    begin = Barrier(len(clerks))

    def moves(one: tuple[Clerk, int]) -> int:
        clerk, number = one
        clerk.opens(f"/residents/{number}")
        begin.wait()
        fields = {"door": "5-310", "new_door": "1", "seen": clerk.hidden("seen")}
        return clerk.sends(f"/residents/{number}/move", fields).status_code

    with ThreadPoolExecutor(len(clerks)) as pool:
        assert list(pool.map(moves, clerks)) == [303, 303]
    with Session(engine) as session:
        (home,) = session.scalars(select(Household).where(Household.room == "310")).all()
        assert len(session.scalars(select(Resident).where(Resident.household_id == home.id)).all()) == 2


def test_a_double_is_merged_with_all_that_is_of_theirs(enters: Enter, engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        double = Resident(household_id=village.doors["wang"], position=1, name="王秀瑛")
        session.add(double)
        session.flush()
        common = {"community_id": village.community, "household_id": village.doors["wang"], "resident_id": double.id}
        session.add(Phone(**common, number="+8610000000012", position=1))
    office = enters(DUTY)
    office.opens("/entries")
    office.sends("/entries", {"line": "3-1-1504 王秀瑛 38.6"})
    keep, gone = resident(engine, "王秀英"), resident(engine, "王秀瑛")
    office.opens(f"/residents/{keep}")
    unsure = {"double": str(gone), "seen": office.hidden("seen")}
    assert office.sends(f"/residents/{keep}/merge", unsure).status_code == 400
    assert "请先问清楚" in office.text
    assert office.tree.xpath("//option[@selected]/@value")[-1] == str(gone)
    with Session(engine) as session:
        assert session.get(Resident, gone) is not None
    for _ in range(2):
        fields = {"double": str(gone), "seen": office.hidden("seen"), "sure": "1"}
        assert office.sends(f"/residents/{keep}/merge", fields).status_code == 303
    with Session(engine) as session:
        assert session.get(Resident, gone) is None
        for table in (Reading, HealthFile, Alert):
            assert session.scalars(select(table.resident_id)).all() == [keep]
        assert session.scalars(select(Alert.subject)).one() == f"r:{keep}"
        numbers = select(Phone.number).where(Phone.resident_id == keep).order_by(Phone.position)
        assert session.scalars(numbers).all() == ["+8610000000001", "+8610000000012"]
        assert len(roster_lines(session, village.community, village.doors["wang"])) == 1


def test_two_with_more_telephones_than_one_has_are_not_merged(enters: Enter, engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        double = Resident(household_id=village.doors["wang"], position=1, name="王秀瑛")
        session.add(double)
        session.flush()
        common = {"community_id": village.community, "household_id": village.doors["wang"], "resident_id": double.id}
        session.add_all(Phone(**common, number=f"+861000000001{n}", position=n) for n in (1, 2))
    office = enters(DUTY)
    keep = resident(engine, "王秀英")
    office.opens(f"/residents/{keep}")
    fields = {"double": str(resident(engine, "王秀瑛")), "seen": office.hidden("seen"), "sure": "1"}
    before = stands(engine)
    assert office.sends(f"/residents/{keep}/merge", fields).status_code == 400
    assert "请先去掉一个" in office.text
    assert stands(engine) == before


def test_what_was_done_is_said_on_the_page_that_the_form_leads_to(
    enters: Enter, engine: Engine, village: Village
) -> None:
    office = enters(DUTY)
    number = resident(engine, "王秀英")

    def said() -> list[str]:
        return [one.text_content() for one in office.tree.xpath("//*[@role='status']")]

    office.opens(f"/residents/{number}")
    assert said() == []
    moved = office.sends(f"/residents/{number}/move", {"door": "3-1-1503", "seen": office.hidden("seen")})
    office.opens(moved.headers["Location"].removeprefix("/console"))
    assert said() == ["办好了: 居民搬到别的门"]
    office.opens("/staff")
    away, by = (str(village.workers[one]) for one in ("cadre", "duty"))
    noted = office.sends("/staff/stand-ins", {"away": away, "by": by, "seen": office.hidden("seen")})
    office.opens(noted.headers["Location"].removeprefix("/console"))
    assert said() == ["办好了: 安排代班"]
    assert office.tree.xpath("//th/a/@href[contains(., 'done')]") == []
    office.opens("/staff?done=nonsense")
    assert said() == []
    office.opens("/audit")
    assert "3-1-1504 → 3-1-1503" in office.text


def test_two_who_are_both_ill_are_not_merged(enters: Enter, engine: Engine) -> None:
    office = enters(DUTY)
    for name in ("张桂兰", "李建国"):
        office.opens("/entries")
        office.sends("/entries", {"line": f"3-1-1503 {name} 38.6"})
    keep, gone = resident(engine, "张桂兰"), resident(engine, "李建国")
    office.opens(f"/residents/{keep}")
    fields = {"double": str(gone), "seen": office.hidden("seen"), "sure": "1"}
    assert office.sends(f"/residents/{keep}/merge", fields).status_code == 400
    assert "请先结掉一个" in office.text
    assert resident(engine, "李建国") == gone


def test_what_strangers_wrote_in_a_list_is_text(enters: Enter, engine: Engine) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    office = enters(DUTY)
    rows = f"3,1,1504,第二网格,{hostile},,{hostile}\n"
    sends_file(office, "roster", (HEADER + rows).encode(), f"{hostile}.csv")
    assert hostile in changes(office)[0][1]
    takes(office)
    staff = f"name,role,phone,grid,building\n{hostile},duty,+8610000000190,,\n"
    sends_file(office, "staff", staff.encode())
    takes(office, 2)
    office.opens("/staff")
    office.sends("/staff/stand-ins", {"away": "1", "by": str(5), "seen": office.hidden("seen")})
    for path in ("/roster", "/staff", "/uploads/1", f"/residents/{resident(engine, hostile)}", "/audit"):
        office.opens(path)
        assert "alert(1)" in office.text, path
        assert not office.tree.xpath("//main//script | //main//img | //main//*[@onerror]"), path


@pytest.mark.parametrize(
    ("page", "form", "fields"),
    [
        ("/staff", "/staff/stand-ins", {"away": "1", "by": "1"}),
        ("/residents/1", "/residents/1/move", {"door": "nowhere"}),
        ("/roster", "/lists/roster", {}),
    ],
)
def test_another_language_after_an_error_leads_back_to_its_page(
    enters: Enter, page: str, form: str, fields: dict[str, str]
) -> None:
    office = enters(DUTY)
    office.opens(page)
    assert office.sends(form, fields | {"seen": office.hidden("seen")}).status_code == 400
    back = office.tree.xpath("//input[@name='back']/@value")[0]
    answer = office.sends("/language", {"language": "en", "back": back})
    assert answer.headers["Location"] == f"/console{page}"
    assert office.opens(page).status_code == 200
