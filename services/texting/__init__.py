"""Texts: each acted on once, answered by one; a resident's, a worker's, a pasted chain's."""
