"""What is only told: how to use the line, what is on sale, what is on file of the sender's own door."""

from collections.abc import Callable
from dataclasses import replace

import prompts
from domain.money import yuan
from domain.understanding.meanings import Help, Own, OwnStatus, SaleNews, Topic, Unknown, Why
from ivr.events import FiledItem, ItemKind, WishedSaleNews
from ivr.facts import Need, SaleSet, Wanted
from ivr.texting import doors, orders
from ivr.texting.letter import Answer, Letter, Spoken, nowhere, say

MISSES = 2  # texts in a row that nobody understood, before a person looks


def explain(letter: Letter, meaning: Help) -> Answer | Wanted:
    """How to report and order; or the sets and their prices."""
    if meaning.topic is Topic.GENERAL:
        return say(letter, letter.words("how_to"))
    if Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, nowhere(letter))
    asked = [one for one in letter.facts.sets if one.name.casefold() in letter.taken.text.casefold() and one.contents]
    if asked and meaning.topic is Topic.CATALOG:
        return say(letter, prompts.text(letter.language, "sms.sentence_gap").join(map(contents_of(letter), asked)))
    sets = orders.catalogue(letter)
    return say(letter, letter.words("on_sale", sets=sets) if sets else letter.words("no_sale"))


def contents_of(letter: Letter) -> Callable[[SaleSet], str]:
    """What a set holds, and its price."""
    return lambda one: letter.words("contents", set=one.name, contents=one.contents, price=yuan(one.price_fen))


def wish_sale_news(letter: Letter, meaning: SaleNews) -> Answer:
    """The sender's household is told of each sale, or no more; for a telephone on file alone."""
    spoken = doors.settle(letter, None)
    if isinstance(spoken, Answer):
        return spoken
    if not spoken.state.verified:
        return say(letter, letter.words("not_on_file"), spoken.state)
    body = letter.words("sales_told" if meaning.wanted else "sales_untold")
    return Answer(spoken.state, body, letter.thread, (WishedSaleNews(meaning.wanted),))


def own_status(letter: Letter, meaning: OwnStatus) -> Answer | Wanted:
    """Today's report or the order of the sender's own door; nothing on file is told to any other telephone."""
    spoken = doors.settle(letter, None)
    if isinstance(spoken, Answer):
        return spoken
    if not spoken.state.verified:
        return say(letter, letter.words("not_on_file"), spoken.state)
    if meaning.what is Own.REPORT:
        return say(letter, reported(letter, spoken), spoken.state)
    if Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, spoken.state)
    held = orders.before(letter, spoken)
    if not held:
        word = letter.words("no_order") if letter.facts.sets else orders.no_sale(letter, spoken)
        return say(letter, word, spoken.state)
    lines, total = orders.said(letter, held), yuan(orders.total_fen(letter, held))
    return say(letter, letter.words("your_order", lines=lines, total=total), spoken.state)


def has_reported(letter: Letter, spoken: Spoken) -> bool:
    """Whether everybody at the door has reported today."""
    return set(range(spoken.state.people)) <= set(letter.today.get(spoken.state.household, {}))


def reported(letter: Letter, spoken: Spoken) -> str:
    """Who has reported, and never what: a telephone on file is a hint, not a proof (reliability.md, "Caller-ID spoof")."""
    today = letter.today.get(spoken.state.household, {})
    lines = [
        letter.words(
            "reading",
            name=spoken.name(person),
            value=letter.words("reported" if person in today else "nothing_yet"),
        )
        for person in range(spoken.state.people)
    ]
    return letter.words("your_report", readings=letter.listed(lines))


def not_understood(letter: Letter, meaning: Unknown) -> Answer:
    """Thanks need no answer; twice in a row not understood, and a person looks."""
    if meaning.why in {Why.COURTESY, Why.NOT_OURS}:
        return say(letter, "")
    misses = letter.thread.misses + 1
    if misses < MISSES:
        return Answer(nowhere(letter), letter.words("not_understood"), replace(letter.thread, misses=misses))
    home = letter.facts.doors[0] if len(letter.facts.doors) == 1 else None
    state = replace(nowhere(letter), household=home.id, verified=True) if home else nowhere(letter)
    left = FiledItem(ItemKind.OTHER, note=letter.taken.text)
    return Answer(state, letter.words("left_to_worker"), replace(letter.thread, misses=0), (left,))
