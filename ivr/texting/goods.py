"""A household's order by text: what it is asked and told, and what its short answers mean.

The question is kept with the order and not in the thread: a temperature sent in between must not close it.
"""

from enum import StrEnum

import prompts
from domain.money import yuan
from ivr.facts import Change, Goods, Offer
from ivr.texting.taking_up import plain


class Said(StrEnum):
    """What a short text says about an order; `first` and `second` are the numbers 1 and 2, or a plain yes and no."""

    FIRST = "first"
    SECOND = "second"
    TAKE = "take"
    LEAVE = "leave"
    BRING = "bring"
    WHERE = "where"


_WORDS: dict[Said, str] = {
    Said.FIRST: "1 一 回1 要 要的 是 好 好的 可以 行 ok okay y 知道了 收到",
    Said.SECOND: "2 二 回2 不要 不用 不 不要了 no n nope",
    Said.TAKE: "要换 换 同意换 swap",
    Said.LEAVE: "不换 不要换 noswap",
    Said.WHERE: "我的菜呢 菜呢 菜到了吗 菜到了没有 菜到了没 几点取 几点取菜 什么时候取 什么时候取菜 在哪取 在哪里取 在哪取菜 "
    "在哪里取菜 去哪取 去哪里取 去哪取菜 去哪里取菜 到哪取 到哪里取 whereismyorder wheredoicollect whendoicollect",
    Said.BRING: "送 送上门 送上来 送到家 帮我送 请送上门 bring bringitup pleasebringitup",
}
_SAID = {word: said for said, words in _WORDS.items() for word in words.split()}


_AT_HOME = {"goods_brought", "goods_on_route"}


def read_said(text: str) -> Said | None:
    """What a text says, if it is nothing but an answer: 要, 不要, 1, 2, 送; 要? is none, and 我的菜呢? is asked."""
    said = plain(text).replace(" ", "")
    asked = _SAID.get(said.rstrip("?"))
    return asked if asked is Said.WHERE else _SAID.get(said)


def question_text(language: str, offer: Offer) -> str:
    """The question about a substitute."""
    return prompts.text(
        language,
        "text.goods_question",
        set=offer.set_name,
        pieces=str(offer.pieces),
        instead=offer.instead,
        price=yuan(offer.price_fen),
    )


def change_text(language: str, goods: Goods) -> str:
    """What did not arrive, what comes in its place, and what is owed now."""
    changes = prompts.text(language, "sms.list_comma").join(_change(language, one) for one in goods.changes)
    if goods.due_fen <= 0:
        return prompts.text(language, "text.goods_nothing", changes=changes)
    return prompts.text(language, "text.goods_changed", changes=changes, due=yuan(goods.due_fen))


def _change(language: str, one: Change) -> str:
    fields = {"set": one.set_name, "pieces": str(one.short)}
    if not one.granted:
        return prompts.text(language, "text.goods_short", **fields)
    return prompts.text(language, "text.goods_instead", instead=one.instead, granted=str(one.granted), **fields)


def collection_text(language: str, goods: Goods, prompt: str = "goods_here") -> str:
    """When and where to come, and what is owed; `prompt` also of the answers to it."""
    place = {"clock": _clock(language, goods), "place": goods.place} if prompt not in _AT_HOME else {}
    return prompts.text(language, f"text.{prompt}", due=yuan(max(0, goods.due_fen)), **place)


def _clock(language: str, goods: Goods) -> str:
    """At what time; or now, where that time has passed."""
    return prompts.text(language, "part.at", clock=goods.clock) if goods.clock else prompts.text(language, "part.now")


def answered_text(language: str, goods: Goods, offer: Offer, *, wants: bool) -> str:
    """An answer was noted; and the order's next question, if there is one."""
    following = next((one for one in goods.offers if one.id != offer.id and not one.is_answered), None)
    asked = question_text(language, following) if following else ""
    prompt = "text.goods_wanted" if wants else "text.goods_unwanted"
    return prompts.text(language, prompt, instead=offer.instead, next=asked).strip()
