"""A worker's texts: the lists come from the board, reports for a door are marked, wrong codes are counted."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from models import Alert, AlertCode, Item, Message, Order, OrderLine, Phone, Postponement, Reading, Resident, Visit
from services.texting import texts
from services.texting.letters import IncomingText
from tests.integration.outgoing import MORNING, carry_out, the_alert
from tests.integration.test_ladder import raise_for
from tests.web.line import LINE
from tests.web.village import CADRE, DUTY, WANG, WORKER, Village

SIDS = (f"SM{number:032x}" for number in count(7_000_000))
Send = Callable[..., str]


@pytest.fixture
def send(engine: Engine, village: Village) -> Send:
    """Text the line, a minute after the last text; the answer."""
    minutes = count(1)

    def texted(body: str, sender: str = WORKER) -> str:
        sid = next(SIDS)
        with Session(engine) as session, session.begin():
            now = MORNING + timedelta(minutes=next(minutes))
            texts.receive_text(session, IncomingText(sid, LINE, sender, body), now)
        with Session(engine) as session:
            return session.scalar(select(Message.body).where(Message.dedupe_key == f"reply:{sid}")) or ""

    return texted


def readings(engine: Engine) -> list[tuple[int | None, str, str, bool]]:
    with Session(engine) as session:
        rows = session.execute(
            select(Reading.tenths, Reading.channel, Reading.reporter, Reading.withdrawn_at).order_by(Reading.id)
        )
        return [(tenths, channel, reporter, withdrawn is not None) for tenths, channel, reporter, withdrawn in rows]


def test_missing_are_the_doors_nobody_was_heard_of_at(send: Send) -> None:
    assert send("未报").startswith("没音讯7户:3-1-1503、3-1-1504、")
    send("36.5", WANG)
    assert "3-1-1504" not in send("未报")
    assert send("未报 5栋") == "没音讯3户:5-301、5-302、5-303"


def test_the_totals_carry_their_time(send: Send) -> None:
    send("36.5", WANG)
    assert send("汇总") == "08:32 应报10人:已听到1,发热0,不适0,没音讯9"


def test_fevers_are_doors_and_values_without_names(send: Send) -> None:
    assert send("发热") == "今天没有发热不适的"
    send("38.2", WANG)
    assert send("发热") == "发热不适1人:3-1-1504 38.2"


@pytest.mark.parametrize("text", ["1504 老人说不饿 36.5", "1504 正常", "1504"])
def test_a_room_is_no_code_however_often_it_is_texted(send: Send, engine: Engine, text: str) -> None:
    assert send(text) == "1504是房号,不是码。替这家报请写全,如:3-1504 36.5"
    for _ in range(5):
        send(text)
    assert readings(engine) == []
    assert send("9999").startswith("没有9999这个码")


def test_orders_so_far_are_totals_and_doors(send: Send) -> None:
    assert send("订单") == "还没有订单"
    send("蔬菜2份", WANG)
    send("代订 5-301 水果1")
    assert send("订单") == "蔬菜2份、水果1份。共2户:3-1-1504、5-301"
    assert send("订单 水果") == "水果1份。共1户:5-301"


def test_orders_are_what_comes(send: Send, engine: Engine) -> None:
    send("蔬菜2份 水果3份", WANG)
    send("代订 5-301 水果1")
    with Session(engine) as session, session.begin():
        lines = session.scalars(select(OrderLine).order_by(OrderLine.order_id, OrderLine.set_id)).all()
        lines[0].dropped = True  # too few wanted the vegetables
        lines[1].short = 1
        lines[2].short = 1
    assert send("订单") == "水果2份。共1户:3-1-1504"


def test_the_totals_tell_who_has_not_measured(send: Send) -> None:
    send("没量", WANG)
    assert send("汇总").endswith("没音讯10(其中1人说还没量)")


def test_a_building_of_somebody_elses_is_not_said_to_be_heard(send: Send) -> None:
    assert send("未报 9栋") == "9栋没有归您管的住户"
    assert send("未报 5栋", CADRE) == "5栋没有归您管的住户"


def test_a_worker_sees_only_what_she_answers_for(send: Send) -> None:
    assert "5-301" not in send("未报", CADRE)  # of Building 3
    assert "5-301" in send("未报", DUTY)


def test_a_report_for_a_door_is_marked_as_the_workers(engine: Engine, send: Send) -> None:
    assert send("代报 3-1-1503 36.5 36.6") == "3栋1单元1503记下:张阿姨36.5、李叔叔36.6。撤回请发:取消"
    assert readings(engine) == [(365, "worker", "worker", False), (366, "worker", "worker", False)]


def test_a_report_for_a_door_never_replaces_a_residents_own(engine: Engine, send: Send) -> None:
    send("38.2", WANG)
    assert "没有改" in send("代报 3-1-1504 36.5")
    assert [tenths for tenths, *_ in readings(engine)] == [382]


def test_a_worker_corrects_her_own_report_and_nobody_elses(engine: Engine, send: Send) -> None:
    send("代报 3-1-1504 36.5")
    assert "36.8" in send("改36.8")
    assert "没有改" in send("代报 3-1-1504 36.9", CADRE)
    send("36.6", WANG)
    assert "没有改" in send("代报 3-1-1504 36.7")
    assert [tenths for tenths, *_ in readings(engine)] == [365, 368, 366]


def test_a_fever_that_a_worker_reported_stays_and_she_is_not_told_to_change_it(engine: Engine, send: Send) -> None:
    assert "改36.8" not in send("代报 3-1-1504 38.5")
    assert "没有改" in send("改36.8")
    assert [tenths for tenths, *_ in readings(engine)] == [385]


def test_a_report_without_a_door_is_asked_for_it(engine: Engine, send: Send) -> None:
    assert "门牌" in send("代报 36.5")
    assert "王阿姨36.5" in send("3-1-1504")
    assert readings(engine) == [(365, "worker", "worker", False)]


CHAIN = "#接龙 体温\n1. 3栋1单元1503 两人 体温正常\n2. 9栋101 36.5\n3. 5栋303 36\n4. 3-2-302 38.1\n5. 3栋1单元1504 36.5"


def test_a_pasted_chain_is_answered_by_one_summary(engine: Engine, send: Send) -> None:
    send("36.6", WANG)
    assert send(CHAIN) == "接龙记下2户,早报的1户没改。没记的行:2、3。请看门牌和体温再发。撤回请发:取消"
    taken = [row for row in readings(engine) if row[1] == "chain"]
    assert taken == [(None, "chain", "worker", False)] * 2 + [(381, "chain", "worker", False)]
    assert the_alert(engine).tenths == 381


def test_headings_are_no_lines_of_a_texted_chain(engine: Engine, send: Send) -> None:
    headed = "2020年2月29日\n3栋1单元\n3栋1单元1503 两人 体温正常\n9栋101 36.5\n共2户\n谢谢大家"
    assert send(headed) == "接龙记下1户。没记的行:2。请看门牌和体温再发。撤回请发:取消"
    assert [row[1] for row in readings(engine)].count("chain") == 2


def test_a_chain_is_taken_back_whole(engine: Engine, send: Send) -> None:
    send(CHAIN)
    assert send("取消") == "撤回了"
    assert all(withdrawn for *_, withdrawn in readings(engine))


def test_who_a_chain_waits_for_is_taken_back_with_it(engine: Engine, send: Send) -> None:
    send("没量", WANG)
    send("#接龙 体温\n1. 5栋303 没量\n2. 5栋302 36.5\n3. 3栋1单元1504 没量")
    assert waited_for(engine) == ["吴芳", "王秀英"]
    assert send("取消") == "撤回了"
    assert waited_for(engine) == ["王秀英"]  # she said so herself


def waited_for(engine: Engine) -> list[str]:
    with Session(engine) as session:
        query = select(Resident.name).join(Postponement, Postponement.resident_id == Resident.id)
        return sorted(session.scalars(query))


def many_doors(engine: Engine, village: Village) -> None:
    """Sixty more doors in Building 5."""
    from models import Building, Household  # noqa: PLC0415 - only here

    with Session(engine) as session, session.begin():
        building = session.scalars(select(Building).where(Building.name == "5")).one()
        grid = session.scalars(select(Household.grid_id)).first()
        for room in range(401, 461):
            home = Household(
                community_id=village.community, building_id=building.id, grid_id=grid, unit="", room=str(room)
            )
            session.add(home)
            session.flush()
            session.add(Resident(household_id=home.id, position=0, name=f"人{room}", lives_alone=room == 460))


def test_a_long_list_goes_on_with_more(engine: Engine, send: Send, village: Village) -> None:
    many_doors(engine, village)
    first = send("未报")
    assert first.startswith("没音讯67户:5-460独居、")
    assert first.endswith("户,看下页发:更多")
    seen, answer = first, first
    while answer.endswith("更多"):
        answer = send("更多")
        seen += answer
    assert all(f"5-{room}" in seen for room in range(401, 461))
    assert send("更多") == "没有更多了"


def test_more_goes_on_behind_the_last_door_whoever_reports_meanwhile(
    engine: Engine, send: Send, village: Village
) -> None:
    many_doors(engine, village)
    first = send("未报")
    send("36.5", WANG)
    second = send("更多")
    shown = [door for answer in (first, second) for door in re.findall(r"\d+(?:-\d+)+", answer)]
    expected = ["5-460", "3-1-1503", "3-1-1504", "3-2-301", "3-2-302", "5-301", "5-302", "5-303"]
    expected += [f"5-{room}" for room in range(401, 460)]
    assert shown == expected[: len(shown)]
    assert len(shown) > 20


def test_more_fevers_go_on_behind_the_last_door(engine: Engine, send: Send, village: Village) -> None:
    many_doors(engine, village)
    for room in range(401, 431):
        send(f"代报 5-{room} 38.5")
    first = send("发热")
    send("38.2", WANG)
    second = send("更多")
    shown = re.findall(r"5-(\d+)", first + second)
    assert shown == [str(401 + at) for at in range(len(shown))]
    assert "3-1-1504" not in second


def test_five_wrong_codes_lock_and_the_line_calls_the_stored_number(
    engine: Engine, village: Village, send: Send
) -> None:
    raise_for(engine, village)
    carry_out(engine)
    with Session(engine) as session:
        code = session.scalars(select(Message.body).where(Message.kind == "alert")).one()[-4:]
    wrong = [str(number) for number in range(1001, 1007) if str(number) != code][:5]
    for one in wrong:
        assert "没有" in send(one)
    assert send(code) == "错码太多,改打电话。请接电话,按1"
    assert the_alert(engine).state == "open"
    with Session(engine) as session:
        assert session.scalars(select(Message.to).where(Message.channel == "call")).all() == [WORKER]


def test_an_item_is_finished_by_its_number(engine: Engine, send: Send) -> None:
    send("买药 二甲双胍", WANG)
    with Session(engine) as session:
        number = session.scalars(select(Item.id)).one()
    assert send(f"收到 {number}") == "3栋1单元1504 归您了。办完请回:完成和编号"
    assert send(f"完成 {number}") == "3栋1单元1504 记下了:办完"
    with Session(engine) as session:
        assert session.scalars(select(Item.state)).one() == "done"


@pytest.mark.parametrize("body", ["收到", "完成", "DONE"])
def test_a_command_that_needs_a_code_and_has_none_asks_for_it(send: Send, body: str) -> None:
    assert "四位码" in send(body)


def test_a_resident_gets_no_list(send: Send) -> None:
    assert "没音讯" not in send("未报", WANG)


def test_an_order_for_a_door_is_the_doors_own(engine: Engine, village: Village, send: Send) -> None:
    send("代订 5-301 蔬菜2")
    with Session(engine) as session:
        rows = session.execute(select(Order.household_id, Order.placed_from, OrderLine.quantity).join(OrderLine)).all()
    assert [tuple(row) for row in rows] == [(village.doors["digits"], "", 2)]


def test_what_is_no_command_is_told_what_commands_there_are(send: Send) -> None:
    assert send("你好吗今天").startswith("未报、汇总")
    assert send("谢谢") == ""


def test_an_alert_told_by_a_workers_text_is_hers_to_take(engine: Engine, send: Send) -> None:
    send("代报 3-1-1504 38.6")
    with Session(engine) as session:
        assert session.scalars(select(Alert.kind)).one() == "fever"
        body = session.scalars(select(Message.body).where(Message.kind == "alert")).one()
    assert body.startswith("3栋1单元1504 发热 38.6")


@pytest.mark.parametrize("body", ["代报 3-1-1504 38.6", "1. 3-1-1504 38.6\n2. 3-1-1503 36.5", "3-1-1504 3"])
def test_whoever_takes_what_a_worker_has_told_gets_the_households_telephone(
    engine: Engine, send: Send, body: str
) -> None:
    send(body, CADRE)
    with Session(engine) as session:
        code = session.scalars(select(AlertCode.code)).one()
    assert f"电话 {WANG}" in send(code)


def test_whoever_is_done_with_a_silence_hears_how_to_say_that_they_were_seen(
    engine: Engine, send: Send, village: Village
) -> None:
    raise_for(engine, village, AlertKind.SILENT)
    with Session(engine) as session:
        code = session.scalars(select(AlertCode.code)).one()
    assert send(f"{code} 1") == "3栋1单元1504 记下了:办完。还在没音讯名单上,见到人请发:3-1-1504 1"
    assert "3-1-1504" in send("未报")
    send("3-1-1504 1")
    assert "3-1-1504" not in send("未报")


def live_here(engine: Engine, village: Village) -> None:
    """The worker's telephone is on file for 5-301 too."""
    home = village.doors["digits"]
    with Session(engine) as session, session.begin():
        resident = session.scalars(select(Resident.id).where(Resident.household_id == home)).one()
        session.add(
            Phone(community_id=village.community, household_id=home, resident_id=resident, number=WORKER, position=2)
        )


