"""Documents and people drawn by chance: every verb of a call, in every order a document allows."""

import random
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tests.twin.people import GOODBYE, SILENCE, Act, Callee

KEYS = ("1", "2", "12", "123", "1234", "1#", "12#", "#", "*", "5", "125", "12#34", "0", "1*", "##")
WORDS = ("two boxes", "it is me", "come to 3-1-1504")
SAYINGS = ("Press one, please.", "Good morning", "It is 7:05; the gate opens at eight.", "谢谢您。再见", "a <b> & c")
SCREENING = '<Gather numDigits="1" action="{accepted}" timeout="4"><Say>press 1</Say></Gather><Hangup/>'
MOST_DOCUMENTS = 6


@dataclass(frozen=True)
class Drawn:
    """One call to be made: the documents by path, the caller's acts, who may be dialled."""

    documents: dict[str, str]
    acts: tuple[Act, ...]
    callees: dict[str, Callee]

    @property
    def first(self) -> str:
        """The path of the first document."""
        return next(iter(self.documents))


@dataclass
class Draughtsman:
    """Draws calls from a source of chance."""

    chance: random.Random

    def call(self, name: str, numbers: tuple[str, ...]) -> Drawn:
        """A call whose documents lie under a name; a document leads to itself or to later ones."""
        paths = [f"/{name}/d{place}" for place in range(self.chance.randint(1, MOST_DOCUMENTS))]
        documents = {path: self._document(place, paths, numbers) for place, path in enumerate(paths)}
        documents |= {f"/{name}/screen": SCREENING.format(accepted=f"/{name}/accepted")}
        documents |= {f"/{name}/accepted": "<Say>connecting</Say>"}
        whole = {path: f"<Response>{inside}</Response>" for path, inside in documents.items()}
        acts = tuple(self._act() for _ in range(self.chance.randint(1, 8)))
        return Drawn(whole, acts, {number: self._callee() for number in numbers})

    def _callee(self) -> Callee:
        answers = self.chance.choice(("at_once", "at_once", "at_once", "busy", "never", "never", "off", "unassigned"))
        presses = self.chance.choice(((Act(keys="1"),), (Act(keys="1"),), (SILENCE,), (GOODBYE,)))
        return Callee(answers, presses, self.chance.random() < 0.7)

    def _act(self) -> Act:
        drawn = self.chance.random()
        if drawn < 0.2:
            return SILENCE
        if drawn < 0.25:
            return GOODBYE
        if drawn < 0.3:
            return Act(self.chance.choice(WORDS), hangs_up=True)
        if drawn < 0.42:
            return Act(self.chance.choice(WORDS), self.chance.choice((*KEYS, "", "")), self._flag(0.3))
        return Act(keys=self.chance.choice(KEYS), patient=self._flag(0.3))

    def _flag(self, likely: float) -> bool:
        return self.chance.random() < likely

    # ------------------------------------------------------------ documents

    def _document(self, place: int, paths: list[str], numbers: tuple[str, ...]) -> str:
        verbs = [self._verb(place, paths, numbers) for _ in range(self.chance.randint(1, 4))]
        if place == 0 and self.chance.random() < 0.05:
            verbs.insert(0, self.chance.choice(("<Reject/>", '<Reject reason="busy"/>')))
        return "".join(verbs)

    def _verb(self, place: int, paths: list[str], numbers: tuple[str, ...]) -> str:
        drawn = self.chance.random()
        if drawn < 0.2:
            return self._prompt()
        if drawn < 0.52:
            return self._gather(place, paths)
        if drawn < 0.66:
            return self._record(place, paths)
        if drawn < 0.84:
            return self._dial(place, paths, numbers)
        if drawn < 0.95 and place + 1 < len(paths):
            return f"<Redirect{self._method()}>{escape(self._address(place, paths))}</Redirect>"
        return self.chance.choice(("<Hangup/>", "<Reject/>", "<Say>still here</Say>"))

    def _prompt(self) -> str:
        saying = escape(self.chance.choice(SAYINGS))
        return self.chance.choice(
            (f"<Say>{saying}</Say>", f'<Say language="zh-CN" loop="2">{saying}</Say>', "<Play>/sound.wav?x=1</Play>")
        )

    def _gather(self, place: int, paths: list[str]) -> str:
        attributes = self._attributes(
            numDigits=(None, "1", "1", "2", "3"),
            finishOnKey=(None, None, "", "*", "5"),
            actionOnEmptyResult=(None, "true", "false"),
            input=(None, None, "dtmf", "speech", "dtmf speech"),
            timeout=("4", "6"),
        )
        prompts = "".join(self._prompt() for _ in range(self.chance.randint(0, 2)))
        return f"<Gather{attributes}{self._action(place, paths)}>{prompts}</Gather>"

    def _record(self, place: int, paths: list[str]) -> str:
        attributes = self._attributes(
            finishOnKey=(None, "#", "12"), playBeep=(None, "false"), maxLength=(None, "60"), timeout=("4",)
        )
        return f"<Record{attributes}{self._action(place, paths)}/>"

    def _dial(self, place: int, paths: list[str], numbers: tuple[str, ...]) -> str:
        screen = self.chance.choice(("", "", f" url={quoteattr(paths[0].replace('d0', 'screen'))}"))
        number = self.chance.choice(numbers)
        whom = self.chance.choice((number, f"<Number{screen}>{number}</Number>", f"<Number{screen}>{number}</Number>"))
        action = self._action(place, paths) if place + 1 < len(paths) and self._flag(0.7) else ""
        return f'<Dial timeout="10"{action}>{whom}</Dial>'

    def _action(self, place: int, paths: list[str]) -> str:
        if place + 1 == len(paths) or self._flag(0.2):
            return self._method()
        return f" action={quoteattr(self._address(place, paths))}{self._method()}"

    def _address(self, place: int, paths: list[str]) -> str:
        path = self.chance.choice(paths[place + 1 :])
        return self.chance.choice((path, path.rpartition("/")[2], f"..{path}", f"{path}?step=2&name=a b&n=你好"))

    def _method(self) -> str:
        return self.chance.choice(("", "", ' method="POST"', ' method="GET"'))

    def _attributes(self, **choices: tuple[str | None, ...]) -> str:
        drawn = {name: self.chance.choice(values) for name, values in choices.items()}
        return "".join(f' {name}="{value}"' for name, value in drawn.items() if value is not None)
