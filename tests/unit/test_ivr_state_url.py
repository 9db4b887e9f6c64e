"""The call's state in an action URL."""

import string
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.facts import CallState
from ivr.state_url import from_query, to_query

ids = st.integers(min_value=0, max_value=10**17)
door_part = st.text(string.digits + "东区甲 -&=%#A", max_size=60)
people = st.lists(st.integers(min_value=0, max_value=39), max_size=40).map(tuple)
tenths = st.lists(st.integers(min_value=350, max_value=420), max_size=40).map(tuple)
BY_NAME = {
    "position": st.from_regex(r"[a-z_]{1,20}\.[a-z_0-9]{1,20}", fullmatch=True),
    "language": st.sampled_from(["zh-CN", "en"]),
    "reporter": st.sampled_from(["household", "self", "family", "worker"]),
    "building": door_part,
    "unit": door_part,
    "room": door_part,
    "recorded": st.from_regex(r"(RE[0-9a-f]{32})?", fullmatch=True),
    "listing": st.sampled_from(["", "missing", "fevers", "orders"]),
    "ill": people,
    "values": tenths,
}
states = st.builds(
    CallState,
    **{
        field.name: BY_NAME.get(field.name, st.booleans() if isinstance(field.default, bool) else ids)
        for field in fields(CallState)
    },
)


@given(states)
def test_a_state_comes_back_as_it_went(state: CallState) -> None:
    assert from_query(to_query(state)) == state


def test_it_leaves_defaults_out() -> None:
    assert to_query(CallState("report.today", household=7, verified=True)) == (
        "position=report.today&household=7&verified=1"
    )


def test_it_reads_a_mapping_and_ignores_what_it_does_not_know() -> None:
    query = {"position": "report.today", "ill": "0.2", "o": "17", "leg_of": "CA1"}
    assert from_query(query) == replace(CallState("report.today"), ill=(0, 2))


def test_an_empty_list_or_word_is_its_default() -> None:
    assert from_query("position=a.b&values=&unit=") == CallState("a.b")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "household=7",
        "position=<script>",
        "position=a.b&household=seven",
        "position=a.b&household=",
        "position=a.b&household=1e3",
        "position=a.b&household=9999999999999999999",
        "position=a.b&verified=yes",
        "position=a.b&values=365.x",
        "position=a.b&values=" + ".".join(["1"] * 41),
        "position=a.b&room=" + "1" * 61,
        "position=a.b&room=%00",
        "position=a.b&language=%E4%B8%AD",
        "position=a.b&turns=٣",
    ],
)
def test_it_refuses_what_is_malformed(query: str) -> None:
    with pytest.raises(ValueError, match="call's state"):
        from_query(query)
