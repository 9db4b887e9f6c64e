"""The number of every spoken prompt: what is keyed to record it. The same in every language, and never given twice."""

from collections.abc import Mapping
from functools import lru_cache

import prompts

DIGITS = 3  # of every number, so that nobody has to end it with a key

# Said by the document that answers when the database is away, and so cannot be looked up.
_ALWAYS_SYNTHETIC = frozenset({"kind.trouble"})

# A number once given stays with its prompt: lists with them hang on walls. New prompts are added behind.
NUMBERS: Mapping[str, int] = {
    "call.hello_name": 110,
    "call.hello": 111,
    "call.already": 112,
    "call.unregistered": 113,
    "call.which_door": 114,
    "call.goodbye": 115,
    "report.today": 140,
    "report.both_today": 141,
    "report.who": 142,
    "report.first_today": 143,
    "report.next_today": 144,
    "report.read_back_normal": 145,
    "report.key_yours": 146,
    "report.key_first": 147,
    "report.key_value": 148,
    "report.key_next": 149,
    "report.last_digit": 150,
    "report.read_back_values": 151,
    "report.noted": 152,
    "report.no_number": 153,
    "fever.told": 170,
    "fever.breathless": 171,
    "fever.cough": 172,
    "fever.weak": 173,
    "fever.call_120": 174,
    "fever.close": 175,
    "main.menu": 180,
    "main.for_whom": 181,
    "door.own_building": 120,
    "door.building": 121,
    "door.unit": 122,
    "door.room": 123,
    "door.right": 124,
    "door.who": 125,
    "door.not_found": 126,
    "door.people": 127,
    "order.nothing": 190,
    "order.which": 191,
    "order.how_many": 192,
    "order.read_back_first": 193,
    "order.read_back_further": 194,
    "order.done": 195,
    "order.more": 196,
    "order.last_time": 197,
    "order.ordered": 198,
    "order.read_back_cancel": 199,
    "order.cancelled": 200,
    "order.closed": 330,
    "order.gone": 331,
    "notice.ask": 332,
    "request.which": 210,
    "request.noted": 211,
    "person.ringing": 220,
    "person.message": 221,
    "person.leg": 222,
    "alert.urgent": 230,
    "alert.taken": 231,
    "alert.yours": 232,
    "alert.connect": 233,
    "alert.taken_by_other": 234,
    "notice.call": 250,
    "recording.which": 260,
    "recording.no_such": 261,
    "recording.cannot": 262,
    "recording.now": 263,
    "recording.speak": 264,
    "recording.nothing": 265,
    "recording.heard": 266,
    "recording.right": 267,
    "recording.accepted": 268,
    "recording.returned": 269,
    "kind.right_or_wrong": 240,
    "kind.silence": 241,
    "kind.silence_number": 242,
    "kind.wrong_key": 243,
    "kind.third_failure": 244,
    "kind.out_of_range": 245,
    "kind.over_press": 246,
    "kind.over_press_listen": 247,
    "kind.trouble": 248,
    "roll_call.hello_name": 280,
    "roll_call.hello": 281,
    "roll_call.today": 282,
    "roll_call.both_today": 283,
    "roll_call.first_today": 284,
    "roll_call.key_yours": 285,
    "roll_call.key_first": 286,
    "roll_call.call_again": 287,
    "worker.which": 288,
    "worker.without_pin": 289,
    "worker.pin": 290,
    "worker.wrong_pin": 291,
    "worker.refused": 292,
    "worker.menu": 293,
    "worker.others": 294,
    "worker.given_up": 295,
    "worker.no_more": 296,
    "worker.matter": 297,
    "worker.finished": 298,
    "worker.found_nobody": 299,
    "worker.gone": 300,
    "worker.totals": 301,
    "worker.from_building": 302,
    "worker.first_sets": 303,
    "worker.other_sets": 304,
    "worker.page": 305,
    "worker.read_out": 306,
    "worker.nothing_listed": 307,
    "worker.no_such_door": 308,
    "worker.already": 309,
    "worker.what": 310,
    "worker.report_kept": 311,
    "worker.visit": 312,
    "worker.visited": 313,
    "worker.alarmed": 314,
    "substitution.ask": 350,
    "substitution.further": 351,
    "substitution.noted": 352,
    "substitution.late": 353,
    "substitution.changed": 354,
    "substitution.changes": 355,
    "collection.come": 356,
    "collection.amount": 357,
    "collection.brought": 358,
    "collection.settled": 359,
    "request.last_time": 380,
    "request.speak": 381,
    "request.nothing": 382,
    "request.days": 383,
    "request.bring": 384,
    "request.meals": 385,
    "request.meal_skipped": 386,
    "request.meals_ended": 387,
    "request.call": 388,
    "request.taken_again": 389,
    "worker.spoken_matter": 390,
    "worker.hear": 391,
}


@lru_cache(maxsize=1)
def _prompts() -> Mapping[int, str]:
    return {number: prompt_id for prompt_id, number in NUMBERS.items()}


def prompt_of(number: int) -> str | None:
    """The prompt with this number, if there is one."""
    return _prompts().get(number)


def can_be_recorded(prompt_id: str) -> bool:
    """Whether a recording can stand for the prompt: one with {fields} is another sentence each time."""
    return (
        prompt_id in NUMBERS
        and prompt_id not in _ALWAYS_SYNTHETIC
        and not any(prompts.prompt(language, prompt_id).fields for language in prompts.languages())
    )
