"""The day by the clock: the line's one clock, the rounds, the steps that come once a day."""
