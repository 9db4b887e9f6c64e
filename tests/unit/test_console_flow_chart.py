"""The flow charts of the dialogues: every step and every way is drawn, and no box lies on another."""

import pytest

from console.flow_chart import HEIGHT, WIDTH, draw
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
    labels = sorted(arrow.labels for arrow in draw(WAYS, ["a"]).arrows)
    assert labels == [("0",), ("1",), ("1", "2"), ("2",), ("9",), ("then",)]


@pytest.mark.parametrize("dialogue", SCRIPT.dialogues, ids=lambda one: str(one.name))
def test_every_step_and_way_of_a_dialogue_is_in_the_drawing_and_inside_it(dialogue: Dialogue) -> None:
    every = ways_of(dialogue)
    chart = draw(every, [next(iter(every))])
    targets = {target for onward in every.values() for target in onward.values()}
    assert {box.step for box in chart.boxes} == {*every, *targets}
    assert len({(box.x, box.y) for box in chart.boxes}) == len(chart.boxes)
    assert all(box.x + WIDTH <= chart.width and box.y + HEIGHT <= chart.height for box in chart.boxes)
    assert sum(len(arrow.labels) for arrow in chart.arrows) == sum(len(onward) for onward in every.values())
