"""Whose reading, and how many people: 我, 老伴, 王桂芳, 一家三口, the first and the second."""

from functools import cache

from domain.understanding.days import ANSWERS
from domain.understanding.marks import N, numbers_in, read
from domain.understanding.meanings import NamedBy, Person
from domain.understanding.patterns import Words, has, only, rule, text_of
from domain.understanding.words import Kind, Word

NAMES = (Kind.SELF, Kind.KIN, Kind.NAME)
MOST_PEOPLE = 20
PAIRS = {"俩": 2, "两": 2, "仨": 3, "三": 3, "二": 2, "四": 4}
_TITLES = {"大姐", "大哥", "姐", "哥", "阿姨", "叔叔", "姨", "叔", "妹妹", "姑娘", "弟弟"}
US = {"我", "我们", "咱", "咱们", "俺们", "我们家", "我家", "咱家", "俺家", "屋里", "我屋里", "家里", "他们"}
US |= {"夫妻", "夫妇", "母子", "父子", "母女", "父女", "祖孙", "爷孙", "婆媳", "兄弟", "姐妹"}
NAMED_BY = {Kind.SELF: NamedBy.SELF, Kind.KIN: NamedBy.RELATION, Kind.NAME: NamedBy.NAME}


def _count(words: Words) -> Word | None:
    count = numbers_in(words)[0]
    return Word(Kind.PEOPLE, text_of(words), count) if 1 <= count <= MOST_PEOPLE else None


def _pair(words: Words) -> Word | None:
    """我们俩, 我家三个; 咳了两声 is no pair."""
    count = PAIRS.get(words[-1].text)
    return None if count is None or words[0].text not in US else Word(Kind.PEOPLE, text_of(words), count)


def _of_mine(words: Words) -> Word:
    """我老伴, my wife, 我家老头子: the relation is meant, not the sender."""
    return words[-1]


def _done_for(words: Words) -> Word:
    """我给老伴量的: the one it was done for is meant."""
    return words[-1]


def _own_name(words: Words) -> Words:
    """我是5栋301的李建国: one person."""
    if words[1].kind is Kind.WORD and words[1].text not in {"叫", "名叫"}:
        return words
    return words[2:] if words[-1].kind is Kind.NAME else (words[0], *words[2:-1])


def _counted_off(words: Words) -> Word | None:
    """1.我36.5 2.老伴36.7: which line it is."""
    return read(words) if 1 <= numbers_in(words)[0] <= MOST_PEOPLE else None


def _named_kin(words: Words) -> Word:
    """户主张建军, 老伴李桂英: one person."""
    return words[-1]


def _greeted(words: Words) -> Word | None:
    """叔叔你好, 王姐您好: whom the text greets, and not whose reading it is."""
    return read(words) if words[-1].text in {"你好", "您好", "hello", "hi"} else None


def _addressed(words: Words) -> Words | None:
    """大姐,我36.5: whom the sender speaks to."""
    is_spoken_to = words[0].text in _TITLES
    return (read(words[:-1]), words[-1]) if is_spoken_to else None


def _called(words: Words) -> Words | None:
    """王姐 我36.5, 李叔叔好: whom of another family the text greets; 亲姐 is one's own."""
    is_title = words[1].text in _TITLES and words[0].text[-1] not in "亲堂干"
    is_greeting = words[-1].kind is Kind.SELF or words[-1].text in {"好", "早"}
    return (read(words[:2]), *words[2:]) if is_title and is_greeting else None


def _sent_for(words: Words) -> Word | None:
    """奶奶让我帮她发: hers, whoever holds the telephone."""
    return words[0] if words[1].text in {"让", "叫", "喊", "请", "托", "要"} else None


def _introduced(words: Words) -> Words:
    """我是孙子,奶奶…; 女儿代发:妈妈…: who writes, and of whom."""
    return (read(words[:-1]), words[-1])


def _numbered(words: Words) -> Word | None:
    """人数:2."""
    return _count(words) if words[0].text == "人数" else None


def _of_us(words: Words) -> Word | None:
    """我们两个."""
    is_ours = words[0].text in US and words[-1].text == "个"
    return _count(words) if is_ours else None


def _several(words: Words) -> Word | None:
    """两个老人: as many people, and no one's relation."""
    is_several = words[1].text == "个" and len("12") <= numbers_in(words)[0] <= MOST_PEOPLE
    return Word(Kind.PEOPLE, text_of(words), numbers_in(words)[0]) if is_several else None


