"""Announcements on both databases: planned once, told once a household, followed, capped, withdrawn."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.announcements import Audience, By, Mark, Whom
from domain.pauses import PauseReason
from domain.refusals import Refused
from models import AnnouncementDelivery, Community, Message, Phone, Resident, TextThread
from services.announcing import notices
from services.announcing.announcements import Wanted, announce, list_announcements, reckon, withdraw
from services.board.pauses import PauseOrder, pause_resident
from services.sending import delivery
from services.sending.delivery import Report
from tests.integration.outgoing import MORNING, FakeCarrier, HandClock
from tests.web.village import COUPLE, DIGITS, TWO_DOORS, WANG, Village
from workers.sending import Sender

WATER = "明天上午停水,请储水。"
WANTED = Wanted(Audience(Whom.BUILDING, "3"), By.SMS, WATER, MORNING)
LANDLINE = "+862755500199"
SECOND = "+8610000000011"
EVENING = datetime(2020, 2, 29, 13, 30, tzinfo=UTC)  # 21:30 in Wuhan, in the quiet hours
SEVEN = datetime(2020, 2, 29, 23, tzinfo=UTC)  # 07:00 the next day


class Office:
    """Announces, lets the rounds be made, and looks at what came of it."""

    def __init__(self, engine: Engine, village: Village, clock: HandClock) -> None:
        self.engine, self.village, self.clock = engine, village, clock

    def announces(self, wanted: Wanted = WANTED) -> int:
        """Plan an announcement."""
        with Session(self.engine) as session, session.begin():
            community = session.get_one(Community, self.village.community)
            return announce(session, community, wanted, self.clock.now())

    def tells(self) -> int:
        """One round: follow, then send."""
        with Session(self.engine) as session, session.begin():
            return notices.tell_due(session, self.clock.now())

    def cost(self, wanted: Wanted = WANTED) -> tuple[int, int, int, int]:
        """Households, texts, calls and segments."""
        with Session(self.engine) as session:
            cost = reckon(session, session.get_one(Community, self.village.community), wanted)
        return cost.households, cost.texts, cost.calls, cost.segments

    def states(self) -> dict[str, str]:
        """What became of it, by the keys of the village's doors."""
        keys = {number: key for key, number in self.village.doors.items()}
        with Session(self.engine) as session:
            return {keys[one.household_id]: one.state for one in session.scalars(select(AnnouncementDelivery))}

    def messages(self) -> list[tuple[str, str, str]]:
        """Channel, number and state of every message."""
        with Session(self.engine) as session:
            statement = select(Message).where(Message.purpose == notices.PURPOSE).order_by(Message.id)
            return [(one.channel, one.to, one.state) for one in session.scalars(statement)]

    def changes(self, change: Callable[[Session], None]) -> None:
        """Change what is on file."""
        with Session(self.engine) as session, session.begin():
            change(session)

    def carrier_says(self, to: str, status: str, code: int | None = None) -> None:
        """The carrier's last word on the newest message to this number."""
        with Session(self.engine) as session, session.begin():
            statement = select(Message).where(Message.to == to).order_by(Message.id.desc()).limit(1)
            message = session.scalars(statement).one()
            if message.channel == "call":
                delivery.record_call_status(session, message.id, message.sid or "", status, self.clock.now(), newer)
            else:
                report = Report(message.id, message.sid or "", status, code)
                delivery.record_status(session, report, self.clock.now(), newer)

    def adds_phone(self, door: str, number: str, position: int = 2) -> None:
        """Another telephone of the first person there."""

        def add(session: Session) -> None:
            first = session.scalars(select(Phone).where(Phone.household_id == self.village.doors[door])).first()
            assert first is not None
            session.add(
                Phone(
                    community_id=self.village.community,
                    household_id=first.household_id,
                    resident_id=first.resident_id,
                    number=number,
                    position=position,
                )
            )

        self.changes(add)

    def has_landline(self, door: str, number: str = LANDLINE) -> None:
        """The only telephone there is one that takes no texts."""

        def change(session: Session) -> None:
            for phone in session.scalars(select(Phone).where(Phone.household_id == self.village.doors[door])):
                phone.number = number

        self.changes(change)

    def pauses(self, door: str, people: int = 9, until: date | None = None) -> None:
        """So many of a door have moved, the first ones; until a day, they are in hospital."""
        reason = PauseReason.MOVED if until is None else PauseReason.HOSPITAL

        def pause(session: Session) -> None:
            there = select(Resident.id).where(Resident.household_id == self.village.doors[door])
            for one in session.scalars(there.order_by(Resident.position).limit(people)):
                pause_resident(session, PauseOrder(one, reason, MORNING.date(), until), MORNING)

        self.changes(pause)

    def refuses_texts(self, number: str) -> None:
        """Who has this telephone wrote STOP."""
        self.changes(
            lambda session: session.add(
                TextThread(community_id=self.village.community, number=number, state={}, opted_out_at=MORNING)
            )
        )


