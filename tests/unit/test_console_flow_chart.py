"""The flow charts of the dialogues: every step and every way is drawn, and no box lies on another."""

from itertools import combinations

import pytest

from console.flow_chart import HEIGHT, WIDTH, draw, width_of
from ivr.dialogues import SCRIPT
from ivr.draw import ways
from ivr.script import Dialogue

WAYS = {
    "a": {"1": "b", "2": "c"},
    "b": {"then": "d"},
    "c": {"1": "d", "2": "d", "0": "other.x"},
    "d": {"9": "a"},
    "e": {},
}


def ways_of(dialogue: Dialogue) -> dict[str, dict[str, str]]:
    positions = (f"{dialogue.name}.{name}" for name in dialogue.steps)
    return {position: dict(ways(SCRIPT.steps[position])) for position in positions}


def test_a_step_stands_below_what_leads_to_it_and_other_dialogues_are_marked() -> None:
    chart = draw(WAYS, ["a"])
    rows = {box.step: box.y for box in chart.boxes}
    assert rows["a"] == rows["e"] < rows["b"] == rows["c"] < rows["d"] == rows["other.x"]
    assert [box.step for box in chart.boxes if box.is_elsewhere] == ["other.x"]


def test_ways_between_the_same_steps_are_one_arrow_with_all_their_keys() -> None:
    labels = sorted(arrow.label for arrow in draw(WAYS, ["a"]).arrows)
    assert labels == ["0", "1", "1 · 2", "2", "9", "then"]


@pytest.mark.parametrize("dialogue", SCRIPT.dialogues, ids=lambda one: str(one.name))
def test_every_step_and_way_of_a_dialogue_is_in_the_drawing_and_inside_it(dialogue: Dialogue) -> None:
    every = ways_of(dialogue)
    chart = draw(every, [next(iter(every))])
    targets = {target for onward in every.values() for target in onward.values()}
    assert {box.step for box in chart.boxes} == {*every, *targets}
    assert len({(box.x, box.y) for box in chart.boxes}) == len(chart.boxes)
    assert all(box.x + WIDTH <= chart.width and box.y + HEIGHT <= chart.height for box in chart.boxes)
    assert sum(len(arrow.label.split(" · ")) for arrow in chart.arrows) == sum(len(onward) for onward in every.values())


@pytest.mark.parametrize("dialogue", SCRIPT.dialogues, ids=lambda one: str(one.name))
def test_what_is_written_on_a_way_lies_on_no_box(dialogue: Dialogue) -> None:
    every = ways_of(dialogue)
    chart = draw(every, [next(iter(every))])
    tops = {box.y for box in chart.boxes}
    assert [arrow for arrow in chart.arrows if any(top <= arrow.y <= top + HEIGHT for top in tops)] == []


def test_what_is_written_on_two_ways_to_one_step_does_not_cover_each_other() -> None:
    words = {"1": "somebody else was faster", "then": "and so on"}
    onward = {"a": {"1": "b", "then": "c"}, "b": {"1": "d"}, "c": {"1": "d"}, "d": {"1": "a"}}
    arrows = draw(onward, ["a"], lambda way: words[way]).arrows
    spans = [(arrow.y, arrow.x, arrow.x + width_of(arrow.label)) for arrow in arrows]
    covered = [(a, b) for a, b in combinations(spans, 2) if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]]
    assert covered == []
