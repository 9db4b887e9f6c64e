"""Gas cards over the webhooks: every step signed for, by text and by key, and the money never more nor less."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.gas_cards import Signature
from domain.life_cycles import RequestState
from domain.refusals import Refused
from models import GasCard, Message, Posting, StateChange, Worker
from services.desk import request_desk
from services.needs import gas_desk
from services.needs.gas_cards import CardRefused, Purse, purse_of
from services.needs.gas_desk import Signed
from services.needs.news import ask_due
from services.staff import pins
from services.staff.pins import set_pin
from tests.web.conftest import MORNING
from tests.web.line import PhoneCall, Wire
from tests.web.test_requests import bodies, items, land_line, requests, text
from tests.web.village import WANG, WORKER, Village

SOON = MORNING + timedelta(minutes=1)  # the clock of the calls is a moment ahead


@pytest.fixture
def item(wire: Wire, engine: Engine, village: Village) -> int:
    """The item of a request for gas of 王阿姨."""
    text(wire, "SM-gas", "煤气没了")
    (one,) = items(engine)
    assert one.kind == "gas"
    return one.id


def card(engine: Engine) -> tuple[str, int | None, Purse]:
    with Session(engine) as session:
        row = session.scalars(select(GasCard)).one()
        return row.state, row.worker_id, purse_of(session, row.request_id)


def bags(engine: Engine) -> dict[str, int]:
    """What is in each worker's bag, and that every fen has its counterpart."""
    with Session(engine) as session:
        assert not session.scalar(select(func.sum(Posting.fen)))
        of_bags = select(Posting.owner, func.sum(Posting.fen)).where(Posting.account == "bag").group_by(Posting.owner)
        return {owner: int(fen) for owner, fen in session.execute(of_bags) if fen}


def history(engine: Engine, about: str = "gas_card") -> list[tuple[str, str, str]]:
    with Session(engine) as session:
        steps = session.scalars(select(StateChange).where(StateChange.about == about).order_by(StateChange.id))
        return [(one.becomes, one.channel, one.note) for one in steps]


def signs(engine: Engine, village: Village, who: str, what: Signature, fen: int) -> None:
    with Session(engine) as session, session.begin():
        worker = session.get_one(Worker, village.workers[who])
        gas_desk.sign(session, Signed(1, what, fen), worker, MORNING, "office")


def answers(wire: Wire, engine: Engine, body: str) -> str:
    text(wire, f"SM{body}", body, WORKER)
    return bodies(engine, WORKER)[-1]


def test_a_card_goes_to_the_shop_and_back_by_text_and_the_resident_signs(
    wire: Wire, engine: Engine, village: Village, item: int
) -> None:
    worker = village.workers["worker"]
    assert answers(wire, engine, f"收卡 {item} 100").startswith("3栋1单元1504 记下:卡和100元在您这里")
    assert (card(engine), bags(engine)) == (("collected", worker, Purse(10_000)), {str(worker): 10_000})
    assert bodies(engine, WANG)[-1] == "网格员孙丽拿了您的煤气卡和100元。不对请马上打本热线"
    assert [body for body in bodies(engine, WANG) if "接了" in body] == []
    assert (requests(engine)[0].state, items(engine)[0].state) == ("in_hand", "taken")
    assert answers(wire, engine, f"充值 {item} 95.5").startswith("3栋1单元1504 记下:充了95.50元,余4.50元")
    assert answers(wire, engine, f"完成 {item}") == "3栋1单元1504 记下了:办完"
    assert (card(engine)[0], bags(engine)) == ("returned", {})
    with Session(engine) as session, session.begin():
        assert ask_due(session, SOON) == 1
    assert bodies(engine, WANG)[-1] == "您的煤气卡充了95.50元,找回4.50元。卡和钱都收到请回1,没有请回2"
    text(wire, "SM-yes", "1")
    assert (card(engine)[0], requests(engine)[0].state) == ("signed", "confirmed")
    assert history(engine) == [
        ("collected", "sms", "¥100"),
        ("topped_up", "sms", "¥95.50"),
        ("returned", "sms", "¥4.50"),
        ("signed", "sms", ""),
    ]


def test_the_office_that_has_a_card_is_called_no_grid_worker(engine: Engine, village: Village, item: int) -> None:
    signs(engine, village, "duty", Signature.COLLECTED, 10_000)
    assert bodies(engine, WANG)[-1] == "值班拿了您的煤气卡和100元。不对请马上打本热线"


def test_the_resident_says_that_it_is_not_back_and_the_worker_has_it_still(
    wire: Wire, engine: Engine, village: Village, item: int
) -> None:
    for body in (f"收卡 {item} 100", f"充值 {item} 95", f"完成 {item}"):
        answers(wire, engine, body)
    with Session(engine) as session, session.begin():
        ask_due(session, SOON)
    text(wire, "SM-no", "2")
    worker = village.workers["worker"]
    assert card(engine) == ("topped_up", worker, Purse(10_000, 9_500))
    assert bags(engine) == {str(worker): 500}
    assert requests(engine)[0].state == "taken"
    text(wire, "SM-again", f"完成 {item}", WORKER)
    assert (card(engine)[0], bags(engine)) == ("returned", {})


