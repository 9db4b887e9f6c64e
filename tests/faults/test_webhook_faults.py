"""The same webhook fifty times at once is one event, as is one lost on its way; what the carrier did not sign touches nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from carrier.signature import sign
from models import Alert, Message, Turn
from services.day.clock import machine_now
from tests.faults.street import Street, wait_for
from tests.tables import everything
from tests.web.line import LINE
from tests.web.village import STRANGER

BEATS = {"heartbeat"}  # of the processes, whatever happens
pytestmark = pytest.mark.xdist_group("house")
CALL = "CA000000000000000000000000000000{:02x}"


def fifty_times(street: Street, path: str, form: dict[str, str]) -> set[tuple[int, bytes]]:
    """The answers to fifty equal posts at once."""
    start = Barrier(50)

    def post(_: int) -> tuple[int, bytes]:
        start.wait()
        answer = street.post(path, form)
        return answer.status, answer.data

    with ThreadPoolExecutor(50) as pool:
        return set(pool.map(post, range(50)))


def test_one_key_press_told_fifty_times_at_once_is_one(street: Street) -> None:
    action, form = street.call_by_hand(CALL.format(1))
    ((status, _),) = fifty_times(street, action, form)
    assert status == 200
    with Session(street.engine) as session:
        alert = session.scalars(select(Alert).where(Alert.telephone == form["From"])).one()
        assert alert.round == 0
        turns = select(func.count()).select_from(Turn).where(Turn.call_sid == form["CallSid"])
        assert session.scalar(turns) == 2


def test_one_text_told_fifty_times_at_once_is_one(street: Street) -> None:
    form = {"MessageSid": "SM" + "a" * 32, "From": STRANGER, "To": LINE, "Body": "请帮我买药"}
    ((status, _),) = fifty_times(street, "/webhooks/sms/incoming", form)
    assert status == 200
    with Session(street.engine) as session:
        assert session.scalar(select(func.count()).select_from(Message).where(Message.to == STRANGER)) == 1


@pytest.mark.parametrize(
    "fault",
    [{"do": "duplicate", "times": 20}, {"do": "lose", "times": 1}, {"do": "lose_answer", "times": 1}],
    ids=["twice", "never", "in vain"],
)
def test_a_call_whose_webhooks_arrive_otherwise_than_once_makes_one_alert(
    street: Street, fault: dict[str, object]
) -> None:
    street.suffers(webhooks=fault)
    room = street.falls_ill()
    wait_for("the text", lambda: street.accepted(room))
    street.balance()
    assert len(street.creates(room)) == 1


@pytest.mark.parametrize("how", ["unsigned", "nonsense", "another token", "another address", "another form"])
@pytest.mark.parametrize(
    "path",
    ["/webhooks/voice/incoming", "/webhooks/voice/outgoing?o=1", "/webhooks/sms/incoming", "/webhooks/status/message?o=1",
     "/webhooks/status/call?o=1", "/webhooks/status/recording"],
)  # fmt: skip
def test_what_the_carrier_did_not_sign_is_refused_and_changes_no_row(street: Street, path: str, how: str) -> None:
    form = {
        "CallSid": CALL.format(2),
        "MessageSid": "SM" + "b" * 32,
        "RecordingSid": "RE1",
        "From": STRANGER,
        "To": LINE,
    }
    form |= {"Body": "4821", "MessageStatus": "failed", "CallStatus": "completed"}
    url, token = street.house.web + path, street.house.environment["TWILIO_AUTH_TOKEN"]
    signature = {
        "unsigned": "",
        "nonsense": "bm9uc2Vuc2U=",
        "another token": sign("0" * 32, url, form.items()),
        "another address": sign(token, url + "x", form.items()),
        "another form": sign(token, url, {**form, "Body": "1"}.items()),
    }[how]
    street.balance()
    before = everything(street.engine, but=BEATS)
    assert street.post(path, form, signature=signature).status == 403
    assert everything(street.engine, but=BEATS) == before


def test_the_books_do_not_agree_when_an_alert_was_told_to_nobody(street: Street) -> None:
    """The control of the check at the end of every test here."""
    with Session(street.engine) as session, session.begin():
        unsent = Alert(community_id=1, subject="d:none", klass="person", kind="person", gravity=0, state="done")
        unsent.building, unsent.unit, unsent.room, unsent.raised_at = "", "", "", machine_now()
        session.add(unsent)
    with pytest.raises(AssertionError):
        street.balance()
    with Session(street.engine) as session, session.begin():
        session.execute(delete(Alert).where(Alert.subject == "d:none"))
