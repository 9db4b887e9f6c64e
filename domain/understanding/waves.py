"""Whether a worker's text asks for the next wave to be called down: 叫下一批, next wave."""

import re

from domain.understanding.normal_form import clean, simplified

_NEXT = re.compile(
    r"(?:(?:请|帮我|可以)?(?:(?:清了|清场了|没人了|空了)[,. ]*)?(?:再)?(?:叫|喊|放|通知)?下(?:一|1)?(?:批|波|拨)(?:下来|下楼|来|吧|了)?"
    r"|(?:clear[,. ]+)?(?:please )?(?:call |send )?(?:the )?next (?:wave|batch|group))[。.!~ ]*"
)


def asks_for_next_wave(text: str) -> bool:
    """Whether it is that and nothing else."""
    return _NEXT.fullmatch(simplified(clean(text)).strip().casefold()) is not None
