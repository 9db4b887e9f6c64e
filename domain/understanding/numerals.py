"""Chinese numerals as numbers: 三十六, 一五零四, 两, 俩, 壹."""

DIGITS = {
    **{letter: value for value, letter in enumerate("零一二三四五六七八九")},
    **{letter: value for value, letter in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "俩": 2,
    "仨": 3,
    "幺": 1,
}
TENS = {"十": 10, "拾": 10, "百": 100}
NUMERALS = "".join(DIGITS) + "".join(TENS)


def number_of(text: str) -> int | None:
    """The number that digits or a Chinese numeral write; None when they write none (三十六五) or too long a one."""
    if text.isdecimal():
        return int(text) if len(text) <= len("00000000") else None
    if len(text) > len("一二三四五六七八"):
        return None
    if not any(letter in TENS for letter in text):
        return int(digits_of(text))
    return _with_tens(text)


def digits_of(text: str) -> str:
    """Digit by digit: 一五零四 is 1504. Letters that are no digits stay."""
    return "".join(str(DIGITS.get(letter, letter)) for letter in text)


def _with_tens(text: str) -> int | None:
    total, digit, smallest = 0, None, 1000
    for letter in text:
        if letter in TENS:
            weight = TENS[letter]
            if weight >= smallest:
                return None
            total += (1 if digit is None else digit) * weight
            digit, smallest = None, weight
        elif digit:
            return None
        else:
            digit = DIGITS[letter]
    return total + (digit or 0)
