"""Whether the line's tables say what the ledger says; each disagreement is a sentence."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Alert
from models.database import read_only
from services.board.board import read_board
from services.board.knock_lists import read_knock_list
from tests.day.figures import read_sent
from tests.day.simulation import TODAY, SimulatedDay


def disagreements(day: SimulatedDay) -> list[str]:
    """All of them, at this instant of the day."""
    with Session(read_only(day.time.engine)) as session:
        return [*_of_states(session, day), *_of_knocks(session, day), *_of_alerts(session, day), *_of_calls(day)]


def _of_states(session: Session, day: SimulatedDay) -> list[str]:
    """Everybody is on the board once, in the state of the ledger."""
    people = read_board(session, day.town.community, day.time.now).people
    told = day.ledger.states(TODAY)
    wrong = [
        f"{one.building}-{one.unit}-{one.room} {one.name} is {one.state}, and was {told[one.resident_id]}"
        for one in people
        if one.state != told[one.resident_id]
    ]
    listed = [one.resident_id for one in people]
    return wrong + (["not everybody is on the board once"] if sorted(listed) != sorted(told) else [])


def _of_knocks(session: Session, day: SimulatedDay) -> list[str]:
    """The knock list has every door nothing was heard of, and no other."""
    listed = {
        (door.building, door.unit, door.room)
        for door in read_knock_list(session, day.town.community, day.time.now).doors
    }
    homes = (day.town.homes[home] for home in day.ledger.knocks(TODAY))
    wanted = {(home.building, home.unit, home.room) for home in homes}
    return [f"{door} is on the knock list or should be, not both" for door in sorted(listed ^ wanted)]


def _of_alerts(session: Session, day: SimulatedDay) -> list[str]:
    """Every alert has somebody, or the ladder goes on."""
    return [
        f"alert {alert.id} is {alert.state} with nobody and no deadline"
        for alert in session.scalars(select(Alert))
        if alert.state != "done"
        and (
            alert.next_at is None or alert.next_at <= day.time.now or (alert.state == "taken") != bool(alert.worker_id)
        )
    ]


def _of_calls(day: SimulatedDay) -> list[str]:
    """The roll call calls nobody who was heard of, or of whose illness somebody knows."""
    heard = {**day.ledger.heard_at, **day.ledger.ill_at}  # an illness is told before it is confirmed
    return [
        f"{day.town.homes[one.household].short} was called at {one.left.at}, and had told at {heard[one.household]}"
        for one in read_sent(day)
        if one.purpose == "roll_call" and one.left.post.channel == "call"
        if one.household in heard and heard[one.household] < one.left.at
    ]
