"""The outbox: nothing lost, nothing twice, and what is in doubt looked up before it is sent again."""

from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from carrier.errors import Ambiguous, LineStopped, NotSent, Refused
from models import MessageAttempt
from models.database import open_engine
from services.day.clock import Clock, machine_now
from services.sending import claims, outcomes
from services.sending.claims import LEASE
from services.sending.outbox import Priority
from services.sending.outcomes import Outcome
from tests.integration.outgoing import (
    DEAF,
    MORNING,
    PLENTY,
    FakeCarrier,
    HandClock,
    Kept,
    Post,
    let_pass,
    message,
    owe,
    sender_for,
    states,
)
from tests.web.village import Village
from workers.sending import BACK_OFF, Sender

DEAD = "a sender that died"
LOST = Ambiguous("reset")


def claim(engine: Engine, most: int = 10) -> list[claims.Claimed]:
    return claims.claim(engine, most, DEAD, (MORNING, machine_now()), PLENTY)


def test_alerts_are_claimed_before_replies_and_replies_before_notices(engine: Engine, village: Village) -> None:
    owe(engine, village.community, ["notice"], Priority.NOTICE)
    owe(engine, village.community, ["reply"], Priority.REPLY)
    owe(engine, village.community, ["first", "second"])
    assert [one.body for one in claim(engine, 3)] == ["first", "second", "reply"]
    assert [one.body for one in claim(engine, 3)] == ["notice"]


def test_the_same_reason_puts_one_message_into_the_outbox(engine: Engine, village: Village) -> None:
    assert [len(owe(engine, village.community, ["once"])) for _ in range(3)] == [1, 0, 0]


