"""The day-board and what it is read from: readings, visits, pauses; and the lists that are made of it."""
