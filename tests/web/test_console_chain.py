"""A chain that is pasted: each line is understood or refused before it counts, corrected in place, taken once, taken back."""

import pytest
from lxml.html import HtmlElement
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.understanding.meanings import Unknown
from models import Alert, AuditEntry, Order, Reading, TextThread
from services.desk.doubts import OF_REASON, Doubt, doubt_of
from tests.tables import everything
from tests.web.office import Clerk, Enter
from tests.web.village import CADRE, DUTY, WORKER, Village

PASTED = """#接龙
今日体温接龙
1. 3-1-1504 36.5
2. 3-1-1503 张桂兰 36.6 李建国 36.4
3. 3-1-1504 36.6
4. 9-9-999 36.5
5. 5-302 正常
6. 谢谢大家
"""
KEPT = {"audit_entry", "audit_head", "inbound_event", "staff_session", "sign_in", "message"}


def stands(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    return everything(engine, but=KEPT)


def words_of(part: HtmlElement) -> str:
    return " ".join(" ".join(part.itertext()).split())


def lines(clerk: Clerk) -> list[tuple[str, str, str]]:
    """Each line: how it ended, what stands in its box, and what is said of it."""
    return [
        (row.get("class"), row.xpath("input")[0].get("value"), words_of(row.xpath("span")[0]))
        for row in clerk.tree.xpath("//ol[@class='chain']/li")
    ]


def boxes(clerk: Clerk, **changes: str) -> dict[str, str]:
    """The form of the lines as it stands."""
    found = clerk.tree.xpath("//input[starts-with(@name, 'line_')]")
    return {one.get("name"): one.get("value") for one in found} | changes


def readings(engine: Engine) -> list[tuple[int | None, str, bool]]:
    with Session(engine) as session:
        rows = session.execute(select(Reading.tenths, Reading.channel, Reading.withdrawn_at).order_by(Reading.id))
        return [(tenths, channel, withdrawn is None) for tenths, channel, withdrawn in rows]


def pasted(clerk: Clerk, text: str = PASTED) -> None:
    clerk.opens("/chain")
    assert clerk.sends("/chain", {"pasted": text}).status_code == 200


def test_each_line_is_understood_or_refused_and_nothing_counts_yet(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    before = stands(engine)
    pasted(worker)
    assert lines(worker) == [
        ("taken", "3-1-1504 36.5", "3栋1单元1504 王秀英 36.5"),
        ("taken", "3-1-1503 张桂兰 36.6 李建国 36.4", "3栋1单元1503 张桂兰 36.6 李建国 36.4"),
        ("kept", "3-1-1504 36.6", "3栋1单元1504 早就报过,不改"),
        ("refused", "9-9-999 36.5", "名册里没有这个门,或不归您管。"),
        ("taken", "5-302 正常", "5栋302 周平 正常"),
    ]
    assert stands(engine) == before


@pytest.mark.parametrize(
    "heading",
    [
        "2月29日",
        "2020年2月29日",
        "今日(2.29)体温,请按门牌报",
        "【3栋】今日体温",
        "3栋1单元",
        "2月29日3栋体温情况",
        "共22户",
        "@所有人 今天10点前报体温",
        "张三 2020/2/29 08:15",
        "22.",
        "22、",
    ],
)
def test_a_heading_or_a_number_alone_is_no_line(enters: Enter, heading: str) -> None:
    worker = enters(WORKER)
    pasted(worker, f"{heading}\n1. 3-1-1504 36.5\n{heading}\n2. 5-302 正常")
    assert [text for _, text, _ in lines(worker)] == ["3-1-1504 36.5", "5-302 正常"]


@pytest.mark.parametrize(
    "said",
    [
        "1504 36.5",
        "3-1-1504",
        "36.5",
        "王秀英 36度5",
        "王秀英 正常",
        "3栋 发烧",
        "3-1-1504 没写",
        "三栋一单元幺五零四 正常",
    ],
)
def test_what_can_be_a_report_is_looked_at_however_little_it_says(enters: Enter, said: str) -> None:
    worker = enters(WORKER)
    pasted(worker, f"1. {said}\n2. 5-302 正常")
    assert len(lines(worker)) == 2


def test_whose_value_it_can_be_is_said_to_whom_the_door_is(enters: Enter) -> None:
    worker = enters(WORKER)
    pasted(worker, "3-1-1503 36.6\n5-302 正常")
    assert lines(worker)[0][2] == "没看出是谁的。请在门牌后面写姓名。 那里住着 张桂兰 、 李建国 。"


def test_a_line_is_corrected_where_it_is_and_all_is_taken_once(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    pasted(worker, "3-1-1504 36.5\n3-1-1503 36.6\n5-301 3665")
    assert [row[0] for row in lines(worker)] == ["taken", "refused", "refused"]
    worker.sends("/chain", boxes(worker, line_2="3-1-1503 张桂兰 36.6"))
    assert [row[0] for row in lines(worker)] == ["taken", "taken", "refused"]
    assert readings(engine) == []
    form, page = boxes(worker), worker.page
    worker.sends("/chain", form | {"take": "1"})
    assert "记下了2行" in worker.text
    assert [row[0] for row in lines(worker)] == ["refused"]  # it stays, to be corrected
    worker.page = page
    assert worker.sends("/chain", form | {"take": "1"}).status_code == 303
    assert readings(engine) == [(365, "chain", True), (366, "chain", True)]
    with Session(engine) as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.what == "reported")).all()) == 2