def newer(_old: str, new: str) -> str:
    return new


@pytest.fixture
def office(engine: Engine, village: Village, clock: HandClock) -> Office:
    """The office of the village."""
    return Office(engine, village, clock)


def test_each_household_of_a_building_is_texted_once_and_it_is_told_when_it_arrived(
    office: Office, sender: Sender, carrier: FakeCarrier
) -> None:
    office.announces()
    assert office.tells() == 4
    sender.drain()
    assert office.tells() == 0
    assert {post.body for post in carrier.posts} == {WATER}
    assert office.states() == dict.fromkeys(("wang", "couple", "family", "english"), "sent")
    office.carrier_says(WANG, "delivered")
    office.tells()
    assert office.states()["wang"] == "delivered"


def test_a_household_of_several_people_and_telephones_is_told_once(
    office: Office, sender: Sender, carrier: FakeCarrier
) -> None:
    office.adds_phone("couple", SECOND)
    office.announces()
    office.tells()
    sender.drain()
    assert [post.to for post in carrier.posts].count(COUPLE) == 1
    assert SECOND not in {post.to for post in carrier.posts}


def test_one_telephone_of_two_households_is_told_once_and_both_have_it(
    office: Office, sender: Sender, carrier: FakeCarrier
) -> None:
    office.announces(replace(WANTED, audience=Audience(Whom.BUILDING, "5")))
    office.tells()
    sender.drain()
    assert [post.to for post in carrier.posts].count(TWO_DOORS) == 1
    office.carrier_says(TWO_DOORS, "delivered")
    office.tells()
    assert (office.states()["first"], office.states()["second"]) == ("delivered", "delivered")


def test_where_the_first_telephone_fails_the_second_is_tried(office: Office, sender: Sender) -> None:
    office.adds_phone("wang", SECOND)
    office.announces()
    office.tells()
    sender.drain()
    office.carrier_says(WANG, "undelivered", 30005)
    assert office.tells() == 1
    assert office.messages()[-1] == ("sms", SECOND, "pending")
    sender.drain()
    office.tells()
    assert office.states()["wang"] == "sent"


def test_where_every_telephone_fails_it_failed(office: Office, sender: Sender, carrier: FakeCarrier) -> None:
    office.announces()
    office.tells()
    sender.drain()
    office.carrier_says(WANG, "undelivered", 30005)
    office.tells()
    office.tells()
    assert office.states()["wang"] == "failed"


def test_a_landline_is_never_texted(office: Office) -> None:
    office.has_landline("wang")
    office.announces()
    office.tells()
    assert office.states()["wang"] == "unreachable"
    assert LANDLINE not in {to for _, to, _ in office.messages()}


def test_by_both_a_landline_is_called_and_a_mobile_is_texted(office: Office) -> None:
    office.has_landline("wang")
    office.announces(replace(WANTED, by=By.BOTH))
    office.tells()
    messages = {to: channel for channel, to, _ in office.messages()}
    assert (messages[LANDLINE], messages[COUPLE]) == ("call", "sms")


def test_by_both_a_text_that_fails_is_called(office: Office, sender: Sender) -> None:
    office.announces(replace(WANTED, by=By.BOTH))
    office.tells()
    sender.drain()
    office.carrier_says(WANG, "undelivered", 30005)
    assert office.tells() == 1
    assert ("call", WANG, "pending") in office.messages()


