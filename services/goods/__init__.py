"""The goods after the cut-off: arrived, shared out, called down in waves, brought, handed over."""
