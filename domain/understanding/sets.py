"""The sets on sale, as a text may call them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetName:
    """A set by its number in the sale, 1 to 6; `key` is its word in JSON, `words` what people call it (simplified, lower case)."""

    number: int
    key: str
    words: tuple[str, ...]


STANDARD_SETS = (
    SetName(
        1,
        "grain",
        (
            *(
                "粮油冻品",
                "粮油",
                "冻品",
                "米面油",
                "米面粮油",
                "米面",
                "米油",
                "粮食",
                "冷冻品",
                "冻货",
                "速冻",
                "面油",
            ),
            *("grain", "grains", "grain and oil", "grain oil", "grain & oil", "staples", "frozen"),
        ),
    ),
    SetName(2, "veg", ("蔬菜", "菜", "菜包", "时蔬", "veg", "vegs", "veggie", "veggies", "vegetable", "vegetables")),
    SetName(3, "fruit", ("水果", "果品", "鲜果", "fruit", "fruits")),
)