def test_who_wants_no_texts_gets_none(office: Office) -> None:
    office.refuses_texts(WANG)
    office.announces()
    assert office.tells() == 3
    assert office.states()["wang"] == "opted_out"


def called(office: Office, sender: Sender) -> None:
    office.announces(replace(WANTED, by=By.CALL))
    office.tells()
    sender.drain()


def calls_to(office: Office, *numbers: str) -> list[str]:
    """Whom of these the line has called, in turn."""
    return [to for _, to, _ in office.messages() if to in numbers]


def test_of_two_telephones_the_second_is_called_twenty_minutes_after_nobody_answered_the_first(
    office: Office, sender: Sender
) -> None:
    office.adds_phone("wang", SECOND)
    called(office, sender)
    office.carrier_says(WANG, "no-answer")
    office.clock.move(minutes=19)
    assert office.tells() == 0
    assert office.states()["wang"] == "planned"
    office.clock.move(minutes=1)
    assert office.tells() == 1
    sender.drain()
    office.carrier_says(SECOND, "busy")
    office.tells()
    assert (office.states()["wang"], calls_to(office, WANG, SECOND)) == ("unreachable", [WANG, SECOND])


def test_the_only_telephone_is_called_a_second_time_before_nobody_is_reached(office: Office, sender: Sender) -> None:
    called(office, sender)
    office.carrier_says(WANG, "no-answer")
    office.tells()
    office.clock.move(minutes=20)
    assert office.tells() == 1
    sender.drain()
    office.carrier_says(WANG, "no-answer")
    office.tells()
    assert (office.states()["wang"], calls_to(office, WANG)) == ("unreachable", [WANG, WANG])
    office.clock.move(minutes=20)
    assert office.tells() == 0


def test_one_telephone_of_two_households_is_called_again_once_for_both(office: Office, sender: Sender) -> None:
    office.announces(replace(WANTED, by=By.CALL, audience=Audience(Whom.BUILDING, "5")))
    for _ in range(2):
        office.tells()
        sender.drain()
        office.carrier_says(TWO_DOORS, "no-answer")
        office.tells()
        office.clock.move(minutes=20)
    office.tells()
    assert calls_to(office, TWO_DOORS) == [TWO_DOORS, TWO_DOORS]
    assert (office.states()["first"], office.states()["second"]) == ("unreachable", "unreachable")


def test_a_telephone_that_cannot_be_called_is_not_called_again(office: Office, sender: Sender) -> None:
    called(office, sender)
    office.carrier_says(WANG, "failed")
    office.tells()
    assert (office.states()["wang"], calls_to(office, WANG)) == ("failed", [WANG])


def test_a_call_that_ended_without_a_key_was_said_and_not_heard(office: Office, sender: Sender) -> None:
    called(office, sender)
    office.carrier_says(WANG, "completed")
    office.tells()
    office.tells()
    assert office.states()["wang"] == "sent"


def test_a_pressed_one_is_heard_whatever_the_carrier_tells_later(
    office: Office, sender: Sender, engine: Engine
) -> None:
    called(office, sender)
    with Session(engine) as session, session.begin():
        owed = session.scalars(select(Message).where(Message.to == WANG)).one()
        notices.hear(session, owed.id, office.clock.now())
    office.carrier_says(WANG, "completed")
    office.tells()
    assert office.states()["wang"] == "delivered"


def test_no_more_calls_are_under_way_than_there_are_lines(office: Office, engine: Engine) -> None:
    office.changes(
        lambda session: setattr(session.get_one(Community, office.village.community), "settings", {"lines": "2"})
    )
    office.announces(replace(WANTED, by=By.CALL))
    assert office.tells() == 2
    assert office.tells() == 0


def test_two_announcements_by_call_ring_a_telephone_one_after_the_other(office: Office, sender: Sender) -> None:
    by_call = replace(WANTED, audience=Audience(Whom.BUILDING, "5"), by=By.CALL)
    office.announces(by_call)
    office.announces(replace(by_call, words=f"{WATER}!"))
    office.tells()
    sender.drain()
    first = office.messages()
    assert [to for _, to, _ in first] == [DIGITS, TWO_DOORS]  # 5-302 and 5-303 have one telephone
    office.tells()
    assert office.messages() == first
    for to in (DIGITS, TWO_DOORS):
        office.carrier_says(to, "completed")
    office.tells()
    assert [to for _, to, _ in office.messages()] == [DIGITS, TWO_DOORS, DIGITS, TWO_DOORS]


