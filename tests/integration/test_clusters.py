"""A cluster of fevers is shown, and told to the office once per cluster and day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models import Alert, Duty, Message
from services.alerting.alert_answers import close_alert, take_alert
from services.board.clusters import alert_clusters, read_clusters
from services.day.rounds import PARTS, Look, make_rounds
from services.texting import texts
from services.texting.letters import IncomingText
from tests.integration.outgoing import MORNING, HandClock
from tests.web.line import LINE
from tests.web.village import COUPLE, DUTY, ENGLISH, FAMILY, OFFICE, STRANGER, WANG, Village, open_office

SIDS = (f"SM{number:032x}" for number in count(8_000_000))
HOUR = timedelta(hours=1)
DAY = 24
Send = Callable[..., None]


@pytest.fixture
def send(engine: Engine, village: Village) -> Send:
    """A resident's text, so many hours after the morning; then everybody looks for clusters."""
    open_office(engine, village)

    def texted(sender: str, body: str, hours: float = 0) -> None:
        now = MORNING + hours * HOUR
        with Session(engine) as session, session.begin():
            texts.receive_text(session, IncomingText(next(SIDS), LINE, sender, body), now)
        look(engine, hours)

    return texted


def look(engine: Engine, hours: float = 0) -> int:
    """What the rounds do; twice, for there are two clocks."""
    return alert_clusters(engine, MORNING + hours * HOUR) + alert_clusters(engine, MORNING + hours * HOUR)


def raised(engine: Engine) -> list[tuple[str, str]]:
    """The units told of, in order."""
    with Session(engine) as session:
        alerts = session.scalars(select(Alert).where(Alert.kind == "cluster").order_by(Alert.id))
        return [(one.building, one.unit) for one in alerts]


def close_all(engine: Engine, village: Village, hours: float = 0) -> None:
    """Somebody sees to all there is."""
    now = MORNING + hours * HOUR
    with Session(engine) as session, session.begin():
        for alert in session.scalars(select(Alert).where(Alert.state != "done")):
            take_alert(session, alert.id, village.workers["duty"], now)
            close_alert(session, alert, village.workers["duty"], "", now)


def test_two_fevers_of_a_unit_are_told_once_however_many_look(send: Send, engine: Engine) -> None:
    send(WANG, "38.2")
    assert raised(engine) == []
    send(COUPLE, "我37.9", 1)
    assert raised(engine) == [("3", "1")]
    assert look(engine, 2) == 0


def test_fevers_of_two_units_are_no_cluster(send: Send, engine: Engine) -> None:
    send(WANG, "38.2")
    send(ENGLISH, "38.2")
    assert raised(engine) == []


def test_the_office_and_the_duty_telephone_are_told_and_nobody_else(send: Send, engine: Engine) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    with Session(engine) as session:
        told = select(Message.channel, Message.to).join(Alert, Alert.id == Message.alert_id)
        rows = session.execute(told.where(Alert.kind == "cluster")).all()
    assert sorted(tuple(row) for row in rows) == [("call", DUTY), ("call", OFFICE), ("sms", DUTY), ("sms", OFFICE)]


def test_its_text_names_the_unit_and_no_person(send: Send, engine: Engine) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    with Session(engine) as session:
        texts_of = select(Message.body).join(Alert, Alert.id == Message.alert_id)
        body = session.scalars(texts_of.where(Alert.kind == "cluster", Message.channel == "sms")).first() or ""
    assert body.startswith("3栋1单元 48小时内多人发热 回 ")


def test_an_office_off_duty_is_not_called(send: Send, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(Duty).where(Duty.role == "office").values(on_duty="0"))
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    with Session(engine) as session:
        assert session.scalars(select(Message.id).where(Message.to == OFFICE)).all() == []


def test_what_was_seen_to_is_not_told_again_the_same_day(send: Send, engine: Engine, village: Village) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    close_all(engine, village)
    send(COUPLE, "老伴38.0", 2)
    assert raised(engine) == [("3", "1")]


def test_a_new_fever_of_the_next_day_is_told_again_and_night_alone_is_not(
    send: Send, engine: Engine, village: Village
) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    close_all(engine, village)
    assert look(engine, DAY - 4) == 0
    send(WANG, "38.5", DAY)
    assert raised(engine) == [("3", "1"), ("3", "1")]


