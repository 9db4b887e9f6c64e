"""How many segments a text costs, and how much of a list fits: GSM 03.38 counts 160 (153 joined), UCS-2 70 (67)."""

from collections.abc import Callable, Sequence

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
LAST_OF_ONE_UNIT = "\uffff"  # UTF-16: an emoji is two
GSM_TWICE = frozenset("^{}\\[~]|€\f")  # behind an escape: two places each


def segments(text: str) -> int:
    """Segments a carrier bills for the text; an empty text is one."""
    if all(letter in GSM or letter in GSM_TWICE for letter in text):
        return _count([1 + (letter in GSM_TWICE) for letter in text], 160, 153)
    return _count([1 + (letter > LAST_OF_ONE_UNIT) for letter in text], 70, 67)


def _count(places: Sequence[int], alone: int, joined: int) -> int:
    """Of a text of letters that take one or two places: what takes two stands in one segment, never half in the next."""
    total = sum(places)
    if total <= alone:
        return 1
    if total == len(places):
        return -(-total // joined)
    count, room = 1, joined
    for place in places:
        if place > room:
            count, room = count + 1, joined
        room -= place
    return count


def fit(parts: Sequence[str], compose: Callable[[Sequence[str], int], str], most: int) -> str:
    """The composed text with as many leading parts as `most` segments hold; `compose` gets them and how many are left out.

    With no part at all the text stands as it is, even when it is too long.
    """
    for kept in range(len(parts), 0, -1):
        text = compose(parts[:kept], len(parts) - kept)
        if segments(text) <= most:
            return text
    return compose((), len(parts))
