"""The phone call as a test: a caller who presses keys, and whom the line answers."""

from collections.abc import Callable
from dataclasses import replace

from ivr.dialogues import INCOMING
from ivr.engine import begin, hang_up, press
from ivr.events import Event
from ivr.facts import CallState, Facts, Household, Need, OrderedSet, SaleSet, Wanted
from ivr.turn import KeyPress, Keys, Message, Ring, Spoken, Turn

WANG = "王阿姨"
LI = "李叔叔"


def household(*people: str, number: int = 7, room: str = "1504", digits: bool = False) -> Household:
    """A door of Building 3, greeted by its first person."""
    return Household(number, "3", "1", room, people, people[0] if people else "", digits)


ONE = household(WANG)
TWO = household(WANG, LI)
THREE = household(WANG, LI, "小王")
FIVE = household(WANG, LI, "小王", "小李", "奶奶")
DIGITS_ONE = household(WANG, digits=True)
DIGITS_TWO = household(WANG, LI, digits=True)

GRAIN = SaleSet(1, "粮油冻品", 5000, 2)
GREENS = SaleSet(2, "蔬菜", 3000, 3)
FRUIT = SaleSet(3, "水果", 2500, 3)
EGGS = SaleSet(4, "鸡蛋", 1800, 1)
FISH = SaleSet(5, "鱼", 4000, 1)
TWO_GREENS = OrderedSet(2, "蔬菜", 2, 3000)


def known(*doors: Household, **more: object) -> Facts:
    """What the service reads for a telephone that is on file for these doors."""
    facts = Facts(
        community="青和居",
        doors=doors,
        household=doors[0] if len(doors) == 1 else None,
        people_to_ring=("+8610000000001", "+8610000000002", "+8610000000003"),
    )
    return replace(facts, **more)  # type: ignore[arg-type]


class Caller:
    """Calls the line; reads for each step what it wants, and nothing before it is wanted."""

    def __init__(self, facts: Facts, position: str = INCOMING, language: str = "zh-CN", **state: object) -> None:
        self.world = facts
        self.events: list[Event] = []
        self.wanted: list[Need] = []
        opening = replace(CallState(position, language, community=1), **state)  # type: ignore[arg-type]
        self.turn = self._told(lambda known: begin(opening, known))

    def press(self, *keys: str) -> "Caller":
        """Press these, one answer each; an empty one is silence."""
        for key in keys:
            self._answer(KeyPress(self.turn.state, key))
        return self

    def over_press(self, key: str = "5") -> "Caller":
        """Press while the read-back is spoken."""
        self._answer(KeyPress(self.turn.state, key, over_press=True))
        return self

    def ring_out(self, times: int = 1) -> "Caller":
        """Nobody takes the leg that rings."""
        for _ in range(times):
            self._answer(KeyPress(self.turn.state))
        return self

    def answered(self) -> "Caller":
        """The leg that rings is taken."""
        self.world = replace(self.world, leg_taken=True)
        return self.ring_out()

    def speak(self, sid: str = "RE1", seconds: int = 12) -> "Caller":
        """Leave a message."""
        self._answer(KeyPress(self.turn.state, recording_sid=sid, recording_seconds=seconds))
        return self

    @property
    def last(self) -> Event:
        """The last thing that happened."""
        return self.events[-1]

    def left_by_hanging_up(self) -> tuple[Event, ...]:
        """What remains if the caller hangs up now."""
        return hang_up(self.turn.state)

    @property
    def heard(self) -> str:
        """All words of this turn."""
        return "".join(spoken.text for spoken in self._spoken())

    @property
    def prompts(self) -> list[str]:
        """The prompts of this turn, in their order."""
        return [spoken.prompt for spoken in self._spoken()]

    @property
    def at(self) -> str:
        """The step that waits now."""
        return self.turn.state.position

    @property
    def is_over(self) -> bool:
        """Whether the line hung up."""
        return self.turn.awaits is None

    @property
    def keys(self) -> Keys:
        """How keys are awaited."""
        assert isinstance(self.turn.awaits, Keys)
        return self.turn.awaits

    @property
    def ringing(self) -> Ring:
        """Who is rung."""
        assert isinstance(self.turn.awaits, Ring)
        return self.turn.awaits

    @property
    def recording(self) -> Message:
        """The message that is awaited."""
        assert isinstance(self.turn.awaits, Message)
        return self.turn.awaits

    def _spoken(self) -> tuple[Spoken, ...]:
        keys = self.turn.awaits
        asked = (*keys.comfort, *keys.read_back, *keys.question) if isinstance(keys, Keys) else ()
        return (*self.turn.says, *asked)

    def _answer(self, key_press: KeyPress) -> None:
        assert not self.is_over, "the line hung up before this key"
        self.turn = self._told(lambda known: press(key_press, known))
        self.events.extend(self.turn.events)

    def _told(self, step: Callable[[Facts], Turn | Wanted]) -> Turn:
        read: frozenset[Need] = frozenset()
        while True:
            result = step(only(self.world, read))
            if isinstance(result, Turn):
                return result
            assert result.need not in read, f"{result.need} wanted twice"
            self.wanted.append(result.need)
            read |= {result.need}


def only(world: Facts, read: frozenset[Need]) -> Facts:
    """Of all that could be known, what was read."""
    empty = Facts()
    fields: dict[Need, tuple[str, ...]] = {
        Need.DOORS: ("doors",),
        Need.HOUSEHOLD: ("household",),
        Need.DOOR: ("found", "found_verified", "meant"),
        Need.SALE: ("sets", "order", "last_order", "closed_order"),
        Need.REQUESTS: ("had_medicine", "meals_stand"),
        Need.PEOPLE_TO_RING: ("people_to_ring", "leg_taken"),
        Need.ALERT: (
            "alert_what",
            "alert_tenths",
            "alert_taken_by_other",
            "household_telephone",
            "household",
        ),
        Need.NOTICE: ("notice",),
        Need.GOODS: ("goods",),
        Need.GAS_CARD: ("gas_card",),
        Need.ENTERED: ("entered",),
        Need.WAVE: ("wave",),
    }
    fields |= {
        Need.WORKER: ("has_pin",),
        Need.PIN: ("is_pin_right",),
        Need.MATTERS: ("matters", "household_telephone"),
        Need.LISTING: ("listed", "totals", "set_totals"),
    }
    hidden = {
        name
        for need, names in fields.items()
        if need not in read
        for name in names
        if not any(name in fields[other] for other in read)
    }
    return replace(world, read=read, **{name: getattr(empty, name) for name in hidden})