def test_two_processes_that_drain_at_once_send_every_message_once(
    engine: Engine, database_address: str, village: Village, clock: HandClock, carrier: FakeCarrier
) -> None:
    words = [f"text {number}" for number in range(40)]
    owe(engine, village.community, words)
    other = open_engine(database_address)
    senders = [sender_for(one, clock, carrier) for one in (engine, other)]
    start = Barrier(2)

    def drain(sender: Sender) -> None:
        start.wait()
        sender.drain()

    threads = [Thread(target=drain, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for sender in senders:
        sender.stop()
    other.dispose()
    assert sorted(post.body for post in carrier.posts) == sorted(words)
    assert set(states(engine)) == {"accepted"}


def test_a_lost_lease_is_in_doubt_only_after_it_has_run_out(engine: Engine, village: Village) -> None:
    owe(engine, village.community, ["text"])
    claim(engine)
    now = machine_now()
    assert claims.doubt_lost_leases(engine, MORNING, now + LEASE - timedelta(seconds=1)) == 0
    assert claims.doubt_lost_leases(engine, MORNING, now + LEASE + timedelta(seconds=1)) == 1
    assert states(engine) == ["unknown"]


def lose_in_mid_sending(engine: Engine, village: Village, priority: Priority = Priority.ALERT) -> int:
    """A message whose sender died with it in hand, its lease run out."""
    (owed,) = owe(engine, village.community, ["3栋1504 发热 回 4821"], priority)
    claim(engine)
    let_pass(engine, 21)
    claims.doubt_lost_leases(engine, MORNING, machine_now())
    return owed


def test_a_message_of_a_dead_sender_that_did_leave_is_found_and_not_sent_again(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owed = lose_in_mid_sending(engine, village)
    taken = carrier.create_message(
        to=message(engine, owed).to, from_="", body=message(engine, owed).body, status_callback=f"o={owed}"
    )
    sender.drain()
    assert (message(engine, owed).state, message(engine, owed).sid) == ("accepted", taken.sid)
    assert len(carrier.posts) == 1


def test_an_alert_that_is_not_found_twice_goes_out_again_and_says_so(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owed = lose_in_mid_sending(engine, village)
    sender.drain()
    assert (carrier.lookups, carrier.posts, states(engine)) == (1, [], ["unknown"])
    let_pass(engine, 5.1)
    sender.drain()
    assert carrier.lookups == 2
    assert [post.body for post in carrier.posts] == ["(重)3栋1504 发热 回 4821"]
    assert message(engine, owed).state == "accepted"


def test_a_routine_text_goes_again_only_after_two_clean_lookups_a_minute_apart(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owe(engine, village.community, ["digest"], Priority.NOTICE)
    carrier.will(LOST)
    seen = []
    for seconds in (0, 59, 1.5, 58, 2.5):
        let_pass(engine, seconds)
        sender.drain()
        seen.append((carrier.lookups, len(carrier.posts)))
    assert seen == [(0, 1), (0, 1), (1, 1), (1, 1), (2, 2)]
    assert [post.body for post in carrier.posts] == ["digest", "digest"]
    assert states(engine) == ["accepted"]


def test_what_the_carrier_took_before_the_answer_was_lost_is_found(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owe(engine, village.community, ["alert"])
    carrier.will(Kept(LOST))
    sender.drain()
    assert (states(engine), len(carrier.posts)) == (["accepted"], 1)


def test_of_two_equal_texts_a_lookup_takes_the_one_that_is_nobody_elses(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owe(engine, village.community, ["same words"])
    sender.drain()
    owe(engine, village.community, ["same words"], Priority.REPLY)
    carrier.will(LOST)
    sender.drain()
    let_pass(engine, 61)
    sender.drain()
    assert states(engine) == ["accepted", "unknown"]


@pytest.mark.parametrize("outage", [DEAF, LineStopped(20003, 401)], ids=["no answer", "wrong credentials"])
def test_an_alert_goes_on_when_the_carrier_cannot_be_asked_and_a_routine_text_waits(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, outage: Exception
) -> None:
    owe(engine, village.community, ["digest"], Priority.NOTICE)
    owe(engine, village.community, ["alert"])
    carrier.will(LOST, LOST)
    carrier.cannot_be_asked = outage
    for _ in range(5):
        sender.drain()
        let_pass(engine, 61)
    assert sorted(post.body for post in carrier.posts) == ["(重)alert", "alert", "digest"]
    assert states(engine) == ["unknown", "accepted"]


def test_the_outcome_of_a_sender_that_lost_its_lease_changes_nothing(engine: Engine, village: Village) -> None:
    owed = lose_in_mid_sending(engine, village)
    late = claims.Claimed(
        owed,
        DEAD,
        "sms",
        "",
        "",
        "",
        "",
        is_alert=True,
        is_repeat=False,
        attempts=0,
        submitted_at=MORNING,
        lease_until=MORNING,
    )
    outcomes.record(engine, [Outcome(late, "refused", "failed", 5)], MORNING)
    assert states(engine) == ["unknown"]
    with Session(engine) as session:  # what came of it is kept all the same
        assert session.scalars(select(MessageAttempt.outcome)).all() == ["refused"]


def test_what_certainly_did_not_leave_goes_again_a_little_later(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock
) -> None:
    owe(engine, village.community, ["alert"])
    carrier.will(NotSent("refused"))
    sender.drain()
    sender.drain()
    assert (states(engine), len(carrier.posts)) == (["pending"], 1)
    clock.move(seconds=1.5)
    sender.drain()
    assert [post.body for post in carrier.posts] == ["alert", "alert"]  # no repeat: the first never left
    assert states(engine) == ["accepted"]


def test_the_waits_grow_and_stay_below_three_quarters_of_a_minute(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock
) -> None:
    (owed,) = owe(engine, village.community, ["alert"])
    carrier.will(*(NotSent("refused") for _ in range(8)))
    for number in range(8):
        sender.drain()
        wait = (message(engine, owed).due_at - clock.now()).total_seconds()
        usual = BACK_OFF[min(number, len(BACK_OFF) - 1)]
        assert 0.5 * usual <= wait <= 1.5 * usual
        clock.move(seconds=wait)


def test_the_carriers_own_wait_is_kept(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock
) -> None:
    (owed,) = owe(engine, village.community, ["alert"])
    carrier.will(NotSent("429", retry_after=20))
    sender.drain()
    assert message(engine, owed).due_at >= clock.now() + timedelta(seconds=20)


def test_a_carrier_that_asks_to_wait_very_long_is_asked_again_sooner_for_an_alert(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock
) -> None:
    (alert,) = owe(engine, village.community, ["alert"])
    (reply,) = owe(engine, village.community, ["reply"], Priority.REPLY)
    carrier.will(NotSent("429", retry_after=86400), NotSent("429", retry_after=86400))
    sender.drain()
    assert message(engine, alert).due_at <= clock.now() + timedelta(seconds=32)
    assert message(engine, reply).due_at >= clock.now() + timedelta(hours=1)


def test_a_stopped_line_keeps_its_messages(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock
) -> None:
    owe(engine, village.community, ["alert"])
    carrier.will(LineStopped(20003, 401))
    sender.drain()
    assert states(engine) == ["pending"]
    clock.move(minutes=1)
    sender.drain()
    assert states(engine) == ["accepted"]


def test_a_refused_message_is_not_tried_again(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock
) -> None:
    (owed,) = owe(engine, village.community, ["alert"])
    carrier.will(Refused(21614, 400))
    sender.drain()
    clock.move(minutes=10)
    sender.drain()
    assert (message(engine, owed).state, message(engine, owed).error_code, len(carrier.posts)) == ("failed", 21614, 1)


def test_one_message_that_breaks_the_client_does_not_take_the_others_with_it(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owe(engine, village.community, ["poison", "alert", "another"])
    carrier.will(ZeroDivisionError("poison"))
    sender.drain()
    assert sorted(states(engine)) == ["accepted", "accepted", "unknown"]


def test_a_message_past_its_time_is_dropped(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock
) -> None:
    owe(engine, village.community, ["stale"], Priority.REMINDER, not_after=MORNING + timedelta(minutes=5))
    clock.move(minutes=6)
    sender.drain()
    assert (states(engine), carrier.posts) == (["dropped"], [])


def test_a_stopped_sender_claims_nothing(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owe(engine, village.community, ["alert"])
    sender.stop()
    assert sender.drain() == 0
    assert (states(engine), carrier.posts) == (["pending"], [])


def test_an_alert_that_comes_while_a_slow_text_is_on_its_way_does_not_wait_for_it(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    overtook = Event()

    def hold(post: Post) -> None:
        if post.body == "slow":  # held at the carrier until the alert has overtaken it
            owe(engine, village.community, ["alert"])
            sender.drain()
            assert overtook.wait(10)
        else:
            overtook.set()

    carrier.while_posting = hold
    owe(engine, village.community, ["slow"], Priority.NOTICE)
    sender.drain()
    assert overtook.is_set()
    assert states(engine) == ["accepted", "accepted"]


def test_what_was_sent_while_the_database_was_away_is_recorded_when_it_is_back(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    def lose_the_table(_: Post) -> None:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE message_attempt RENAME TO away"))

    carrier.while_posting = lose_the_table
    owe(engine, village.community, ["alert"])
    with pytest.raises(DBAPIError):
        sender.drain()
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO message_attempt"))
    sender.drain()
    assert (states(engine), len(carrier.posts)) == (["accepted"], 1)


def test_a_sid_that_two_rows_claim_stays_with_the_one_the_carrier_gave_it_to(engine: Engine, village: Village) -> None:
    first, second = owe(engine, village.community, ["first", "second"])
    one, two = sorted(claim(engine), key=lambda claimed: claimed.id)
    outcomes.record(engine, [Outcome(one, "found", "accepted", 5, sid="SM1")], MORNING)
    outcomes.record(engine, [Outcome(two, "accepted", "accepted", 5, sid="SM1")], MORNING)
    assert (message(engine, first).state, message(engine, first).sid) == ("unknown", None)
    assert (message(engine, second).state, message(engine, second).sid) == ("accepted", "SM1")


def test_outcomes_beside_two_that_claim_one_sid_are_recorded(engine: Engine, village: Village) -> None:
    owe(engine, village.community, ["first", "second", "third"])
    one, two, three = sorted(claim(engine), key=lambda claimed: claimed.id)
    found = [Outcome(claimed, "found", "accepted", 5, sid="SM1") for claimed in (one, two)]
    outcomes.record(engine, [*found, Outcome(three, "refused", "failed", 5)], MORNING)
    assert states(engine) == ["accepted", "unknown", "failed"]


def test_a_message_whose_lease_has_run_out_in_its_senders_hand_is_not_sent(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owe(engine, village.community, ["alert"])
    long_ago = machine_now() - LEASE - timedelta(seconds=1)  # the process slept between the claim and the request
    (claimed,) = claims.claim(engine, 1, DEAD, (MORNING, long_ago), PLENTY)
    assert sender.attempt(claimed).state == "pending"
    assert carrier.posts == []


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (("sms", "queued"), "accepted"),
        (("sms", "delivered"), "delivered"),
        (("sms", "undelivered"), "failed"),
        (("call", "in-progress"), "accepted"),
        (("call", "completed"), "delivered"),
        (("call", "no-answer"), "failed"),
    ],
)
def test_what_a_lookup_finds_stands_where_the_carrier_says(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, found: tuple[str, str], state: str
) -> None:
    channel, carrier.found_as = found
    owe(engine, village.community, ["alert"], channel=channel)
    carrier.will(Kept(LOST))
    sender.drain()
    assert (states(engine), len(carrier.posts)) == ([state], 1)


def test_a_lookup_counts_from_the_earlier_of_the_lines_time_and_the_machines(
    engine: Engine, village: Village, carrier: FakeCarrier
) -> None:
    ahead = Clock(real=machine_now(), simulated=machine_now() + timedelta(days=30))
    sender = sender_for(engine, ahead, carrier)
    owe(engine, village.community, ["alert"])
    carrier.will(Kept(LOST))
    sender.drain()
    sender.stop()
    assert carrier.since is not None
    assert carrier.since <= machine_now()
