"""A grid changes hands in one step: its duty, its items, its alerts and what is still to be sent; everybody is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind, Step
from models import Alert, Duty, Grid, Household, Item, Message, Worker
from services.alerting import ladder
from services.alerting.alert_answers import result_by
from services.alerting.alert_codes import take_codes
from services.alerting.duty import list_keeper, team_for
from services.alerting.stand_ins import replaced_at, who_acts
from services.roster.places import Place, keyed_place
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.texting.alert_texts import grid_text

ROUTINE = ("digest", "reminder")  # kinds of messages that are for whoever has the grid, whoever that was


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went with the grid, counted."""

    items: int
    alerts: int


@dataclass(frozen=True, slots=True)
class _Move:
    """A grid on its way: to whom, and from whom: its worker and whoever stood in; of an orphaned grid from the office.

    `acts` does the new worker's duties now: they themselves, or who stands in for them, and is told in their place.
    """

    grid: Grid
    to: Worker
    acts: Worker
    leaving: frozenset[int]
    keepers: frozenset[int]  # whose lists its items are on
    now: datetime


def hand_over(session: Session, grid_id: int, to: Worker, now: datetime) -> HandedOver | None:
    """Give the grid to this worker with all that is open in it. None when it is theirs already. The caller commits.

    The alerts are locked before the grid, as by whoever climbs them: what is told meanwhile is told to the new worker,
    or it is found here.
    """
    _alerts(session, session.get_one(Grid, grid_id))
    grid = session.scalars(select(Grid).where(Grid.id == grid_id).with_for_update()).one()
    duty = _duty(session, grid)
    if duty is not None and duty.worker_id == to.id:
        return None
    move = _planned(session, grid, duty, to, now)
    _give_duty(session, duty, move)
    alerts = sum(_pass_on(session, alert, move) for alert in _alerts(session, grid))
    items = _move_items(session, move)
    _move_messages(session, move)
    _tell_everybody(session, move, HandedOver(items, alerts))
    return HandedOver(items, alerts)


def _duty(session: Session, grid: Grid) -> Duty | None:
    """The duty of the grid's own worker, the first of the file."""
    statement = select(Duty).where(Duty.grid_id == grid.id, Duty.role == "grid_worker")
    first = statement.order_by(Duty.position, Duty.id).limit(1)
    return session.scalars(first.execution_options(populate_existing=True)).one_or_none()


def _planned(session: Session, grid: Grid, duty: Duty | None, to: Worker, now: datetime) -> _Move:
    keeper = list_keeper(session, Place(grid.community_id, "", "", "", grid_id=grid.id), now)
    own = duty.worker_id if duty is not None else None
    keepers = frozenset(one for one in (own, keeper) if one is not None and one != to.id)
    acts = session.get_one(Worker, who_acts(to.id, replaced_at(session, grid.community_id, now)))
    leaving = keepers - {acts.id} if duty is not None else frozenset[int]()  # who stands in for the new worker goes on
    return _Move(grid, to, acts, leaving, keepers, now)


def _give_duty(session: Session, duty: Duty | None, move: _Move) -> None:
    """The duty keeps its hours; another one of the new worker for this grid goes up in it."""
    grid = move.grid
    if duty is None:
        session.add(
            Duty(community_id=grid.community_id, worker_id=move.to.id, role="grid_worker", grid_id=grid.id, position=0)
        )
    else:
        grid.given_up_by = [
            *(one for one in grid.given_up_by if one not in {duty.worker_id, move.to.id}),
            duty.worker_id,
        ]
        own = Duty.grid_id == grid.id, Duty.role == "grid_worker", Duty.worker_id == move.to.id
        session.execute(delete(Duty).where(*own))
        duty.worker_id = move.to.id
    session.flush()


def _alerts(session: Session, grid: Grid) -> Sequence[Alert]:
    """The alerts of the grid that are not done, locked; a door that was only keyed belongs where its alerts go.

    A cluster is the office's, whoever has the grid.
    """
    homes = select(Household.id).where(Household.grid_id == grid.id)
    concerns = or_(Alert.household_id.in_(homes), Alert.household_id.is_(None))
    statement = select(Alert).where(Alert.community_id == grid.community_id, Alert.state != "done", concerns)
    statement = statement.where(Alert.kind != AlertKind.CLUSTER)
    fresh = statement.order_by(Alert.id).with_for_update().execution_options(populate_existing=True)
    return [one for one in session.scalars(fresh) if one.household_id or _is_keyed_in(session, grid, one)]


