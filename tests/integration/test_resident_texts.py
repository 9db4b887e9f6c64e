"""A resident's texts on real databases: what is stored, taken back, asked again, and what two texts at once do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from models import Alert, AlertStep, Item, Message, Order, OrderLine, Postponement, Reading, SaleSet
from services.board.board import read_board
from services.day.reminders import remind_due
from services.texting import texts
from services.texting.letters import IncomingText
from tests.integration.outgoing import MORNING
from tests.web.line import LINE
from tests.web.village import COUPLE, FAMILY, STRANGER, TWO_DOORS, WANG, Village

SIDS = (f"SM{number:032x}" for number in count(9_000_000))
MINUTE = timedelta(minutes=1)


def text(engine: Engine, sender: str, body: str, minute: float = 1, media: int = 0) -> str:
    """A text comes in; what it is answered, "" for nothing."""
    sid = next(SIDS)
    with Session(engine) as session, session.begin():
        texts.receive_text(session, IncomingText(sid, LINE, sender, body, media), MORNING + minute * MINUTE)
    with Session(engine) as session:
        return session.scalar(select(Message.body).where(Message.dedupe_key == f"reply:{sid}")) or ""


def states(engine: Engine, village: Village, minute: float = 2) -> dict[str, str]:
    with Session(engine) as session:
        return {
            one.name: one.state.value
            for one in read_board(session, village.community, MORNING + minute * MINUTE).people
        }


def test_a_text_is_on_the_board_with_its_channel(engine: Engine, village: Village) -> None:
    text(engine, WANG, "36.5")
    with Session(engine) as session:
        row = session.execute(
            select(Reading.tenths, Reading.channel, Reading.reporter, Reading.verified, Reading.household_id)
        ).one()
    assert tuple(row) == (365, "sms", "self", True, village.doors["wang"])
    assert states(engine, village)["王秀英"] == "reported"


def test_what_is_taken_back_counts_no_more(engine: Engine, village: Village) -> None:
    text(engine, WANG, "36.5")
    text(engine, WANG, "取消")
    assert states(engine, village)["王秀英"] == "silent"


def test_a_fever_that_is_taken_back_stays_on_the_board(engine: Engine, village: Village) -> None:
    text(engine, WANG, "38.5")
    text(engine, WANG, "取消")
    assert states(engine, village)["王秀英"] == "abnormal"


def test_one_text_makes_one_alert_text_that_says_it_all(engine: Engine, village: Village) -> None:
    text(engine, WANG, "38.2 咳嗽")
    with Session(engine) as session:
        (body,) = session.scalars(select(Message.body).where(Message.kind == "alert"))
    assert body.startswith("3栋1单元1504 发热 38.2 咳嗽 回 ")


def test_a_value_after_a_symptom_goes_to_the_worker_as_one_more_text(engine: Engine, village: Village) -> None:
    text(engine, WANG, "咳嗽")
    text(engine, WANG, "38.4", 2)
    with Session(engine) as session:
        first, second = session.scalars(select(Message.body).where(Message.kind == "alert").order_by(Message.id))
        assert session.scalar(select(func.count()).select_from(Alert)) == 1
    assert first.startswith("3栋1单元1504 不舒服 咳嗽")
    assert second.startswith("3栋1单元1504 发热 38.4 咳嗽")
    assert first[-4:] == second[-4:]


def test_an_alert_before_its_door_was_known_becomes_the_doors(engine: Engine, village: Village) -> None:
    text(engine, STRANGER, "38.5")
    text(engine, STRANGER, "3栋1单元1504", 2)
    with Session(engine) as session:
        doorless, standing = session.scalars(select(Alert).order_by(Alert.id)).all()
        assert (doorless.state, standing.state) == ("done", "open")
        assert (standing.household_id, standing.tenths, standing.unverified) == (village.doors["wang"], 385, True)
        merged = session.scalars(select(AlertStep).where(AlertStep.what == "merged")).one()
        assert (merged.alert_id, merged.note) == (doorless.id, str(standing.id))


def test_two_strangers_without_doors_are_two_alerts(engine: Engine, village: Village) -> None:
    text(engine, STRANGER, "38.5")
    text(engine, "+8610000000098", "38.6")
    with Session(engine) as session:
        assert session.scalars(select(Alert.telephone).order_by(Alert.id)).all() == [STRANGER, "+8610000000098"]


def test_the_door_chosen_is_remembered_for_the_day(engine: Engine, village: Village) -> None:
    assert "是哪一家" in text(engine, TWO_DOORS, "36.5")
    text(engine, TWO_DOORS, "2", 2)
    assert "吴阿姨36.6" in text(engine, TWO_DOORS, "36.6", 3)
    assert "是哪一家" in text(engine, TWO_DOORS, "36.5", 24 * 60)


def test_who_said_not_measured_is_on_the_board_and_reminded_once(engine: Engine, village: Village) -> None:
    text(engine, COUPLE, "没量")
    assert states(engine, village)["张桂兰"] == "not_measured"
    for minute in (30, 61, 62, 200):
        with Session(engine) as session, session.begin():
            remind_due(session, MORNING + minute * MINUTE)
    with Session(engine) as session:
        reminders = session.execute(select(Message.to, Message.at).where(Message.kind == "reminder")).all()
    assert [tuple(row) for row in reminders] == [(COUPLE, MORNING + 61 * MINUTE)]


def test_not_measured_is_taken_back_and_not_reminded(engine: Engine, village: Village) -> None:
    text(engine, WANG, "没量")
    text(engine, WANG, "取消", 2)
    assert states(engine, village, 3)["王秀英"] == "silent"
    with Session(engine) as session, session.begin():
        assert remind_due(session, MORNING + 90 * MINUTE) == 0


def test_who_reported_meanwhile_is_not_reminded(engine: Engine, village: Village) -> None:
    text(engine, WANG, "没量")
    text(engine, WANG, "36.5", 20)
    with Session(engine) as session, session.begin():
        assert remind_due(session, MORNING + 61 * MINUTE) == 1
        assert session.scalars(select(Message).where(Message.kind == "reminder")).all() == []


@pytest.mark.parametrize("word", ["STOP", "退订", "别再发短信了"])
def test_who_refuses_texts_is_sent_none(engine: Engine, village: Village, word: str) -> None:
    text(engine, WANG, "没量")
    assert text(engine, WANG, word, 2) == ""
    with Session(engine) as session, session.begin():
        remind_due(session, MORNING + 61 * MINUTE)
    with Session(engine) as session:
        assert session.scalars(select(Message).where(Message.kind == "reminder")).all() == []


def test_the_carriers_cancel_undoes_in_silence(engine: Engine, village: Village) -> None:
    text(engine, WANG, "36.5")
    assert text(engine, WANG, "CANCEL", 2) == ""
    assert states(engine, village)["王秀英"] == "silent"


def test_a_yes_answers_the_open_question(engine: Engine, village: Village) -> None:
    text(engine, WANG, "63.5")
    assert "36.5" in text(engine, WANG, "YES", 2)
    assert text(engine, WANG, "YES", 3) == ""


def test_an_order_and_its_change_are_one_order(engine: Engine, village: Village) -> None:
    text(engine, WANG, "蔬菜2份")
    text(engine, WANG, "改成水果1份", 2)
    with Session(engine) as session:
        rows = session.execute(
            select(Order.state, SaleSet.number, OrderLine.quantity).join_from(Order, OrderLine).join(SaleSet)
        )
        assert [tuple(row) for row in rows] == [("placed", 3, 1)]
    text(engine, WANG, "取消", 3)
    with Session(engine) as session:
        rows = session.execute(select(SaleSet.number, OrderLine.quantity).join_from(Order, OrderLine).join(SaleSet))
        assert [tuple(row) for row in rows] == [(2, 2)]


def test_the_last_pieces_are_never_oversold_by_texts(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(SaleSet).where(SaleSet.number == 2).values(stock=3))
    start = Barrier(4)

    def orders(sender: str) -> str:
        start.wait()
        return text(engine, sender, "蔬菜2份")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(orders, (WANG, COUPLE, FAMILY, "+8610000000004")))
    with Session(engine) as session:
        assert session.scalar(select(func.sum(OrderLine.quantity))) == 2
    assert sum(answer.startswith("订下") for answer in answers) == 1


def test_two_texts_of_one_telephone_at_once_are_both_taken(engine: Engine, village: Village) -> None:
    start = Barrier(2)

    def reports(body: str) -> str:
        start.wait()
        return text(engine, COUPLE, body)

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(reports, ("我36.5", "老伴36.6")))
    with Session(engine) as session:
        assert session.scalars(select(Reading.tenths).order_by(Reading.tenths)).all() == [365, 366]


@pytest.mark.parametrize(("body", "kind"), [("3栋1单元1504 36.5", "reading"), ("36.5", "item"), ("38.5", "alert")])
def test_a_withheld_number_is_heard_and_never_answered(engine: Engine, village: Village, body: str, kind: str) -> None:
    assert text(engine, "", body) == ""
    with Session(engine) as session:
        counts = {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in (("reading", Reading), ("item", Item), ("alert", Alert))
        }
        assert session.scalar(select(func.count()).select_from(Message).where(Message.kind == "reply")) == 0
    assert counts == {name: int(name == kind) for name in counts}


def test_what_is_taken_back_twice_is_answered_twice(engine: Engine, village: Village) -> None:
    for minute in (1, 3):
        text(engine, WANG, "36.5", minute)
        assert text(engine, WANG, "取消", minute + 1) == "撤回了"


def test_a_door_is_asked_again_in_the_same_words(engine: Engine, village: Village) -> None:
    assert text(engine, STRANGER, "36.5") == text(engine, STRANGER, "蔬菜2份", 2) == "请发门牌,如:3栋1504"


def test_a_call_for_help_is_told_to_call_120_before_its_door_is_asked(engine: Engine, village: Village) -> None:
    assert text(engine, STRANGER, "救命") == "马上打120!已告诉社区。请发门牌,如:3栋1504"
    english = text(engine, "+8610000000098", "help me please I cannot breathe")
    assert english == "Call 120 now! The community knows. Please text your door, like: Bldg 3 Rm 1504"


def test_an_advertisement_leaves_nothing(engine: Engine, village: Village) -> None:
    assert text(engine, STRANGER, "【中国移动】您的话费余额36.50元") == ""
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Item)) == 0


def test_a_picture_alone_is_answered_kindly(engine: Engine, village: Village) -> None:
    assert text(engine, WANG, "", media=1).startswith("图片看不到")


def test_a_picture_with_words_is_its_words(engine: Engine, village: Village) -> None:
    assert "36.5" in text(engine, WANG, "36.5", media=1)


def test_a_need_is_on_the_list_of_its_door(engine: Engine, village: Village) -> None:
    text(engine, WANG, "买药 二甲双胍")
    with Session(engine) as session:
        item = session.scalars(select(Item)).one()
    assert (item.kind, item.room, item.note, item.worker_id) == (
        "medicine",
        "1504",
        "买药 二甲双胍",
        village.workers["worker"],
    )
    text(engine, WANG, "取消", 2)
    with Session(engine) as session:
        assert session.scalars(select(Item.state)).one() == "done"


def test_a_long_text_of_several_parts_is_one_text(engine: Engine, village: Village) -> None:
    assert "36.5" in text(engine, WANG, "您好" * 100 + ",我今天体温36.5,谢谢")


def test_a_postponement_is_of_its_person(engine: Engine, village: Village) -> None:
    text(engine, FAMILY, "老公没量")
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Postponement)) == 0  # two can be meant: it is asked


def test_what_was_reported_for_another_door_is_corrected_and_taken_back_there(engine: Engine, village: Village) -> None:
    text(engine, WANG, "3-1-1503 36.5")
    text(engine, WANG, "1", 2)
    assert "3栋1单元1503:36.8" in text(engine, WANG, "改36.8", 3)
    assert states(engine, village)["王秀英"] == "silent"
    assert text(engine, WANG, "取消", 4) == "撤回了"
    with Session(engine) as session:
        withdrawn = session.execute(select(Reading.tenths, Reading.withdrawn_at.is_not(None)).order_by(Reading.id))
        assert [tuple(row) for row in withdrawn] == [(365, False), (368, True)]


def test_what_a_text_stored_in_two_steps_is_taken_back_whole(engine: Engine, village: Village) -> None:
    text(engine, WANG, "36.5 水果 买药")
    text(engine, WANG, "1", 2)
    assert text(engine, WANG, "取消", 3) == "撤回了"
    with Session(engine) as session:
        assert session.scalars(select(Reading.withdrawn_at.is_not(None))).all() == [True]
        assert session.scalars(select(Order.state)).all() == ["cancelled"]
        assert session.scalars(select(Item.state).where(Item.kind == "medicine")).all() == ["done"]


def test_how_many_is_asked_for_the_door_that_was_chosen(engine: Engine, village: Village) -> None:
    text(engine, TWO_DOORS, "蔬菜")
    text(engine, TWO_DOORS, "2", 2)
    assert "蔬菜2份" in text(engine, TWO_DOORS, "2", 3)
    with Session(engine) as session:
        assert session.scalars(select(Order.household_id)).all() == [village.doors["second"]]


def test_a_stranger_who_names_a_door_is_not_asked_for_it_again(engine: Engine, village: Village) -> None:
    assert "要几份" in text(engine, STRANGER, "3栋1504 蔬菜")
    assert text(engine, STRANGER, "2", 2).startswith("3栋1单元1504订下:蔬菜2份")
    with Session(engine) as session:
        assert session.scalars(select(Order.household_id)).all() == [village.doors["wang"]]


def test_what_is_told_while_the_door_is_asked_makes_the_alert_graver(engine: Engine, village: Village) -> None:
    text(engine, STRANGER, "不舒服")
    assert "门牌" in text(engine, STRANGER, "39.5", 2)  # whoever is ill is answered, whatever was said before
    text(engine, STRANGER, "喘不过气", 3)
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        assert (alert.kind, alert.tenths, alert.symptoms) == ("fever", 395, "breathless")


@pytest.mark.parametrize("word", ["退订", "TD", "取消订阅"])
def test_a_word_of_opting_out_takes_nothing_back_and_is_obeyed_in_silence(
    engine: Engine, village: Village, word: str
) -> None:
    text(engine, COUPLE, "36.5")
    text(engine, COUPLE, "老伴没量", 2)
    assert text(engine, COUPLE, word, 3) == ""
    assert states(engine, village, 4)["张桂兰"] == "reported"
    with Session(engine) as session, session.begin():
        remind_due(session, MORNING + 90 * MINUTE)
        assert session.scalar(select(func.count()).select_from(Message).where(Message.kind == "reminder")) == 0


def test_a_stranger_takes_back_the_report_and_the_worker_asks_about_the_order(engine: Engine, village: Village) -> None:
    text(engine, STRANGER, "3-1-1504 36.5 蔬菜2份")
    assert "网格员" in text(engine, STRANGER, "取消", 2)
    with Session(engine) as session:
        assert session.scalars(select(Reading.withdrawn_at)).one() is not None
        assert session.scalars(select(Order.state)).one() == "placed"
        assert session.scalars(select(Item.note)).one() == "取消"
