"""Lists of the REST API: which entries a query asks for, and which page of them; pure.

A page's token names the entry it begins after, so that what is added meanwhile shifts nothing.
Sources: Twilio, usage/twilios-response (paging); voice/api/call-resource and messaging/api/message-resource (filters).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from exchange.refusals import RefusedError
from exchange.resources import Json

Test = Callable[[Json], bool]

_DEFAULT_SIZE = 50
_LARGEST_SIZE = 1000
_DAY = len("2020-02-29")
_AFTER, _BEFORE = "PA", "PB"


@dataclass(frozen=True)
class Kind:
    """One kind of list: the key of its entries, and the fields its filters compare."""

    name: str
    equal: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Query:
    """What is asked of a list at `path`; `arguments` are those of the address."""

    path: str
    arguments: Mapping[str, str]

    @property
    def size(self) -> int:
        """Entries on a page."""
        written = self.arguments.get("PageSize", "")
        return min(max(int(written), 1), _LARGEST_SIZE) if written.isdecimal() else _DEFAULT_SIZE

    @property
    def number(self) -> int:
        """The page's number, from 0."""
        written = self.arguments.get("Page", "")
        return int(written) if written.isdecimal() else 0

    def uri(self, number: int, token: str = "") -> str:
        """The address of another page of the same list."""
        kept = {name: value for name, value in self.arguments.items() if not name.startswith("Page")}
        kept |= {"PageSize": str(self.size), "Page": str(number)} | ({"PageToken": token} if token else {})
        return f"{self.path}?{urlencode(kept)}"


def page(kind: Kind, found: Iterable[Json], query: Query) -> Json:
    """The page asked for, in the order of `found`; RefusedError when there is no such page."""
    tests = tuple(_tests(kind, query.arguments))
    chosen = [entry for entry in found if all(test(entry) for test in tests)]
    first = _first(chosen, query)
    shown = chosen[first : first + query.size]
    more = len(chosen) > first + query.size
    number = query.number
    return {
        kind.name: shown,
        "page": number,
        "page_size": query.size,
        "start": first,
        "end": first + len(shown) - 1 if shown else first,
        "uri": query.uri(number, query.arguments.get("PageToken", "")),
        "first_page_uri": query.uri(0),
        "next_page_uri": query.uri(number + 1, _AFTER + shown[-1]["sid"]) if more else None,
        "previous_page_uri": query.uri(number - 1, _BEFORE + shown[0]["sid"]) if number and shown else None,
    }


def _first(chosen: Sequence[Json], query: Query) -> int:
    """The place of the page's first entry: by its token, else by its number."""
    token = query.arguments.get("PageToken", "")
    if not token:
        return query.number * query.size
    place = next((place for place, entry in enumerate(chosen) if entry["sid"] == token[2:]), None)
    if place is None:
        raise RefusedError(20006)
    return place + 1 if token.startswith(_AFTER) else max(0, place - query.size)


def _tests(kind: Kind, arguments: Mapping[str, str]) -> Iterable[Test]:
    for name, value in arguments.items():
        if name in kind.equal:
            yield _is(kind.equal[name], value)
        elif name.rstrip("<>") in kind.dates:
            yield _falls(kind.dates[name.rstrip("<>")], name[-1], value)


def _is(key: str, value: str) -> Test:
    return lambda entry: entry[key] == value


def _falls(key: str, comparison: str, written: str) -> Test:
    """`<` is then or before, `>` then or after, a day being all of it; neither is on that day; nonsense is never."""
    wanted = _read(written)

    def test(entry: Json) -> bool:
        if entry[key] is None or wanted is None:
            return False
        time, (begins, ends) = parsedate_to_datetime(entry[key]), wanted
        match comparison:
            case "<":
                return time <= ends
            case ">":
                return time >= begins
            case _:
                return time.astimezone(UTC).date() == begins.date()

    return test


def _read(written: str) -> tuple[datetime, datetime] | None:
    """The beginning and the end (UTC) of a day or of a moment in ISO form; None for what is neither."""
    try:
        begins = datetime.fromisoformat(written)
    except ValueError:
        return None
    begins = begins.replace(tzinfo=UTC) if begins.tzinfo is None else begins.astimezone(UTC)
    return begins, begins + (timedelta(days=1, microseconds=-1) if len(written) == _DAY else timedelta())
