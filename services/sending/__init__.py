"""What goes out: the outbox, its claims and outcomes, the carrier's rates and word."""
