"""Texts that nobody foresaw, signed and posted into the application on real databases: nothing breaks, nothing is guessed.

Some hundred in the suite; as many as are wished: `python -m tests.texts --texts 100000 --seed 1`.
"""

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.temperature import HIGHEST, LOWEST
from models import Message, OrderLine, Reading, Resident
from services.day.clock import local_day
from tests.integration.outgoing import HandClock
from tests.texts.post import MOST_SEGMENTS, Post, keep_open
from tests.web.line import wire_to
from tests.web.one_app import app_of
from tests.web.village import ENGLISH, WANG, Village
from webhooks.parts import Parts

HOW_MANY = 300


@pytest.fixture
def post(engine: Engine, parts: Parts, village: Village) -> Post:
    """A sale that stays open, a clock that moves from text to text."""
    clock = HandClock()
    keep_open(engine, clock)
    return Post(wire_to(app_of(replace(parts, clock=clock))), engine, clock, Random(0))


def test_no_text_breaks_anything_or_is_guessed_at(post: Post) -> None:
    assert post.post(HOW_MANY) == []
    with Session(post.engine) as session:
        for row in (Reading, OrderLine, Message):
            assert session.scalars(select(row.id).limit(1)).all(), "the texts have reached the line"
    figures = post.figures
    assert (len(figures.seconds), max(figures.replies)) == (HOW_MANY, MOST_SEGMENTS)
    assert LOWEST <= min(figures.tenths) <= max(figures.tenths) <= HIGHEST
    assert figures.lines


def test_a_harm_is_seen(post: Post, village: Village) -> None:
    assert post.harm("谢谢", WANG) == ""
    with Session(post.engine) as session, session.begin():
        wang = session.scalars(select(Resident).where(Resident.household_id == village.doors["wang"])).one()
        reading = Reading(
            community_id=village.community,
            household_id=wang.household_id,
            resident_id=wang.id,
            day=local_day(post.clock.now(), "Asia/Shanghai"),
            tenths=430,
            channel="sms",
            reporter="self",
            verified=True,
            at=post.clock.now(),
        )
        session.add(reading)
    assert post.harm("谢谢", WANG) == "a reading out of a text that reports nothing"


def test_an_illness_and_a_question_about_an_order_are_told_in_two_segments(post: Post) -> None:
    assert post.harm("2 vegetables 1 fruit", ENGLISH) == ""
    assert post.harm("36.5 水果一份 走不动请送门上。40.1!!快来", ENGLISH) == ""
