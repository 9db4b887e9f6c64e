"""Cuts a text into words: the longest word known wins at each place, numbers and names are seen by their form."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from domain.understanding.normal_form import normal_form
from domain.understanding.numerals import DIGITS, NUMERALS
from domain.understanding.patterns import Words
from domain.understanding.sets import SetName
from domain.understanding.sounds import standard
from domain.understanding.vocabulary import Line, care, daily, goods, measuring
from domain.understanding.words import Kind, Word

TABLES = (
    *(goods.GOODS, goods.ORDERS, goods.EARLIER, goods.MANNERS),
    *(measuring.TEMPERATURES, care.SYMPTOMS, care.NEEDS),
    *(daily.SIGNS, daily.NUMBERS, daily.DOORS, daily.PEOPLE, daily.TIMES, daily.THINGS),
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
)
_GIVEN = "桂芬芳兰英秀珍凤莲淑玉梅霞娟燕玲萍芝菊翠琴娥荣华建国军伟强勇杰辉斌涛超鹏磊峰志德福贵红丽敏静洁婷慧颖琳佳俊浩宇轩涵欣怡"
_BEGINS_NAME = _SURNAMES + _GIVEN + "老小阿"  # 老王, 小李, 桂芬; 朵朵 begins as it ends
SHORTEST_TELEPHONE = 7  # digits; what is shorter can be a door, a code or a temperature
_DIGITS = re.compile(r"[0-9]+")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_BLANKS = re.compile(r"[^\S\n]+")
_NUMERAL = re.compile(  # 九零三三十六度二: a room said digit by digit ends where thirty or forty begins
    f"[{''.join(DIGITS)}]{{3,4}}(?=[三四]十)|[{NUMERALS}]+"
)
_BRAND_GOES_ON = re.compile(f"[一两二三]?[盒包瓶袋罐支粉片颗]|(?![度点{NUMERALS}0-9]| ?[0-9])")
_LETTER_OF_NAME = "[^\\W\\d_a-z还也未我和跟今昨早晚体温测量发烧是的都不没有报替帮叫让请]"
_NAME = re.compile(
    f"(?:[{_SURNAMES}]{_LETTER_OF_NAME}{{1,3}}?|(?![德英]国)[{_GIVEN}]{{2}}|[老小阿]{_LETTER_OF_NAME}|({_LETTER_OF_NAME})\\1)"
    "(?=(?:(?<!家)[)】])?[ :]*报?(?:一下)?[ :]*(?:今天|今日|今早)?[也还]?的?(?:体温)?[ :是]*(?:3[5-9]|4[0-2]|三十|三[五六七八九]|正常|[没未]有?[量测]|都?不发))"
)
_NAME_OF_ILL = re.compile(  # 我36.5 老李不舒服: whose illness it is, which is not the sender's
    f"(?:[{_SURNAMES}][{_GIVEN}]{{1,2}}|[老小阿][{_SURNAMES}])"
    "(?= ?(?:今天|今早|早上|现在|昨晚|昨天)?[也还又却]?(?:说|讲|觉得|感觉)?(?:有点|有些|在|一直|开始)?"
    "(?:不舒服|不适|不太?好|难受|没劲|没力|乏力|发[烧热冷]|[低高]烧|烧[了到得]|咳|[头胸肚喉嗓]|气短|喘|拉肚|腹泻|恶心|呕?吐|呼吸|晕|昏))"
)
_NAME_IN_BRACKETS = re.compile(  # 36.4(李秀英)
    f"(?:(?<=[0-9度c][(【])|(?<=[0-9度c] [(【]))(?![^)】]*(?:正常|家[)】]))[{_SURNAMES}]{_LETTER_OF_NAME}{{1,2}}(?=[)】])"
)
_NAMES = (_NAME, _NAME_OF_ILL, _NAME_IN_BRACKETS)
_JOINED = frozenset({Kind.WORD, Kind.POINT, Kind.BLANK})  # two of them that stand together are one
_BLANK, _NEWLINE = Word(Kind.BLANK, " "), Word(Kind.NEWLINE, "\n")
_POLITE = "能可好行对得不"  # 能不能帮我 is a wish, 要不要买 a question


class Lexicon:
    """All words known, the sets on sale among them."""

    def __init__(self, on_sale: Iterable[SetName]) -> None:
        self._words: dict[str, Word] = {}
        for table in TABLES:
            self._learn(table)
        for one in on_sale:
            self._words |= {word: Word(Kind.SET, word, one.number) for word in map(normal_form, one.words)}
        self._lengths = _lengths(self._words)

    def _learn(self, table: Iterable[Line]) -> None:
        for kind, value, words in table:
            written = [word.replace("_", " ") if word != "_" else word for word in standard(words).split()]
            self._words |= {word: Word(kind, word, value) for word in written}

    def cut(self, text: str) -> Words:
        """The words of a text in normal form. Unknown letters that stand together are one word."""
        words: list[Word] = []
        place = 0
        while place < len(text):
            word = self._word_at(text, place)
            place += len(word.text)
            if word.kind in _JOINED and words and _is_one(words[-1], word):
                word = Word(word.kind, words.pop().text + word.text)
            words.append(word)
        return tuple(words)

    def _word_at(self, text: str, place: int) -> Word:
        letter = text[place]
        if letter.isascii() and not letter.isspace():
            return self._ascii_word(text, place, letter)
        if letter.isspace():
            return _space(text, place, letter)
        known = self._known(text, place)
        if text[place + 1 : place + 2] == "不" and letter == text[place + 2 : place + 3] and letter not in _POLITE:
            known = _longer(known, Word(Kind.HEDGE, text[place : place + 3]))
        numeral = _NUMERAL.match(text, place) if letter in NUMERALS else None
        if numeral and (known is None or not _outweighs(known, numeral[0], text, place)):
            return Word(Kind.NUMERAL, numeral[0])
        if (letter in _BEGINS_NAME or letter == text[place + 1 : place + 2]) and (
            known is None or len(known.text) == 1
        ):
            name = next(filter(None, (form.match(text, place) for form in _NAMES)), None)
            if name:
                return Word(Kind.NAME, name[0])
        return known or Word(Kind.WORD, letter)

    def _ascii_word(self, text: str, place: int, letter: str) -> Word:
        known = self._known(text, place)
        if known:
            return known
        if letter.isdigit():
            return _number(_match(_DIGITS, text, place))
        return Word(Kind.WORD, _match(_LATIN, text, place) if letter.isalpha() else letter)

    def _known(self, text: str, place: int) -> Word | None:
        for length in self._lengths.get(text[place], ()):
            known = self._words.get(text[place : place + length])
            if known and not _is_cut(text, place + length, known.text):
                return known
        return None


def _lengths(words: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    """How long the words are that begin with a letter, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {letter: tuple(sorted(lengths, reverse=True)) for letter, lengths in found.items()}


