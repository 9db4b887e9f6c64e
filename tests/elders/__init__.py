"""Simulated elderly callers: they hear words, press keys in virtual time over the real webhooks, and are counted."""