def test_a_worker_who_lives_here_answers_a_question_of_her_work_as_a_worker(
    engine: Engine, send: Send, village: Village
) -> None:
    live_here(engine, village)
    send("蔬菜1份", WANG)
    send("代订 3-1-1504 水果1")
    assert send("2") == "3栋1单元1504订下:蔬菜1份、水果1份,共55元。撤回请发:取消"
    assert send("取消") == "撤回了"
    with Session(engine) as session:
        (order,) = session.scalars(select(Order))
        lines = session.scalars(select(OrderLine.quantity).where(OrderLine.order_id == order.id)).all()
    assert (order.verified, lines) == (True, [1])


def test_a_worker_who_lives_here_takes_back_what_she_did_elsewhere_and_at_home(
    engine: Engine, send: Send, village: Village
) -> None:
    live_here(engine, village)
    send("代报 3-1-1503 36.5 36.6")
    assert send("取消") == "撤回了"
    assert "赵阿姨36.4" in send("36.4")
    send("取消")
    assert [withdrawn for *_, withdrawn in readings(engine)] == [True, True, True]


def test_what_was_done_at_another_door_than_the_named_one_stays(engine: Engine, send: Send) -> None:
    send("代报 5-301 36.5")
    assert "没有" in send("代订 3-1-1503 取消")
    assert [withdrawn for *_, withdrawn in readings(engine)] == [False]
    assert send("5-301 取消") == "撤回了"


