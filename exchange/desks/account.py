"""The account and its telephone numbers in the REST API: fetched, listed, and the numbers given other addresses."""

from flask import Response, request

from exchange import resources
from exchange.desks.front import FrontDesk, Route, found
from exchange.numbers import Line
from exchange.paging import Kind
from exchange.resources import Json

NUMBERS = Kind("incoming_phone_numbers", equal={"PhoneNumber": "phone_number", "FriendlyName": "friendly_name"})
_FIELDS = {
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "fallback_url",
    "VoiceFallbackMethod": "fallback_method",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
    "StatusCallback": "status_url",
    "StatusCallbackMethod": "status_method",
}


class AccountDesk:
    """The routes to the account itself and to IncomingPhoneNumbers."""

    def __init__(self, front: FrontDesk) -> None:
        self._front = front
        self._numbers = front.parts.numbers

    def routes(self) -> tuple[Route, ...]:
        """All of them."""
        one = "/IncomingPhoneNumbers/<sid>.json"
        return (
            (".json", "GET", self.show_account),
            ("/IncomingPhoneNumbers.json", "GET", self.list_numbers),
            (one, "GET", self.show_number),
            (one, "POST", self.change_number),
        )

    def show_account(self) -> Response:
        """GET Accounts/AC….json."""
        return self._front.serve("fetch", lambda: resources.account(self._front.parts.account.sid))

    def list_numbers(self) -> Response:
        """GET IncomingPhoneNumbers.json."""
        return self._front.list(NUMBERS, [self._shown(line) for line in self._numbers.all()])

    def show_number(self, sid: str) -> Response:
        """GET IncomingPhoneNumbers/PN….json."""
        return self._front.serve("fetch", lambda: self._shown(self._one(sid)))

    def change_number(self, sid: str) -> Response:
        """POST IncomingPhoneNumbers/PN….json: addresses and methods; an empty address is asked no more."""

        def change() -> Json:
            return self._shown(self._numbers.change(self._one(sid), _changes()))

        return self._front.serve("update", change)

    def _one(self, sid: str) -> Line:
        return found(next((line for line in self._numbers.all() if line.sid == sid), None))

    def _shown(self, line: Line) -> Json:
        return resources.incoming_number(self._front.parts.account.sid, line)


def _changes() -> dict[str, str]:
    """What the form changes; a method that is none is POST, as elsewhere."""
    given = {ours: request.form[theirs] for theirs, ours in _FIELDS.items() if theirs in request.form}
    return {
        name: ("GET" if value.upper() == "GET" else "POST") if name.endswith("_method") else value
        for name, value in given.items()
    }
