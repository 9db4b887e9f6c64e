"""Rules as patterns over kinds of words: what a match cannot lack, and that passing rules over changes nothing."""

from dataclasses import replace

import pytest

from domain.understanding.lexicon import lexicon_of
from domain.understanding.normal_form import normal_form
from domain.understanding.patterns import letters, needs_of, rewrite
from domain.understanding.rules import RULES
from domain.understanding.sets import STANDARD_SETS
from domain.understanding.words import Kind, Word
from tests.unit.labelled_texts import SETS, labelled


def needed(pattern: str) -> set[frozenset[str]]:
    return set(needs_of(pattern))


def of(*kinds: Kind) -> frozenset[str]:
    return frozenset(letters([Word(kind, "") for kind in kinds]))


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("value _ name", {of(Kind.VALUE), of(Kind.NAME)}),
        ("(number|numeral) _ floor", {of(Kind.NUMBER, Kind.NUMERAL), of(Kind.FLOOR)}),
        ("value is? (stop|comma)? name{0,2}", {of(Kind.VALUE)}),
        ("value (_ (word|stop)){1,4} _ value", {of(Kind.VALUE)}),
        ("(?<! door) (?<= name) value (?! _ (counter|set)) (?= stop)", {of(Kind.VALUE)}),
        ("value|name", set()),
        ("(value _ name|door)", set()),
    ],
)
def test_a_match_needs_what_is_neither_optional_nor_nested(pattern: str, needs: set[frozenset[str]]) -> None:
    assert needed(pattern) == needs


@pytest.mark.parametrize("name", SETS)
def test_passing_rules_over_changes_no_text(name: str) -> None:
    trying_all = [replace(one, needs=()) for one in RULES]
    for one in labelled(name):
        words = lexicon_of(STANDARD_SETS).cut(normal_form(one.text))
        assert rewrite(words, RULES) == rewrite(words, trying_all)
