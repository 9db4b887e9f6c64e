"""Alerts and items: raised, climbed, answered; who is there for a door; a grid that changes hands."""
