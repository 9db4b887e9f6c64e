"""The steps of the day, in the order of their hours: what each does is in the module it names."""

from services.day_steps import Step
from services.duty_rounds import alarm_where_nobody_is
from services.health_endings import close_the_recovered
from services.roll_calls import STEP as ROLL_CALL

STEPS: tuple[Step, ...] = (
    Step("health_files", lambda plan: plan.sheet, None, close_the_recovered),
    Step("nobody_on_duty", lambda plan: plan.sheet, lambda plan: plan.evening, alarm_where_nobody_is),
    ROLL_CALL,
)