def test_a_visit_at_another_door_than_the_named_one_stays(engine: Engine, send: Send) -> None:
    send("5-301 2")
    send("3-1-1503 取消")
    with Session(engine) as session:
        assert session.scalars(select(Visit.withdrawn_at)).one() is None


def test_an_order_is_cancelled_by_its_door_whatever_was_done_last(engine: Engine, send: Send) -> None:
    send("代订 3-1-1503 水果1")
    send("代报 5-301 36.5")
    assert "取消" in send("3-1-1503 取消订单")
    with Session(engine) as session:
        assert session.scalars(select(Order.state)).one() == "cancelled"
    assert [withdrawn for *_, withdrawn in readings(engine)] == [False]


def test_an_illness_in_a_line_that_is_refused_is_told_all_the_same(
    engine: Engine, send: Send, village: Village
) -> None:
    answer = send("#接龙 体温\n1. 3栋1单元1503 两人 体温正常\n2. 5栋302 咳嗽\n3. 5栋303 不太正常\n4. 5栋301 36")
    assert answer.startswith("接龙记下1户。没记的行:2、3、4。")
    with Session(engine) as session:
        assert session.scalars(select(Alert.household_id).order_by(Alert.id)).all() == [
            village.doors["first"],
            village.doors["second"],
        ]


