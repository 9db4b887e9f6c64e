"""Whose telephones the phone page offers: everybody of the community, its staff, and callers nobody knows."""

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import urllib3
from sqlalchemy import select
from sqlalchemy.orm import Session

from linli.embedded import EmbeddedError
from models import Building, Community, Duty, Grid, Household, Phone, Resident, Worker
from prompts.speech import written_door

Words = dict[str, str]  # by language
Listed = dict[str, Any]  # one of the exchange's people
PAIR = 2  # people who are asked for together
STARTERS = 5  # how many at the beginning of the list a terminal offers; it withholds no number
LANGUAGES = ("zh-CN", "en")
UNKNOWN, WITHHELD = "+8610009999999", "+8610009999998"

ROLES: dict[str, Words] = {
    "grid_worker": {"zh-CN": "网格员", "en": "grid worker"},
    "cadre": {"zh-CN": "社区干部", "en": "cadre"},
    "volunteer": {"zh-CN": "志愿者", "en": "volunteer"},
    "office": {"zh-CN": "社区办公室", "en": "community office"},
    "duty": {"zh-CN": "值班电话", "en": "duty telephone"},
    "kitchen": {"zh-CN": "食堂", "en": "kitchen"},
    "district": {"zh-CN": "街道", "en": "district"},
}
GRID: Words = {"zh-CN": "网格 {}", "en": "grid {}"}
BUILDING: Words = {"zh-CN": "{}栋", "en": "building {}"}
ALONE: Words = {"zh-CN": "独居", "en": "lives alone"}
ABOUT: Words = {
    "zh-CN": "{community}是编出来的小区，{people}位居民，您可以是其中任何一位。这里的每部电话都打给热线 {line}。",
    "en": "{community} is a made-up community of {people} people. Be any of them: every telephone here calls the line, {line}.",
}
REPORTS: Words = {
    "zh-CN": "拿起听筒，听完问题按 1，再按 1 确认：体温就报好了。要是按 2（发烧或不舒服），请看网格员的电话。",
    "en": "Lift, then press 1 twice, each time after the question: the temperature is reported. "
    "Or press 2 (fever or unwell), and watch the grid worker's telephone.",
}
ONE_BY_ONE: Words = {
    "zh-CN": "拿起听筒，热线一个一个地问：正常按 1，发烧或不舒服按 2，最后按 1 确认。",
    "en": "Lift: the line asks for one person after another. Normal is 1, fever or unwell 2; at the end 1 confirms.",
}
KEYS_DIGITS: Words = {
    "zh-CN": "拿起听筒，按三个数字报体温，比如 3 6 5，再按 1 确认。",
    "en": "Lift, key a temperature in three digits, for example 3 6 5, then press 1 to confirm.",
}
IS_TOLD: Words = {
    "zh-CN": "有人发烧，这里会收到短信：回短信里的四位码就算接下了。不回也可以：三分钟后热线打电话来，按 1 接下。",
    "en": "When somebody is ill a text arrives here: answer it with its four digits and the case is yours. "
    "Leave it, and three minutes later the line calls: press 1.",
}
NOBODY_KNOWS: Words = {
    "zh-CN": "拿起听筒，热线会问门牌：比如 1 #，1 #，101 #。",
    "en": "Lift: the line asks for a door, for example 1 #, then 1 #, then 101 #.",
}
STRANGERS: tuple[Listed, ...] = (
    {"number": UNKNOWN, "name": {"zh-CN": "没登记的电话", "en": "An unknown caller"}, "hint": NOBODY_KNOWS},
    {
        "number": WITHHELD,
        "name": {"zh-CN": "隐藏号码的电话", "en": "A caller who withholds the number"},
        "shows": "anonymous",
        "hint": NOBODY_KNOWS,
    },
)


def read_people(session: Session) -> Listed:
    """What the exchange is told: who there is, those to begin with first, and what the community is."""
    community = session.scalars(select(Community).order_by(Community.id).limit(1)).one()
    listed = {one["number"]: one for one in (*_residents(session), *_staff(session))}
    first = {}
    for number, worker in _pairs(session):
        first[number] = listed[number] | {"beside": worker}
        first[worker] = listed[worker]
    everybody = [*first.values(), *STRANGERS, *(one for one in listed.values() if one["number"] not in first)]
    facts = {"community": community.name, "line": community.line, "people": _count(session)}
    about = {language: text.format(**facts) for language, text in ABOUT.items()}
    return {"about": about, "timezone": community.timezone, "people": everybody}


