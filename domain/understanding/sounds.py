"""Words typed by their sound: 提问 and tiwen for 体温, 疏菜 and shucai for 蔬菜; two for 2.

Only words of two syllables or more are heard, for 要 and 药 sound alike, and only words of the trade.
"""

import re
from collections.abc import Iterable, Iterator

# Letters that sound alike, tones aside, as keyboards and elders mix them up.
_SYLLABLES = {
    "ti": "体提题替踢梯休",
    "wen": "温问文闻稳纹瘟吻",
    "zheng": "正整政证蒸",
    "chang": "常长场厂偿",
    "fa": "发法",
    "shao": "烧少稍捎骚扫",
    "re": "热惹",
    "ke": "咳可刻渴",
    "sou": "嗽搜艘",
    "shu": "蔬疏书舒梳数输",
    "cai": "菜采才彩莱",
    "shui": "水睡",
    "guo": "果裹过锅国",
    "liang": "粮良凉",
    "you": "油由",
    "dong": "冻动东",
    "pin": "品拼",
    "ding": "订定丁",
    "dan": "单但",
    "qu": "取去",
    "xiao": "消笑小销",
    "mei": "煤没霉",
    "qi": "气汽",
    "lao": "老",
    "ban": "伴板办半",
    "tao": "套掏",
    "can": "餐参",
}
_HEARD = {
    "体温": "ti wen",
    "正常": "zheng chang",
    "发烧": "fa shao",
    "发热": "fa re",
    "咳嗽": "ke sou",
    "蔬菜": "shu cai",
    "水果": "shui guo",
    "粮油": "liang you",
    "冻品": "dong pin",
    "订单": "ding dan",
    "取消": "qu xiao",
    "老伴": "lao ban",
    "套餐": "tao can",
}
_MEANT_AS_WRITTEN = {"老板", "没气", "煤气", "不少"}
_PINYIN = _HEARD | {
    "买药": "mai yao",
    "买菜": "mai cai",
    "订菜": "ding cai",
    "没量": "mei liang",
    "头晕": "tou yun",
    "胸闷": "xiong men",
    "救命": "jiu ming",
    "煤气": "mei qi",
    "帮助": "bang zhu",
    "谢谢": "xie xie",
    "不舒服": "bu shu fu",
    "送餐": "song can",
    "口罩": "kou zhao",
    "不发烧": "bu fa shao",
    "没发烧": "mei fa shao",
    "不正常": "bu zheng chang",
    "未报": "wei bao",
    "汇总": "hui zong",
    "昨天": "zuo tian",
    "今天": "jin tian",
    "我": "wo",
    "栋": "dong",
    "单元": "dan yuan",
    "室": "shi",
    "度": "du",
    "点": "dian",
    "份": "fen",
    "一份": "yi fen",
    "两份": "liang fen",
    "三份": "san fen",
    "要一份": "yao yi fen",
    "要两份": "yao liang fen",
    "我要": "wo yao",
    "改": "gai",
    "菜": "cai",
    "药": "yao",
    "要菜": "yao cai",
    "要蔬菜": "yao shu cai",
    "要水果": "yao shui guo",
    "要粮油": "yao liang you",
    "要药": "yao yao",
    "不要": "bu yao",
    "降压药": "jiang ya yao",
    "降糖药": "jiang tang yao",
    "感冒药": "gan mao yao",
    "退烧药": "tui shao yao",
    "头疼": "tou teng",
    "头痛": "tou tong",
    "拉肚子": "la du zi",
    "呼吸困难": "hu xi kun nan",
    "救护车": "jiu hu che",
}


_ENGLISH_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BUILDING_BY_SOUND = re.compile(r"(?<=[0-9])[冻动东洞懂](?= ?[0-9])")  # 6冻301
_ENGLISH_NUMBER = re.compile(rf"\b({'|'.join(_ENGLISH_NUMBERS)})\b")


