"""A caller's mind: from the words heard to the keys meant. It knows its own wish and nothing of the line's steps."""

import re
from dataclasses import dataclass, field
from random import Random

from tests.elders.persona import Persona
from tests.elders.speech import Clause
from tests.elders.tongue import Tongue

FEVER = 373  # tenths: what a caller knows to be a fever
TALKS_TOO_LONG = 20.0  # seconds of talk before it is the caller's turn, after which some hang up


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at home: the name the line may say, and the temperature of today in tenths."""

    name: str
    tenths: int

    @property
    def is_ill(self) -> bool:
        """Whether this is a fever."""
        return self.tenths >= FEVER


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wants: to report these people, or to order so many of a set. `door` is building, unit, room."""

    people: tuple[Person, ...]
    door: tuple[str, str, str]
    set_name: str = ""
    quantity: int = 0

    @property
    def ill(self) -> tuple[Person, ...]:
        """Those with a fever."""
        return tuple(person for person in self.people if person.is_ill)


@dataclass(frozen=True, slots=True)
class Option:
    """A key, what the prompt says it is for, and when that had been said."""

    about: str
    key: str
    heard: float


@dataclass(frozen=True, slots=True)
class Intention:
    """The keys meant, and the second at which the words that decide it had been heard."""

    keys: str
    decided: float
    is_number: bool = False


