"""What sounds like an illness or a cry for help in a text that is not read word by word."""

import re

_ILL = re.compile(
    "救命|救我|急救|救护|烧|发热|咳|喘|呼吸|出气|胸|心口|晕|昏|难受|不舒服|疼|痛|吐血|不行了|"
    "(?:3[89] ?[.度]|37 ?[.度] ?[3-9]|4[012] ?[.度])(?![0-9]* ?[元块])|fever|breath|chest|help"
)


def sounds_alarming(text: str) -> bool:
    """Whether a human must look at a text in simplified small letters, whatever else it is."""
    return bool(_ILL.search(text))
