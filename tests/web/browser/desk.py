"""The phone page as somebody uses it: telephones on a desk, lifted, keyed, read."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

QUESTION = re.compile(r"^(1 key|按 1 个键)$")
LIFT = re.compile("^(Lift and call|拿起听筒|Answer|接听)$")
HANG_UP = re.compile("^(Hang up|挂断|Reject|拒接)$")
PATIENCE = 20_000  # milliseconds a busy machine may take


class Telephone:
    """One telephone of the page."""

    def __init__(self, page: Page, number: str) -> None:
        self.page = page
        self.card = page.locator(f'[data-number="{number}"]')

    @property
    def call(self) -> Locator:
        """What was heard and keyed."""
        return self.card.locator(".call")

    @property
    def hint(self) -> Locator:
        """What to try first."""
        return self.card.locator(".hint")

    @property
    def inbox(self) -> Locator:
        """Its texts."""
        return self.card.locator(".inbox")

    @property
    def awaited(self) -> Locator:
        """What the line waits for."""
        return self.card.locator(".what")

    def lifts(self) -> None:
        """Lifts and calls, or answers."""
        self.card.get_by_role("button", name=LIFT).click()

    def hangs_up(self) -> None:
        """Hangs up, or refuses."""
        self.card.get_by_role("button", name=HANG_UP).click()

    def keys(self, keys: str) -> None:
        """Presses keys with the mouse."""
        for key in keys:
            self.card.get_by_role("button", name=key, exact=True).click()

    def answers(self, key: str, *, by_keyboard: bool = False) -> None:
        """Hears a question out, then answers it with one key."""
        expect(self.awaited).to_have_text(QUESTION)
        before = self.keyed.count()
        if by_keyboard:
            self.page.keyboard.press(key)
        else:
            self.keys(key)
        expect(self.keyed).to_have_count(before + 1)

    @property
    def keyed(self) -> Locator:
        """What was keyed, key groups in order."""
        return self.card.locator("kbd")

    def hears(self, words: str) -> None:
        """Waits for these words to be spoken."""
        expect(self.card.locator(".says").filter(has_text=words).last).to_be_visible()

    def gets(self, words: str) -> str:
        """Waits for a text with these words; the whole of it."""
        text = self.card.locator(".got p").filter(has_text=words).last
        expect(text).to_be_visible()
        return text.inner_text()

    def writes(self, body: str) -> None:
        """Writes a text and sends it."""
        box = self.card.get_by_role("textbox").last
        box.fill(body)
        box.press("Enter")
        expect(box).to_have_value("")


class Desk:
    """The page in a browser of its own, opened with these telephones."""

    def __init__(self, context: BrowserContext, exchange: str, *numbers: str) -> None:
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.goto(f"{exchange}/phone?{urlencode([('phone', number) for number in numbers])}")
        expect(self.page.locator(".handset").first).to_be_visible()

    def telephone(self, number: str) -> Telephone:
        """One of its telephones."""
        return Telephone(self.page, number)

    def tabs_to(self, wanted: Locator, *, at_most: int) -> None:
        """Goes there with the tabulator, in no more steps than these."""
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{at_most} steps of the tabulator do not lead there")

    @property
    def is_too_wide(self) -> bool:
        """Whether one must scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


class Room:
    """Opens desks, and hears of every complaint of their browsers."""

    def __init__(self, browser: Browser, exchange: str) -> None:
        self.browser = browser
        self.exchange = exchange
        self.desks: list[Desk] = []

    def desk(
        self,
        *numbers: str,
        locale: str = "zh-CN",
        width: int = 1280,
        height: int = 900,
        script: str = "",
        dark: bool = False,
    ) -> Desk:
        """A desk in a browser that speaks a language; `script` runs before the page's own."""
        context = self.browser.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        if script:
            context.add_init_script(script)
        self.desks.append(Desk(context, self.exchange, *numbers))
        return self.desks[-1]

    def complaints(self) -> list[str]:
        """What the browsers complained about: errors, and what the page's own policy forbade."""
        return [complaint for desk in self.desks for complaint in desk.complaints]

    def close(self) -> None:
        """Closes them all."""
        for desk in self.desks:
            desk.page.context.close()
