"""A whole day of the demo community: simulated residents and workers, the real services, and a ledger that trusts neither."""
