"""The parts one exchange is made of, handed to whatever works with them."""

from dataclasses import dataclass, field

from exchange.clock import Clock
from exchange.cookies import Cookies
from exchange.faults import Faults
from exchange.handsets import Handsets
from exchange.ledger import Ledger
from exchange.numbers import Numbers
from exchange.people import People
from exchange.player import Player
from exchange.studio import Pace
from exchange.web import Web


@dataclass(frozen=True)
class Account:
    """Whose exchange this is: the first token signs, every token and the API key open the REST API."""

    sid: str
    tokens: tuple[str, ...]
    api_key: str = ""
    api_secret: str = ""

    def admits(self, user: str | None, password: str | None) -> bool:
        """Whether these are the account's credentials."""
        if self.api_key and user == self.api_key:
            return bool(self.api_secret) and password == self.api_secret
        return user == self.sid and password in self.tokens


@dataclass(frozen=True)
class Parts:
    """Everything that outlives a call."""

    account: Account
    clock: Clock
    pace: Pace = field(default_factory=Pace)
    calls_per_second: float = 1.0  # placed for the account
    segments_per_second: float = 1.0  # sent by each number
    faults: Faults = field(default_factory=Faults)
    numbers: Numbers = field(default_factory=Numbers)
    people: People = field(default_factory=People)
    ledger: Ledger = field(init=False)
    handsets: Handsets = field(init=False)
    web: Web = field(init=False)
    player: Player = field(init=False)

    def __post_init__(self) -> None:
        ledger = Ledger(self.clock)
        object.__setattr__(self, "ledger", ledger)
        object.__setattr__(self, "handsets", Handsets(self.clock))
        web = Web(self.account.tokens[0], ledger, self.faults, Cookies(self.clock))
        object.__setattr__(self, "web", web)
        object.__setattr__(self, "player", Player(web, ledger))
