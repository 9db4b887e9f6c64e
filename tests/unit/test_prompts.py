"""The words: the same prompts and fields in every language, and no silent fallback."""

import pytest

import prompts
from domain.segments import segments
from ivr.check import all_words
from ivr.fields import FIELDS

LANGUAGES = ("en", "zh-CN")


def test_there_are_two_languages() -> None:
    assert prompts.languages() == LANGUAGES


def test_every_language_has_the_same_prompts_and_fields() -> None:
    chinese, english = prompts.book("zh-CN"), prompts.book("en")
    assert set(chinese) == set(english)
    assert {name for name in chinese if set(chinese[name].fields) != set(english[name].fields)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_sample_and_no_sample_is_left_over(language: str) -> None:
    assert set(prompts.samples(language)) == set(FIELDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_prompt_is_empty_but_the_gap_between_words(language: str) -> None:
    empty = {name for name, prompt in prompts.book(language).items() if not prompt.words}
    assert empty <= {"part.gap"}


def test_it_fills_in_fields() -> None:
    assert prompts.text("zh-CN", "report.read_back_values", values="三十六度五") == "您报的是,三十六度五。"
    assert prompts.text("en", "report.noted") == "Noted, thank you. Goodbye."


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        prompts.text("zh-CN", "report.read_back_values")


@pytest.mark.parametrize(("language", "prompt"), [("en", "report.gone"), ("fr", "report.noted"), ("../en", "a.b")])
def test_an_unknown_prompt_or_language_is_an_error(language: str, prompt: str) -> None:
    with pytest.raises(KeyError):
        prompts.text(language, prompt)


def test_a_voice_belongs_to_its_language() -> None:
    assert prompts.voice("zh-CN") == prompts.Voice("Polly.Zhiyu", "cmn-CN", "88%", "80%")
    assert prompts.voice("en") == prompts.Voice("Polly.Joanna", "en-US", "90%", "80%")
    with pytest.raises(KeyError):
        prompts.voice("fr")


def test_headers_and_samples_are_no_prompts() -> None:
    assert not any(name.startswith(("carrier.", "sample.")) for words in all_words().values() for name in words.book)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_asked_for_an_identity_number_a_card_or_a_password(language: str) -> None:
    words = " ".join(prompt.words.lower() for prompt in prompts.book(language).values())
    assert not any(asked in words for asked in ("身份证", "银行卡", "密码", "identity", "bank card", "password"))


# Ordinary fillings of the fields of the residents' texts, at the longer end.
TEXTED = {
    "zh-CN": {
        "readings": "张阿姨36.5、李叔叔36.6",
        "names": "李叔叔",
        "name": "张阿姨",
        "value": "36.5",
        "door": "13栋2单元1504",
        "choices": "回1:13栋2单元1504;回2:5栋301;回3:5栋302",
        "lines": "蔬菜2份、水果1份",
        "changed": "蔬菜2份、水果1份",
        "held": "粮油冻品1份",
        "sets": "粮油冻品50元、蔬菜30元、水果25元",
        "set": "粮油冻品",
        "contents": "白菜2斤、萝卜3斤、土豆3斤、葱1斤",
        "changes": "粮油冻品少1份、蔬菜少2份,换白萝卜2份",
        "instead": "白萝卜",
        "place": "小区东门",
    },
    "en": {
        "readings": "Auntie Mary 36.5, Uncle John 36.6",
        "names": "Uncle John",
        "name": "Auntie Mary",
        "value": "36.5",
        "door": "Bldg 13 Unit 2 Rm 1504",
        "choices": "1 for Bldg 13 Unit 2 Rm 1504, 2 for Bldg 5 Rm 301, 3 for Bldg 5 Rm 302",
        "lines": "2 Vegetables, 1 Fruit",
        "changed": "2 Vegetables, 1 Fruit",
        "held": "1 Vegetables",
        "sets": "Grain and oil 50 yuan, Vegetables 30 yuan, Fruit 25 yuan",
        "set": "Vegetables",
        "contents": "cabbage 1 kg, radish 1.5 kg, potatoes 1.5 kg",
        "changes": "Vegetables -2, White radish +2, Fruit -1",
        "instead": "White radish",
        "place": "East Gate",
    },
}
SHORT = {
    "example": "3栋1504 36.5",
    "degrees": "36",
    "most": "3",
    "total": "120",
    "number": "1",
    "quantity": "2",
    "price": "30",
    "pieces": "2",
    "granted": "2",
    "due": "120",
    "sum": "100",
    "charged": "95.50",
    "returned": "104.50",
    "clock": "14:20",
    "next": "",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_residents_are_texted_is_one_segment(language: str) -> None:
    fields = (
        SHORT
        | TEXTED[language]
        | {"what": "买药", "label": "36.5", "count": "9", "first": "欧阳爷爷" if language == "zh-CN" else "Auntie Mary"}
        | {"days": "3", "worker": "网格员欧阳春花", "matter": "(煤气)"}
    )
    texts = {name: words for name, words in prompts.book(language).items() if name.startswith("text.")}
    fields |= {"question": prompts.text(language, "text.which_door")}
    if language == "en":
        fields |= {"what": "home delivery", "example": "Bldg 3 Rm 1504 36.5"}
        fields |= {"worker": "Grid worker Grace Turner", "matter": " (medicine)"}
    long = {name for name, prompt in texts.items() if segments(prompt.words.format_map(fields)) > 1}
    assert long == set()
