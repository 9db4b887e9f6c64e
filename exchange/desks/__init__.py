"""The desks of the REST API, one a kind of resource, and what they have in common."""
