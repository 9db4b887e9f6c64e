"""A sentence is recorded with the clerk's microphone, heard, and played from then on; without a microphone a file is brought."""

import wave
from io import BytesIO

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import PromptRecording
from tests.faults.street import Street
from tests.web.browser.clerk import Clerk

pytestmark = pytest.mark.xdist_group("page")

SENTENCE = "voices/zh-CN/order.done"


def test_what_is_said_into_the_microphone_is_played_to_callers(clerk: Clerk, street: Street) -> None:
    clerk.opens(SENTENCE)
    page = clerk.page
    page.get_by_role("button", name="用麦克风录").click()
    expect(page.locator(".recorder [role=status]")).to_have_text("正在录,念完请按停。")
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="停", exact=True).press("Enter")
    expect(page.locator(".recorder [role=status]")).to_contain_text("录好了")
    page.get_by_role("button", name="听一听").click()
    page.get_by_role("button", name="用这个录音").click()
    expect(page.locator("audio")).to_have_count(1)
    with Session(street.engine) as session:
        kept = session.scalars(select(PromptRecording).where(PromptRecording.prompt == "order.done")).one()
        content = kept.sound or b""
    assert (kept.content_type, kept.active) == ("audio/wav", True)
    with wave.open(BytesIO(content)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)
        seconds = sound.getnframes() / sound.getframerate()
        frames = sound.readframes(sound.getnframes())
    assert 1 < seconds < 4
    assert max(frames) > 0  # the beep of the browser's microphone
    assert clerk.forbidden() == []


def test_without_a_microphone_nothing_is_lost_and_a_file_can_be_brought(clerk: Clerk) -> None:
    clerk.page.add_init_script(
        "if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
    )
    clerk.opens(SENTENCE)
    clerk.page.get_by_role("button", name="用麦克风录").click()
    expect(clerk.page.locator(".recorder [role=status]")).to_contain_text("用不了麦克风")
    expect(clerk.page.locator("#field-file")).to_be_enabled()
    expect(clerk.page.get_by_role("button", name="用麦克风录")).to_be_enabled()


def test_no_other_page_may_ask_for_the_microphone(clerk: Clerk) -> None:
    answer = clerk.page.goto(f"{clerk.web}/console/{SENTENCE}")
    assert answer is not None
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    answer = clerk.page.goto(f"{clerk.web}/console/voices")
    assert answer is not None
    assert "microphone=()" in answer.headers["permissions-policy"]