def test_nobody_is_told_in_the_quiet_hours(office: Office) -> None:
    office.clock.hand[0] = EVENING
    office.announces(replace(WANTED, due_at=EVENING))
    assert office.tells() == 0
    office.clock.hand[0] = SEVEN - timedelta(minutes=1)
    assert office.tells() == 0
    office.clock.hand[0] = SEVEN
    assert office.tells() == 4


def test_it_is_not_told_before_its_time(office: Office) -> None:
    office.announces(replace(WANTED, due_at=MORNING + timedelta(hours=1)))
    assert office.tells() == 0
    office.clock.move(minutes=60)
    assert office.tells() == 4


def test_what_is_a_day_old_is_skipped(office: Office) -> None:
    office.announces()
    office.clock.move(minutes=25 * 60)
    assert office.tells() == 0
    assert set(office.states().values()) == {"skipped"}


def test_a_number_that_had_ten_texts_in_the_hour_waits(office: Office, engine: Engine) -> None:
    for count in range(10):
        office.announces(replace(WANTED, words=f"{WATER}{count}"))
    office.tells()
    office.announces()
    assert office.tells() == 0
    assert len(office.messages()) == 40
    office.clock.move(minutes=61)
    assert office.tells() == 4


def test_two_processes_tell_each_household_once(office: Office, engine: Engine) -> None:
    office.announces(replace(WANTED, audience=Audience(Whom.ALL)))
    with ThreadPoolExecutor(4) as pool:
        told = sum(pool.map(lambda _: office.tells(), range(8)))
    numbers = [to for _, to, _ in office.messages()]
    assert (told, len(numbers), len(set(numbers))) == (7, 6, 6)


def test_a_process_that_dies_in_the_middle_loses_none(office: Office, engine: Engine) -> None:
    office.announces()
    with Session(engine) as session:
        notices.tell_due(session, office.clock.now())  # and never commits
    assert office.messages() == []
    assert office.tells() == 4


def test_what_was_withdrawn_is_told_to_nobody_more(office: Office, sender: Sender, carrier: FakeCarrier) -> None:
    number = office.announces()
    office.tells()
    with Session(office.engine) as session, session.begin():
        assert withdraw(session, office.village.community, number, office.clock.now()) == 4
    sender.drain()
    assert carrier.posts == []
    office.tells()
    assert set(office.states().values()) == {"skipped"}


def test_after_a_withdrawal_no_second_telephone_is_tried(office: Office, sender: Sender) -> None:
    office.adds_phone("wang", SECOND)
    number = office.announces()
    office.tells()
    sender.drain()
    with Session(office.engine) as session, session.begin():
        withdraw(session, office.village.community, number, office.clock.now())
    office.carrier_says(WANG, "undelivered", 30005)
    assert office.tells() == 0
    assert office.states()["wang"] == "failed"


def test_texts_do_not_wait_for_calls(office: Office) -> None:
    def one_line(session: Session) -> None:
        session.get_one(Community, office.village.community).settings = {"lines": "1"}

    office.changes(one_line)
    office.has_landline("wang", LANDLINE)
    office.has_landline("couple", "+862755500198")
    office.announces(replace(WANTED, by=By.BOTH))
    assert office.tells() == 3


def test_what_has_left_is_not_called_back(office: Office, sender: Sender) -> None:
    number = office.announces()
    office.tells()
    sender.drain()
    with Session(office.engine) as session, session.begin():
        assert withdraw(session, office.village.community, number, office.clock.now()) == 0
    office.tells()
    assert set(office.states().values()) == {"sent"}


def test_the_cost_is_known_before(office: Office) -> None:
    assert office.cost() == (4, 4, 0, 4)
    office.has_landline("wang")
    assert office.cost(replace(WANTED, by=By.BOTH, words="水" * 100)) == (4, 3, 1, 6)
    assert office.cost(replace(WANTED, audience=Audience(Whom.ALL), language="en")) == (1, 1, 0, 1)


