"""The command `linli`: every subcommand by name, its module loaded only when it is asked for."""

from importlib import import_module

import click

from linli.commands.failing import Group
from linli.memory import loading

COMMANDS = {
    "migrate": "linli.commands.community:migrate",
    "community": "linli.commands.community:community",
    "demo-data": "linli.commands.community:demo_data",
    "roster": "linli.commands.imports:roster",
    "staff": "linli.commands.imports:staff",
    "grid": "linli.commands.duties:grid",
    "health": "linli.commands.health:health",
    "sale": "linli.commands.imports:sale",
    "order": "linli.commands.selling:order",
    "board": "linli.commands.board:board",
    "clusters": "linli.commands.clusters:clusters",
    "pause": "linli.commands.pauses:pause",
    "call-by-person": "linli.commands.by_person:call_by_person",
    "resume": "linli.commands.pauses:resume",
    "items": "linli.commands.tables:items",
    "alerts": "linli.commands.tables:alerts",
    "messages": "linli.commands.tables:messages",
    "orders": "linli.commands.tables:orders",
    "arrival": "linli.commands.arriving:arrival",
    "wave": "linli.commands.collecting:wave",
    "handed": "linli.commands.collecting:handed",
    "route": "linli.commands.collecting:route",
    "money": "linli.commands.accounts:sale_money",
    "requests": "linli.commands.requests:requests",
    "request": "linli.commands.requests:request",
    "gas": "linli.commands.gas:gas",
    "meals": "linli.commands.requests:meals",
    "knock-list": "linli.commands.knocking:knock_list",
    "print": "linli.commands.paper:print_sheet",
    "sheet": "linli.commands.sheets:sheet",
    "announce": "linli.commands.announcing:announce",
    "announcements": "linli.commands.announcing:announcements",
    "understand": "linli.commands.understand:understand_texts",
    "prompts": "linli.commands.prompts:prompts",
    "audit": "linli.commands.console:audit",
    "web": "linli.commands.processes:web",
    "worker": "linli.commands.processes:worker",
    "clock": "linli.commands.processes:clock",
    "phone": "linli.commands.processes:phone",
}


class Linli(Group):
    """Finds its commands in the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        with loading():
            command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Linli, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Linli Line (邻里热线): the telephone line of a closed community.

    \b
    A first start:
      linli migrate
      linli community add 和乐里 --line +862755500100
      linli roster import roster.xlsx
      linli staff import staff.xlsx
    or, to try it with invented people:
      linli migrate && linli demo-data && linli board

    The database is DATABASE_URL, by default var/linli.db in this directory.
    """  # noqa: D301 - \b is click's mark for lines to keep


if __name__ == "__main__":
    main()