@pytest.mark.parametrize(
    ("before", "body", "answer"),
    [
        ((), "收卡 {item}", "收了多少钱"),
        ((), "收卡 {item} 9999", "最多2000元"),
        ((), "充值 {item} 95", "卡不在您这里"),
        (("收卡 {item} 100",), "充值 {item} 101", "最多100元"),
        (("收卡 {item} 100",), "充值 {item} 0", "最多100元"),
        (("收卡 {item} 100", "充值 {item} 95"), "收卡 {item} 90", "已经充了"),
        ((), "收卡 999 100", "999"),
    ],
)
def test_what_cannot_be_is_said_so_and_nothing_is_noted(
    wire: Wire, engine: Engine, item: int, before: tuple[str, ...], body: str, answer: str
) -> None:
    for one in before:
        answers(wire, engine, one.format(item=item))
    was, held = history(engine), bags(engine)
    assert answer in answers(wire, engine, body.format(item=item))
    assert (history(engine), bags(engine)) == (was, held)


def test_a_slip_is_put_right_by_signing_again(wire: Wire, engine: Engine, village: Village, item: int) -> None:
    for body in (f"收卡 {item} 10", f"收卡 {item} 100", f"充值 {item} 59", f"充值 {item} 95", f"充值 {item} 95元"):
        answers(wire, engine, body)
    worker = village.workers["worker"]
    assert (card(engine), bags(engine)) == (("topped_up", worker, Purse(10_000, 9_500)), {str(worker): 500})


def test_a_card_that_changes_hands_is_counted_by_both(wire: Wire, engine: Engine, village: Village, item: int) -> None:
    signs(engine, village, "worker", Signature.COLLECTED, 10_000)
    with pytest.raises(CardRefused, match="孙丽 has 100 yuan"):
        signs(engine, village, "cadre", Signature.COLLECTED, 9_000)
    signs(engine, village, "cadre", Signature.COLLECTED, 10_000)
    cadre = village.workers["cadre"]
    assert (card(engine)[1], bags(engine)) == (cadre, {str(cadre): 10_000})
    with pytest.raises(CardRefused, match="not with this worker"):
        signs(engine, village, "worker", Signature.TOPPED_UP, 9_500)


def test_a_request_whose_card_is_out_cannot_end_without_it(
    wire: Wire, engine: Engine, village: Village, item: int
) -> None:
    signs(engine, village, "worker", Signature.COLLECTED, 10_000)
    with Session(engine) as session, session.begin(), pytest.raises(Refused, match="gas card is not back"):
        request_desk.move_on(session, village.community, 1, RequestState.WITHDRAWN, MORNING)
    text(wire, "SM-undo", "取消")
    assert (requests(engine)[0].state, items(engine)[0].state) == ("in_hand", "taken")
    assert bodies(engine, WORKER)[-1] == "3栋1单元1504 煤气:居民说不要了"


def test_two_who_sign_at_once_leave_one_card_and_one_sum(engine: Engine, village: Village, item: int) -> None:
    def one(who: str) -> str:
        try:
            signs(engine, village, who, Signature.COLLECTED, 10_000)
        except CardRefused as no:
            return str(no.why)
        return who

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, ["worker", "cadre"] * 4))
    state, holder, purse = card(engine)
    assert (state, purse, bags(engine)) == ("collected", Purse(10_000), {str(holder): 10_000})


def test_by_key_the_worker_signs_and_the_resident_too(
    wire: Wire, engine: Engine, village: Village, item: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pins.COST, "n", 2)
    with Session(engine) as session, session.begin():
        pin = set_pin(session, village.community, "孙丽")
    work = PhoneCall(wire, WORKER).dial().press(pin, "1", "3", "100")
    assert "记下了,卡和一百元在您这里" in work.heard
    work.press("1", "3", "101")
    assert "钱数对不上" in work.heard
    work.press("1", "3", "95", "1", "2")
    assert "记下了,充了九十五元" in work.heard
    assert (card(engine)[0], bags(engine)) == ("returned", {})
    land_line(engine)
    with Session(engine) as session, session.begin():
        ask_due(session, SOON)
    with Session(engine) as session:
        message = session.scalars(select(Message.id).where(Message.purpose == "request")).one()
    call = PhoneCall(wire, "+862787654321").picks_up(message)
    assert "您的煤气卡和找的钱" in call.heard
    assert "九十五" not in call.heard
    call.press("1")
    assert "卡上充了九十五元,找回五元" in call.heard
    assert (card(engine)[0], requests(engine)[0].state) == ("signed", "confirmed")
