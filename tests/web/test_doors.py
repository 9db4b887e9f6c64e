"""The carrier's doors: what is let in, what is refused, and what is missing."""

from hashlib import sha256

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from carrier.signature import sign
from models import InboundEvent
from tests.web.line import BASE, TOKEN, Wire
from tests.web.village import Village

BODY = b'{"MessageSid": "SM1"}'
LARGE = b"x" * 70_000


def post_json(wire: Wire, body: bytes, vouched: bytes) -> int:
    """A body that is no form, signed with the hash of `vouched`; the status of the answer."""
    path = f"/webhooks/status/message?o=1&bodySHA256={sha256(vouched).hexdigest()}"
    return wire.client.post(
        path,
        data=body,
        content_type="application/json",
        headers={"X-Twilio-Signature": sign(TOKEN, BASE + path, ())},
        environ_overrides={"RAW_URI": path},
    ).status_code


def test_a_body_that_is_no_form_is_let_in_by_its_hash_and_lacks_the_parameters(wire: Wire, village: Village) -> None:
    assert post_json(wire, BODY, BODY) == 400


def test_a_body_that_is_not_the_vouched_one_is_refused(wire: Wire, village: Village) -> None:
    assert post_json(wire, BODY, b"") == 403


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/webhooks/status/message?o=1", {"MessageSid": "SM1"}),
        ("/webhooks/status/message?o=1", {"MessageStatus": "sent"}),
        ("/webhooks/status/call?o=1", {"CallSid": "CA1"}),
        ("/webhooks/sms/incoming", {"Body": "36.5"}),
    ],
)
def test_a_missing_parameter_is_named(wire: Wire, village: Village, path: str, form: dict[str, str]) -> None:
    answer = wire.post(path, form)
    assert answer.status == 400
    assert "is missing" in answer.body


def test_a_stranger_leaves_no_trace(wire: Wire, engine: Engine, village: Village) -> None:
    assert wire.post("/webhooks/sms/incoming", {"MessageSid": "SM1", "Body": "36.5"}, signature="no").status == 403
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(InboundEvent)) == 0


def test_a_body_without_measure_is_not_read(wire: Wire, village: Village) -> None:
    assert post_json(wire, LARGE, LARGE) == 413
