"""The times of the community's day, and how many calls it makes at once."""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from console import acting, pages
from console.door import office_only, signed_in
from console.forms import Form
from console.parts import parts
from domain.day_plan import DayPlan, SettingsRefused
from domain.refusals import Refused
from models import Community
from services.day.steps import plan_of
from services.desk.on_behalf import Typing
from services.roster.communities import change_settings
from services.staff.audit import Deed, What

Answer = Any
NAMES = tuple(DayPlan().written())


@office_only
def day_plan() -> Answer:
    """As it is."""
    return _page(Form())


def _page(form: Form, status: int = 200) -> Answer:
    with Session(parts().reading) as session:
        standing = plan_of(session.get_one(Community, signed_in().community.id)).written()
    for name, value in standing.items():
        form.values.setdefault(name, str(value))
    return pages.render(
        "day_plan.html", status, form=form, names=NAMES, usual=DayPlan().written(), seen=_seen(standing)
    )


def _seen(standing: dict[str, str | int]) -> str:
    """What stood there when the page was shown."""
    return " ".join(str(value) for value in standing.values())


@office_only
def change_day() -> Answer:
    """From now on like this; who looked at what another has changed since is told."""
    form = Form.sent(*NAMES, "seen")

    def change(typing: Typing) -> Deed:
        community = typing.session.get_one(Community, typing.who.community.id, with_for_update=True)
        before = plan_of(community).written()
        if form.value("seen") != _seen(before):
            form.refuse("", "day_plan.changed")
        _try_each(form)
        wanted = [f"{name}={form.value(name).strip()}" for name in NAMES]
        try:
            if not form.errors:
                change_settings(community, wanted)
        except SettingsRefused:
            form.refuse("", "day_plan.disorder")
        if form.errors:
            raise Refused
        after = plan_of(community).written()
        said = ", ".join(f"{name} {before[name]} → {after[name]}" for name in NAMES if before[name] != after[name])
        return Deed(What.CHANGED_DAY, "community", community.id, said)

    return acting.done(change, form, "day_plan.disorder", lambda: _page(form, 400), url_for("console.day_plan"))


def _try_each(form: Form) -> None:
    """Refuse each value that cannot be, beside its field; an empty one is the usual one."""
    for name in NAMES:
        value = form.value(name).strip()
        try:
            if value:
                DayPlan.of({name: value})
        except SettingsRefused as refused:
            if any(error.startswith(f"{name} is ") for error in refused.errors):
                form.refuse(name, "day_plan.no_number" if name == "lines" else "day_plan.no_time")
