"""What a cell of a list says in words, and which row it is: a door and a name, not the file's own codes."""

from collections.abc import Sequence

from markupsafe import Markup

from console import pages, words

LONG_NAME = 20  # letters
YES_OR_NO = frozenset({"lives_alone", "hard_of_hearing", "home_delivery", "meals"})
WITH_WORDS = {"entry": "entry_way", "role": "role", "on_duty": "hours", "language": "tongue"}  # the table of its words


def said(spoken: str, column: str, value: str) -> str:
    """A cell as a page shows it, from what is stored."""
    if column in YES_OR_NO:
        return words.text(spoken, f"person.{'yes' if value == '1' else 'no'}")
    if column == "price_fen":
        return pages.yuan(spoken, int(value))
    return pages.known(spoken, WITH_WORDS[column], value) if column in WITH_WORDS else value


def row_name(spoken: str, kind: str, key: Sequence[str]) -> Markup:
    """Which row this key is of: who behind which door, who of the staff, which set of which sale."""
    if kind == "roster":
        building, unit, room, name = key
        return Markup("{} {}").format(pages.door(spoken, building, unit, room), _whole(name))
    if kind == "staff" and len(key) > 1:
        name, role, grid, building = key
        places = [pages.place(spoken, what, one) for what, one in (("grid", grid), ("building", building)) if one]
        return Markup(" ").join([_whole(name), said(spoken, "role", role), *places])
    return Markup(" ").join(one for one in key if one)


def _whole(name: str) -> str:
    """A name that the end of a line does not break, unless it is longer than names are."""
    return Markup('<span class="whole">{}</span>').format(name) if len(name) < LONG_NAME else name
