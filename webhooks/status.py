"""What the carrier says later: of messages, of calls, of recordings. Best effort, in any order, any number of times."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from carrier import status as statuses
from carrier.errors import OPTED_OUT, Consequence, consequence, posted_code
from services.calling import endings
from services.calling.call_recordings import Recorded, hear_of
from services.sending import delivery
from services.sending.delivery import Report
from webhooks.door import LONGEST_ID, field, guard, ours, reconnecting, said
from webhooks.parts import parts

status = Blueprint("status", __name__, url_prefix="/webhooks/status")
guard(status)

NOTHING = ("", 204)


@status.post("/message")
@reconnecting
def message() -> tuple[str, int]:
    """A text has moved on."""
    code = posted_code(request.form.get("ErrorCode"))
    means = consequence(code) if code else None
    report = Report(
        message_id=ours(),
        sid=said("MessageSid") or field("SmsSid"),
        status=statuses.posted_status(request.form) or field("MessageStatus"),
        error_code=code,
        worth_again=means in {Consequence.RETRY, Consequence.RETRY_ELSEWHERE},
        is_opt_out=code == OPTED_OUT,
    )
    the = parts()
    with Session(the.engine) as session, session.begin():
        known = delivery.record_status(session, report, the.clock.now(), statuses.merge)
    if not known:
        the.counts["unknown"] += 1
    elif report.status in delivery.FAILED:
        the.doorbell.ring()
    return NOTHING


@status.post("/call")
@reconnecting
def call() -> tuple[str, int]:
    """A call is over, one that came in or one that the line placed."""
    sid, status_now = field("CallSid"), field("CallStatus")
    the = parts()
    with Session(the.engine) as session, session.begin():
        now = the.clock.now()
        known = delivery.record_call_status(session, ours(), sid, status_now, now, statuses.merge_call)
        if statuses.is_final_call(status_now):
            known = endings.end_call(session, sid, status_now, now) or known
    if known:
        the.doorbell.ring()
    else:
        the.counts["unknown"] += 1
    return NOTHING


@status.post("/recording")
@reconnecting
def recording() -> Response:
    """What became of a recording; mostly its sid came with the turn after it already."""
    sid, the = field("RecordingSid"), parts()
    turn = request.args.get("turn", "")
    told = Recorded(
        call_sid=said("CallSid"),
        turn=int(turn) if turn.isdecimal() and len(turn) <= LONGEST_ID else -1,
        sid=sid,
        status=said("RecordingStatus") or "completed",
        is_empty=said("RecordingDuration") == "0",
    )
    with Session(the.engine) as session, session.begin():
        known = hear_of(session, told, the.clock.now())
    the.counts["recordings" if known else "unknown"] += 1
    return Response(status=204)
