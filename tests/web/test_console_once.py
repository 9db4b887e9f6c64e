"""The word that makes a form known again is whatever a browser sends: too long a one, or one with a NUL, breaks nothing."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import Reading
from tests.web.office import Clerk


@pytest.mark.parametrize("once", ["a\x00b", "c" * 5000])
def test_a_strange_word_is_a_word_like_any_other(office: Clerk, engine: Engine, once: str) -> None:
    office.opens("/entries")
    for _ in range(2):
        assert office.sends("/entries", {"line": "3-1-1504 36.5", "once": once}).status_code < 400
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Reading)) == 1
