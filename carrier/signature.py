"""Whether a webhook was posted by the carrier: its signature over the URL and the form.

base64(HMAC-SHA1(token, URL + each name and value, sorted)), https://www.twilio.com/docs/usage/security.
Equal to the SDK's RequestValidator (tested against it), without its import, and it never raises on what a
stranger sends.
"""

import hmac
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import product
from urllib.parse import parse_qs

_FORM = "application/x-www-form-urlencoded"
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<user>[^/@]*@)?(?P<host>\[[^\]/]*\]|[^:/@]*)(?::(?P<port>\d*))?(?P<path>/.*)?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}

FormPairs = Sequence[tuple[str, str]]


def sign(token: str, url: str, form_pairs: Iterable[tuple[str, str]]) -> str:
    """The signature the carrier would send; of equal values of one name only one counts."""
    text = url + "".join(name + value for name, value in sorted(set(form_pairs)))
    # A stranger's form can hold lone surrogates; no two texts may become one here.
    digest = hmac.digest(token.encode(), text.encode("utf-8", "surrogatepass"), "sha1")
    return b64encode(digest).decode("ascii")


def is_genuine(  # noqa: PLR0913 - the whole of a request, and who may have signed it
    tokens: Sequence[str],
    base_urls: Sequence[str],
    raw_path_and_query: str,
    form_pairs: FormPairs,
    header: str | None,
    *,
    body: bytes = b"",
    content_type: str = "",
) -> bool:
    """Whether `header` is the signature of this request by one of `tokens` (new and old) under one of `base_urls`.

    `raw_path_and_query` as it stood in the request line, still percent-encoded; `form_pairs` the body's only,
    never the query's, duplicates kept. A body that is no form (JSON) must be vouched for by `bodySHA256` in the
    query. The public address is tried with and without port, for the carrier signs either. False, never an
    exception, for anything else.
    """
    if not header:
        return False
    if not _is_form(content_type):
        if not _is_vouched_body(raw_path_and_query, body):
            return False
        form_pairs = ()
    given = header.encode("utf-8", "surrogatepass")
    urls = (origin + path for origin, path in product(_origins(tuple(base_urls)), _spellings(raw_path_and_query)))
    return any(
        hmac.compare_digest(sign(token, url, form_pairs).encode(), given)
        for url, token in product(urls, [token for token in tokens if token])
    )


def _is_form(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in {"", _FORM}


def _is_vouched_body(raw_path_and_query: str, body: bytes) -> bool:
    hashes = parse_qs(raw_path_and_query.partition("?")[2]).get("bodySHA256", [])
    told = hashes[0].encode("utf-8", "surrogatepass") if hashes else b""
    return hmac.compare_digest(sha256(body).hexdigest().encode(), told)


def _spellings(raw: str) -> tuple[str, ...]:
    """The ways in which the carrier may have written this path: it drops a bare `?` and escapes apostrophes."""
    path, mark, query = raw.partition("?")
    if mark and not query:
        return (raw, path)
    return (raw, f"{path}?{query.replace(chr(39), '%27')}") if "'" in query else (raw,)


@lru_cache(maxsize=16)
def _origins(base_urls: tuple[str, ...]) -> tuple[str, ...]:
    """Each public address as it is, and with its port added or left out; a prefix path stays."""
    return tuple(dict.fromkeys(origin for base in base_urls for origin in _with_and_without_port(base.rstrip("/"))))


def _with_and_without_port(base: str) -> tuple[str, ...]:
    parts = _ORIGIN.fullmatch(base)
    if parts is None:
        return (base,)
    before = f"{parts['scheme']}://{parts['user'] or ''}{parts['host']}"
    port = parts["port"] or _DEFAULT_PORTS[parts["scheme"]]
    path = parts["path"] or ""
    return (base, f"{before}{path}", f"{before}:{port}{path}")
