"""The command `linli`: every group of commands stands in a file of its own in linli/commands."""

import sys

import click

from linli.commands import processes
from linli.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def linli() -> None:
    """Linli Line (邻里热线): the telephone line of a closed community."""


for command in (processes.web, processes.worker, processes.clock, processes.phone):
    linli.add_command(command)


def main() -> None:
    """Run a command; what is wrong with the settings is one line and exit code 2."""
    try:
        linli()
    except SettingsError as error:
        click.echo(f"linli: {error}", err=True)
        sys.exit(2)
