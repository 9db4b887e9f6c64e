"""The carrier's signature, against the SDK's own validator and what the carrier's SDKs test with."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from carrier.signature import is_genuine, sign

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "twilio_fixtures.json").read_text("utf-8"))[
    "signature_vectors"
]
BASE = "https://line.example"
PATH = "/webhooks/voice/turn?n=%E4%BD%A0%E5%A5%BD&p=a%2Fb"
FORM = [("From", "+15005550100"), ("Digits", "1"), ("Body", "体温正常")]
NAMES = st.text(min_size=1, max_size=8)
VALUES = st.text(max_size=12)


class Multi(dict[str, list[str]]):
    """Form pairs as the SDK reads them, all values of a name kept."""

    def getlist(self, name: str) -> list[str]:
        """All values of a name."""
        return self[name]


def multi(pairs: list[tuple[str, str]]) -> Multi:
    form = Multi()
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


def pairs_of(params: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    return [(n, v) for n, values in params.items() for v in (values if isinstance(values, list) else [values])]


def genuine(header: str | None, *, path: str = PATH, form: list[tuple[str, str]] = FORM, base: str = BASE) -> bool:
    return is_genuine(["secret"], [base], path, form, header)


def test_it_signs_the_known_vector() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, form.items()) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


@pytest.mark.parametrize("vector", VECTORS, ids=[v["source"].split("/")[1] + "-" + v.get("note", "") for v in VECTORS])
def test_it_accepts_every_vector_of_the_carriers_own_tests(vector: dict[str, Any]) -> None:
    parts = urlsplit(vector["url"])
    body = vector.get("body", "").encode()
    accepted = is_genuine(
        [vector["token"]],
        [f"{parts.scheme}://{parts.netloc}"],
        f"{parts.path}?{parts.query}",
        pairs_of(vector.get("params", {})),
        vector["signature"],
        body=body,
        content_type="application/json" if body else "application/x-www-form-urlencoded",
    )
    assert accepted is vector["valid"]


@given(
    st.lists(st.tuples(NAMES, VALUES), max_size=6), st.text(max_size=8), st.sampled_from(["", ":443", ":80", ":8443"])
)
def test_it_agrees_with_the_sdk(pairs: list[tuple[str, str]], words: str, port: str) -> None:
    pairs = [*pairs, *pairs[:1]]
    path = f"/voice?n={quote(words)}&p=a%2Fb&q={quote(words, safe='')}"
    url = f"https://line.example{port}{path}"
    sdk = RequestValidator("secret")
    theirs = sdk.compute_signature(url, multi(pairs))
    assert sign("secret", url, pairs) == theirs
    assert is_genuine(["secret"], [f"https://line.example{port}"], path, pairs, theirs)
    assert sdk.validate(url, multi(pairs), sign("secret", url, pairs))


@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4), st.data())
def test_it_refuses_a_form_that_was_changed_as_the_sdk_does(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    header = sign("secret", BASE + PATH, pairs)
    changed = data.draw(st.lists(st.tuples(NAMES, VALUES), max_size=4))
    theirs = bool(RequestValidator("secret").validate(BASE + PATH, multi(changed), header))
    assert genuine(header, form=changed) is theirs


@pytest.mark.parametrize(
    ("base", "signed"),
    [
        ("https://line.example", "https://line.example:443"),
        ("https://line.example:443", "https://line.example"),
        ("http://line.example", "http://line.example:80"),
        ("https://line.example:8443", "https://line.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]"),
        ("https://line.example/", "https://line.example"),
        ("https://line.example/linli", "https://line.example:443/linli"),
        ("https://user:pass@line.example", "https://user:pass@line.example:443"),
        ("https://user:pass@line.example:8443", "https://user:pass@line.example"),
    ],
)
def test_it_accepts_the_public_address_with_and_without_its_port(base: str, signed: str) -> None:
    assert genuine(sign("secret", signed + PATH, FORM), base=base)


@pytest.mark.parametrize(
    "other", ["http://line.example", "https://line.example:444", "https://evil.example", "https://line.example.evil"]
)
def test_it_refuses_another_address(other: str) -> None:
    assert not genuine(sign("secret", other + PATH, FORM))


def test_it_accepts_each_public_address_and_each_token_of_a_rotation() -> None:
    for token in ("new", "old"):
        for base in ("https://line.example", "https://former.example"):
            header = sign(token, base + PATH, FORM)
            assert is_genuine(["new", "old"], ["https://line.example", "https://former.example"], PATH, FORM, header)
    assert not is_genuine(["new"], [BASE], PATH, FORM, sign("old", BASE + PATH, FORM))


def test_no_token_signs_nothing() -> None:
    assert not is_genuine([], [BASE], PATH, FORM, sign("", BASE + PATH, FORM))
    assert not is_genuine([""], [BASE], PATH, FORM, sign("", BASE + PATH, FORM))


def test_the_query_counts_as_it_was_sent() -> None:
    header = sign("secret", BASE + PATH, FORM)
    assert genuine(header)
    assert not genuine(header, path="/webhooks/voice/turn?n=你好&p=a/b")
    assert not genuine(header, path="/webhooks/voice/turn?p=a%2Fb&n=%E4%BD%A0%E5%A5%BD")


def test_a_bare_question_mark_may_be_dropped() -> None:
    assert genuine(sign("secret", BASE + "/voice", FORM), path="/voice?")


@pytest.mark.parametrize(
    "changed",
    [[], FORM[:-1], [*FORM, ("Extra", "1")], [("From", "+15005550101"), *FORM[1:]], [*FORM, ("Digits", "2")]],
)
def test_it_refuses_a_form_with_more_less_or_other_in_it(changed: list[tuple[str, str]]) -> None:
    assert not genuine(sign("secret", BASE + PATH, FORM), form=changed)


def test_equal_values_of_one_name_count_once() -> None:
    assert genuine(sign("secret", BASE + PATH, FORM), form=[*FORM, *FORM])


@pytest.mark.parametrize("header", [None, "", " ", "x", "签名", "\ud800", "a,b", "=" * 9999])
def test_it_refuses_a_missing_or_odd_header(header: str | None) -> None:
    assert not genuine(header)


def test_it_refuses_a_signature_sent_twice() -> None:
    right = sign("secret", BASE + PATH, FORM)
    assert not genuine(f"{right}, {right}")


BODY = '{"温": "36.5"}'.encode()
VOUCHED = f"/status?a=1&bodySHA256={sha256(BODY).hexdigest()}"


def accepts_body(
    body: bytes, path: str, *, content_type: str = "application/json; charset=utf-8", signed_with: str = "secret"
) -> bool:
    header = sign(signed_with, BASE + path, [])
    return is_genuine(["secret"], [BASE], path, [], header, body=body, content_type=content_type)


def test_it_accepts_a_json_body_the_query_vouches_for_as_the_sdk_does() -> None:
    assert accepts_body(BODY, VOUCHED)
    assert RequestValidator("secret").validate(BASE + VOUCHED, BODY.decode(), sign("secret", BASE + VOUCHED, []))


def test_it_refuses_another_body() -> None:
    assert not accepts_body(BODY + b" ", VOUCHED)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_it_refuses_a_body_nobody_vouches_for(content_type: str) -> None:
    assert not accepts_body(BODY, "/status?a=1", content_type=content_type)


def test_it_refuses_a_right_hash_under_a_wrong_signature() -> None:
    assert not accepts_body(BODY, VOUCHED, signed_with="other")


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)


@given(
    st.lists(ANY_TEXT, max_size=2),
    ANY_TEXT,
    st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=3),
    st.none() | ANY_TEXT,
    st.binary(max_size=20),
    st.sampled_from(["", "application/x-www-form-urlencoded", "application/json"]) | ANY_TEXT,
)
def test_whatever_a_stranger_sends_is_refused_without_an_error(
    bases: list[str], path: str, form: list[tuple[str, str]], header: str | None, body: bytes, content_type: str
) -> None:
    assert is_genuine(["secret"], [*bases, BASE], path, form, header, body=body, content_type=content_type) is False