@dataclass
class Caller:
    """One caller on one call. `puzzled` keeps prompts that named nothing of what is wanted.

    `mishears_choices`: not only read-backs are misheard, but choices too, and then any of the keys named is pressed.
    """

    wish: Wish
    persona: Persona
    tongue: Tongue
    chance: Random
    mishears_choices: bool = False
    is_satisfied: bool = False  # has heard that it is done
    puzzled: list[str] = field(default_factory=list)

    def answers(self, clauses: list[Clause]) -> Intention | None:
        """What the caller means to press after this; None for silence."""
        if not clauses or self.chance.random() < self.persona.silent:
            return None
        options = self._options(clauses)
        said = self._plain(clauses)
        intention = self._confirm(options, said) or (
            self._choose(options) or self._number(clauses, said)
            if self.wish.set_name
            else self._number(clauses, said) or self._choose(options)
        )
        if intention is None and options:
            self.puzzled.append(said)
        return intention

    def wants_no_more(self, clauses: list[Clause]) -> bool:
        """Whether the caller has what was wanted, and is asked for more with no word for "no more": it hangs up."""
        if not (self.is_satisfied and self.wish.set_name):
            return False
        options = self._options(clauses)
        return bool(options) and not any(self.tongue.nothing_more.search(option.about) for option in options)

    def _plain(self, clauses: list[Clause]) -> str:
        return self.tongue.glue.join(clause.text for clause in clauses).replace("-", " ")

    def _options(self, clauses: list[Clause]) -> list[Option]:
        found: list[Option] = []
        about: list[str] = []
        for place, clause in enumerate(clauses):
            match = self.tongue.option.match(clause.text)
            follows = clauses[place + 1].text if place + 1 < len(clauses) else ""
            if match and not re.fullmatch(r"\d", follows):  # "press 3, 6, 5" is no choice
                words = self.tongue.glue.join([*about, match[1].strip()]).strip()
                found.append(Option(words, self.tongue.key(match[2]), clause.end))
                about = []
            else:
                about = [] if clause.closes else [*about, clause.text]
        return found

    # ------------------------------------------------------------ read-backs

    def _confirm(self, options: list[Option], said: str) -> Intention | None:
        right = next((option for option in options if self.tongue.right.search(option.about)), None)
        wrong = next((option for option in options if self.tongue.wrong.search(option.about)), None)
        if right is None or wrong is None:
            return None
        chosen = right if self._consents(said) else wrong
        return Intention(chosen.key, chosen.heard)

    def _consents(self, said: str) -> bool:
        roll = self.chance.random
        if roll() < self.persona.blind or roll() < self.persona.mishear:
            return True
        return self.is_right(said) and roll() >= self.persona.reject_right

    def is_right(self, said: str) -> bool:
        """Whether what is read back is what was meant."""
        if self.wish.set_name and not self.tongue.report_read_back.search(said):
            return self.tongue.portions(self.wish.set_name, self.wish.quantity) in said.lower()
        if not self.tongue.report_read_back.search(said):  # a door
            return self._is_own_door(said)
        read = self.tongue.report_read_back.split(said)[-1]
        return self._is_own_report(read)

    def _is_own_report(self, read: str) -> bool:
        values = self.tongue.values.findall(read)
        if not values:
            return not self.wish.ill and bool(self.tongue.all_normal.search(read))
        named = [person for person in self.wish.people if person.name in read] or [self.wish.people[0]]
        spoken = dict(zip(self._who_has_values(read) or named, values, strict=False))
        return all(spoken.get(person) == self.tongue.temperature(person.tenths) for person in self.wish.ill) and all(
            self.tongue.temperature(person.tenths) == value for person, value in spoken.items()
        )

    def _who_has_values(self, read: str) -> list[Person]:
        """The people whose name stands right in front of a value, in the order they are said."""
        placed = [
            (match.start(), person)
            for person in self.wish.people
            if (match := re.search(rf"{re.escape(person.name)} ?(?={self.tongue.values.pattern})", read, re.IGNORECASE))
        ]
        return [person for _, person in sorted(placed, key=lambda found: found[0])]

    def _is_own_door(self, said: str) -> bool:
        return "".join(self.wish.door) in _digits(said)

    # ------------------------------------------------------------ choices

    def _choose(self, options: list[Option]) -> Intention | None:
        if not options:
            return None
        if self.mishears_choices and len(options) > 1 and self.chance.random() < self.persona.mishear:
            picked = self.chance.choice(options)
            return Intention(picked.key, picked.heard)
        for wanted in self._wanted(options):
            for option in options:
                if wanted.search(option.about):
                    return Intention(option.key, option.heard)
        return None

    def _wanted(self, options: list[Option]) -> list[re.Pattern[str]]:
        tongue, wish = self.tongue, self.wish
        own_door = re.compile(re.escape(_spoken_room(wish.door[2], tongue)))
        at_home = [tongue.own_home, own_door, tongue.myself]
        if wish.set_name:
            own_set = re.compile(re.escape(wish.set_name), re.IGNORECASE)
            ordering = [own_set, tongue.other_sets, tongue.order, tongue.nothing_more, tongue.not_the_same]
            return [*ordering, tongue.something_else, *at_home, tongue.normal, tongue.no]
        asked = next((person for person in wish.people if person.name in options[0].about), None)
        first = [tongue.ill] if (asked.is_ill if asked and _is_about_health(options, tongue) else wish.ill) else []
        named = self._who_is_ill(options)
        return [
            *first,
            tongue.normal,
            *named,
            tongue.report,
            *at_home,
            tongue.no,
            tongue.nothing_more,
            tongue.something_else,
        ]

    def _who_is_ill(self, options: list[Option]) -> list[re.Pattern[str]]:
        """For "which of you": the ill one, or both; who got there by mistake says the first."""
        if not any(self.tongue.both.search(option.about) for option in options):
            return []
        if len(self.wish.ill) > 1:
            return [self.tongue.both]
        return [re.compile(re.escape((*self.wish.ill, self.wish.people[0])[0].name))]

    # ------------------------------------------------------------ numbers

    def _number(self, clauses: list[Clause], said: str) -> Intention | None:
        for clause in reversed(clauses):
            number = self._asked_for(clause.text, said)
            if number:
                return Intention(number, clause.end, is_number=True)
        return None

    def _asked_for(self, words: str, said: str) -> str:
        tongue, wish = self.tongue, self.wish
        if tongue.three_digits.search(words):
            return str(self._person_asked(said).tenths)
        if tongue.last_digit.search(words):
            return str(self._person_asked(said).tenths % 10)
        if tongue.quantity.search(words) or tongue.quantity.search(said):
            return str(wish.quantity or 1)
        if tongue.people.search(words):
            return str(len(wish.people))
        asked = (tongue.building, tongue.unit, tongue.room)
        return next((part or "0" for part, about in zip(wish.door, asked, strict=True) if about.search(words)), "")

    def _person_asked(self, said: str) -> Person:
        return next(
            (person for person in reversed(self.wish.people) if person.name in said),
            (*self.wish.ill, self.wish.people[0])[0],
        )


def _is_about_health(options: list[Option], tongue: Tongue) -> bool:
    return bool(tongue.normal.search(options[0].about))


def _spoken_room(room: str, tongue: Tongue) -> str:
    if tongue.glue:
        return "-".join(room)
    return "".join("零幺二三四五六七八九"[int(digit)] for digit in room)


def _digits(words: str) -> str:
    table = {word: str(value) for value, word in enumerate("零一二三四五六七八九")} | {"幺": "1"}
    return "".join(table.get(mark, mark if mark.isdigit() else "") for mark in words)
