"""Where the line gives up kindly: the third failure, the fortieth turn, a step that no longer exists."""

from ivr.script import Dialogue, End

KIND = Dialogue("kind", starts=("third_failure",), steps={"third_failure": End()})  # E3