def _is_keyed_in(session: Session, grid: Grid, row: Alert | Item) -> bool:
    return keyed_place(session, grid.community_id, row.building, row.unit, row.room).grid_id == grid.id


def _pass_on(session: Session, alert: Alert, move: _Move) -> bool:
    """Open, it climbs again from the new worker, or is told them where it is above them already. Whether it is theirs now.

    Taken by whoever leaves, it moves; taken by somebody else, it stays theirs.
    """
    _leave(session, alert, move)
    if alert.state == "taken" and alert.worker_id not in move.leaving:
        return False
    if alert.state == "taken":
        alert.worker_id, alert.taken_at = move.acts.id, move.now
        alert.next_at = result_by(session, alert, move.now) if alert.next_at is not None else None
        ladder.tell(session, alert, move.acts, move.now, f"handed_over:{move.now.isoformat()}")
    elif alert.step <= Step.CALL:
        ladder.start_again(session, alert, move.now)
        if "breathless" in alert.symptoms:
            ladder.urge(session, alert, move.now)
    else:
        ladder.tell(session, alert, move.acts, move.now, f"handed_over:{move.now.isoformat()}")
    return True


def _leave(session: Session, alert: Alert, move: _Move) -> None:
    """Whoever leaves has no code of it and is told nothing more, unless the building or the duty telephone is theirs too."""
    team = team_for(session, ladder.alert_place(session, alert), move.now)
    gone = move.leaving - {*team.building, *team.duty}
    take_codes(session, alert, gone, move.now)
    theirs = Message.alert_id == alert.id, Message.worker_id.in_(gone), Message.state == "pending"
    session.execute(update(Message).where(*theirs).values(state="dropped", at=move.now))


def _move_items(session: Session, move: _Move) -> int:
    """The items of the grid go from the lists they are on to the new worker's. Returns how many."""
    grid = move.grid
    listed = or_(Item.worker_id.in_(move.keepers), Item.worker_id.is_(None))
    statement = select(Item).where(Item.community_id == grid.community_id, Item.state != "done", listed)
    homes = select(Household.id).where(Household.grid_id == grid.id)
    concerns = or_(Item.household_id.in_(homes), Item.household_id.is_(None))
    items = session.scalars(statement.where(concerns).order_by(Item.id).with_for_update()).all()
    moved = [item for item in items if item.household_id or _is_keyed_in(session, grid, item)]
    for item in moved:
        item.worker_id = move.to.id
    return len(moved)


def _move_messages(session: Session, move: _Move) -> None:
    """What has not left yet and is about a door of the grid goes to the new worker; of who has no grid left, every digest."""
    homes = select(Household.id).where(Household.grid_id == move.grid.id)
    about: ColumnElement[bool] = Message.household_id.in_(homes)
    still = select(Duty.worker_id).where(Duty.role == "grid_worker", Duty.worker_id.in_(move.leaving))
    without = move.leaving - set(session.scalars(still))
    waiting = Message.state == "pending", Message.alert_id.is_(None), Message.worker_id.in_(move.leaving)
    routine = Message.worker_id.in_(without) & Message.kind.in_(ROUTINE)
    statement = update(Message).where(*waiting, or_(about, routine))
    session.execute(statement.values(worker_id=move.acts.id, to=move.acts.phone, at=move.now))


def _tell_everybody(session: Session, move: _Move, handed: HandedOver) -> None:
    """One text each: who has it now and who stands in for them, who has it no more."""
    open_now = {"items": str(handed.items), "alerts": str(handed.alerts)}
    texts = [(move.to, _text(move, move.to, "sms.taken_over", **open_now))]
    if move.acts.id != move.to.id:
        texts.append((move.acts, _text(move, move.acts, "sms.taken_over_for", worker=move.to.name, **open_now)))
    before = session.scalars(select(Worker).where(Worker.id.in_(move.leaving)).order_by(Worker.id))
    texts += [(one, _text(move, one, "sms.handed_over", worker=move.to.name)) for one in before]
    for worker, body in texts:
        key = f"handed_over:{move.grid.id}:{move.to.id}:{worker.id}:{move.now.isoformat()}"
        outbox.put(session, Draft.to_worker(worker, key, "notice", Priority.REPLY, body=body), move.now)


def _text(move: _Move, reader: Worker, prompt: str, **fields: str) -> str:
    return prompts.text(reader.language, prompt, grid=grid_text(reader.language, move.grid.name), **fields)
