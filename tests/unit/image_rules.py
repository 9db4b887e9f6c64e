"""What must hold of the image and of compose.yaml, as functions from a file's text to what is wrong with it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from linli.cli import COMMANDS, main
from linli.settings import CARRIER, Settings

ROOT = Path(__file__).parents[2]
KNOWN_SETTINGS = frozenset(name.upper() for name in Settings.model_fields)
OF_COMPOSE = frozenset({"LISTEN", "BASE", "POSTGRES_IMAGE", "POSTGRES_PASSWORD", "VALKEY_IMAGE"})
NEEDED = {"migrate": ("DATABASE_URL",), "worker": CARRIER, "clock": CARRIER, "web": (*CARRIER, "SECRET_KEY")}
SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|API_KEY|DATA_KEY|SID")
VARIABLE = re.compile(r"\$\{([A-Z_]+)")


def text_of(name: str) -> str:
    """A file of the project's root."""
    return (ROOT / name).read_text(encoding="utf-8")


# ---------------------------------------------------------------- Dockerfile


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """The instructions with their arguments, continued lines joined."""
    lines = [line for line in dockerfile.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def image_problems(dockerfile: str) -> set[str]:
    """What is wrong with a Dockerfile, in a few words each."""
    given = instructions(dockerfile)
    final = given[max(at for at, (word, _) in enumerate(given) if word == "FROM") :]
    return {*_base_problems(given), *_run_problems(given), *_end_problems(final)}


def _base_problems(given: list[tuple[str, str]]) -> Iterator[str]:
    default = next((rest for word, rest in given if word == "ARG" and rest.startswith("BASE=")), "")
    if given[0][0] != "ARG" or not default:
        yield "no base to choose"
    if not is_tagged(default.removeprefix("BASE=")):
        yield "base without a tag"
    if any(word == "FROM" and not rest.startswith("${BASE}") for word, rest in given):
        yield "a stage with a base of its own"


def _run_problems(given: list[tuple[str, str]]) -> Iterator[str]:
    run = " ".join(rest for word, rest in given if word == "RUN")
    if not re.search(r"--require-hashes\b[^&]*--requirement requirements/run\.txt", run):
        yield "what it runs on is not held to its hashes"
    if not re.search(r"uv build[^&]*--require-hashes[^&]*--build-constraints requirements/dev\.txt", run):
        yield "what builds it is not held to its hashes"
    if "ca-certificates.crt" not in run:
        yield "nobody looks for the certificates"
    if any(word == "ADD" for word, _ in given):
        yield "ADD"
    if any(word in {"ARG", "ENV"} and SECRET.search(rest) for word, rest in given):
        yield "a secret in the image"
    if any(re.search(r"https?://(?!127\.0\.0\.1[:/])", rest) for _, rest in given):
        yield "a host is written"


def _end_problems(final: list[tuple[str, str]]) -> Iterator[str]:
    users = [rest for word, rest in final if word == "USER"]
    if not users or not re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1]):
        yield "runs as root"
    checks = [rest for word, rest in final if word == "HEALTHCHECK"]
    if not any("/healthz" in check and '"python"' in check for check in checks):
        yield "no health check"
    if ("ENTRYPOINT", '["linli"]') not in final:
        yield "does not start linli"


def is_tagged(image: str) -> bool:
    """Whether an image is named with a tag that is not `latest`."""
    tag = image.rpartition("/")[2].partition(":")[2]
    return bool(tag) and tag != "latest"


def copied(dockerfile: str) -> set[str]:
    """What is copied out of the build context, without slashes."""
    sources = [rest.split()[:-1] for word, rest in instructions(dockerfile) if word == "COPY" and "--from" not in rest]
    return {source.rstrip("/") for names in sources for source in names}


def let_through(dockerignore: str) -> set[str]:
    """What .dockerignore lets into the build context, everything else being shut out by its first line."""
    lines = [line for line in dockerignore.splitlines() if line and not line.startswith("#")]
    if lines[0] != "*":
        raise AssertionError("the first line must shut everything out")
    return {line.removeprefix("!") for line in lines[1:] if line.startswith("!")}


def wheel_packages() -> set[str]:
    """The packages that pyproject.toml puts into the wheel."""
    wheel = tomllib.loads(text_of("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    return set(wheel["packages"])


# ---------------------------------------------------------------- compose.yaml


def services(compose: str) -> Mapping[str, Mapping[str, Any]]:
    """The services of a compose file, anchors resolved."""
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load(compose)["services"]
    return read


def compose_problems(compose: str) -> set[str]:
    """What is wrong with a compose file, in a few words each."""
    return {problem for name, service in services(compose).items() for problem in _service_problems(name, service)}


def _service_problems(name: str, service: Mapping[str, Any]) -> Iterator[str]:
    image = re.sub(r"\$\{\w+:-(.*)\}", r"\1", service["image"])
    if not is_tagged(image):
        yield f"{name}: an image without a tag"
    if "restart" not in service:
        yield f"{name}: nobody starts it again"
    if "build" not in service:
        if "test" not in service.get("healthcheck", {}):
            yield f"{name}: no health check"
        return
    yield from _command_problems(name, service["command"])
    environment = service["environment"]
    yield from (f"{name}: {one} is no setting" for one in environment if one not in KNOWN_SETTINGS)
    yield from (f"{name}: {one} is missing" for one in NEEDED[name] if one not in environment)
    waits = {on: how["condition"] for on, how in service["depends_on"].items()}
    if waits.get("postgres") != "service_healthy":
        yield f"{name}: does not wait for the database"
    if name != "migrate" and waits.get("migrate") != "service_completed_successfully":
        yield f"{name}: does not wait for its tables"


def _command_problems(name: str, command: list[str]) -> Iterator[str]:
    word, *arguments = command
    if word not in COMMANDS:
        yield f"{name}: linli {word} is no command"
        return
    found = main.get_command(click.Context(main), word)
    try:
        if found is not None:
            found.make_context(word, arguments)
    except click.UsageError as error:
        yield f"{name}: {error.message}"


def variables(compose: str) -> set[str]:
    """The variables that a compose file reads."""
    return set(VARIABLE.findall(compose))


def example_variables(example: str) -> set[str]:
    """The variables that an example of .env names, those that are commented out included."""
    return set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
