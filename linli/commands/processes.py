"""`linli web`, `linli worker`, `linli clock`, `linli phone`."""

import json
from pathlib import Path

import click

from linli.commands.failing import Trouble
from linli.memory import loading


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="On which port.")
@click.option("--processes", "count", default=2, show_default=True, type=click.IntRange(1), help="How many serve.")
def web(host: str, port: int, count: int) -> None:
    """Serve the carrier's webhooks, in the foreground, until SIGTERM.

    Needs DATABASE_URL, PUBLIC_BASE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and SECRET_KEY; REDIS_URL if there
    is a Redis. Any number may run.
    """
    with loading():
        from linli import serving  # noqa: PLC0415 - each process loads only its own parts

    serving.serve_web(host, port, count)


@click.command()
def worker() -> None:
    """Send what the outbox owes, in the foreground, until SIGTERM.

    With REDIS_URL it is rung the moment something is due; without, it looks every second. Any number may run.
    """
    with loading():
        from linli import working  # noqa: PLC0415

    working.work()


@click.command()
def clock() -> None:
    """Keep the deadlines: ladders, cut-offs, calls that fell silent. In the foreground, until SIGTERM.

    Any number may run; each due thing is done once.
    """
    with loading():
        from linli import working  # noqa: PLC0415

    working.keep_time()


@click.command()
@click.option("--exchange", help="Address of the exchange; without it, that of the copy `make run` started here.")
@click.option("--number", help="Which telephone to be, as +8610000000001.")
@click.option("--to", "line", help="Which line to dial.")
def phone(exchange: str | None, number: str | None, line: str | None) -> None:
    """Be a telephone in the terminal: dial, press keys, be rung, read texts.

    Works with the exchange of `make run`, which offers a few of the demo community's telephones to choose from.
    """
    from linli import phone as telephone  # noqa: PLC0415

    running = _running()
    address = exchange or running.get("exchange")
    if not address:
        raise click.UsageError("no exchange is running here: start `make run` in another terminal, or give --exchange")
    if not telephone.is_there(str(address)):
        raise Trouble(f"no exchange answers at {address}: is `make run` still running?")
    called = line or str(running.get("line", ""))
    if not called:
        raise click.UsageError("say which line to dial: --to +NUMBER")
    raise SystemExit(telephone.main(str(address), number or _choose(running), called))


def _running() -> dict[str, object]:
    path = Path("var/run.json")
    return json.loads(path.read_text()) if path.exists() else {}


def _choose(running: dict[str, object]) -> str:
    offered = running.get("telephones")
    if not isinstance(offered, dict) or not offered:
        raise click.UsageError("say which telephone to be: --number +NUMBER")
    names = list(offered)
    for place, name in enumerate(names, 1):
        click.echo(f"  {place}  {name}  {offered[name]}")
    picked = click.prompt("Which telephone are you", type=click.IntRange(1, len(names)), default=1)
    return str(offered[names[picked - 1]])
