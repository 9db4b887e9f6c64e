"""The documents name only what exists: files, functions, commands, settings, links."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.app import create_app
from linli.cli import COMMANDS
from models.database import open_engine
from services.day.clock import real_clock
from services.sending.doorbell import Doorbell
from tests.unit.image_rules import KNOWN_SETTINGS, ROOT
from webhooks.parts import Parts

DOCUMENTS = sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name != "dialogues.md")
FILE = re.compile(r"^[\w./-]+\.(?:py|toml|md|yaml|csv)$|^[\w-]+/(?:[\w-]+/)*$")
WITH_NAME = re.compile(r"`([\w/]+\.py)`,\s+`(\w+)(?:\.(?!py`)(\w+))?(?=[`(])")
NAME_IN = re.compile(r"`([A-Za-z_]+)` (?:in|of) `([\w/]+\.py)`")
OF_AN_OPERATOR = {"roster.xlsx", "staff.csv", "sale.csv"}


def problems(text: str, folder: Path = ROOT / "docs") -> set[str]:
    """What a document names and nobody has."""
    return {*_files(text), *_names(text), *_links(text, folder), *_commands(text), *_settings(text)}


def _files(text: str) -> Iterator[str]:
    for quoted in re.findall(r"`([^`\n]+)`", text):
        is_example = bool(re.search(r"[A-Z]", quoted)) or quoted in OF_AN_OPERATOR
        if FILE.match(quoted) and not is_example and not list(ROOT.glob(quoted)) and not _beside(quoted):
            yield quoted


def _beside(name: str) -> bool:
    """A bare name, said where its folder was named already."""
    return name.count("/") <= name.endswith("/") and any(True for _ in ROOT.glob(f"*/{name}"))


def _names(text: str) -> Iterator[str]:
    found = [(place, name) for place, *names in WITH_NAME.findall(text) for name in names if name]
    for place, name in [*found, *((place, name) for name, place in NAME_IN.findall(text))]:
        code = (ROOT / place).read_text(encoding="utf-8") if (ROOT / place).exists() else ""
        if not re.search(rf"^\s*(?:def |class |){name}\b", code, re.MULTILINE):
            yield f"{place}: {name}"


def _links(text: str, folder: Path) -> Iterator[str]:
    return (link for link in re.findall(r"\]\(([^)#]+)\)", text) if not (folder / link).exists())


def _commands(text: str) -> Iterator[str]:
    return (f"linli {word}" for word in re.findall(r"`?linli ([a-z-]+)", text) if word not in COMMANDS)


def _settings(text: str) -> Iterator[str]:
    named = re.findall(r"\b((?:LINLI|TWILIO)_[A-Z_]+)\b", text)
    return (name for name in named if name not in KNOWN_SETTINGS)


def _routes() -> set[str]:
    memory = open_engine("sqlite://")
    nobody = Parts(memory, memory, real_clock(), Doorbell(""), auth_tokens=(), base_urls=())
    return {rule.rule for rule in create_app(nobody).url_map.iter_rules()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_only_what_exists(document: Path) -> None:
    assert problems(document.read_text(encoding="utf-8"), document.parent) == set()


def test_operating_explains_every_setting() -> None:
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    assert {name for name in KNOWN_SETTINGS if f"`{name}`" not in text} == set()


def test_operating_connects_addresses_that_the_web_has() -> None:
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    named = set(re.findall(r"https://line\.example\.org(/[a-z/]+)", text))
    assert len(named) >= len(["voice", "fallback", "status", "text"])
    assert named <= _routes()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("see `services/gone.py`", "services/gone.py"),
        ("see `gone/`", "gone/"),
        ("`services/alerting/alerts.py`, `raise_no_alert`", "services/alerting/alerts.py: raise_no_alert"),
        ("`NO_TABLE` in `carrier/errors.py`", "carrier/errors.py: NO_TABLE"),
        ("[there](nowhere.md)", "nowhere.md"),
        ("run `linli dance`", "linli dance"),
        ("set `LINLI_DANCE`", "LINLI_DANCE"),
    ],
)
def test_it_sees_what_does_not_exist(text: str, problem: str) -> None:
    assert problem in problems(text)
