"""The application for the tests: built once in a process, and given the parts of the test that runs."""

from flask import Flask

from linli.app import create_app, fit
from webhooks.parts import Parts

_BUILT: list[Flask] = []


def app_of(parts: Parts) -> Flask:
    """The application around these parts, whose boards are counted when somebody looks.

    To build its two hundred addresses takes longer than most tests. All that differs is handed to it; whoever needs
    two applications at once builds their own.
    """
    if not _BUILT:
        _BUILT.append(create_app(parts, keeps_watch=False))
    fit(_BUILT[0], parts, keeps_watch=False)
    return _BUILT[0]