def test_a_taken_chain_is_taken_back_whole_with_its_orders(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    pasted(worker, "1. 3-1-1504 36.5\n2. 5-301 蔬菜 2份")
    worker.sends("/chain", boxes(worker, take="1"))
    with Session(engine) as session:
        assert session.scalars(select(Order.state)).all() == ["placed"]
    worker.sends("/chain/undo", {"sid": worker.hidden("sid")})
    assert readings(engine) == [(365, "chain", False)]
    with Session(engine) as session:
        assert session.scalars(select(Order.state)).all() == ["cancelled"]


def test_another_takes_no_chain_back(enters: Enter, engine: Engine) -> None:
    worker, office = enters(WORKER), enters(DUTY)
    pasted(worker, "3-1-1504 36.5\n5-301 36.6")
    worker.sends("/chain", boxes(worker, take="1"))
    sid = worker.hidden("sid")
    office.opens("/chain")
    office.sends("/chain/undo", {"sid": sid})
    assert all(counts for _, _, counts in readings(engine))


def test_an_illness_in_it_is_told_before_and_raises_its_alert_when_taken(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    pasted(worker, "3-1-1504 38.5\n5-301 36.6")
    assert "会发警报" in lines(worker)[0][2]
    with Session(engine) as session:
        assert session.scalars(select(Alert)).all() == []
    worker.sends("/chain", boxes(worker, take="1"))
    with Session(engine) as session:
        assert session.scalars(select(Alert.tenths)).all() == [385]


def test_doors_that_are_not_theirs_are_refused_and_raise_nothing(enters: Enter, engine: Engine) -> None:
    cadre = enters(CADRE)
    pasted(cadre, "3-1-1504 36.5\n5-301 38.9\n5-302 36.6")
    assert [row[0] for row in lines(cadre)] == ["taken", "refused", "refused"]
    cadre.sends("/chain", boxes(cadre, take="1"))
    assert readings(engine) == [(365, "chain", True)]
    with Session(engine) as session:
        assert session.scalars(select(Alert)).all() == []


@pytest.mark.parametrize("text", ["", "   \n\n", "谢谢大家\n收到", "#接龙\n今日体温接龙"])
def test_what_says_nothing_is_told_so_and_stays_in_its_box(enters: Enter, text: str) -> None:
    worker = enters(WORKER)
    worker.opens("/chain")
    assert worker.sends("/chain", {"pasted": text}).status_code == 400
    assert "没有看出哪一户" in worker.text
    assert worker.tree.xpath("//textarea")[0].text_content().strip() == text.strip()


def test_a_long_chain_is_read_to_its_end(enters: Enter, village: Village) -> None:
    worker = enters(WORKER)
    doors = ["3-1-1504", "3-1-1503 张桂兰", "5-301", "5-302", "5-303"]
    pasted(worker, "\n".join(f"{number + 1}. {doors[number % 5]} 36.5" for number in range(100)))
    ends = [row[0] for row in lines(worker)]
    assert (len(ends), ends[:5], set(ends[5:])) == (100, ["taken"] * 5, {"kept"})


def test_what_strangers_wrote_in_it_is_text(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    hostile = "<script>alert(1)</script>"
    pasted(worker, f"3-1-1504 36.5\n3-1-1503 {hostile} 36.6")
    assert not worker.tree.xpath("//main//script")
    assert hostile in lines(worker)[1][1]


def test_what_is_looked_at_leaves_no_thread(enters: Enter, engine: Engine) -> None:
    worker = enters(WORKER)
    pasted(worker)
    with Session(engine) as session:
        assert session.scalars(select(TextThread)).all() == []


def test_every_doubt_of_a_text_has_its_words() -> None:
    assert set(OF_REASON.values()) | {Doubt.UNCLEAR, Doubt.UNKNOWN_DOOR, Doubt.KEPT} == set(Doubt)
    assert doubt_of(Unknown()) is Doubt.UNCLEAR


@pytest.mark.parametrize("fields", [{"pasted": PASTED}, {"line_1": "3-1-1504 36.5"}])
def test_another_language_loses_nothing_of_what_was_pasted(
    enters: Enter, engine: Engine, fields: dict[str, str]
) -> None:
    worker = enters(WORKER)
    worker.opens("/chain")
    button = worker.tree.xpath("//button[@name='language']")[0]
    (form,) = worker.tree.xpath(f"//form[@id='{button.get('form')}']")
    assert button.get("formaction") == "/console/language"
    back = form.xpath("input[@name='back']/@value")[0]
    before = stands(engine)
    answer = worker.sends("/language", fields | {"back": back, "language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (307, "/console/chain")
    worker.opens("/chain")
    worker.sends("/chain", fields)
    assert "3-1-1504 36.5" in boxes(worker)["line_1"]
    assert "Bldg 3 Unit 1 Rm 1504" in worker.text
    assert stands(engine) == before


def test_an_empty_box_and_any_other_page_are_just_opened_in_the_other_language(enters: Enter) -> None:
    worker = enters(WORKER)
    worker.opens("/chain")
    for back, pasted_text in (("/console/chain", " "), ("/console/entries", PASTED), ("//elsewhere", PASTED)):
        answer = worker.sends("/language", {"back": back, "language": "en", "pasted": pasted_text})
        assert answer.status_code == 303
