"""No meal today, tomorrow or any more, in the words people have for it."""

import pytest

from domain.requests import MealsOff
from domain.understanding import understand
from domain.understanding.meanings import NoMeals, Role


@pytest.mark.parametrize(
    ("off", "texts"),
    [
        (
            MealsOff.TODAY,
            ("今天不要送饭", "请今天不要送饭,谢谢", "今天中午不吃食堂的饭", "饭不要", "don't bring meals today"),
        ),
        (MealsOff.TOMORROW, ("明天不要送饭", "我明天不用送餐", "明天的午饭不要送饭了", "no lunch tomorrow")),
        (MealsOff.FOR_GOOD, ("不要送饭了", "饭不要送了", "饭不要了", "以后饭不用送了", "no more meals")),
    ],
)
def test_the_days_without_a_meal_are_read(off: MealsOff, texts: tuple[str, ...]) -> None:
    assert [understand(text, Role.RESIDENT) for text in texts] == [NoMeals(off)] * len(texts)


@pytest.mark.parametrize("text", ["要送饭", "明天不要送饭要送菜", "饭还没到", "不要菜了"])
def test_what_says_something_else_ends_no_meal(text: str) -> None:
    assert not isinstance(understand(text, Role.RESIDENT), NoMeals)
