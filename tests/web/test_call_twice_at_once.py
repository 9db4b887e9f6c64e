"""The carrier posts the same call twice at the same moment: one call, one answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from linli.app import create_app
from models import Call
from tests.web.line import Answer, PhoneCall, wire_to
from tests.web.village import WANG
from webhooks.parts import Parts

CALLS = 15


@pytest.mark.usefixtures("village")
def test_a_call_posted_four_times_at_once_begins_once_with_one_answer(parts: Parts, engine: Engine) -> None:
    app = create_app(parts)
    together = Barrier(4)

    def begin(call: PhoneCall) -> Answer:
        together.wait(timeout=10)
        return wire_to(app).post("/webhooks/voice/incoming", call.form(CallStatus="ringing"))

    with ThreadPoolExecutor(4) as pool:
        for _ in range(CALLS):
            call = PhoneCall(wire_to(app), WANG)
            answers = set(pool.map(begin, [call] * 4))
            assert [answer.status for answer in answers] == [200]
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Call)) == CALLS
