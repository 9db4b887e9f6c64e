"""Sales and orders up to the cut-off: what is offered, ordered, dropped, handed to the suppliers."""
