"""Calls: key press by key press, what they mean, how they end, what is recorded and played in them."""
