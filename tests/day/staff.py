"""The staff: they take their alerts or do not, paste the chains, ask for their lists, and knock at the doors at four."""

import re
from collections import defaultdict
from random import Random

from sqlalchemy.orm import Session

from models.database import read_only
from services.board.knock_lists import read_knock_list
from tests.day.clockwork import Acts, Clockwork
from tests.day.ledger import Ledger
from tests.day.telephone import Conversation, Exchange, talks
from tests.day.town import Home, Member, Town
from tests.day.wishes import HOUR, MINUTES, Way, Wish
from tests.integration.outgoing import Post

CODE = re.compile(r"(?:回|reply) (\d{4})$")
LINES = 25  # of one pasted chain
TAKES_BY_TEXT = 0.8  # of alerts, within some minutes
TAKES_BY_CALL = 0.8  # of alert calls
FORGETS_THE_RESULT = 0.05
ASKS = ((9.0, "汇总"), (10.05, "汇总"), (11.1, "未报"), (11.12, "更多"), (17.2, "汇总"))
VISITS_FROM = 16 * HOUR
OUTCOMES = {"well": ("1", 0.72), "nobody_home": ("2", 0.25), "ill": ("3", 0.03)}


class Staff:
    """Grid workers, building teams, the office and the duty telephone."""

    def __init__(self, time: Clockwork, exchange: Exchange, ledger: Ledger, town: Town, chance: Random) -> None:
        self.time, self.exchange, self.ledger, self.town, self.chance = time, exchange, ledger, town, chance
        self._codes: defaultdict[str, list[str]] = defaultdict(list)  # by telephone
        self.taken: set[tuple[str, str]] = set()

    def begin(self, midnight_to_now: float, wishes: dict[int, Wish]) -> None:
        """The moments of the day that nobody calls them for."""
        for member in self.town.workers:
            for hour, words in ASKS:
                at = hour * HOUR + self.chance.uniform(0, 1 * MINUTES)
                self.time.soon(self._texts(member, words), at - midnight_to_now)
            chain = [wishes[home.id] for home in self.town.homes_of(member.grid) if wishes[home.id].way is Way.CHAIN]
            self.time.soon(self._pastes(member, sorted(chain, key=lambda wish: wish.at), midnight_to_now), 0)
            self.time.soon(self._visits(member), VISITS_FROM - midnight_to_now)

    def _texts(self, member: Member, words: str) -> Acts:
        self.exchange.texts(member.number, words)
        yield from ()

    # ------------------------------------------------------------ alerts

    def is_texted(self, post: Post) -> Acts:
        """A text comes; one with a code is an alert."""
        code = CODE.search(post.body)
        if code is None or (post.to, code[1]) in self.taken:
            return
        self._codes[post.to].append(code[1])
        if self.chance.random() >= TAKES_BY_TEXT:
            return
        yield self.chance.lognormvariate(4.2, 0.8)  # a minute and more, some after the line has called
        self.taken.add((post.to, code[1]))
        self.exchange.texts(post.to, code[1])
        yield from self._sees_to(post.to, code[1])

    def is_called(self, post: Post) -> Acts:
        """The line calls about an alert."""
        if self.chance.random() >= TAKES_BY_CALL:
            yield 30
            self.exchange.ends(post.sid, "no-answer", post.message_id)
            return
        yield self.chance.uniform(4, 20)
        talk = self.exchange.picks_up(post.sid, post.message_id, post.to)
        yield from talks(talk, _takes, 8)
        codes = self._codes[post.to]
        if codes:
            self.taken.add((post.to, codes[-1]))
            yield from self._sees_to(post.to, codes[-1])

    def _sees_to(self, number: str, code: str) -> Acts:
        """Go there, or telephone, and say what came of it."""
        yield self.chance.uniform(4 * MINUTES, 22 * MINUTES)
        if self.chance.random() >= FORGETS_THE_RESULT:
            self.exchange.texts(number, f"{code} 1")
        else:
            self.taken.discard((number, code))

    # ------------------------------------------------------------ chains

    def _pastes(self, member: Member, chain: list[Wish], midnight_to_now: float) -> Acts:
        """As soon as enough neighbours have written into the chain, and once more at the end."""
        now = midnight_to_now
        for first in range(0, len(chain), LINES):
            lines = chain[first : first + LINES]
            yield max(0.0, lines[-1].at + self.chance.uniform(60, 300) - now)
            now = max(now, lines[-1].at)
            fresh = [
                wish
                for wish in lines
                if not self.ledger.has_reported(wish.home) and wish.home.id not in self.ledger.ill_at
            ]
            if fresh:
                self._pastes_once(member, fresh)

    def _pastes_once(self, member: Member, lines: list[Wish]) -> None:
        words = [f"{number}. {_line(wish)}" for number, wish in enumerate(lines, 1)]
        self.exchange.texts(member.number, "\n".join(["接龙", *words]))
        for wish in lines:
            is_one = len(wish.home.people) == 1
            tenths: tuple[int | None, ...] = wish.tenths if is_one else (None,) * len(wish.tenths)
            self.ledger.reports(wish.home, tenths, self.time.now)

    # ------------------------------------------------------------ visits

    def _visits(self, member: Member) -> Acts:
        """Door by door along the knock list of four o'clock."""
        homes = {home.short: home for home in self.town.homes_of(member.grid)}
        for door in self._knock_list(member):
            yield self.chance.uniform(40, 140)
            self._visit(member, homes[door])

    def _knock_list(self, member: Member) -> list[str]:
        with Session(read_only(self.exchange.engine)) as session:
            listed = read_knock_list(session, self.town.community, self.time.now).doors
        mine = [door for door in listed if door.grid == member.grid]
        return ["-".join(part for part in (door.building, door.unit, door.room) if part) for door in mine]

    def _visit(self, member: Member, home: Home) -> None:
        shares = [share for _, share in OUTCOMES.values()]
        outcome = self.chance.choices(list(OUTCOMES), shares)[0]
        self.exchange.texts(member.number, f"{home.short} {OUTCOMES[outcome][0]}")
        self.ledger.is_visited(home, outcome, self.time.now)


def _line(wish: Wish) -> str:
    """3栋1单元1504 36.5, or 3栋1单元1503 都正常."""
    return f"{wish.home.door} {wish.tenths[0] / 10:.1f}" if len(wish.tenths) == 1 else f"{wish.home.door} 都正常"


def _takes(talk: Conversation) -> str | None:
    """1 takes it; that is all there is to do by telephone."""
    return "1" if talk.state.position == "alert.urgent" else None
