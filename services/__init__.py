"""The use cases: one verb-noun function, one transaction."""
