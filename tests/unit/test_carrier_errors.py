"""What follows from the carrier's error codes."""

import pytest

from carrier.errors import (
    CarrierError,
    Consequence,
    LineStopped,
    NotSent,
    Refused,
    consequence,
    posted_code,
    refusal,
)


@pytest.mark.parametrize("code", [21211, 21214, 21217, 21408, 21610, 21612, 21614, 30004, 30005, 30006])
def test_it_gives_up_a_number_that_never_works(code: int) -> None:
    assert consequence(code, 400) is Consequence.BAD_NUMBER


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (21617, Consequence.BAD_TEXT),
        (30007, Consequence.BAD_TEXT),
        (20429, Consequence.RETRY),
        (30001, Consequence.RETRY),
        (21611, Consequence.RETRY),
        (30003, Consequence.RETRY_ELSEWHERE),
        (30008, Consequence.RETRY_ELSEWHERE),
        (30036, Consequence.RETRY_ELSEWHERE),
        (20003, Consequence.STOP_LINE),
        (20005, Consequence.STOP_LINE),
        (30002, Consequence.STOP_LINE),
        (99999, Consequence.UNKNOWN),
        (None, Consequence.UNKNOWN),
    ],
)
def test_each_code_has_its_consequence(code: int | None, expected: Consequence) -> None:
    assert consequence(code) is expected


@pytest.mark.parametrize(
    ("status", "expected"), [(429, Consequence.RETRY), (401, Consequence.STOP_LINE), (400, Consequence.UNKNOWN)]
)
def test_a_refusal_without_a_known_code_is_judged_by_its_status(status: int, expected: Consequence) -> None:
    assert consequence(None, status) is expected
    assert consequence(99999, status) is expected


def test_the_code_weighs_more_than_the_status() -> None:
    assert consequence(21211, 429) is Consequence.BAD_NUMBER


@pytest.mark.parametrize("permanent", [Consequence.BAD_NUMBER, Consequence.BAD_TEXT, Consequence.UNKNOWN])
def test_it_does_not_send_again_what_would_be_refused_again(permanent: Consequence) -> None:
    assert permanent.is_permanent


@pytest.mark.parametrize("passing", [Consequence.RETRY, Consequence.RETRY_ELSEWHERE, Consequence.STOP_LINE])
def test_it_keeps_what_may_pass_later(passing: Consequence) -> None:
    assert not passing.is_permanent


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("21610", 21610),
        (" 30003 ", 30003),
        ("0", None),
        ("", None),
        (None, None),
        ("x", None),
        ("٣", None),
        ("9" * 99, None),
    ],
)
def test_it_reads_the_code_of_a_callback(raw: str | None, code: int | None) -> None:
    assert posted_code(raw) == code


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (21211, 400, Refused),
        (None, 400, Refused),
        (20003, 401, LineStopped),
        (None, 403, LineStopped),
        (20404, 404, LineStopped),
        (21611, 400, NotSent),
        (None, 429, NotSent),
    ],
)
def test_a_refusal_becomes_the_error_that_says_what_to_do(
    code: int | None, status: int, kind: type[CarrierError]
) -> None:
    assert type(refusal(code, status)) is kind
