"""Serves one of the benched applications with gunicorn, exactly as the line's own web process is served."""

import sys
from collections.abc import Callable
from typing import Any

from flask import Flask

from linli.app import create_app
from linli.serving import Web, build_web_parts, read_clock
from linli.settings import load_settings
from services.day.clock import real_clock
from tests.bench import textbook

APPS: dict[str, Callable[[], Flask]] = {
    "static": textbook.static_app,
    "textbook": textbook.textbook_app,
    "ours": lambda: create_app(build_web_parts(load_settings(), read_clock(load_settings()))),
}


class Benched(Web):
    """Gunicorn around one of the applications, built after the fork."""

    def load(self) -> Any:
        """The application of the command line."""
        return APPS[sys.argv[1]]()


if __name__ == "__main__":
    options = {
        "workers": 2,
        "worker_class": "gthread",
        "threads": 8,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    Benched(load_settings(), real_clock(), options | {"bind": f"127.0.0.1:{sys.argv[2]}", "keepalive": 75}).run()