_NOT_IN_DIALECT = re.compile(
    "冇|(?<![麻树积])木(?=[有得])|莫(?=得)|(?<![感火烟气汗水血泡])冒(?=[得有]|发[烧热]|[量测报咳烧超])"
)
_CANTONESE = str.maketrans("嘅咗喇嚟佢哋啲係瞓攰睇嘢", "的了啦来他们点是睡累看事")
_NOT_IN_CANTONESE = re.compile("唔(?!该)")
_OTHER_WORDS = {  # what the south, and haste, call the same things
    "不使": "不用",
    "量热": "量体温",
    "探热": "量体温",
    "探了热": "量体温",
    "生果": "水果",
    "企不稳": "站不稳",
}
_OTHER_WORD = re.compile("|".join(_OTHER_WORDS))
_FRUIT_IN_SHORT = re.compile(
    "(?<![\u4e00-\u9fff])果(?= ?[x×*]? ?[1-5一二两俩三四五](?![0-9.度点]))|(?<=[份套0-9])果(?= ?[x×*]? ?[1-5一二两俩三四五])|"
    "(?<=[1-5一二两三四五份套])果(?![\u4e00-\u9fff])|(?<=[菜油品肉])果(?= ?[都也]?各)"  # 菜果各一份
)
_ONE_OF_EACH = re.compile("(?<![次回前天家们])一样(?=[一两二三1-3][份个套])")  # 菜和水果一样一份; not: 跟上次一样一份
_UNIT_BY_SOUND = re.compile("(?<=[0-9一二三四五六七八九十])(?:[丹担但]元|[单丹][园员圆源原])")  # 8栋1丹元703
_DEGREE_BY_SOUND = re.compile("(?<![0-9])(3[5-9]|4[0-2])[杜镀堵](?=[0-9])")  # 36杜5


def standard(text: str) -> str:
    """冇, 冒得, 木有, 莫得 and 唔 of the dialects as 没, 没得, 没有 and 不, letter by letter; 嘅 as 的, 攰 as 累."""
    return _NOT_IN_CANTONESE.sub("不", _NOT_IN_DIALECT.sub("没", text.translate(_CANTONESE)))


def hear(text: str) -> str:
    """The text with such words written as they are meant."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    text = _DEGREE_BY_SOUND.sub(r"\1度", _UNIT_BY_SOUND.sub("单元", text))
    text = _ONE_OF_EACH.sub("各", _BUILDING_BY_SOUND.sub("栋", text))
    text = _FRUIT_IN_SHORT.sub("水果", _OTHER_WORD.sub(lambda said: _OTHER_WORDS[said[0]], text))  # 菜2份果1份
    text = _ENGLISH_NUMBER.sub(lambda word: str(_ENGLISH_NUMBERS.index(word[0]) + 1), _BY_SOUND.sub(_meant, text))
    return _BY_PINYIN.sub(lambda typed: _OF_PINYIN[typed[0].replace(" ", "")], text)


def _meant(typed: re.Match[str]) -> str:
    return typed[0] if typed[0] in _MEANT_AS_WRITTEN else _OF_SOUND[tuple(map(_SOUND_OF.__getitem__, typed[0]))]


def _letters_of(sounds: str) -> Iterator[str]:
    return (f"[{_SYLLABLES[sound]}]" for sound in sounds.split())


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


_SOUND_OF = {letter: sound for sound, letters in _SYLLABLES.items() for letter in letters}
_OF_SOUND = {tuple(sounds.split()): word for word, sounds in _HEARD.items()}
_BY_SOUND = re.compile("|".join("".join(_letters_of(sounds)) for sounds in _HEARD.values()))
_OF_PINYIN = {sounds.replace(" ", ""): word for word, sounds in _PINYIN.items()}
_BY_PINYIN = re.compile(
    "(?<![a-z])(?:" + "|".join(sounds.replace(" ", " ?") for sounds in _longest_first(_PINYIN.values())) + ")(?![a-z])"
)