def offer(exchange: str, people: Listed) -> None:
    """Hand the list to the exchange at this address; EmbeddedError when it does not take it."""
    try:
        answer = urllib3.request("PUT", f"{exchange}/exchange/people", json=people, timeout=10, retries=False)
    except urllib3.exceptions.HTTPError as error:
        raise EmbeddedError(f"the exchange took no list of telephones: {error}") from None
    if answer.status != HTTPStatus.OK:
        raise EmbeddedError(f"the exchange took no list of telephones: {answer.data.decode()}")


def telephones(people: Listed) -> dict[str, str]:
    """The first few numbers by name, as `linli phone` offers them."""
    return {_title(one): one["number"] for one in people["people"][:STARTERS]}


def office_telephone(people: Listed) -> str:
    """The number of the office, or of whoever of the staff sees most: for a first look at the console."""
    roles = [ROLES[role]["en"] for role in ("office", "duty", "grid_worker")]
    staff = [
        one for role in roles for one in people["people"] if str(one.get("note", {}).get("en", "")).startswith(role)
    ]
    return str(staff[0]["number"]) if staff else ""


def _title(one: Listed) -> str:
    note = one.get("note", {}).get("en")
    name = one["name"]["en"] if isinstance(one["name"], dict) else one["name"]
    return f"{name} ({note})" if note else str(name)


def _count(session: Session) -> int:
    return len(session.scalars(select(Resident.id)).all())


def _residents(session: Session) -> Iterator[Listed]:
    """By door; a telephone at several doors is listed once, with all of them."""
    statement = (
        select(Phone.number, Resident, Household, Building.name.label("building"))
        .join(Resident, Resident.id == Phone.resident_id)
        .join(Household, Household.id == Phone.household_id)
        .join(Building, Building.id == Household.building_id)
        .order_by(Household.id, Phone.id)
    )
    by_number: dict[str, list[Any]] = {}
    for row in session.execute(statement):
        by_number.setdefault(row.number, []).append(row)
    sizes = Counter(session.scalars(select(Resident.household_id)))
    for number, rows in by_number.items():
        person, home = rows[0].Resident, rows[0].Household
        yield {
            "number": number,
            "name": " / ".join(dict.fromkeys(row.Resident.name for row in rows)),
            "note": {language: _home(language, rows) for language in LANGUAGES},
            "hint": KEYS_DIGITS if home.keys_digits else REPORTS if sizes[home.id] <= PAIR else ONE_BY_ONE,
            "language": person.language,
        }


def _home(language: str, rows: list[Any]) -> str:
    doors = [written_door(language, row.building, row.Household.unit, row.Household.room) for row in rows]
    alone = [ALONE[language]] if rows[0].Resident.lives_alone else []
    return " · ".join([*dict.fromkeys(doors), *alone])


def _staff(session: Session) -> Iterator[Listed]:
    statement = (
        select(Worker, Duty.role, Grid.name.label("grid"), Building.name.label("building"))
        .join(Duty, Duty.worker_id == Worker.id)
        .outerjoin(Grid, Grid.id == Duty.grid_id)
        .outerjoin(Building, Building.id == Duty.building_id)
        .order_by(Duty.position, Duty.id)
    )
    for row in session.execute(statement):
        yield {
            "number": row.Worker.phone,
            "name": row.Worker.name,
            "note": {language: _post(language, row) for language in LANGUAGES},
            "hint": IS_TOLD,
            "language": row.Worker.language,
        }


def _post(language: str, row: Any) -> str:
    places = [(GRID, row.grid), (BUILDING, row.building)]
    return " · ".join([ROLES[row.role][language], *(words[language].format(name) for words, name in places if name)])


def _pairs(session: Session) -> Iterator[tuple[str, str]]:
    """For each language a resident, living alone if there is one, and the grid worker who speaks it too."""
    for language in LANGUAGES:
        statement = (
            select(Phone.number, Worker.phone)
            .join(Resident, Resident.id == Phone.resident_id)
            .join(Household, Household.id == Phone.household_id)
            .join(Duty, Duty.grid_id == Household.grid_id)
            .join(Worker, Worker.id == Duty.worker_id)
            .where(Resident.language == language, Worker.language == language, Duty.role == "grid_worker")
            .order_by(Household.keys_digits, Resident.lives_alone.desc(), Phone.id)
            .limit(1)
        )
        yield from ((row.number, row.phone) for row in session.execute(statement))
