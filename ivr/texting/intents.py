"""The intents of one text: all that are clear are done, one question is asked, and the others wait for its answer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import prompts
from domain.segments import segments
from domain.understanding.meanings import Cancel, Meaning, Need, Order, Question, Reason, Report
from ivr.events import RaisedAlert
from ivr.facts import CallState, Wanted
from ivr.texting.letter import Answer, Letter
from ivr.texting.thread import Asked, Rest, Thread

SEGMENTS = 2  # of a reply at most
OF_AN_ORDER = frozenset(
    {
        Reason.MISSING_ITEM,
        Reason.MISSING_QUANTITY,
        Reason.SET_OR_QUANTITY,
        Reason.NOT_A_SET,
        Reason.OVER_LIMIT,
        Reason.HALF_SET,
        Reason.NEEDS_HISTORY,
    }
)

Acting = Callable[[Letter], Answer | Wanted]


@dataclass(frozen=True, slots=True)
class Step:
    """One intent of a text, by its kind, and what came of it; `asked` is the question it put, if any."""

    kind: str
    text: str
    answer: Answer
    asked: Asked | None

    @property
    def is_alarm(self) -> bool:
        """Whether it tells an illness: the reply speaks of that first."""
        return any(isinstance(event, RaisedAlert) for event in self.answer.events)

    @property
    def urgency(self) -> tuple[bool, bool]:
        """Sorts questions: an illness first, an order last."""
        return not self.is_alarm, self.kind == "order"


def kind_of(meaning: Meaning) -> str:
    """What an intent is, before its question and after: a report, an order, each kind of need."""
    match meaning:
        case Question(reason):
            return "order" if reason in OF_AN_ORDER else "report"
        case Need(kind):
            return f"need {kind}"
        case _:
            return type(meaning).__name__.casefold()


def do_all(letter: Letter, act: Acting) -> Answer | Wanted:
    """Do every intent of the text, and of an earlier one what waited for this; `act` does one."""
    steps: list[Step] = []
    thread = letter.thread
    for one in _letters(letter):
        given = replace(thread, asked=letter.thread.asked)  # each answers the same question
        answer = act(replace(one, thread=given))
        if isinstance(answer, Wanted):
            return answer
        if _is_elsewhere(answer, steps):
            continue
        asked = None if answer.thread.asked is given.asked else answer.thread.asked
        steps.append(Step(kind_of(one.meaning), one.taken.text, answer, asked))
        after = _with_act(thread, answer.thread, goes_on=_goes_on(letter, steps[-1]))
        open_still = thread.asked and after.asked
        thread = replace(after, asked=open_still) if asked is None else replace(thread, act=after.act)
    return _reply(letter, steps, thread)


def _letters(letter: Letter) -> Iterator[Letter]:
    """Each intent of the text that is not done yet, as a letter by itself; then those of an earlier text that wait."""
    own = tuple(_left(letter.meaning, letter.taken.done)) or (letter.meaning,)
    rest = letter.taken.rest
    for one in own:
        yield replace(letter, meaning=one, is_alone=len(own) == 1 and rest is None)
    if rest is None or letter.waiting is None or not all(isinstance(one, Report | Order | Need) for one in own):
        return
    taken = replace(letter.taken, text=rest.text, door=rest.door or letter.taken.door, people=())
    for one in _left(letter.waiting, (*rest.done, *map(kind_of, own))):
        yield replace(letter, meaning=one, taken=taken, is_alone=False)


def _left(meaning: Meaning, done: Iterable[str]) -> Iterator[Meaning]:
    """The intents beside those done, all at the text's door."""
    for one in (meaning, *getattr(meaning, "also", ())):
        if kind_of(one) not in done:
            is_placed = isinstance(one, Report | Order | Need | Question | Cancel)
            yield replace(one, door=getattr(meaning, "door", None)) if is_placed else one


def _is_elsewhere(answer: Answer, steps: list[Step]) -> bool:
    """What waited is about another door than this text, which so was no answer to its question."""
    doors = {step.answer.state.household for step in steps} - {0}
    return bool(doors) and answer.state.household not in {0, *doors}


def _goes_on(letter: Letter, step: Step) -> bool:
    """Whether an intent answers the open question of a text that has done something else already."""
    asked, act = letter.thread.asked, letter.thread.act
    return asked is not None and act is not None and asked.begun == act.sid and step.kind not in asked.done


def _with_act(before: Thread, after: Thread, *, goes_on: bool) -> Thread:
    """The thread after one more intent: undoing it undoes all of the text, and of the conversation that it goes on with."""
    act, earlier = after.act, before.act
    if act is None or earlier is None or act is earlier or act.door != earlier.door:
        return after
    if act.sid != earlier.sid and not goes_on:
        return after
    together = replace(
        act,
        people=act.people or earlier.people,
        order=act.order if earlier.order is None else earlier.order,
        is_ill=act.is_ill or earlier.is_ill,
        waiting=act.waiting or earlier.waiting,
        earlier=earlier.earlier if act.sid == earlier.sid else (*earlier.earlier, earlier.sid),
    )
    return replace(after, act=together)


def _reply(letter: Letter, steps: list[Step], thread: Thread) -> Answer:
    """What was done and the one question in one answer: an illness first, the question last."""
    done = [step for step in steps if step.asked is None]
    asking = sorted((step for step in steps if step.asked is not None), key=lambda step: step.urgency)
    told = sorted([*done, *asking[:1]], key=lambda step: not step.is_alarm)
    gap = prompts.text(letter.language, "sms.sentence_gap")
    body = _short_enough([step.answer.body.split(gap) for step in told if step.answer.body], gap)
    events = tuple(dict.fromkeys(event for step in steps for event in step.answer.events))
    if asking:
        thread = _waiting(letter, done, asking, thread)
    return Answer(_state([*done, *asking]), body, thread, events)


def _short_enough(told: list[list[str]], gap: str) -> str:
    """At most two segments: what was done keeps its first sentence, how to undo it goes first; what is said last stays."""
    body = _said_once(told, gap)
    for sentences in reversed(told[:-1]):
        while segments(body) > SEGMENTS and len(sentences) > 1:
            sentences.pop()
            body = _said_once(told, gap)
    return body


def _said_once(told: list[list[str]], gap: str) -> str:
    """Without the sentences that come again further on, as 撤回请发:取消 does."""
    sentences = [one for each in told for one in each]
    return gap.join(one for at, one in enumerate(sentences) if one not in sentences[at + 1 :])


def _state(steps: list[Step]) -> CallState:
    """The door the events are stored for."""
    states = [step.answer.state for step in steps]
    return next((state for state in states if state.household), states[0])


def _waiting(letter: Letter, done: list[Step], asking: list[Step], thread: Thread) -> Thread:
    """The thread with one question open, which knows what is done already and what is still to be asked."""
    first, *others = asking
    opened = first.answer.thread
    kinds = (*letter.taken.done, *(step.kind for step in done))
    rest = letter.taken.rest
    if others:
        is_shared = all(step.answer.body == first.answer.body for step in others)  # one answer serves them all
        rest = Rest(others[0].text, others[0].answer.state.household, kinds if is_shared else (*kinds, first.kind))
    alerted = any(step.asked.alerted for step in asking if step.asked)
    begun = thread.act.sid if thread.act and thread.act.sid == letter.sid else ""
    asked = None if opened.asked is None else replace(opened.asked, done=kinds, rest=rest, alerted=alerted, begun=begun)
    door = thread.door if thread.door != letter.thread.door else opened.door
    return replace(opened, asked=asked, act=thread.act, door=door)
