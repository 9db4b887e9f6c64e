"""`python -m tests.texts --texts 100000`: scrambled texts through the webhook, and what came of them; exit 1 after a harm."""

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy.orm import Session

from linli.embedded import start_postgres
from models.database import open_engine
from services.sending.doorbell import Doorbell
from tests.integration.outgoing import MORNING, HandClock
from tests.parts import PostgresDatabases, SqliteDatabases, share_statements
from tests.texts.post import Figures, Harm, Post, keep_open
from tests.web.line import BASE, TOKEN, wire_to
from tests.web.one_app import app_of
from tests.web.village import settle
from webhooks.parts import Parts

AT_ONCE = 5000  # texts into one database, then a fresh one: a village's telephones do not write for years


def main() -> int:
    """Post the texts, print the figures and every harm with its text."""
    parser = argparse.ArgumentParser(prog="python -m tests.texts", description=__doc__)
    parser.add_argument("--texts", type=int, default=AT_ONCE)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    options = parser.parse_args()
    share_statements()
    figures = Figures()
    random = Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="linli-texts-") as directory:
        if options.database == "sqlite":
            harms = _post(SqliteDatabases(Path(directory)), options.texts, random, figures)
        else:
            server = start_postgres(Path(directory), durable=False)
            databases = PostgresDatabases(server)
            try:
                harms = _post(databases, options.texts, random, figures)
            finally:
                databases.close()
                server.stop()
    sys.stdout.write("\n".join([*_table(figures), *map(str, harms), f"{len(harms)} harms, seed {options.seed}", ""]))
    return 1 if harms else 0


def _post(databases: SqliteDatabases | PostgresDatabases, texts: int, random: Random, figures: Figures) -> list[Harm]:
    harms: list[Harm] = []
    for begun in range(0, texts, AT_ONCE):
        with databases.fresh() as address:
            harms += _post_into(address, min(AT_ONCE, texts - begun), random, figures)
        sys.stderr.write(f"{len(figures.seconds)} of {texts} texts, {len(harms)} harms\n")
    return harms


def _post_into(address: str, texts: int, random: Random, figures: Figures) -> list[Harm]:
    engine, hurried = open_engine(address), open_engine(address, hurried=True)
    plain = open_engine(address, hurried=True, autocommit=True)
    clock = HandClock()
    with Session(engine) as session, session.begin():
        settle(session, MORNING)
    keep_open(engine, clock)
    parts = Parts(hurried, plain, clock, Doorbell(""), auth_tokens=(TOKEN,), base_urls=(BASE,))
    harms = Post(wire_to(app_of(parts)), engine, clock, random, figures).post(texts)
    for one in (engine, hurried, plain):
        one.dispose()
    return harms


def _table(figures: Figures) -> list[str]:
    seconds = sorted(figures.seconds)
    middle, slow, slowest = (1000 * one for one in (median(seconds), seconds[len(seconds) * 99 // 100], seconds[-1]))
    replies = ", ".join(f"{count} of {size}" for size, count in sorted(figures.replies.items()))
    values = f"{min(figures.tenths)} to {max(figures.tenths)} tenths" if figures.tenths else "none"
    return [
        f"texts     {len(seconds)} in {sum(seconds):.0f} s",
        f"a text    {middle:.0f} ms in the middle, {slow:.0f} ms for one in a hundred, {slowest:.0f} ms at most",
        f"values    {len(figures.tenths)}, {values}",
        f"orders    {figures.lines} lines",
        f"replies   {replies} segments",
    ]


if __name__ == "__main__":
    sys.exit(main())
