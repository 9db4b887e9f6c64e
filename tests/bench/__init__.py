"""The performance table: both sides of every ratio in one run, on real processes and a durable PostgreSQL."""
