"""`linli understand`: texts in, meanings out, for trying the grammar and for measuring it."""

import json
import sys
from collections.abc import Iterable, Iterator

import click

from domain.understanding import understand
from domain.understanding.as_json import as_json
from domain.understanding.meanings import Role
from linli.commands.failing import BadInput


@click.command("understand")
@click.option("--jsonl", "as_lines", is_flag=True, help="Lines of JSON on standard input, one answer a line.")
@click.option(
    "--role",
    default=Role.RESIDENT.value,
    show_default=True,
    type=click.Choice([role.value for role in Role]),
    help="Who sends TEXT.",
)
@click.argument("text", nargs=-1)
def understand_texts(as_lines: bool, role: str, text: tuple[str, ...]) -> None:  # noqa: FBT001 - click hands it over
    """What the line understands of a text.

    \b
      linli understand 3栋1504 36.5 蔬菜2份
      linli understand --role worker 完成 4821
      echo '{"text": "36.5", "role": "resident"}' | linli understand --jsonl

    With --jsonl each line read is {"text": …, "role": "resident" or "worker"}, and the line written for it
    {"kind": …, "expect": {…}}, in the same order and at once, temperatures in degrees. Kinds: temperature,
    temperature_multi, order, need, cancel, help, status, unknown, and ambiguous for what must be asked back.
    The sets are the three standard ones: grain, veg, fruit. No database is needed.
    """  # noqa: D301 - \b is click's mark for lines to keep
    if as_lines == bool(text):
        raise click.UsageError("give a TEXT, or --jsonl with lines on standard input")
    if text:
        click.echo(_answer(" ".join(text), Role(role)))
        return
    for answer in answers(sys.stdin):
        click.echo(answer)


def answers(lines: Iterable[str]) -> Iterator[str]:
    """The answer to each line as it comes; a blank line ends nothing and is answered by nothing."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _answer(*_asked(number, line))


def _asked(number: int, line: str) -> tuple[str, Role]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise BadInput(f"line {number} is not JSON: {error}") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise BadInput(f'line {number} needs a "text": {{"text": "36.5", "role": "resident"}}')
    role = asked.get("role")
    if not isinstance(role, str) or role not in set(Role):
        raise BadInput(f'line {number}: "role" is {role!r}, not "resident" or "worker"')
    return asked["text"], Role(role)


def _answer(text: str, role: Role) -> str:
    return json.dumps(as_json(understand(text, role)), ensure_ascii=False)
