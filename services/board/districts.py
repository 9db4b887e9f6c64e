"""What the district sees: how many were heard of in each of its communities, and nobody's name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.staff_lists import DISTRICT
from models import Alert, Community, Duty, Worker


@dataclass(frozen=True, slots=True)
class OpenAlerts:
    """How many alerts of a community are open, and how many of them nobody has."""

    all: int
    waiting: int


def communities_of(session: Session, worker: Worker) -> list[Community]:
    """The communities on whose staff lists this telephone stands as the district's, by name."""
    theirs = (Worker.phone == worker.phone, Duty.role == DISTRICT)
    listed = select(Duty.community_id).join(Worker, Worker.id == Duty.worker_id).where(*theirs)
    return list(session.scalars(select(Community).where(Community.id.in_(listed)).order_by(Community.name)))


def count_alerts(session: Session, communities: Sequence[int]) -> dict[int, OpenAlerts]:
    """The open alerts of these communities."""
    rows = session.execute(
        select(Alert.community_id, Alert.state, func.count())
        .where(Alert.community_id.in_(communities), Alert.state != "done")
        .group_by(Alert.community_id, Alert.state)
    )
    counted: Counter[tuple[int, str]] = Counter({(community, state): count for community, state, count in rows})
    return {one: OpenAlerts(counted[one, "open"] + counted[one, "taken"], counted[one, "open"]) for one in communities}
