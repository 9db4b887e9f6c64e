"""The addresses of our own webhooks, as paths: the state of the call rides in the query, which the carrier's signature covers."""

from collections.abc import Callable

from carrier.twiml import Urls
from ivr.facts import CallState
from ivr.state_url import to_query
from ivr.turn import Spoken

TURN = "/webhooks/voice/turn"
LEG = "/webhooks/voice/leg"
LEG_TAKEN = "/webhooks/voice/leg-taken"
RECORDING = "/webhooks/status/recording"
SOUND = "/sound"


def urls_after(number: int, call_sid: str, sound: Callable[[CallState, Spoken], str]) -> Urls:
    """Where the turn after turn `number` is posted, and what `sound` is played for a prompt."""

    def turn(state: CallState) -> str:
        return f"{TURN}/{number + 1}?{to_query(state)}"

    def over_press(state: CallState) -> str:
        return f"{TURN}/{number + 1}/over-press?{to_query(state)}"

    def leg(state: CallState) -> str:
        return f"{LEG}/{call_sid}/{state.leg}?language={state.language}&community={state.community}"

    return Urls(turn=turn, over_press=over_press, leg=leg, recording=f"{RECORDING}?turn={number}", sound=sound)
