"""Two clerks open the same page; the one who sends second is told, and what the first did stands."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Base
from tests.integration.shop import Shop
from tests.sounds import wav
from tests.web.addresses import addresses
from tests.web.every_form import Desk
from tests.web.office import Clerk, Enter
from tests.web.village import DUTY

TOLD = {409, 400}
OF_THE_LOOK = ("inbound_event", "audit", "session")  # what the tables are called that a look writes into
PROMPT = "/voices/zh-CN/report.today"
SOUND, OTHER_SOUND = wav(1), wav(2)
Fields = dict[str, str]


@dataclass(frozen=True)
class Form:
    """A form that replaces what stood there. What is typed by the first and by the second; `before`, how it comes to be."""

    page: str
    first: Fields
    second: Fields
    before: Callable[[Desk], None] = field(default=lambda _: None)
    first_by: str = ""  # the form that the first sends, where it is another one
    first_page: str = ""  # and its page


def _orders(desk: Desk) -> None:
    desk.shop.orders("wang", s2=1)


def _closes(desk: Desk) -> None:
    desk.shop.orders("wang", s2=2)
    desk.shop.closes()


def _shares_out(desk: Desk) -> None:
    _closes(desk)
    desk.shop.counts(s2=2)
    desk.shop.settles()


PLAN = {"size": "1", "place": "3栋楼下", "begins": "10:00", "by": "sms"}
HOSPITAL = {"reason": "hospital", "until": "2020-03-05"}
# By the name of its address; {home} is a door, {sale} the sale.
REPLACES = {
    "count": Form("/sales/{sale}/arrival", {"count_2": "7"}, {"count_2": "9"}, _closes),
    "order": Form("/households/{home}", {"set_2": "1"}, {"set_2": "2"}),
    "order_for": Form("/sales/{sale}/orders", {"door": "3-1-1504", "set_2": "1"}, {"door": "3-1-1504", "set_2": "2"}),
    "cancel_order": Form("/households/{home}", {"set_2": "2"}, {}, _orders, first_by="order"),
    "cancel_for": Form("/sales/{sale}/orders", {"set_2": "2"}, {}, _orders, "order", "/households/{home}"),
    "plan": Form("/sales/{sale}/waves", PLAN, PLAN | {"place": "5栋楼下"}, _shares_out),
    "pause": Form("/households/{home}", HOSPITAL, HOSPITAL | {"until": "2020-03-09"}),
    "change_day": Form("/day-plan", {"cut_off": "11:30"}, {"cut_off": "11:40"}),
}


OF_A_SENTENCE = {"bring_voice", "give_back"}
# Refused by its page's own `seen`, by the state of what it moves, or by a preview that is not what it was any more.
REFUSED_ELSEWHERE = {
    *("change_person", "move_person", "merge_person", "take_upload", "note_stand_in", "give_grid", "settle"),
    *("correct", "deal", "write_file", "move_request", "call", "close_point", "hand_over", "untick", "bring_up"),
    *("work_item",),
}
# Adds a line to a record in which nothing is lost, or ends what somebody else has perhaps ended already.
ADDS = {
    *("enter", "undo", "report", "ask", "offer", "book", "undo_entry", "look_chain", "undo_chain", "link_request"),
    *("count_up", "tell", "withdraw", "send_list", "resume", "by_person", "meals", "come_back", "add_number"),
    "sign_gas",
}
OF_ONE_BROWSER = {"ask_code", "try_code", "choose", "try_password", "sign_out", "language"}


def _stored(shop: Shop) -> dict[str, list[str]]:
    with Session(shop.engine) as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if not any(word in table.name for word in OF_THE_LOOK)
        }


@pytest.mark.parametrize("name", REPLACES)
def test_who_comes_second_is_told_and_changes_nothing(app: Flask, shop: Shop, enters: Enter, name: str) -> None:
    form, village = REPLACES[name], shop.village
    desk = Desk(app, shop, Clerk(app.test_client()))
    form.before(desk)
    page = form.page.format(home=village.doors["wang"], sale=village.sale)
    first, second = enters(DUTY), enters(DUTY)
    first.opens(form.first_page.format(home=village.doors["wang"]) or page)
    second.opens(page)
    desk.clerk = first
    assert desk.sends(form.first_by or name, "", **form.first).status_code == 303
    stood = _stored(shop)
    desk.clerk = second
    assert desk.sends(name, "", **form.second).status_code in TOLD
    assert _stored(shop) == stood
    assert second.tree.xpath("//*[@role='alert']"), second.text
    assert desk.sends(name, "", **form.second).status_code == 303  # who has seen it and sends again means it
    assert _stored(shop) != stood


def test_a_page_says_which_pause_a_new_one_takes_the_place_of(app: Flask, shop: Shop, enters: Enter) -> None:
    desk = Desk(app, shop, enters(DUTY))
    page = f"/households/{shop.village.doors['wang']}"
    desk.opens(page)
    assert not desk.clerk.tree.xpath("//*[@class='replaces']")
    assert desk.sends("pause", **HOSPITAL).status_code == 303
    desk.opens(page)
    told = desk.clerk.tree.xpath("//*[@class='replaces']")[0].text_content()
    assert all(words in told for words in ("王秀英", "住院", "5")), told


def test_a_sentence_that_another_has_recorded_meanwhile_is_neither_replaced_nor_given_back(
    app: Flask, shop: Shop, enters: Enter
) -> None:
    desk = Desk(app, shop, Clerk(app.test_client()))
    first, second, third = enters(DUTY), enters(DUTY), enters(DUTY)
    desk.clerk = first
    assert desk.sends_file("bring_voice", PROMPT, ("早.wav", SOUND)).status_code == 303
    for clerk in (second, third):
        clerk.opens(PROMPT)
    assert desk.sends_file("bring_voice", PROMPT, ("晚.wav", OTHER_SOUND)).status_code == 303
    stood = _stored(shop)
    address = second.tree.xpath("//form[@enctype]/@action")[0].removeprefix("/console")
    assert second.sends_file(address, "早.wav", SOUND).status_code in TOLD
    desk.clerk = third
    assert desk.sends("give_back").status_code in TOLD
    assert _stored(shop) == stood
    for clerk in (second, third):
        assert clerk.tree.xpath("//*[@role='alert']"), clerk.text
    assert desk.sends("give_back").status_code == 303
    assert _stored(shop) != stood


def test_of_every_form_it_is_known_what_the_second_does(app: Flask) -> None:
    posts = {name for method, _, name in addresses(app) if method == "POST"}
    known = [*REPLACES, *OF_A_SENTENCE, *REFUSED_ELSEWHERE, *ADDS, *OF_ONE_BROWSER]
    assert sorted(known) == sorted(posts)
