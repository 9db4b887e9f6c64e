"""Medicine, meals, gas: each is left for the grid worker, who calls today."""

from ivr.acts import person
from ivr.events import ItemKind
from ivr.script import Dialogue, Do, End, Menu

REQUEST = Dialogue(
    "request",
    steps={
        "which": Menu({"1": "medicine", "2": "meal", "3": "gas"}),  # N1
        "medicine": Do(person.file(ItemKind.MEDICINE), then="noted"),
        "meal": Do(person.file(ItemKind.MEAL), then="noted"),
        "gas": Do(person.file(ItemKind.GAS), then="noted"),
        "noted": End(),  # N4
    },
)
