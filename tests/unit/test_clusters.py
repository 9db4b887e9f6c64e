"""Two or more fevers in one unit within 48 hours are a cluster."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.clusters import Cluster, Fever, find_clusters

NOW = datetime(2020, 2, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fever(room: str, person: int | None, hours_ago: float = 1, unit: str = "1", building: str = "3") -> Fever:
    """A fever of so many hours ago."""
    return Fever(building, unit, room, person, NOW - hours_ago * HOUR)


def sizes(*fevers: Fever) -> list[int]:
    """How many fevers each cluster has."""
    return [cluster.fevers for cluster in find_clusters(fevers, NOW)]


def test_two_people_of_a_unit_are_a_cluster_with_its_rooms_and_times() -> None:
    assert find_clusters([fever("101", 1, 30), fever("202", 2, 2)], NOW) == (
        Cluster("3", "1", 2, ("101", "202"), NOW - 30 * HOUR, NOW - 2 * HOUR),
    )


def test_two_people_of_one_household_are_a_cluster() -> None:
    assert sizes(fever("101", 1), fever("101", 2)) == [2]


def test_one_person_measured_twice_is_none() -> None:
    assert sizes(fever("101", 1, 20), fever("101", 1, 2)) == []


@pytest.mark.parametrize("other", [fever("202", 2, unit="2"), fever("202", 2, building="5")])
def test_fevers_of_two_units_are_none(other: Fever) -> None:
    assert sizes(fever("101", 1), other) == []


@pytest.mark.parametrize(("hours_ago", "expected"), [(47.9, [2]), (48, []), (60, [])])
def test_what_is_48_hours_old_counts_no_more(hours_ago: float, expected: list[int]) -> None:
    assert sizes(fever("101", 1, hours_ago), fever("202", 2)) == expected


def test_a_fever_of_nobody_by_name_is_one_more_only_where_nobody_of_the_door_is_named() -> None:
    assert sizes(fever("101", 1), fever("101", None)) == []
    assert sizes(fever("101", 1), fever("202", None), fever("202", None)) == [2]
