"""`make pictures`: docs/pictures/, the phone page in each language, taken from a line that runs on real processes."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from linli.house import House, Plan
from linli.people import Listed, offer, read_people
from models.database import open_engine
from services.demo import add_demo
from services.demo_lists import LINE
from tests.web.browser.chromium import chromium
from tests.web.browser.desk import Room

MORNING = datetime.fromisoformat("2020-02-29T08:30:00+08:00")
PICTURES = Path("docs/pictures")
SPEECH = 6000.0  # letters a minute: heard out before the picture is taken
MOST_BYTES = 200_000


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
        finally:
            house.stop()


def _settle(database: str) -> Listed:
    engine = open_engine(database)
    with Session(engine) as session, session.begin():
        add_demo(session, MORNING.astimezone(UTC))
        people = read_people(session)
    engine.dispose()
    return people


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
    desk.page.screenshot(path=path, full_page=True)
    size = path.stat().st_size
    assert size < MOST_BYTES, f"{path} has {size} bytes"
    print(path, size)  # noqa: T201


if __name__ == "__main__":
    main()
