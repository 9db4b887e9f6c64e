"""Invents the people of the demo community, always the same ones; their telephones can belong to nobody."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

SURNAMES = tuple("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈")
WOMEN = (
    "秀英",
    "桂英",
    "玉兰",
    "秀兰",
    "桂兰",
    "玉珍",
    "凤英",
    "淑珍",
    "春梅",
    "红霞",
    "丽华",
    "敏",
    "静",
    "婷婷",
    "雪梅",
    "慧",
)
MEN = (
    "建国",
    "建华",
    "国强",
    "志强",
    "德明",
    "永福",
    "家顺",
    "文斌",
    "卫东",
    "海涛",
    "军",
    "伟",
    "鹏",
    "志刚",
    "明",
    "光荣",
)
FAMILIES = ("Brown", "Clark", "Evans", "Green", "Hughes", "Martin", "Okafor", "Patel", "Silva", "Turner")
ENGLISH_WOMEN = ("Alice", "Grace", "Helen", "Joan", "Mary", "Ruth")
ENGLISH_MEN = ("Arthur", "David", "Frank", "George", "Peter", "Samuel")
YEAR = 2020  # ages and salutations are those of this year, so that the demo is the same in every year
OLD = 80
RETIRED = 60
GROWN = 45


@dataclass(slots=True)
class Mobiles:
    """Numbers +86 1000 0xx xxxx: possible in their length, yet no operator has the prefix 100."""

    first: int
    given: int = 0

    def next(self) -> str:
        """A number nobody was given before."""
        self.given += 1
        return f"+861000{self.first + self.given:07}"


@dataclass(frozen=True, slots=True)
class Invented:
    """One person of the demo."""

    surname: str
    name: str
    salutation: str
    birth_year: int
    language: str
    is_woman: bool

    @property
    def age(self) -> int:
        """In the demo's year."""
        return YEAR - self.birth_year


@dataclass(slots=True)
class Inventor:
    """Draws people from one seed."""

    chance: random.Random = field(default_factory=lambda: random.Random("linli"))

    def household(self, size: int, language: str, age: int | None = None) -> list[Invented]:
        """People of different names who may well live together; the first is the eldest, of this age if it is given."""
        eldest = YEAR - (self._age_of_eldest() if age is None else age)
        years = [eldest]
        years += [eldest + self.chance.randint(0, 6) for _ in range(min(size - 1, 1))]
        years += [min(eldest + self.chance.randint(24, 34), YEAR - 1) for _ in range(size - 2)]
        people: list[Invented] = []
        while len(people) < size:
            is_spouse = len(people) == 1
            inherits = people and (language == "en" or not is_spouse)
            surname = people[0].surname if inherits else self.chance.choice(SURNAMES if language != "en" else FAMILIES)
            is_woman = not people[0].is_woman if is_spouse else self.happens(0.6)
            one = self.person(years[len(people)], language, surname, is_woman=is_woman)
            if one.name not in {other.name for other in people}:
                people.append(one)
        return people

    def person(self, birth_year: int, language: str, surname: str, *, is_woman: bool) -> Invented:
        """Somebody of this family and year of birth."""
        if language == "en":
            given = self.chance.choice(ENGLISH_WOMEN if is_woman else ENGLISH_MEN)
            name, salutation = f"{given} {surname}", f"{'Mrs' if is_woman else 'Mr'} {surname}"
        else:
            name = surname + self.chance.choice(WOMEN if is_woman else MEN)
            salutation = surname + self._title(birth_year, is_woman=is_woman)
        return Invented(surname, name, salutation, birth_year, language, is_woman)

    def names(self) -> Iterator[str]:
        """Chinese names, each only once."""
        seen = set()
        while True:
            surname = self.chance.choice(SURNAMES)
            name = self.person(YEAR - GROWN, "zh-CN", surname, is_woman=self.happens(0.6)).name
            if name not in seen:
                seen.add(name)
                yield name

    def happens(self, share: float) -> bool:
        """Whether something that is so for this share of all is so here."""
        return self.chance.random() < share

    def _age_of_eldest(self) -> int:
        return self.chance.randint(RETIRED, 92) if self.happens(0.65) else self.chance.randint(28, RETIRED)

    def _title(self, birth_year: int, *, is_woman: bool) -> str:
        age = YEAR - birth_year
        if age >= OLD:
            return "奶奶" if is_woman else "爷爷"
        if age >= GROWN:
            return "阿姨" if is_woman else "叔叔"
        return "女士" if is_woman else "先生"
