"""What a report is answered with: what was noted and how to undo it, in two segments at most whatever the household."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.segments import segments
from ivr.events import Event, RaisedAlert, Reading
from ivr.texting.letter import Letter, Spoken

MOST_SEGMENTS = 2
FEW = 2  # people whose values are told one by one even where they are the same


@dataclass(frozen=True, slots=True)
class Echo:
    """A report as it was taken: its readings in the text's order, who has not measured yet, and what it raised."""

    letter: Letter
    spoken: Spoken
    readings: tuple[Reading, ...]
    waiting: tuple[int, ...] = ()
    events: tuple[Event, ...] = ()

    def body(self) -> str:
        """The fullest words that fit."""
        bodies = list(self._bodies())
        return next((body for body in bodies if segments(body) <= MOST_SEGMENTS), bodies[-1])

    def _bodies(self) -> Iterator[str]:
        """From the fullest to the shortest."""
        if not self.readings:
            for names in self._called(self.waiting):
                yield self.letter.words("not_measured", names=names)
            return
        for noted in self._noted():
            for names in self._called(self._missing()):
                yield self._around(noted, names)

    def _noted(self) -> Iterator[str]:
        """Who has what; of many the same is said once, of people without a name the values in their order."""
        values = [self._value(one) for one in self.readings]
        if len(values) > FEW and len(set(values)) == 1:
            yield self.letter.words("all_same", count=str(len(values)), value=values[0])
        in_order = [one.person for one in self.readings] == list(range(len(values)))
        if self.spoken.state.verified or not in_order:
            named = zip((self.spoken.name(one.person) for one in self.readings), values, strict=True)
            yield self.letter.listed([self.letter.words("reading", name=name, value=value) for name, value in named])
        yield self.letter.listed(values)

    def _called(self, people: Sequence[int]) -> Iterator[str]:
        """Their names; how many they are, where the names are too long; "" for nobody."""
        yield self.letter.listed([self.spoken.name(one) for one in people])
        yield self.letter.words("people", count=str(len(people))) if people else ""

    def _missing(self) -> list[int]:
        heard = {one.person for one in self.readings} | set(self.letter.today.get(self.spoken.state.household, {}))
        return [one for one in range(self.spoken.state.people) if one not in heard]

    def _around(self, noted: str, missing: str) -> str:
        """What was noted, and what else there is to say."""
        letter, verified = self.letter, self.spoken.state.verified
        door = self.spoken.door(letter.language)
        if any(isinstance(event, RaisedAlert) for event in self.events):
            if letter.by_worker or not verified:
                noted = letter.words("at_door", door=door, readings=noted)
            return letter.words("noted_ill_for" if letter.by_worker else "noted_ill", readings=noted)
        if letter.by_worker or not verified:
            return letter.words("noted_for" if letter.by_worker else "noted_unverified", door=door, readings=noted)
        return letter.words("noted_others_missing" if missing else "noted", readings=noted, names=missing)

    def _value(self, reading: Reading) -> str:
        return self.letter.words("normal") if reading.tenths is None else degrees(reading.tenths)


def degrees(tenths: int) -> str:
    """36.5."""
    return f"{tenths // 10}.{tenths % 10}"