def test_a_fever_that_was_told_and_never_confirmed_counts(send: Send, engine: Engine) -> None:
    send(FAMILY, "刘强39.1")
    send(STRANGER, "3栋2单元302 一人 38.4")
    assert raised(engine) == [("3", "2")]


def test_clusters_are_of_their_community_and_of_two_days(send: Send, engine: Engine, village: Village) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9", 47)
    with Session(engine) as session:
        assert [one.fevers for one in read_clusters(session, village.community, MORNING + 47 * HOUR)] == [2]
        assert read_clusters(session, village.community, MORNING + 49 * HOUR) == ()
        assert read_clusters(session, village.community + 1, MORNING + 47 * HOUR) == ()


# ------------------------------------------------------------ when a round looks


def is_looked_for(engine: Engine, hours: float) -> bool:
    """Whether a round at that hour of the day finds a reason to look for clusters."""
    found: list[str] = []

    def notes(_look: Look) -> int:
        found.append("clusters")
        return 0

    clock = HandClock()
    clock.move(minutes=hours * 60)
    parts = tuple(replace(part, do=notes) for part in PARTS if part.name == "clusters")
    make_rounds(engine, clock, "clock", parts)
    return bool(found)


def says(engine: Engine, sender: str, body: str, hours: float = 0) -> None:
    """A resident's text, and nobody looks."""
    with Session(engine) as session, session.begin():
        texts.receive_text(session, IncomingText(next(SIDS), LINE, sender, body), MORNING + hours * HOUR)


def test_one_fever_alone_gives_no_round_a_reason_to_look(send: Send, engine: Engine) -> None:
    says(engine, WANG, "38.2")
    says(engine, WANG, "38.4", 0.5)
    says(engine, ENGLISH, "38.2", 0.5)
    assert not is_looked_for(engine, 1)


def test_a_second_fever_of_the_unit_is_looked_for_until_it_was_told(send: Send, engine: Engine) -> None:
    says(engine, WANG, "38.2")
    says(engine, COUPLE, "我37.9", 1)
    assert is_looked_for(engine, 1)
    assert look(engine, 1) == 1
    assert not is_looked_for(engine, 1.1)


def test_two_ill_of_one_door_are_looked_for(send: Send, engine: Engine) -> None:
    says(engine, COUPLE, "我37.9 老伴38.0")
    assert is_looked_for(engine, 1)


def test_a_fever_of_the_next_day_is_looked_for_though_the_unit_was_told_of_before(
    send: Send, engine: Engine, village: Village
) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    close_all(engine, village)
    assert not is_looked_for(engine, DAY)
    says(engine, WANG, "38.5", DAY)
    assert is_looked_for(engine, DAY)


def test_a_fever_that_was_never_confirmed_is_looked_for(send: Send, engine: Engine) -> None:
    says(engine, FAMILY, "刘强39.1")
    says(engine, STRANGER, "3栋2单元302 一人 38.4")
    assert is_looked_for(engine, 1)


@pytest.mark.parametrize("hours", [3, DAY - 4, DAY + 1])
def test_after_its_alert_was_closed_a_fever_more_of_that_day_gives_no_round_a_reason_to_look(
    send: Send, engine: Engine, village: Village, hours: float
) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    close_all(engine, village)
    says(engine, COUPLE, "老伴38.0", 2)
    assert not is_looked_for(engine, hours)
    assert look(engine, hours) == 0


def test_a_fever_that_came_while_its_alert_was_open_is_not_told_anew_when_that_is_closed_a_day_later(
    send: Send, engine: Engine, village: Village
) -> None:
    send(WANG, "38.2")
    send(COUPLE, "我37.9")
    says(engine, COUPLE, "老伴38.0", DAY)
    close_all(engine, village, DAY + 1)
    assert not is_looked_for(engine, DAY + 2)
    assert look(engine, DAY + 2) == 0


def test_two_fevers_late_in_the_evening_are_told_though_the_line_looks_only_after_midnight(
    send: Send, engine: Engine
) -> None:
    says(engine, WANG, "38.2", 15)
    says(engine, COUPLE, "我37.9", 15.4)
    assert is_looked_for(engine, 16)
    assert look(engine, 16) == 1
    assert not is_looked_for(engine, 17)
