"""The calls to the silent: who is called when, and what comes of it."""
