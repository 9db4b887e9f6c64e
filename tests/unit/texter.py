"""The exchange of texts as a test: somebody texts, and is answered, with no database."""

from dataclasses import replace
from datetime import date, timedelta

from domain.understanding.meanings import Role
from domain.understanding.sets import STANDARD_SETS
from ivr.events import Event, Reported
from ivr.facts import CallState, Facts, Household, Need, OrderedSet, Wanted
from ivr.texting import conversation
from ivr.texting.letter import Answer, Letter
from ivr.texting.thread import Thread, read, written
from tests.unit.caller import FRUIT, GRAIN, GREENS

SETS = (GRAIN, GREENS, FRUIT)


def home(*people: str, number: int = 7, room: str = "1504", holders: tuple[int, ...] = (0,)) -> Household:
    """A door of Building 3; `people` are their names and how they are called."""
    return Household(number, "3", "1", room, people, people[0], names=people, holders=holders)


ALONE = home("王阿姨")
COUPLE = home("张阿姨", "李叔叔")
SHARED = home("张阿姨", "李叔叔", holders=(0, 1))
FAMILY = home("陈阿姨", "刘叔叔", "小刘")
NEXT_DOOR = home("吴阿姨", number=8, room="1503")
UNKNOWN = Household(9, "5", "", "301", ("", ""))


class Texter:
    """Somebody with a telephone; remembers the last answer and all events."""

    def __init__(self, *doors: Household, roster: tuple[Household, ...] = (), **facts: object) -> None:
        self.facts = replace(Facts(doors=doors, read=frozenset({Need.DOORS})), **facts)  # type: ignore[arg-type]
        self.roster = (*doors, *roster)
        self.thread = Thread(date(2020, 2, 29))
        self.today: dict[int, dict[int, int | None]] = {}
        self.events: list[Event] = []
        self.state = CallState("text")
        self.sent = 0
        self.by_worker = False
        self.is_closed = False  # there is no sale
        self.language = "zh-CN"

    def send(self, text: str) -> str:
        """One text; the reply."""
        self.sent += 1
        role = Role.WORKER if self.by_worker else Role.RESIDENT
        understood = conversation.listen(text, self.thread, STANDARD_SETS, role)
        self.facts = replace(self.facts, **self._looked_up(understood))  # type: ignore[arg-type]
        answer = self._answer(
            Letter(
                sid=f"SM{self.sent}",
                taken=understood.taken,
                meaning=understood.meaning,
                thread=self.thread,
                facts=self.facts,
                language=self.language,
                community=1,
                by_worker=self.by_worker,
                waiting=understood.waiting,
                today=self.today,
            )
        )
        self.thread = read(written(answer.thread))  # as its row keeps it
        self.state = answer.state
        self.events += answer.events
        for event in answer.events:
            self._remember(event)
        return answer.body

    def _looked_up(self, understood: conversation.Understood) -> dict[str, object]:
        door = understood.door
        found = next(
            (one for one in self.roster if door and (one.building, one.room) == (door.building, door.room)), None
        )
        settled = understood.taken.door or self.thread.door
        household = next((one for one in self.roster if one.id == settled and one not in self.facts.doors), None)
        return {"found": found, "found_verified": found in self.facts.doors, "household": household}

    def _answer(self, letter: Letter) -> Answer:
        answer = conversation.answer(letter)
        if isinstance(answer, Wanted):
            sets = () if self.is_closed else letter.facts.sets or SETS
            facts = replace(letter.facts, sets=sets, read=letter.facts.read | {Need.SALE})
            answer = conversation.answer(replace(letter, facts=facts))
        assert isinstance(answer, Answer)
        return answer

    def _remember(self, event: Event) -> None:
        if isinstance(event, Reported):
            mine = self.today.setdefault(self.state.household, {})
            mine.update({one.person: one.tenths for one in event.readings})

    def sleep(self) -> "Texter":
        """The next day."""
        self.thread = self.thread.on(self.thread.day + timedelta(days=1))
        self.today = {}
        return self

    def holds(self, *lines: OrderedSet) -> "Texter":
        """With this order in the open sale."""
        self.facts = replace(self.facts, order=lines)
        return self

    def finds_nothing_on_sale(self, **facts: object) -> "Texter":
        """From now on there is no open sale."""
        self.is_closed = True
        self.facts = replace(self.facts, order=(), **facts)  # type: ignore[arg-type]
        return self
