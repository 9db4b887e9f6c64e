"""What is remembered of one telephone's texts: a question that is open, the door of the day, what can be undone."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """What picking a number means: the text that is then understood, and what is settled about it by the choice.

    `door` is a household's id, `people` are positions in it. `label` is what the question called it, which picks it too;
    so does each word of `called`, where it picks no other.
    """

    text: str
    door: int = 0
    people: tuple[int, ...] = ()
    label: str = ""
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """What waits until a question is answered: all of the text but its intents of the kinds that are done.

    `door` is the household it is about, 0 while that is not known.
    """

    text: str
    door: int = 0
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is open. A number picks a choice, or fills the `blank` ("36.{}"); a door is put before `text`.

    `door` is the household that is certain already, which the blank speaks of.

    `rest` is to be done after the answer.

    `alerted`: the text it is about has raised an alert of the door, with nobody named. `lost`: the door that was
    named is not in the roster; a second one that is not is left to a person.

    `done` are the kinds of intents (`ivr.texting.intents.kind_of`) of the text that need not be done again; `begun` is
    the sid of what has been done of it, "" for nothing: undoing the answer undoes that too.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    blank: str = ""
    alerted: bool = False
    lost: bool = False
    door: int = 0
    done: tuple[str, ...] = ()
    rest: Rest | None = None
    begun: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """The last text accepted, by `sid`, so that it can be undone: for which door, and whose readings it held.

    `order` is the door's order before it, as (set, quantity), where the text changed that; of a chain, whose `door`
    is 0, `orders` and `waits` are those of each door by id. `visit` is a worker's visit, by id, where the text told one.

    `earlier` are the sids of the texts before it of one conversation: each stored a part of what the first one said.
    """

    sid: str
    door: int
    people: tuple[int, ...] = ()
    order: tuple[tuple[int, int], ...] | None = None
    is_ill: bool = False  # it raised an alert, which stays
    waiting: tuple[int, ...] = ()  # who has not measured yet, as the text said
    orders: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()
    waits: tuple[tuple[int, tuple[int, ...]], ...] = ()
    visit: int = 0
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A day of one telephone's texts. `door` was chosen, or keyed, today; `misses` counts texts nobody could understand."""

    day: date
    door: int = 0
    asked: Asked | None = None
    act: Act | None = None
    misses: int = 0
    shown: tuple[
        str, ...
    ] = ()  # the last door of a list that a worker was shown, as `services.texting.worker_lists` sorts it
    listed: str = ""  # the command that made that list
    wrong_codes: tuple[str, ...] = ()  # ISO instants, of a worker
    late: Asked | None = field(default=None)  # yesterday's question: its answer is recognised, and not taken

    def on(self, day: date) -> "Thread":
        """The thread on this day: of an earlier day only its question is still known, as a late one."""
        return self if day == self.day else Thread(day, late=self.asked, wrong_codes=self.wrong_codes)

    def asks(self, asked: Asked) -> "Thread":
        """With this question open."""
        return replace(self, asked=asked, late=None, misses=0)

    def did(self, act: Act) -> "Thread":
        """With this done, and no question open."""
        return replace(self, act=act, asked=None, late=None, misses=0)

    def undid(self) -> "Thread":
        """With the last thing taken back, and no question open."""
        return replace(self, act=None, asked=None, misses=0)


def written(thread: Thread) -> dict[str, Any]:
    """The thread as its row keeps it, in JSON."""
    return {**asdict(thread), "day": thread.day.isoformat()}


def read(document: dict[str, Any]) -> Thread:
    """The thread of a row; fields that a newer release wrote are ignored, those an older one lacked have defaults."""
    return Thread(
        day=date.fromisoformat(document["day"]),
        door=document.get("door", 0),
        asked=_asked(document.get("asked")),
        act=_act(document.get("act")),
        misses=document.get("misses", 0),
        shown=tuple(document.get("shown", ())),
        listed=document.get("listed", ""),
        wrong_codes=tuple(document.get("wrong_codes", ())),
        late=_asked(document.get("late")),
    )


def _asked(document: dict[str, Any] | None) -> Asked | None:
    if document is None:
        return None
    rest = document.get("rest")
    return Asked(
        text=document["text"],
        choices=tuple(_choice(one) for one in document["choices"]),
        blank=document["blank"],
        alerted=document["alerted"],
        lost=document["lost"],
        door=document.get("door", 0),
        done=tuple(document.get("done", ())),
        rest=None if rest is None else Rest(rest["text"], rest["door"], tuple(rest["done"])),
        begun=document.get("begun", ""),
    )


def _choice(document: dict[str, Any]) -> Choice:
    called = tuple(document.get("called", ()))
    return Choice(document["text"], document["door"], tuple(document["people"]), document.get("label", ""), called)


def _act(document: dict[str, Any] | None) -> Act | None:
    if document is None:
        return None
    before = document["order"]
    order = None if before is None else _lines(before)
    orders = tuple((door, _lines(lines)) for door, lines in document.get("orders", ()))
    return Act(
        sid=document["sid"],
        door=document["door"],
        people=tuple(document["people"]),
        order=order,
        is_ill=document.get("is_ill", False),
        waiting=tuple(document.get("waiting", ())),
        orders=orders,
        waits=tuple((door, tuple(people)) for door, people in document.get("waits", ())),
        earlier=tuple(document.get("earlier", ())),
        visit=document.get("visit", 0),
    )


def _lines(document: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((number, quantity) for number, quantity in document)