def _late(words: Words) -> Word | None:
    """老伴去世了: the one who is gone has no reading."""
    return words[-1] if words[-1].text.startswith(("去世", "过世")) else None


def _third(words: Words) -> Words | None:
    """我36.4,他36.6: beside another's value he has his own."""
    place = next((place for place, word in enumerate(words) if word.text in {"他", "她"}), None)
    return None if place is None else (*words[:place], Word(Kind.KIN, words[place].text), *words[place + 1 :])


def _in_order(words: Words) -> Word | None:
    """第二个36.9: a person by the place in the list; 第二个套餐 is a set."""
    place = numbers_in(words)[0]
    is_place = words[0].text == "第" and words[2].text == "个" and 1 <= place <= MOST_PEOPLE
    return Word(Kind.NAME, text_of(words), place - 1) if is_place else None


def _one_of_us(words: Words) -> Word | None:
    """一个36.5一个36.8: each a person."""
    return read(words) if text_of(words) in {"一个", "1个"} else None


RULES = (
    rule(
        f"filler {N} counter (?= (_ (is|filler|temperature|stop|comma|colon)){{0,3}} _ (value|normal|not_measured))",
        _in_order,
    ),
    rule(f"{N} counter (?= _ (is _)? value)", _one_of_us),
    rule("(self|filler) numeral counter", _of_us),
    rule(f"filler _ (colon _)? {N} (?! (_ (degree|dot_word|counter)|point number))", _numbered),
    rule("(kin|name) _ filler", _greeted),
    rule("kin _ (comma|stop) _ self", _addressed),
    rule("word kin (_ (comma|stop))? _ (self|courtesy|part_of_day)", _called),
    rule("kin _ (word|want|filler) _ self (_ for (_ filler)?)? (_ (word|report_word|filler))?", _sent_for),
    rule("self is filler? kin (_ (comma|stop|blank|filler|courtesy)){1,3} kin", _introduced),
    rule("kin _ for _ (word|report_word|filler)? (_ (colon|comma|stop|blank)){1,2} _ kin", _introduced),
    rule("kin is? name", _named_kin),
    rule("(kin|name) (_ (yesterday|word|filler|read|span|year|number|numeral)){0,4} _ need", _late),
    rule("name (_ (filler|comma|blank|courtesy)){0,3} _ self", _of_mine),
    rule(
        "self is (door|read|filler|blank|comma){0,6} word kin (?= .{0,60} (self|kin|name))",
        lambda words: (read(words[:2]), *words[2:-2]),
    ),
    rule("self is (door|read|filler|blank|comma){0,6} word kin", _own_name),
    rule("self (is|word) (door|read|filler|blank|comma|word){0,8} name", _own_name),
    rule(
        "(?<! (set|times)) (?<! set blank) number _ (point|stop) (?= _ (self|kin|name) (_ (is|colon|temperature))? _ (value|normal|not_measured))",
        _counted_off,
    ),
    rule(f"{N} _ person_counter", _count),
    rule(f"{N} counter _ kin", _several),
    rule("(?<= value) (_ (comma|stop))? _ filler (_ (is|each|temperature))? _ value", _third),
    rule("(?<! (kin|name|for)) (?<! (kin|name|for) blank) filler _ value (_ (comma|stop))? _ (self|kin|name)", _third),
    rule("(self|filler) numeral (?! (counter|ordinal|degree|dot_word|span))", _pair),
    rule("self _ for _ kin", _done_for),
    rule("(self filler?|filler filler? _) kin", _of_mine),
)


def without_signature(words: Words) -> Words:
    """我36.5,老伴36.6 ——王阿姨: who writes stands behind the readings, by surname, and has none besides."""
    spoken = [place for place, word in enumerate(words) if word.kind in {*NAMES, *ANSWERS}]
    first, last = spoken[0], spoken[-1]
    surname = words[max(0, last - 1) : last]
    is_titled = words[last].kind is Kind.KIN and has(surname, Kind.WORD) and len(surname[0].text) == 1
    is_apart = words[first].kind in NAMES or len(only(words, *NAMES)) == 1
    is_besides = len(spoken) > len(("36.5", "王阿姨"))
    return (*words[:last], *words[last + 1 :]) if is_titled and is_apart and is_besides else words


def person(word: Word) -> Person:
    """The person that a word names."""
    if isinstance(word.value, int):
        return Person(NamedBy.PLACE, word.text, word.value)
    return Person(NAMED_BY[word.kind], word.text)


@cache
def at_place(position: int) -> Person:
    """A person without a name, by the place in the list."""
    return Person(NamedBy.POSITION, position=position)
