"""What is said when something asked for cannot be done as it stands."""


class Refused(Exception):  # noqa: N818 - it is what happened
    """What a person asked for cannot be done; the words say why, and what to do instead."""
