"""What a staff list's rows say: who is there for which grid or building, and when (interfaces.md, "Files")."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from domain import doors, telephones
from domain.cells import Row, RowReader, language
from domain.duty import ALWAYS, NEVER, parse_hours, written_hours
from domain.row_errors import BadCell, ImportRefused, RowError, Wrong, wrong

NEEDED = ("name", "role", "phone")
OPTIONAL = ("grid", "building", "phone2", "language", "on_duty")
DISTRICT = "district"  # sees counts at the console, and is nobody to the line
PLACES = {
    "grid_worker": "grid",
    "cadre": "building",
    "volunteer": "building",
    "office": "",
    "duty": "",
    "kitchen": "",
    DISTRICT: "",
}


@dataclass(frozen=True, slots=True)
class Post:
    """A row of the list: one duty of one worker. `grid` or `building` is what the role needs, the other stays empty."""

    row: int
    name: str
    role: str
    grid: str
    building: str
    phone: str
    phone2: str
    language: str
    on_duty: str


def read_posts(rows: Iterable[Row], country: str, default_language: str, lines: Collection[str] = ()) -> list[Post]:
    """Every duty of the file, in its order. ImportRefused holds every error of every row."""
    errors: list[RowError] = []
    posts: list[Post] = []
    number = telephones.somebodys(country, lines)
    for row in rows:
        reader = RowReader(row)
        posts.append(_read_post(reader, number, default_language))
        errors += reader.errors
    errors += _same_duty_twice(posts) + _worker_with_two_faces(posts)
    if errors:
        raise ImportRefused(errors)
    return posts


def _read_post(reader: RowReader, number: Callable[[str], str], default_language: str) -> Post:
    role = reader.read("role", _role, "") if reader.text("role") else reader.needed("role")
    place = PLACES.get(role, "")
    return Post(
        row=reader.row.number,
        name=reader.needed("name"),
        role=role,
        grid=reader.needed("grid") if place == "grid" else "",
        building=doors.normal_building(reader.needed("building")) if place == "building" else "",
        phone=reader.read("phone", number, "") if reader.needed("phone") else "",
        phone2=reader.read("phone2", number, ""),
        language=reader.read("language", language, default_language),
        on_duty=reader.read("on_duty", _on_duty, "1"),
    )


def _role(text: str) -> str:
    role = text.casefold().replace(" ", "_")
    if role not in PLACES:
        raise BadCell(Wrong.ROLE, text=text, known=", ".join(PLACES))
    return role


def _on_duty(text: str) -> str:
    """0, 1 or hours in their one spelling."""
    if text in {NEVER, ALWAYS}:
        return text
    return written_hours(*parse_hours(text))


def _same_duty_twice(posts: list[Post]) -> list[RowError]:
    first: dict[tuple[str, ...], int] = {}
    errors = []
    for post in posts:
        before = first.setdefault((post.name, post.role, post.grid, post.building), post.row)
        if before != post.row and post.name:
            errors.append(wrong(post.row, Wrong.DUTY_TWICE, name=post.name, row=before))
    return errors


def _worker_with_two_faces(posts: list[Post]) -> list[RowError]:
    first: dict[str, Post] = {}
    errors = []
    for post in posts:
        before = first.setdefault(post.name, post)
        if post.name and (before.phone, before.phone2, before.language) != (post.phone, post.phone2, post.language):
            errors.append(wrong(post.row, Wrong.TWO_FACES, name=post.name, row=before.row))
    return errors
