"""The counted board, kept a moment: a community's is counted once for all who look at it, not once for each.

Counting 8,042 people takes half a second. While somebody looks, a thread counts again every few seconds, and pages take
what was counted last; its time stands beside it. Whoever changes something sees it at once (`forget`). Several
communities are counted in turn, and after each the process rests as long as that took: pages are served meanwhile.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models import Community
from models.database import read_only
from services.alerting.duty_gaps import Gap, gaps_of
from services.board.board import Board, PersonState, read_board
from services.day.clock import Clock
from services.sending.line_state import LineState, read_line

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a board is counted, in seconds of the machine."""

    fresh: float = 2.0  # not counted again sooner
    stale: float = 15.0  # never shown older
    watched: float = 20.0  # counted again for so long after somebody looked


USUAL = Pace()


@dataclass(frozen=True, slots=True)
class Counted:
    """A community's board, its line and where nobody is on duty, as of one instant; `age` is its birth by the machine's monotonic clock."""

    board: Board
    line: LineState
    gaps: Sequence[Gap]
    born: float
    by_grid: Mapping[str, Sequence[PersonState]]
    by_building: Mapping[str, Sequence[PersonState]]


@dataclass(slots=True)
class _Slot:
    """One community's place; who counts holds the lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    counted: Counted | None = None
    looked: float = 0.0
    changed: float = 0.0  # what was counted before this, or is being counted since before, is not shown any more
    is_watched: bool = False


class Boards:
    """The boards of one process."""

    def __init__(self, engine: Engine, clock: Clock, *, keeps_watch: bool = True, pace: Pace = USUAL) -> None:
        self._engine, self._clock, self._keeps_watch = read_only(engine), clock, keeps_watch
        self._pace = pace
        self._slots: defaultdict[int, _Slot] = defaultdict(_Slot)
        self._lock = threading.Lock()
        self._turn = threading.Lock()  # held by the one watch that counts now

    def read(self, community_id: int) -> Counted:
        """What was counted last, or now."""
        slot = self._slot(community_id)
        slot.looked = time.monotonic()
        counted = slot.counted
        oldest = max(slot.changed, time.monotonic() - (self._pace.stale if self._keeps_watch else self._pace.fresh))
        if counted is None or counted.born < oldest:
            counted = self._count(community_id, slot, oldest)
        if self._keeps_watch:
            self._watch(community_id, slot)
        return counted

    def forget(self, community_id: int) -> None:
        """Something has changed: whoever looks next waits for a new count."""
        self._slot(community_id).changed = time.monotonic()

    def _slot(self, community_id: int) -> _Slot:
        with self._lock:
            return self._slots[community_id]

    def _count(self, community_id: int, slot: _Slot, oldest: float) -> Counted:
        with slot.lock:
            if slot.counted is not None and slot.counted.born >= oldest:  # while we waited somebody else did
                return slot.counted
            born = time.monotonic()
            now = self._clock.now()
            with Session(self._engine) as session:
                board = read_board(session, community_id, now)
                line = read_line(session, community_id, now)
                gaps = gaps_of(session, session.get_one(Community, community_id))
            slot.counted = Counted(board, line, gaps, born, _groups(board, "grid"), _groups(board, "building"))
            return slot.counted

    def _watch(self, community_id: int, slot: _Slot) -> None:
        with self._lock:
            if slot.is_watched:
                return
            slot.is_watched = True
        threading.Thread(target=self._keep, args=(community_id, slot), name="console-board", daemon=True).start()

    def _keep(self, community_id: int, slot: _Slot) -> None:
        try:
            while time.monotonic() - slot.looked < self._pace.watched:
                time.sleep(self._pace.fresh)
                with self._turn:
                    began = time.monotonic()
                    self._count(community_id, slot, began)
                    time.sleep(time.monotonic() - began)
        except SQLAlchemyError as error:  # the page that looks next says so
            log.warning("the board could not be counted", reason=type(error).__name__)
        finally:
            with self._lock:
                slot.is_watched = False


def _groups(board: Board, name: str) -> Mapping[str, Sequence[PersonState]]:
    groups: defaultdict[str, list[PersonState]] = defaultdict(list)
    for one in board.people:
        groups[getattr(one, name)].append(one)
    return groups
