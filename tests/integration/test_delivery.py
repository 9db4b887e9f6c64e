"""What the carrier says later, in any order, any number of times, ends the same."""

from itertools import permutations

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from carrier import status as statuses
from carrier.errors import Ambiguous
from services.sending import delivery
from services.sending.delivery import Report
from tests.integration.outgoing import MORNING, FakeCarrier, Post, message, owe, states
from tests.web.village import Village
from workers.sending import Sender


def tell(engine: Engine, message_id: int, sid: str, status: str, **more: bool | int) -> bool:
    """A status callback of a text."""
    code = 30003 if more.get("worth_again") else 30005 if more else None
    with Session(engine) as session, session.begin():
        report = Report(message_id, sid, status, code, worth_again=bool(more.get("worth_again")))
        return delivery.record_status(session, report, MORNING, statuses.merge)


@pytest.fixture
def sent(engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier) -> Post:
    """An alert's text that the carrier has accepted."""
    owe(engine, village.community, ["3栋1504 发热 回 4821"])
    sender.drain()
    return carrier.posts[0]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (("queued", "sending", "sent", "delivered"), ("delivered", "delivered")),
        (("sent", "undelivered", "delivered"), ("delivered", "delivered")),
        (("queued", "sent", "undelivered"), ("failed", "undelivered")),
        (("queued", "sending", "failed"), ("failed", "failed")),
        (("sent", "delivered", "read"), ("delivered", "read")),
        (("queued", "sending", "sent"), ("sent", "sent")),
    ],
)
def test_every_order_of_the_callbacks_ends_the_same(
    engine: Engine,
    village: Village,
    sender: Sender,
    carrier: FakeCarrier,
    said: tuple[str, ...],
    ends: tuple[str, str],
) -> None:
    orders = list(permutations(said))
    owe(engine, village.community, [f"text {number}" for number in range(len(orders))])
    sender.drain()
    for post, order in zip(carrier.posts, orders, strict=True):
        for status in (*order, *order):  # and everything is told twice
            assert tell(engine, post.message_id, post.sid, status)
        after = message(engine, post.message_id)
        assert (after.state, after.carrier_status) == ends, order


def test_a_callback_that_is_faster_than_the_answer_is_kept(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    def deliver(post: Post) -> None:
        assert tell(engine, post.message_id, post.sid, "delivered")

    carrier.while_posting = deliver
    (owed,) = owe(engine, village.community, ["alert"])
    sender.drain()
    after = message(engine, owed)
    assert (after.state, after.sid, after.carrier_status) == ("delivered", carrier.posts[0].sid, "delivered")


def test_a_callback_settles_a_message_in_doubt(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    carrier.will(TimeoutError())
    (owed,) = owe(engine, village.community, ["alert"])
    sender.drain()
    assert states(engine) == ["unknown"]
    assert tell(engine, owed, "SM1", "sent")
    assert (message(engine, owed).state, message(engine, owed).sid) == ("sent", "SM1")
    sender.drain()
    assert len(carrier.posts) == 1


@pytest.mark.parametrize(("message_id", "sid"), [(4711, "SM1"), (1, "SM_of_another"), (0, "SM1")])
def test_a_callback_about_nothing_of_ours_changes_nothing(
    engine: Engine, sent: Post, message_id: int, sid: str
) -> None:
    assert not tell(engine, message_id, sid, "failed")
    assert states(engine) == ["accepted"]


def test_a_callback_about_a_message_that_never_left_changes_nothing(engine: Engine, village: Village) -> None:
    (owed,) = owe(engine, village.community, ["alert"])
    assert not tell(engine, owed, "SM1", "delivered")
    assert states(engine) == ["pending"]


def test_a_handset_out_of_reach_is_tried_once_more(
    engine: Engine, sent: Post, sender: Sender, carrier: FakeCarrier
) -> None:
    for _ in range(2):
        post = carrier.posts[-1]
        tell(engine, post.message_id, post.sid, "undelivered", worth_again=True)
        sender.drain()
    assert len(carrier.posts) == 2
    assert states(engine) == ["failed"]


def test_a_late_word_about_the_first_try_is_not_taken_for_one_about_the_second(
    engine: Engine, sent: Post, sender: Sender, carrier: FakeCarrier
) -> None:
    tell(engine, sent.message_id, sent.sid, "undelivered", worth_again=True)

    def repeat(post: Post) -> None:
        assert not tell(engine, sent.message_id, sent.sid, "undelivered", worth_again=True)

    carrier.while_posting = repeat
    sender.drain()
    after = message(engine, sent.message_id)
    assert (after.state, after.sid) == ("accepted", carrier.posts[1].sid)
    assert after.sid != sent.sid


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (("completed",), "delivered"),
        (("no-answer",), "failed"),
        (("busy", "ringing"), "failed"),
        (("completed", "completed", "no-answer"), "delivered"),
    ],
)
def test_a_call_ends_by_its_first_final_word(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, said: tuple[str, ...], state: str
) -> None:
    (owed,) = owe(engine, village.community, ["call"], channel="call")
    sender.drain()
    for word in said:
        with Session(engine) as session, session.begin():
            assert delivery.record_call_status(session, owed, carrier.posts[0].sid, word, MORNING, statuses.merge_call)
    assert states(engine) == [state]


def test_a_callback_takes_its_sid_back_from_a_text_that_only_found_it(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, sent: Post
) -> None:
    (other,) = owe(engine, village.community, ["lost"])
    carrier.will(Ambiguous("reset"))
    sender.drain()
    assert tell(engine, other, sent.sid, "sent")
    assert (message(engine, other).state, message(engine, other).sid) == ("sent", sent.sid)
    assert (message(engine, sent.message_id).state, message(engine, sent.message_id).sid) == ("unknown", None)
