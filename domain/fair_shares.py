"""Who gets what of too few pieces: every household gets one before any gets two, then by the time of the order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """An order's wish for so many pieces of one thing."""

    order: int
    household: int
    pieces: int
    placed_at: datetime
    verified: bool = True


def share(wishes: Sequence[Wish], pieces: int) -> dict[int, int]:
    """How many of the pieces each order gets, by its id. A household of several orders is one: its best first.

    An unverified order waits for the verified ones in each round, and still gets its one before anybody gets two: it
    may be that of somebody who has no telephone.
    """
    given = {wish.order: 0 for wish in wishes}
    homes: defaultdict[int, list[Wish]] = defaultdict(list)  # by household, an entry a piece
    for wish in sorted(wishes, key=_rank):
        homes[wish.household] += [wish] * wish.pieces
    for turn in range(max(map(len, homes.values()), default=0)):
        for wish in sorted((one[turn] for one in homes.values() if len(one) > turn), key=_rank):
            if pieces <= 0:
                return given
            given[wish.order] += 1
            pieces -= 1
    return given


def _rank(wish: Wish) -> tuple[bool, datetime, int]:
    """Within a round verified orders come first: nobody vouches for the others yet. Then the earlier, then the lower id."""
    return not wish.verified, wish.placed_at, wish.order