def _is_cut(text: str, end: int, written: str) -> bool:
    """Whether a Latin word or a number would go on behind what was found."""
    rest = text[end : end + 1]
    if not rest.isascii():
        return False
    return (rest.isalpha() and written[-1].isascii() and written[-1].isalpha()) or (
        rest.isdigit() and written[-1].isascii() and written[-1].isdigit()
    )


def _longer(known: Word | None, word: Word) -> Word:
    return known if known and len(known.text) > len(word.text) else word


def _outweighs(known: Word, numeral: str, text: str, place: int) -> bool:
    """一切 is a word and no 1; 三七 is a medicine only in a text with more in it where no degree or digit follows (三七点八)."""
    if known.kind is not Kind.MEDICINE:
        return len(known.text) > len(numeral)
    end = place + len(known.text)
    if (place, end) == (0, len(text)):
        return False
    return len(known.text) > len(numeral) or bool(_BRAND_GOES_ON.match(text, end))


@lru_cache(maxsize=4096)
def _number(digits: str) -> Word:
    return Word(Kind.NUMBER if len(digits) < SHORTEST_TELEPHONE else Kind.LONG_NUMBER, digits)


def _space(text: str, place: int, letter: str) -> Word:
    if letter == "\n":
        return _NEWLINE
    return _BLANK if letter == " " else Word(Kind.BLANK, _match(_BLANKS, text, place))


def _match(pattern: re.Pattern[str], text: str, place: int) -> str:
    found = pattern.match(text, place)
    return found[0] if found else text[place]


def _is_one(last: Word, word: Word) -> bool:
    if last.kind is not word.kind:
        return False
    return word.kind is not Kind.WORD or last.text[-1].isascii() == word.text[0].isascii()


@lru_cache(maxsize=32)
def lexicon_of(on_sale: tuple[SetName, ...]) -> Lexicon:
    """The lexicon of a sale; a process meets few sales at a time."""
    return Lexicon(on_sale)
