"""The day's digests: at the cut-off who was not heard of, in the evening what is left; one text a grid worker, or none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.day_board import Counts
from domain.doors import short_door
from domain.segments import fit
from models import Community, Grid, Item, Worker
from services.alerting.duty import list_keeper
from services.alerting.stand_ins import replaced_at, who_acts
from services.board.board import PersonState, count_people, read_board
from services.board.knock_lists import Knock, knocks
from services.day.steps import Occasion
from services.roster.marks import Mark
from services.roster.places import Place
from services.sending import outbox
from services.sending.outbox import Draft, Priority

SEGMENTS = 2
DOORS_FIRST = 5  # marked ones, before the items of an evening: both must be seen of many of either


@dataclass(frozen=True, slots=True)
class Round:
    """What one worker answers for: the people of their grids, the doors to knock at among them, their open items."""

    counts: Counts
    doors: tuple[Knock, ...]
    items: tuple[Item, ...] = ()
    late: frozenset[int] = frozenset()  # of the items, by id: should be done by now

    @property
    def missing(self) -> list[Knock]:
        """Doors where somebody was not heard of: the marked first, else as one walks."""
        return weightiest_first([door for door in self.doors if door.is_missing])


def put_cut_off_digests(session: Session, occasion: Occasion) -> None:
    """One digest to each worker at whose doors somebody is missing or cannot measure. The rest hear nothing."""
    clock = _clock(occasion.community, occasion.now)
    for worker_id, walk in _rounds(session, occasion).items():
        if walk.doors:
            worker = session.get_one(Worker, worker_id)
            _put(session, occasion, worker, "cut_off", cut_off_text(worker.language, clock, walk))


def put_evening_digests(session: Session, occasion: Occasion) -> None:
    """The last digest of the day: who is silent still, and which items are open; only where something is left."""
    rounds = _rounds(session, occasion)
    for worker_id, items in _open_items(session, occasion.community.id, occasion.now).items():
        walk = rounds.get(worker_id, Round(Counts(), ()))
        late = frozenset(item.id for item in items if item.due <= occasion.now)
        rounds[worker_id] = replace(walk, items=tuple(items), late=late)
    clock = _clock(occasion.community, occasion.now)
    for worker_id, walk in rounds.items():
        if walk.missing or walk.items:
            worker = session.get_one(Worker, worker_id)
            _put(session, occasion, worker, "evening", evening_text(worker.language, clock, walk))


def cut_off_text(language: str, clock: str, walk: Round) -> str:
    """Counts, then the marked doors, then others as far as two segments hold, and how many more."""
    missing = walk.missing
    doors = missing or weightiest_first(walk.doors)
    counts = walk.counts
    fields = {
        "heard": str(counts.heard),
        "due": str(counts.due),
        "abnormal": str(counts.abnormal),
        "unwell": str(counts.unwell),
        "count": str(len(doors)),
    }
    prompts_of = ("day.cut_off", "day.left_doors") if missing else ("day.cut_off_unmeasured", "day.left")
    return _fitted(language, prompts_of, [marked_door(language, door) for door in doors], clock=clock, **fields)


def evening_text(language: str, clock: str, walk: Round) -> str:
    """How many are silent and how much is open, then the first marked doors, the items with their numbers, the others.

    A grid has many silent doors in an evening, and what somebody has asked for must not be lost behind them; what is
    overdue comes first of it, and says so.
    """
    missing = walk.missing
    first = min(DOORS_FIRST, sum(bool(door.marks) for door in missing))
    doors = [marked_door(language, door) for door in missing]
    items = sorted(walk.items, key=lambda item: item.id not in walk.late)
    asked = [_item_text(language, item, is_late=item.id in walk.late) for item in items]
    listed = [*doors[:first], *asked, *doors[first:]]
    fields = {"missing": str(len(missing)), "items": str(len(walk.items))}
    return _fitted(language, ("day.evening", "day.left"), listed, clock=clock, **fields)


def _fitted(language: str, prompts_of: tuple[str, str], parts: Sequence[str], **fields: str) -> str:
    """The text of the first prompt; the second tells how many parts there was no room for."""
    prompt, of_the_rest = prompts_of

    def compose(kept: Sequence[str], left: int) -> str:
        shown = prompts.text(language, "sms.list_comma").join(kept)
        more = prompts.text(language, of_the_rest, count=str(left)) if left else ""
        return prompts.text(language, prompt, doors=shown + more, **fields)

    return fit(parts, compose, SEGMENTS)


def weightiest_first(doors: Sequence[Knock]) -> list[Knock]:
    """Alone before hard of hearing before cannot walk before all others; among equals as one walks."""
    order = list(Mark)
    return sorted(doors, key=lambda door: order.index(door.marks[0]) if door.marks else len(order))


def marked_door(language: str, door: Knock) -> str:
    """3-1-1504独居, as doors stand on every list; of several marks the weightiest, for there is little room."""
    short = short_door(door.building, door.unit, door.room)
    if not door.marks:
        return short
    return prompts.text(language, "day.door", door=short, mark=prompts.text(language, f"mark.{door.marks[0]}"))


def _item_text(language: str, item: Item, *, is_late: bool) -> str:
    door = short_door(item.building, item.unit, item.room)
    what = prompts.text(language, f"item.{item.kind}")
    prompt = "day.evening_item_late" if is_late else "day.evening_item"
    return prompts.text(language, prompt, number=str(item.id), door=door, what=what)


def _rounds(session: Session, occasion: Occasion) -> dict[int, Round]:
    """The day-board by who keeps the list of its grids: a worker of several grids has one round."""
    community = occasion.community
    board = read_board(session, community.id, occasion.now)
    keepers = grid_keepers(session, community.id, occasion.now)
    people: defaultdict[int | None, list[PersonState]] = defaultdict(list)
    for one in board.people:
        people[keepers.get(one.grid)].append(one)
    doors: defaultdict[int | None, list[Knock]] = defaultdict(list)
    for door in knocks(session, community.id, board):
        doors[keepers.get(door.grid)].append(door)
    return {
        keeper: Round(count_people(theirs), tuple(doors[keeper]))
        for keeper, theirs in people.items()
        if keeper is not None
    }


def grid_keepers(session: Session, community_id: int, now: datetime) -> dict[str, int | None]:
    """Who keeps the list of each grid, by the grid's name; "" stands for the doors of no grid."""
    grids: dict[str, int | None] = {"": None}
    grids |= dict(session.execute(select(Grid.name, Grid.id).where(Grid.community_id == community_id)).all())
    return {
        name: list_keeper(session, Place(community_id, "", "", "", grid_id=grid_id), now)
        for name, grid_id in grids.items()
    }


def _open_items(session: Session, community_id: int, now: datetime) -> dict[int, list[Item]]:
    """Items that are not done by whose list they are on, or who stands in for them, oldest first."""
    replaced = replaced_at(session, community_id, now)
    query = select(Item).where(Item.community_id == community_id, Item.state != "done", Item.worker_id.is_not(None))
    items: defaultdict[int, list[Item]] = defaultdict(list)
    for item in session.scalars(query.order_by(Item.since, Item.id)):
        items[who_acts(item.worker_id or 0, replaced)].append(item)
    return items


def _clock(community: Community, now: datetime) -> str:
    return f"{now.astimezone(ZoneInfo(community.timezone)):%H:%M}"


def _put(session: Session, occasion: Occasion, worker: Worker, what: str, body: str) -> None:
    """Into the outbox, once for this worker, time of the day and date; tomorrow nobody wants it any more."""
    key = f"digest:{what}:{occasion.day.date}:{worker.id}"
    draft = Draft.to_worker(worker, key, "digest", Priority.NOTICE, body=body, not_after=occasion.day.ends)
    outbox.put(session, draft, occasion.now)
