"""The texts of a telephone in the browser: both ways, counted, and never taken for markup."""

from playwright.sync_api import expect

from exchange.texts import segments
from tests.integration.exchange.town import Town
from tests.web.browser.desk import Room

MINE = "+15005550101"
BODIES = ["ok", *("a" * length for length in (160, 161, 306, 307)), "~" * 80, "~" * 81, "€" * 154, "ç", "Ç\n"]
BODIES += ["三" * 70, "三" * 71, "三" * 135, "😷" * 35, "😷" * 36]
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">&amp;"


def test_a_hostile_text_is_only_text(hall: Room, town: Town) -> None:
    desk = hall.desk(MINE, locale="en-US")
    town.send(MINE, HOSTILE)
    assert desk.telephone(MINE).gets("<script>") == HOSTILE
    assert desk.page.locator(".handset script, .handset img").count() == 0
    assert desk.page.title() == "Telephones"


def test_hostile_words_of_the_application_are_only_words(hall: Room, town: Town) -> None:
    town.ask("PUT", "/exchange/people", json={"people": [{"number": MINE, "name": HOSTILE, "hint": HOSTILE}]})
    written = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    town.says("/voice", f'<Gather timeout="30"><Say>{written}</Say></Gather>')
    desk = hall.desk(locale="en-US")
    expect(desk.page.locator(".handset h2")).to_have_text(HOSTILE)
    expect(desk.page.locator(".hint")).to_have_text(HOSTILE)
    phone = desk.telephone(MINE)
    phone.lifts()
    phone.hears(HOSTILE)
    assert desk.page.locator(".handset script, .handset img").count() == 0
    assert desk.page.title() == "Telephones"


def test_an_answer_is_sent_and_stays_beside_what_it_answers(hall: Room, town: Town) -> None:
    town.says("/sms", "<Message>noted</Message>")
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.writes("36.5")
    phone.gets("noted")
    expect(phone.inbox.locator("li p")).to_have_text(["36.5", "noted"])
    assert town.application.was_asked("/sms")[0].form["Body"] == "36.5"


def test_what_is_being_written_is_counted_as_the_carrier_counts(hall: Room, town: Town) -> None:
    desk = hall.desk(MINE, locale="en-US")
    box = desk.telephone(MINE).card.get_by_role("textbox")
    box.fill("三" * 71)
    expect(desk.page.locator(".count")).to_have_text("71 characters, 2 SMS")


def test_the_page_and_the_exchange_agree_on_segments(hall: Room, town: Town) -> None:
    page = hall.desk(MINE).page
    count = "async (bodies) => bodies.map((await import('/phone/segments.js')).segments)"
    assert page.evaluate(count, BODIES) == [segments(body) for body in BODIES]


def test_a_text_is_new_until_its_telephone_is_taken_in_hand(hall: Room, town: Town) -> None:
    other = "+15005550102"
    desk = hall.desk(MINE, other, locale="en-US")
    phone = desk.telephone(other)
    town.send(other, "good morning")
    expect(phone.card.locator(".badge")).to_have_text("1 new")
    phone.card.locator("h2").click()
    expect(phone.card.locator(".badge")).to_be_hidden()
    town.send(other, "good evening")
    phone.gets("good evening")
    expect(phone.card.locator(".badge")).to_be_hidden()
