"""Clusters of fevers: shown beside the board, and told to the office once per cluster and day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Engine,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from domain.clusters import WITHIN, Cluster, Fever, find_clusters
from domain.temperature import FEVER
from models import Alert, Building, Community, Household, Reading, Worker
from models.database import read_only
from services.alerting.alerts import Cause, raise_alert
from services.day.days import day_of
from services.roster.places import Place
from services.staff.areas import StaffArea

A_DAY_AT_MOST = timedelta(hours=25)  # with a change of the clock in it
WHERE = (Building.name.label("building"), Household.unit, Household.room)


def read_clusters(session: Session, community_id: int, now: datetime) -> tuple[Cluster, ...]:
    """The clusters of a community, from confirmed readings and from fevers that were told and never confirmed."""
    return find_clusters(_fevers_of(session, community_id, now), now)


@dataclass(frozen=True, slots=True)
class SeenCluster:
    """A cluster with the doors that have fevers, as household's id and room, in the order of the rooms."""

    cluster: Cluster
    doors: tuple[tuple[int, str], ...]


def seen_clusters(session: Session, who: Worker, area: StaffArea, now: datetime) -> list[SeenCluster]:
    """The clusters that somebody of the staff may see, the newest first: the office all, others those wholly in their grids."""
    found = sorted(read_clusters(session, who.community_id, now), key=lambda one: one.last, reverse=True)
    wanted = {(one.building, one.unit) for one in found}
    rows = session.execute(
        select(Building.name, Household.unit, Household.room, Household.id, Household.grid_id)
        .join(Building, Building.id == Household.building_id)
        .where(Household.community_id == who.community_id, tuple_(Building.name, Household.unit).in_(wanted))
        .order_by(Household.room)
    ).all()
    seen = []
    for one in found:
        there = [row for row in rows if (row[0], row[1]) == (one.building, one.unit) and row[2] in one.rooms]
        if area.is_office or (there and all(area.shows_health(row[4]) for row in there)):
            seen.append(SeenCluster(one, tuple((row[3], row[2]) for row in there)))
    return seen


def _fevers(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a reading, and whether an alert, is a fever that could be one of a cluster."""
    # The number of a fever stands literally, as in the index.
    measured = and_(
        Reading.tenths >= literal_column(str(FEVER)), Reading.withdrawn_at.is_(None), Reading.at > now - WITHIN
    )
    anywhere = Alert.community_id.in_(select(Community.id))  # the index goes by community
    return measured, and_(anywhere, Alert.kind == AlertKind.FEVER, Alert.room != "", Alert.raised_at > now - WITHIN)


def is_untold(now: datetime) -> ColumnElement[bool]:
    """Whether two fevers lie in one unit of which the office was not told since: perhaps a cluster.

    A fever alone, and a cluster that was told, give no process a reason to look. What speaks for the newest of them
    speaks for all, so the fevers are counted by unit and not laid beside each other.
    """
    unit = _units_with_several_fevers(now)
    told = exists().where(
        Alert.community_id == unit.c.community_id,
        Alert.kind == AlertKind.CLUSTER,
        (Alert.building == unit.c.building) & (Alert.unit == unit.c.unit),
        _speaks_for(unit.c.newest),
    )
    return and_(unit.c.newest > now - A_DAY_AT_MOST, ~told)


def _units_with_several_fevers(now: datetime) -> Subquery:
    """The units with fevers behind several doors or of several people, and the newest that is not the only one's."""
    fever = _places_of_fevers(now).c
    doors = func.count(fever.room.distinct())
    of_somebody = case((fever.resident_id.is_not(None), fever.at))  # at one door, nobody's by name may be anybody's
    newest = case((doors > 1, func.max(fever.at)), else_=func.max(of_somebody))
    where = (fever.community_id, fever.building, fever.unit)
    several = or_(doors > 1, func.count(fever.resident_id.distinct()) > 1)
    return select(*where, newest.label("newest")).group_by(*where).having(several).subquery()


def _speaks_for(fever: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    """Whether the cluster's alert tells of a fever of this moment: it is open, was when it came, or is of its day."""
    of_the_day = func.coalesce(Alert.told_until, Alert.raised_at) >= fever
    return or_(Alert.state != "done", of_the_day, Alert.closed_at >= fever)


def _places_of_fevers(now: datetime) -> Subquery:
    """Where each fever of the last two days is, whose, and since when: as readings and as alerts."""
    measured, told = _fevers(now)
    readings = (
        select(*WHERE, Reading.community_id, Reading.resident_id, Reading.at)
        .join(Household, Household.id == Reading.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(measured)
    )
    alerts = select(
        Alert.building, Alert.unit, Alert.room, Alert.community_id, Alert.resident_id, Alert.raised_at
    ).where(told)
    return union_all(readings, alerts).subquery()


def alert_clusters(engine: Engine, now: datetime) -> int:
    """Raise the alert of every cluster that has a new fever, once a day. Returns how many."""
    with Session(read_only(engine)) as session:
        due = [
            (community.id, day_of(now, community.timezone), cluster)
            for community in session.scalars(select(Community)).all()
            for cluster in read_clusters(session, community.id, now)
            if _is_new(session, community.id, cluster, now)
        ]
    for community_id, day, cluster in due:
        with Session(engine) as session, session.begin():
            raise_alert(session, _cause(community_id, cluster), now).told_until = day.ends
    return len(due)


def _cause(community_id: int, cluster: Cluster) -> Cause:
    """Of the unit and nobody in it: no name stands beside an illness."""
    return Cause(AlertKind.CLUSTER, Place(community_id, cluster.building, cluster.unit, ""))


def _is_new(session: Session, community_id: int, cluster: Cluster, now: datetime) -> bool:
    """Whether its newest fever is of the last day and no alert of the unit speaks for it."""
    told = exists().where(
        Alert.community_id == community_id,
        Alert.kind == AlertKind.CLUSTER,
        Alert.subject == _cause(community_id, cluster).subject,
        _speaks_for(cluster.last),
    )
    return cluster.last > now - A_DAY_AT_MOST and not session.scalar(select(told))


def _fevers_of(session: Session, community_id: int, now: datetime) -> list[Fever]:
    found = _places_of_fevers(now)
    rows = select(found.c.building, found.c.unit, found.c.room, found.c.resident_id, found.c.at)
    return [Fever(*row) for row in session.execute(rows.where(found.c.community_id == community_id))]
