"""The staff at their work: how they are let in, what they may see, and the audit of it."""
