"""A worker's text that meals were handed over: all the doors it names, or none where one of them is wrong."""

import prompts
from domain.doors import Door
from domain.understanding.meals import HandedOver, read_handed_over
from ivr.facts import CallState
from models import Worker
from services.calling import facts
from services.needs import meal_deliveries
from services.texting.alert_texts import door_text
from services.texting.letters import Opened


def answer_handed_over(opened: Opened, worker: Worker) -> str | None:
    """What is answered; None where the text tells of no meal."""
    told = read_handed_over(opened.text.body)
    return None if told is None else _take(opened, worker, told)


def _take(opened: Opened, worker: Worker, told: HandedOver) -> str:
    homes = {door: _home(opened, door) for door in told.doors}
    wrong = [*(_written(worker, door) for door, home in homes.items() if home is None), *told.unread]
    if wrong:
        return prompts.text(worker.language, "sms.meals_refused", doors=_listed(worker, wrong))
    handed: list[str] = []
    before: list[str] = []
    for door, home in homes.items():
        is_new = home is not None and meal_deliveries.deliver(opened.session, home, worker.id, opened.now)
        (handed if is_new else before).append(_written(worker, door))
    parts = (("meals_handed", handed), ("meals_before", before))
    said = [prompts.text(worker.language, f"sms.{key}", doors=_listed(worker, doors)) for key, doors in parts if doors]
    return prompts.text(worker.language, "sms.sentence_gap").join(said)


def _home(opened: Opened, door: Door) -> int | None:
    community = opened.community.id
    keyed = CallState("text", community=community, building=door.building, unit=door.unit, room=door.room)
    return facts.find_door(opened.session, keyed)


def _written(worker: Worker, door: Door) -> str:
    return door_text(worker.language, door.building, door.unit, door.room)


def _listed(worker: Worker, doors: list[str]) -> str:
    return prompts.text(worker.language, "sms.list_comma").join(doors)
