"""Communities, and the buildings and grids that lists name."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.cells import language as known_language
from domain.day_plan import DayPlan, SettingsRefused
from domain.refusals import Refused
from domain.telephones import normalise
from models import Building, Community, Grid


class UnknownName(Refused):
    """What was named does not exist; the message says what does."""


def add_community(  # noqa: PLR0913 - the columns of the table
    session: Session,
    name: str,
    line: str,
    *,
    timezone: str = "Asia/Shanghai",
    language: str = "zh-CN",
    country: str = "CN",
    is_demo: bool = False,
) -> Community:
    """A new community with its telephone line. ValueError when a word is wrong or the name or line is taken."""
    region = country.strip().upper()
    if phonenumbers.country_code_for_region(region) == 0:
        raise ValueError(f"country {country!r} is unknown; write two letters such as CN")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"timezone {timezone!r} is unknown; write one such as Asia/Shanghai") from None
    community = Community(
        name=name.strip(),
        line=normalise(line, region),
        timezone=timezone,
        language=known_language(language),
        country=region,
        is_demo=is_demo,
    )
    _refuse_taken(session, community)
    session.add(community)
    session.flush()
    return community


def _refuse_taken(session: Session, community: Community) -> None:
    if not community.name:
        raise ValueError("a community needs a name")
    if session.scalar(select(Community.id).where(Community.name == community.name)):
        raise ValueError(f"there is a community {community.name!r} already")
    owner = session.scalar(select(Community.name).where(Community.line == community.line))
    if owner is not None:
        raise ValueError(f"the line {community.line} is that of {owner!r} already")


def hold_lists(session: Session, community_id: int) -> Community:
    """Nobody else imports a list of this community meanwhile: two at once would each add what the other adds.

    It holds up nobody who reports, orders or takes an alert: their rows name the community, and its key stays.
    """
    held = select(Community).where(Community.id == community_id).with_for_update(key_share=True)
    return session.scalars(held).one()


def all_lines(session: Session) -> frozenset[str]:
    """The numbers of the lines themselves, of every community: nobody's own telephone."""
    return frozenset(session.scalars(select(Community.line)))


def change_settings(community: Community, changes: Iterable[str]) -> None:
    """Change the day plan by words such as cut_off=11:30; an empty value is the usual one. The caller commits.

    SettingsRefused holds every wrong word, and nothing is changed.
    """
    settings, errors = dict(community.settings), []
    for change in changes:
        name, equals, value = (part.strip() for part in change.partition("="))
        if not equals:
            errors.append(f"{change!r} sets nothing; write NAME=VALUE")
            continue
        settings[name] = value or DayPlan().written().get(name, "")
    try:
        plan = DayPlan.of(settings)
    except SettingsRefused as refused:
        raise SettingsRefused([*errors, *refused.errors]) from None
    if errors:
        raise SettingsRefused(errors)
    community.settings = plan.as_settings()


def find_community(session: Session, name: str | None) -> Community:
    """The community of this name; without a name the only one there is. UnknownName says what to write."""
    communities = session.scalars(select(Community).order_by(Community.name)).all()
    if not communities:
        raise UnknownName("there is no community yet; add one: linli community add NAME --line +NUMBER")
    if name is None and len(communities) == 1:
        return communities[0]
    names = ", ".join(one.name for one in communities)
    if name is None:
        raise UnknownName(f"there are several communities; say which with --community: {names}")
    for one in communities:
        if one.name == name.strip():
            return one
    raise UnknownName(f"there is no community {name!r}; there is {names}")


def find_grid(session: Session, community_id: int, name: str | None) -> int | None:
    """The id of a grid by its name, None for no name. UnknownName says which grids there are."""
    if name is None:
        return None
    rows = session.execute(select(Grid.name, Grid.id).where(Grid.community_id == community_id))
    grids: dict[str, int] = dict(rows.all())
    if name.strip() not in grids:
        raise UnknownName(
            f"there is no grid {name!r}; there is {', '.join(sorted(grids, key=lambda one: (len(one), one))) or 'none yet'}"
        )
    return grids[name.strip()]


def building_ids(session: Session, community_id: int, names: Iterable[str]) -> dict[str, int]:
    """Every building of the community by its bare name; those of `names` it lacks are made."""
    return _ids(session, Building, community_id, names)


def grid_ids(session: Session, community_id: int, names: Iterable[str]) -> dict[str, int]:
    """Every grid of the community by its name; those of `names` it lacks are made; "" is no grid."""
    return _ids(session, Grid, community_id, names)


def _ids(
    session: Session, table: type[Building] | type[Grid], community_id: int, names: Iterable[str]
) -> dict[str, int]:
    known = select(table.name, table.id).where(table.community_id == community_id)
    before = {row.name: row.id for row in session.execute(known)}
    new = [name for name in dict.fromkeys(names) if name and name not in before]
    if not new:
        return before
    session.execute(insert(table), [{"community_id": community_id, "name": name} for name in new])
    return {row.name: row.id for row in session.execute(known)}
