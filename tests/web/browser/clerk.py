"""The console as a clerk uses it: signed in by the code that came to her telephone, at a screen or on a small one."""

import re

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, expect

from linli.phone import Handset
from tests.web.browser.desk import PATIENCE

WATCH = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) => window.forbidden.push(event.violatedDirective));
"""
CUT_OFF = """all => all.filter(one => !one.querySelector("svg.flow") && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.ariaLabel || one.innerText.slice(0, 60))"""
SMALL = """all => all.filter(one => one.checkVisibility() && !one.closest(".skip"))
    .filter(one => one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24)
    .map(one => one.outerHTML.slice(0, 80))"""
LED_ELSEWHERE = ("ERR_ABORTED", "interrupted by another navigation")


class Clerk:
    """Somebody of the staff in a browser of their own."""

    def __init__(self, browser: Browser, web: str, *, locale: str = "zh-CN", width: int = 1280) -> None:
        self.web = web
        self.context: BrowserContext = browser.new_context(
            locale=locale, viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        """Nothing of ours opens one: whatever did was written by a stranger."""
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def opens(self, path: str = "") -> int:
        """Goes to a page of the console; the answer's status."""
        self.page.wait_for_load_state()
        try:
            answer = self.page.goto(f"{self.web}/console/{path}")
        except Error as error:  # what was clicked before leads the page elsewhere at the same moment
            if not any(words in error.message for words in LED_ELSEWHERE):
                raise
            self.page.wait_for_load_state()
            answer = self.page.goto(f"{self.web}/console/{path}")
        assert answer is not None
        return answer.status

    def reads(self, language: str) -> None:
        """Has the page in this language."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.get_by_role("button", name=re.compile("^(English|中文)$")).click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def signs_in(self, handset: Handset) -> None:
        """By the code that comes to this telephone."""
        handset.events()  # what came before is no code of ours
        self.page.goto(self.web)
        self.page.get_by_role("textbox").fill(handset.number)
        self.page.keyboard.press("Enter")
        box = self.page.get_by_label(re.compile("六位验证码|Six digits"))
        expect(box).to_be_focused()
        box.fill(re.findall(r"\d{6}", handset.receives("登录码", within=60)["body"])[0])
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("button", name=re.compile("退出|Sign out"))).to_be_visible()

    def types(self, line: str) -> None:
        """A door and a value into the quick entry's box, and Enter."""
        box = self.page.locator("#field-line")
        box.fill(line)
        box.press("Enter")

    def forbidden(self) -> list[str]:
        """What the page's own policy has forbidden."""
        return list(self.page.evaluate("window.forbidden"))

    def cut_off(self) -> list[str]:
        """The lists of the page of which a part lies beyond the edge; a drawing of a dialogue may."""
        return list(self.page.locator(".wide").evaluate_all(CUT_OFF))

    def too_small(self) -> list[str]:
        """What of the page a finger misses; what is hidden is no target."""
        targets = "a[href]:not(svg a), button, select, summary, textarea, input:not([type=hidden])"
        return list(self.page.locator(targets).evaluate_all(SMALL))

    @property
    def is_too_wide(self) -> bool:
        """Whether one must scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
