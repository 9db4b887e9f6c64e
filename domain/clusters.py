"""Two or more fevers in one building unit within 48 hours are a cluster (product.md, "The day-board")."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WITHIN = timedelta(hours=48)
FEVERS = 2


@dataclass(frozen=True, slots=True)
class Fever:
    """A fever at a door; `resident_id` None where nobody was named."""

    building: str
    unit: str
    room: str
    resident_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Cluster:
    """A unit with fevers, each person counted once; `since` the earliest and `last` the newest of them."""

    building: str
    unit: str
    fevers: int
    rooms: tuple[str, ...]
    since: datetime
    last: datetime


def find_clusters(fevers: Iterable[Fever], now: datetime) -> tuple[Cluster, ...]:
    """The clusters of the 48 hours up to `now`, in no order one can rely on but that of the fevers."""
    units: defaultdict[tuple[str, str], list[Fever]] = defaultdict(list)
    for fever in fevers:
        if now - WITHIN < fever.at <= now:
            units[fever.building, fever.unit].append(fever)
    return tuple(_cluster(found) for found in units.values() if len(_people(found)) >= FEVERS)


def _cluster(fevers: list[Fever]) -> Cluster:
    first, times = fevers[0], [fever.at for fever in fevers]
    rooms = tuple(dict.fromkeys(fever.room for fever in fevers))
    return Cluster(first.building, first.unit, len(_people(fevers)), rooms, min(times), max(times))


def _people(fevers: Iterable[Fever]) -> set[tuple[str, int | None]]:
    """Who has one. A fever of nobody by name is one more only where nobody of the door is named."""
    listed = list(fevers)
    named_rooms = {fever.room for fever in listed if fever.resident_id is not None}
    return {
        (fever.room, fever.resident_id)
        for fever in listed
        if fever.resident_id is not None or fever.room not in named_rooms
    }
