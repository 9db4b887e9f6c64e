"""`make pictures`: docs/pictures/, the phone page and the console in each language, from a line of real processes."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from linli.house import House, Plan
from linli.people import Listed, offer, office_telephone, read_people
from linli.phone import Handset
from models import Community, Reading, Resident
from models.database import open_engine
from services.demo.community import add_demo
from services.demo.lists import LINE
from tests.web.browser.chromium import chromium
from tests.web.browser.clerk import Clerk
from tests.web.browser.desk import Room

MORNING = datetime.fromisoformat("2020-02-29T08:30:00+08:00")
PICTURES = Path("docs/pictures")
SPEECH = 6000.0  # letters a minute: heard out before the picture is taken
MOST_BYTES = 250_000
DAYS = 14  # that were reported before
SILENT_EVERY = 6  # of this many people one has not reported this morning
ELDER = "1-1-101"  # who is taken ill in the pictures


def main() -> None:
    """Take them all."""
    with tempfile.TemporaryDirectory(prefix="linli-") as directory, chromium() as browser:
        house = House(Plan(Path(directory), LINE, start=MORNING, speech=SPEECH))
        try:
            house.open()
            people = _settle(house.database)
            house.start()
            offer(house.exchange, people)
            room = Room(browser, house.exchange)
            for name, locale in (("phone-en", "en-US"), ("phone-zh", "zh-CN")):
                _take(room, locale, PICTURES / f"{name}.png")
            room.close()
            for name, locale in (("en", "en-US"), ("zh", "zh-CN")):
                _take_console(browser, house, office_telephone(people), name, locale)
        finally:
            house.stop()


def _settle(database: str) -> Listed:
    engine = open_engine(database)
    with Session(engine) as session, session.begin():
        add_demo(session, MORNING.astimezone(UTC))
        _report(session)
        people = read_people(session)
    engine.dispose()
    return people


def _report(session: Session) -> None:
    """Two weeks of the elder's, and this morning's of most people."""
    community = session.scalars(select(Community.id)).one()
    people = session.scalars(select(Resident).order_by(Resident.household_id, Resident.id)).all()
    elder = people[0]
    earlier = [(elder, MORNING - timedelta(days=days)) for days in range(DAYS, 0, -1)]
    morning = [
        (one, MORNING - timedelta(minutes=one.id % 50)) for one in people if one is not elder and one.id % SILENT_EVERY
    ]
    for number, (one, at) in enumerate([*earlier, *morning]):
        session.add(
            Reading(
                community_id=community,
                household_id=one.household_id,
                resident_id=one.id,
                day=at.date(),
                tenths=364 + number * 7 % 5,
                channel="keypad",
                reporter="self",
                verified=True,
                at=at.astimezone(UTC),
            )
        )


def _take_console(browser: Browser, house: House, office: str, name: str, locale: str) -> None:
    """The office sees the alert on the first page, and the elder's door."""
    clerk = Clerk(browser, house.web, locale=locale)
    clerk.signs_in(Handset(house.exchange, office))
    if clerk.page.locator("html").get_attribute("lang") != locale.removesuffix("-US"):
        clerk.page.locator("header button.plain").first.click()
        expect(clerk.page.locator("html")).to_have_attribute("lang", locale.removesuffix("-US"))
    expect(clerk.page.locator(".alerts li").first).to_be_visible()
    _keep(clerk.page, PICTURES / f"console-now-{name}.png", whole=False)
    clerk.opens(f"search?q={ELDER}")
    expect(clerk.page.locator(".chart canvas")).to_be_visible()
    _keep(clerk.page, PICTURES / f"console-household-{name}.png")
    clerk.context.close()


def _take(room: Room, locale: str, path: Path) -> None:
    """An elder says that she is unwell; her grid worker has the text and takes it with its code."""
    desk = room.desk(locale=locale, height=800)
    numbers = [card.get_attribute("data-number") or "" for card in desk.page.locator(".handset").all()]
    elder, worker = (desk.telephone(number) for number in numbers)
    elder.lifts()
    elder.answers("2")
    code = worker.gets("").split()[-1]
    worker.writes(code)
    expect(worker.card.locator(".got")).to_have_count(2)
    elder.card.locator("h2").click()
    expect(elder.awaited).not_to_be_empty()
    _keep(desk.page, path)


def _keep(page: Page, path: Path, *, whole: bool = True) -> None:
    page.screenshot(path=path, full_page=whole)
    size = path.stat().st_size
    assert size < MOST_BYTES, f"{path} has {size} bytes"
    print(path, size)  # noqa: T201


if __name__ == "__main__":
    main()
