"""Starts the browser that Debian packages, for tests and pictures."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a microphone that beeps
    "--use-fake-ui-for-media-stream",  # and a clerk who allows it
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; AssertionError where none is installed (`make test` installs it)."""
    path = shutil.which("chromium")
    assert path is not None, "no chromium here: run tests/web/browser/chromium.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