def test_who_is_in_hospital_or_has_moved_is_not_told_and_is_counted_as_away(office: Office) -> None:
    office.pauses("wang")
    office.pauses("couple")
    assert office.cost() == (4, 2, 0, 2)
    office.announces()
    assert office.tells() == 2
    assert office.states() == {"wang": "away", "couple": "away", "family": "planned", "english": "planned"}


def test_where_one_of_two_is_in_hospital_the_other_is_told(office: Office) -> None:
    office.pauses("couple", people=1)
    office.announces()
    assert office.tells() == 4


def test_who_is_back_when_it_is_due_is_told(office: Office, clock: HandClock) -> None:
    office.pauses("wang", until=date(2020, 3, 2))
    office.announces(replace(WANTED, due_at=MORNING + timedelta(days=2)))
    assert office.cost(replace(WANTED, due_at=MORNING + timedelta(days=2))) == (4, 4, 0, 4)
    clock.move(minutes=2 * 24 * 60)
    assert office.tells() == 4


def test_nobody_and_too_much_are_refused(office: Office, engine: Engine) -> None:
    with pytest.raises(Refused, match="nobody is meant by mark:alone"):
        office.cost(replace(WANTED, audience=Audience(Whom.MARK, Mark.ALONE)))
    with pytest.raises(Refused, match="there is no building '9'; there is 3, 5"):
        office.cost(replace(WANTED, audience=Audience(Whom.BUILDING, "9")))
    with Session(engine) as session, pytest.raises(Refused, match="3 is the most"):
        reckon(session, session.get_one(Community, office.village.community), WANTED, most=3)


def test_what_would_be_told_to_nobody_is_refused_with_what_to_do(office: Office) -> None:
    five = replace(WANTED, audience=Audience(Whom.BUILDING, "5"))
    for door in ("digits", "first", "second"):
        office.has_landline(door)
    with pytest.raises(
        Refused, match="told to nobody: 3 cannot be reached, 0 want no texts, 0 are away; tell them by call"
    ):
        office.cost(five)
    assert office.cost(replace(five, by=By.BOTH))[1:3] == (0, 3)
    for door in ("digits", "first", "second"):
        office.pauses(door)
    with pytest.raises(Refused, match="3 are away; tell them in person"):
        office.cost(replace(five, by=By.BOTH))


def test_a_mark_of_anybody_is_the_households(office: Office, engine: Engine) -> None:
    def mark(session: Session) -> None:
        people = select(Resident).where(Resident.household_id == office.village.doors["couple"])
        session.scalars(people.order_by(Resident.position.desc())).all()[0].hard_of_hearing = True

    office.changes(mark)
    office.announces(replace(WANTED, audience=Audience(Whom.MARK, Mark.HARD_OF_HEARING)))
    assert list(office.states()) == ["couple"]


def test_it_is_listed_with_what_became_of_it_at_each_door(office: Office, sender: Sender, engine: Engine) -> None:
    office.announces()
    office.tells()
    sender.drain()
    office.tells()
    with Session(engine) as session:
        (listed,) = list_announcements(session, office.village.community, MORNING - timedelta(days=1))
    assert (listed.to, listed.by, listed.text, listed.counts) == ("building:3", "sms", WATER, {"sent": 4})
    rooms = [(one.unit, one.room, one.channel, one.to) for one in listed.households]
    assert rooms[0] == ("1", "1503", "sms", COUPLE)
    assert [room for _, room, _, _ in rooms] == ["1503", "1504", "301", "302"]


def test_whom_nobody_answered_is_listed_as_called_again_and_not_as_untold(
    office: Office, sender: Sender, engine: Engine
) -> None:
    def standings() -> dict[str, int]:
        with Session(engine) as session:
            (listed,) = list_announcements(session, office.village.community, MORNING - timedelta(days=1))
            return dict(listed.standings)

    office.announces(replace(WANTED, by=By.CALL))
    assert standings() == {"planned": 4}
    office.tells()
    sender.drain()
    office.carrier_says(WANG, "no-answer")
    office.tells()
    found = standings()
    assert found.pop("again") == 1
    assert set(found) <= {"called", "planned"}
