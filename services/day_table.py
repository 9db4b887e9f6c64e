"""The steps of the day, in the order of their hours: what each does is in the module it names."""

from services.day_steps import Step
from services.duty_rounds import alarm_where_nobody_is

STEPS: tuple[Step, ...] = (
    Step("nobody_on_duty", lambda plan: plan.sheet, lambda plan: plan.evening, alarm_where_nobody_is),
)
