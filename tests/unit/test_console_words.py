"""The console's words: the same in each language, all there that a page can ask for, and none that no page does."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup

import prompts
from console import words
from console.files import REASONS
from domain.alerts import AlertKind
from domain.day_board import State
from domain.health import NoteKind
from domain.life_cycles import OrderState
from domain.pauses import PauseReason
from domain.rosters import ENTRIES
from domain.row_errors import Wrong
from domain.staff_lists import PLACES
from domain.visits import VisitOutcome
from ivr.dialogues import SCRIPT
from ivr.draw import ways
from ivr.events import ItemKind, Symptom
from prompts import fields_of
from services.desk.alert_desk import IN_OTHER_HANDS
from services.desk.doubts import Doubt
from services.desk.list_kinds import KINDS
from services.desk.on_behalf import Refusal
from services.desk.people_desk import CELLS, FLAGS
from services.staff.audit import What
from services.staff.sign_ins import Tried

CONSOLE = Path(words.__file__).parents[1]
PAGES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (*CONSOLE.rglob("*.html"), *CONSOLE.glob("*.py"))
    if "vendor" not in path.parts
)
OF_ENUMS = {
    *(f"alert.{one}" for one in AlertKind),
    *(f"state.{one}" for one in State),
    *(f"order.{one}" for one in OrderState),
    *(f"pause.{one}" for one in PauseReason),
    *(f"visit.{one}" for one in VisitOutcome),
    *(f"item.{one}" for one in ItemKind),
    *(f"audit.{one}" for one in What),
    *(f"entry.{one}" for one in Refusal),
    *(f"file_note.{one}" for one in NoteKind),
    *(f"heard.{one}" for one in Symptom),
    *(f"why.{one}" for one in REASONS),
    *(f"column.{one}" for kind in KINDS.values() for one in kind.header),
    *(f"doubt.{one}" for one in Doubt),
    *(f"wrong_row.{one}" for one in Wrong),
    *(f"role.{one}" for one in PLACES),
    *(f"entry_way.{one}" for one in ENTRIES),
    *(
        f"key.{one.replace(' ', '_').replace('-', '_')}"
        for step in SCRIPT.steps.values()
        for one in ways(step)
        if one[1:]
    ),
    *(f"dialogue_name.{dialogue.name}" for dialogue in SCRIPT.dialogues),
    *(f"person.wrong_{one}" for one in (*CELLS, *FLAGS)),
    *(f"deal.{one}" for one in IN_OTHER_HANDS),
    *(f"sign_in.code_{one}" for one in Tried if one is not Tried.RIGHT),
}
ASKED = re.compile(r"""["']([a-z_]+\.[a-z_0-9]+)["']""")
BUILT = re.compile(
    r"""["']([a-z_]+\.[a-z_]*)["'] ?[~+]|f["']([a-z_]+\.[a-z_]*)\{|known\(["']([a-z_]+)["']|, ["']([a-z]+)["'], one\."""
)


def asked_for() -> tuple[set[str], tuple[str, ...]]:
    """Ids that stand in a page as a whole, and the beginnings of those that are put together."""
    tables = {word.partition(".")[0] for word in words.book("en")}
    whole = {word for word in ASKED.findall(PAGES) if word.partition(".")[0] in tables}
    built = tuple(filter(None, (part for found in BUILT.findall(PAGES) for part in found)))
    return whole, built


def test_both_languages_have_the_same_words_with_the_same_fields() -> None:
    chinese, english = (words.book(language) for language in ("zh-CN", "en"))
    assert set(chinese) == set(english)
    assert [one for one in chinese if set(fields_of(chinese[one])) != set(fields_of(english[one]))] == []


def test_whatever_a_page_asks_for_is_there() -> None:
    whole, _ = asked_for()
    missing = {one for one in whole if one not in words.book("en") and not one.endswith(("_", ".html"))}
    assert missing == set()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_state_and_kind_has_its_word(language: str) -> None:
    assert OF_ENUMS - set(words.book(language)) == set()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_state_is_called_on_paper_what_it_is_called_on_a_page(language: str) -> None:
    assert {one: prompts.text(language, f"paper.{one}") for one in State} == {
        one: words.text(language, f"state.{one}") for one in State
    }


def test_no_word_is_there_that_no_page_asks_for() -> None:
    whole, built = asked_for()
    unused = {one for one in words.book("en") if one not in whole | OF_ENUMS and not one.startswith(built)}
    assert unused == set()


def test_around_what_is_markup_already_everything_else_is_escaped() -> None:
    age = Markup('<span class="whole">3 min</span>')
    told = words.text("en", "now.has", name="<b>Wang</b>", age=age)
    assert Markup("<li>{}</li>").format(told) == (
        '<li>&lt;b&gt;Wang&lt;/b&gt; has it · <span class="whole">3 min</span></li>'
    )
    assert not isinstance(words.text("en", "now.has", name="Wang", age="3 min"), Markup)


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 lines taken"), (1, "1 line taken"), (2, "2 lines taken"), (21, "21 lines taken")]
)
def test_one_is_told_apart_from_several(count: int, told: str) -> None:
    assert words.text("en", "chain.taken", count=count) == told
    assert words.text("zh-CN", "chain.taken", count=count) == f"记下了{count}行"


def test_one_text_of_one_segment_is_said_in_good_english() -> None:
    assert words.text("en", "announce.texts", count=1, segments=1) == "1 text (segments: 1)"
    assert words.text("en", "announce.texts", count=12, segments=24) == "12 texts (segments: 24)"


def test_words_for_one_and_for_several_count_something() -> None:
    with_bar = {name: said for name, said in words.book("en").items() if "|" in said}
    assert [name for name, said in with_bar.items() if said.count("|") > 1 or "{count}" not in said] == []
    assert [name for name, said in words.book("zh-CN").items() if "|" in said] == []


def test_an_unknown_word_or_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        words.text("en", "page.nothing")
    with pytest.raises(KeyError):
        words.text("fr", "page.now")
    with pytest.raises(KeyError):
        words.text("en", "time.days")
