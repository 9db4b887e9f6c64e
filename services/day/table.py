"""The steps of the day, in the order of their hours: what each does is in the module it names."""

from datetime import time

from services.alerting.duty_rounds import alarm_where_nobody_is, tell_of_tomorrow
from services.day.digests import put_cut_off_digests, put_evening_digests
from services.day.steps import Step
from services.health.endings import close_the_recovered
from services.needs.meals import put_headcount
from services.roll_call.plan import STEP as ROLL_CALL


def until(begins: time, ends: time) -> time:
    """When a step is wanted no more; where a community's own times put that before its beginning, the day's end."""
    return ends if begins < ends else time.max


STEPS: tuple[Step, ...] = (
    Step("health_files", lambda plan: plan.sheet, None, close_the_recovered),
    Step("nobody_on_duty", lambda plan: plan.sheet, lambda plan: plan.evening, alarm_where_nobody_is),
    ROLL_CALL,
    Step("meals", lambda plan: plan.meals, lambda plan: until(plan.meals, plan.cut_off), put_headcount),
    Step("cut_off", lambda plan: plan.cut_off, lambda plan: until(plan.cut_off, plan.evening), put_cut_off_digests),
    Step("evening", lambda plan: plan.evening, lambda plan: until(plan.evening, plan.quiet_from), put_evening_digests),
    Step(
        "nobody_tomorrow",
        lambda plan: plan.duty_check,
        lambda plan: until(plan.duty_check, plan.quiet_from),
        tell_of_tomorrow,
    ),
)
