"""The exchange's README tells what there is: errors, misbehaviour, options."""

import re
from pathlib import Path

from exchange.__main__ import _options
from exchange.delivery import CODES
from exchange.faults import KNOWN
from exchange.refusals import MESSAGES, UNDELIVERED
from exchange.twiml import _READERS

README = (Path(__file__).parents[2] / "exchange" / "README.md").read_text("utf-8")


def section(title: str) -> str:
    return README.partition(f"# {title}\n")[2].partition("\n#")[0]


def codes(text: str) -> set[int]:
    """All numbers of five digits, a range being all that exist in it."""
    found = {int(code) for code in re.findall(r"\b\d{5}\b(?!–)", text)}
    for low, high in re.findall(r"(\d{5})–(\d{5})", text):
        found |= {code for code in MESSAGES if int(low) <= code <= int(high)}
    return found


def test_it_names_every_error_and_no_other() -> None:
    (refused,) = re.findall(r"^Refused as there: (.*)$", README, re.MULTILINE)
    assert codes(refused) == set(MESSAGES)
    assert codes(section("The REST API")) - set(MESSAGES) == set(UNDELIVERED)


def test_it_names_every_failure_of_a_webhook_and_no_other() -> None:
    assert codes(section("Webhooks")) == set(CODES.values())


def test_it_names_every_misbehaviour_and_no_other() -> None:
    told: dict[str, set[str]] = {}
    for operations, faults in re.findall(r"^\| `(.*?)`[^|]* \| (.*) \|$", section("Misbehaviour"), re.MULTILINE):
        words = {word for quoted in re.findall("`(.*?)`", faults) for word in quoted.split()}
        told |= dict.fromkeys(operations.split(), words)
    assert told == {operation: set(faults) for operation, faults in KNOWN.items()}


def test_it_names_no_option_that_there_is_not() -> None:
    options = {option for action in _options()._actions for option in action.option_strings}
    assert set(re.findall(r"(?<!\w)--[a-z][a-z-]+", README)) <= options


def test_what_it_says_is_not_simulated_is_no_verb_of_the_exchange() -> None:
    nowhere = {"Conference", "Enqueue", "Sip", "Client", "Transcription", "Media"}
    assert not nowhere & set(_READERS)
    assert all(word.lower() in section("Not simulated").lower() for word in ("conference", "queue", "SIP", "client"))