def test_a_call_for_help_of_a_worker_is_told_although_its_door_is_asked(engine: Engine, send: Send) -> None:
    assert "门牌" in send("救命")
    assert the_alert(engine).telephone == WORKER


def test_many_codes_in_one_text_are_tried_no_more_often_than_one_by_one(engine: Engine, send: Send) -> None:
    send("38.5", WANG)
    with Session(engine) as session:
        (code,) = session.scalars(select(AlertCode.code))
    wrong = [str(number) for number in range(1001, 1010) if str(number) != code][:5]
    send(" ".join([*wrong, code]))
    assert the_alert(engine).state == "open"


def test_more_goes_on_with_the_list_before_the_totals(send: Send) -> None:
    send("未报")
    send("汇总")
    assert send("更多") == "没有更多了"


def test_a_chain_of_orders_is_taken_back_whole(engine: Engine, send: Send, village: Village) -> None:
    live_here(engine, village)
    send("水果1份", WANG)
    send("#接龙 订菜\n1. 3栋1单元1503 蔬菜2份\n2. 5栋302 水果1份\n3. 3栋1单元1504 改成蔬菜3份")
    assert send("取消") == "撤回了"
    with Session(engine) as session:
        states = session.execute(
            select(Order.household_id, OrderLine.quantity)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(Order.state == "placed")
        ).all()
    assert [tuple(row) for row in states] == [(village.doors["wang"], 1)]
