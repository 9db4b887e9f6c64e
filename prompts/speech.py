"""Numbers, doors and money as they are said: Chinese by hand, English by num2words."""

from functools import lru_cache

_DIGITS = "零一二三四五六七八九"
_ROOM_DIGITS = "零幺二三四五六七八九"  # a room is said digit by digit, one as yao
_PLACES = ("", "十", "百", "千")
_TEN_THOUSAND = 10_000
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def number(language: str, value: int) -> str:
    """A whole number in words: 三十六, thirty-six. Negative numbers are refused with ValueError."""
    if value < 0:
        raise ValueError(f"a negative number is never spoken: {value}")
    return _chinese(value) if _is_chinese(language) else _english(value)


def counted(language: str, value: int) -> str:
    """A number before a measure word: as `number`, but two is 两."""
    return "两" if _is_chinese(language) and value == len("两份") else number(language, value)


def temperature(language: str, tenths: int) -> str:
    """A temperature: 三十六度五, thirty-six point five. Whole degrees are 三十七度, thirty-seven point zero."""
    degrees, tenth = divmod(tenths, 10)
    if _is_chinese(language):
        return f"{_chinese(degrees)}度{_DIGITS[tenth] if tenth else ''}"
    return f"{_english(degrees)} point {_english(tenth)}"


def degrees(language: str, whole: int) -> str:
    """Whole degrees whose last digit is still asked for: 三十六度, thirty-six."""
    return f"{_chinese(whole)}度" if _is_chinese(language) else _english(whole)


def room(language: str, digits: str) -> str:
    """A room digit by digit: 幺五零四, 1-5-0-4; anything but digits stays as it is written."""
    if not _is_chinese(language):
        return "-".join(digits)
    return "".join(_ROOM_DIGITS[int(mark)] if mark in "0123456789" else mark for mark in digits)


def building(language: str, name: str) -> str:
    """三栋, Building 3."""
    return f"{_named(name)}栋" if _is_chinese(language) else f"Building {name}"


def unit(language: str, name: str) -> str:
    """一单元, unit 1."""
    return f"{_named(name)}单元" if _is_chinese(language) else f"unit {name}"


def door(language: str, building_name: str, unit_name: str, room_name: str) -> str:
    """A door as it is said in passing: 三栋幺五零四; the unit too, when one is given; a whole unit has no room."""
    if _is_chinese(language):
        middle = unit(language, unit_name) if unit_name else ""
        return f"{building(language, building_name)}{middle}{room(language, room_name)}"
    parts = [building(language, building_name), *([unit(language, unit_name)] if unit_name else [])]
    return ", ".join([*parts, *([room(language, room_name)] if room_name else [])])


def slow_door(language: str, building_name: str, unit_name: str, room_name: str) -> str:
    """A door as it is read back, with its pauses: 三栋,一单元,幺五零四."""
    parts = [building(language, building_name), room(language, room_name)]
    if unit_name:
        parts.insert(1, unit(language, unit_name))
    return (",".join(parts)) if _is_chinese(language) else ", ".join(parts)


def written_door(language: str, building_name: str, unit_name: str, room_name: str) -> str:
    """A door as it is written in a text: 3栋1单元1504, Bldg 3 Unit 1 Rm 1504."""
    if _is_chinese(language):
        return f"{building_name}栋{unit_name + '单元' if unit_name else ''}{room_name}"
    return f"Bldg {building_name} {'Unit ' + unit_name + ' ' if unit_name else ''}Rm {room_name}"


def money(language: str, amount: int) -> str:
    """An amount in fen: 六十元, 九元五角; sixty yuan, nine point five yuan."""
    yuan, rest = divmod(amount, 100)
    if not _is_chinese(language):
        cents = " ".join(_english(int(digit)) for digit in f"{rest:02}".rstrip("0"))
        return f"{_english(yuan)} point {cents} yuan" if rest else f"{_english(yuan)} yuan"
    jiao, fen = divmod(rest, 10)
    spoken = f"{counted(language, yuan)}元" if yuan or not rest else ""
    spoken += f"{counted(language, jiao)}角" if jiao else ("零" if fen and yuan else "")
    return spoken + (f"{counted(language, fen)}分" if fen else "")


_PARTS_OF_DAY = ((18, "晚上"), (13, "下午"), (12, "中午"), (0, "上午"))


def clock(language: str, at: str) -> str:
    """A time of the day, HH:MM: 上午九点, 中午十二点, 下午两点二十分, 晚上七点; nine a.m., two twenty p.m."""
    hour, minute = map(int, at.split(":"))
    half, twelve = divmod(hour, 12)
    twelve = twelve or 12
    if _is_chinese(language):
        minutes = f"{'零' if 0 < minute < 10 else ''}{_chinese(minute)}分" if minute else ""  # noqa: PLR2004
        part = next(part for begins, part in _PARTS_OF_DAY if hour >= begins)
        return f"{part}{counted(language, twelve)}点{minutes}"
    minutes = f" {'oh ' if minute < 10 else ''}{_english(minute)}" if minute else ""  # noqa: PLR2004
    return f"{_english(twelve)}{minutes} {'p.m.' if half else 'a.m.'}"


def key(language: str, digit: str) -> str:
    """A key as a prompt names it: 一, 1."""
    return _DIGITS[int(digit)] if _is_chinese(language) else digit


def ordinal(language: str, position: int) -> str:
    """A person without a name, counted from 0: 第一位, the first person."""
    if _is_chinese(language):
        return f"第{_chinese(position + 1)}位"
    return f"the {_ORDINALS[position]} person" if position < len(_ORDINALS) else f"person {position + 1}"


def _is_chinese(language: str) -> bool:
    return language.startswith("zh")


def _named(name: str) -> str:
    return _chinese(int(name)) if name.isascii() and name.isdigit() else name


def _chinese(value: int) -> str:
    if value < len(_DIGITS):
        return _DIGITS[value]
    high, low = divmod(value, _TEN_THOUSAND)
    if high:
        gap = "零" if 0 < low < _TEN_THOUSAND // 10 else ""
        return f"{_chinese(high)}万{gap}{_chinese(low) if low else ''}"
    spoken = _below_ten_thousand(low)
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def _below_ten_thousand(value: int) -> str:
    digits = str(value)
    spoken = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        spoken += f"{_DIGITS[int(digit)]}{_PLACES[place]}" if digit != "0" else "零"
    while "零零" in spoken:
        spoken = spoken.replace("零零", "零")
    return spoken.rstrip("零")


@lru_cache(maxsize=1024)
def _english(value: int) -> str:
    from num2words import num2words  # noqa: PLC0415 - heavy to import, and a Chinese line never needs it

    return str(num2words(value, lang="en"))  # type: ignore[no-untyped-call]
