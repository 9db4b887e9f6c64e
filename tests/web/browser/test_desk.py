"""Which telephones lie on the desk: chosen from the roster or unknown, added, changed, taken away, kept."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.integration.exchange.town import Town
from tests.web.browser.desk import Room

MARY, WANG, UNLISTED = "+15005550111", "+15005550112", "+15005550119"
PEOPLE = [
    {
        "number": MARY,
        "name": "Mary Smith",
        "note": {"en": "Room 12", "zh-CN": "12室"},
        "language": "en",
        "beside": WANG,
    },
    {
        "number": WANG,
        "name": "王秀英",
        "note": {"en": "Room 1504", "zh-CN": "1504室"},
        "language": "zh-CN",
        "beside": MARY,
    },
    *({"number": f"+1500555{number}", "name": f"Neighbour {number}"} for number in range(1000, 1060)),
]


@pytest.fixture(autouse=True)
def _people(town: Town) -> None:
    town.ask("PUT", "/exchange/people", json={"people": PEOPLE, "about": {"en": "A house", "zh-CN": "一栋楼"}})


def names(page: Page) -> list[str]:
    return page.locator(".handset h2").all_inner_texts()


@pytest.mark.parametrize(
    ("locale", "first", "about"),
    [("en-US", ["Mary Smith", "王秀英"], "A house"), ("zh-CN", ["王秀英", "Mary Smith"], "一栋楼")],
)
def test_it_begins_with_somebody_who_speaks_the_readers_language(
    hall: Room, town: Town, locale: str, first: list[str], about: str
) -> None:
    page = hall.desk(locale=locale).page
    expect(page.locator(".handset h2")).to_have_text(first)
    expect(page.locator("#about")).to_have_text(about)


@pytest.mark.parametrize("sought", ["neighbour 1042", "+15005551042", "1042"])
def test_a_telephone_is_found_by_what_is_typed(hall: Room, town: Town, sought: str) -> None:
    page = hall.desk(MARY, locale="en-US").page
    page.get_by_role("button", name="Another telephone").click()
    page.get_by_label("Name, door or number").fill(sought)
    expect(page.get_by_role("status").filter(has_text="1 found")).to_be_visible()
    page.get_by_role("button", name="Neighbour 1042").click()
    expect(page.locator(".handset h2")).to_have_text(["Mary Smith", "Neighbour 1042"])


def test_more_than_can_be_shown_is_said(hall: Room, town: Town) -> None:
    page = hall.desk(MARY, locale="en-US").page
    page.get_by_role("button", name="Another telephone").click()
    expect(page.locator(".found")).to_have_text("The first 40; type more to narrow it down")


def test_a_number_nobody_knows_can_be_typed_and_withheld_by_keyboard_alone(hall: Room, town: Town) -> None:
    page = hall.desk(MARY, locale="en-US").page
    page.get_by_role("button", name="Another telephone").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("+1 500 555 0119")
    expect(page.get_by_role("button", name=f"A number nobody knows: {UNLISTED}")).to_be_visible()
    page.get_by_label("Withhold the number").press("Space")
    page.get_by_role("button", name="A number nobody knows").press("Enter")
    expect(page.locator(".handset h2")).to_have_text(["Mary Smith", UNLISTED])
    expect(page.locator(f'[data-number="{UNLISTED}"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-number="{UNLISTED}"]')).to_contain_text("number withheld")
    assert town.application.was_asked("/voice")[0].form["From"] == "anonymous"


def test_escape_leaves_the_choice_and_the_desk_as_it_was(hall: Room, town: Town) -> None:
    page = hall.desk(MARY, locale="en-US").page
    page.get_by_role("button", name="Change").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert names(page) == ["Mary Smith"]


def test_a_telephone_is_changed_in_its_place(hall: Room, town: Town) -> None:
    page = hall.desk(MARY, WANG, locale="en-US").page
    page.get_by_role("button", name="Change").first.click()
    page.get_by_label("Name, door or number").fill("1042")
    page.get_by_role("button", name="Neighbour 1042").click()
    expect(page.locator(".handset h2")).to_have_text(["Neighbour 1042", "王秀英"])


def test_one_telephone_is_on_the_desk_only_once(hall: Room, town: Town) -> None:
    page = hall.desk(MARY, WANG, locale="en-US").page
    page.get_by_role("button", name="Another telephone").click()
    page.get_by_label("Name, door or number").fill("1504")
    expect(page.get_by_role("dialog").locator("li")).to_have_count(1)  # the list is changed no more under the click
    page.get_by_role("dialog").get_by_role("button", name="王秀英").click()
    expect(page.locator(f'[data-number="{WANG}"]')).to_be_focused()
    assert names(page) == ["Mary Smith", "王秀英"]


def test_a_telephone_is_taken_away(hall: Room, town: Town) -> None:
    page = hall.desk(MARY, WANG, locale="en-US").page
    page.get_by_role("button", name="Take Mary Smith's telephone away").click()
    expect(page.locator(".handset h2")).to_have_text(["王秀英"])


def test_the_address_keeps_the_desk_and_the_telephones_what_they_heard(hall: Room, town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" timeout="60"><Say>Press one</Say></Gather>')
    desk = hall.desk(WANG, locale="en-US")
    page = desk.page
    page.get_by_role("button", name="Another telephone").click()
    page.get_by_role("button", name="Mary Smith").click()
    desk.telephone(MARY).lifts()
    desk.telephone(MARY).hears("Press one")
    page.reload()
    expect(page.locator(".handset h2")).to_have_text(["王秀英", "Mary Smith"])
    desk.telephone(MARY).hears("Press one")
    expect(desk.telephone(MARY).awaited).to_have_text("1 key")
    expect(desk.telephone(MARY).card.get_by_role("button", name="Hang up")).to_be_visible()


def test_the_telephone_in_hand_is_seen(hall: Room, town: Town) -> None:
    desk = hall.desk(MARY, WANG, locale="en-US")
    ring = "(card) => getComputedStyle(card).boxShadow"
    expect(desk.telephone(MARY).card).to_be_focused()
    in_hand, beside = (desk.telephone(number).card.evaluate(ring) for number in (MARY, WANG))
    assert in_hand != beside
    desk.telephone(WANG).card.locator("h2").click()
    assert desk.telephone(MARY).card.evaluate(ring) == beside


def test_an_empty_desk_asks_for_a_telephone(hall: Room, town: Town) -> None:
    page = hall.desk(MARY, locale="en-US").page
    town.ask("PUT", "/exchange/people", json={"people": []})
    page.goto(f"{town.exchange.url}/phone")
    expect(page.locator("#about")).to_have_text("Choose a telephone")
    page.get_by_role("button", name="Another telephone").click()
    page.get_by_label("Name, door or number").fill(UNLISTED)
    page.get_by_role("button", name="A number nobody knows").click()
    expect(page.locator(f'[data-number="{UNLISTED}"]')).to_be_focused()


def test_every_word_is_there_in_every_language_with_the_same_fields(hall: Room, town: Town) -> None:
    page = hall.desk(MARY).page
    words = page.evaluate("async () => (await import('/phone/words.js')).WORDS")
    fields = {
        language: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in texts.items()}
        for language, texts in words.items()
    }
    assert fields["en"] == fields["zh-CN"]


def test_the_page_can_be_read_in_the_other_language(hall: Room, town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" timeout="60"><Say>Press one</Say></Gather>')
    desk = hall.desk(MARY, locale="en-US")
    phone = desk.telephone(MARY)
    phone.lifts()
    phone.hears("Press one")
    desk.page.get_by_role("button", name="中文").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("电话机")
    expect(desk.page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(phone.card.locator(".facts")).to_contain_text("12室")
    expect(phone.awaited).to_have_text("按 1 个键")
    phone.hears("Press one")
    desk.page.reload()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("电话机")
