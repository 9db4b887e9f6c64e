"""`linli prompts`: the sentences of the line by number, and the recordings that stand for them."""

import json

import click

import prompts as words
from prompts.numbers import NUMBERS, can_be_recorded

language_option = click.option(
    "--language",
    default="zh-CN",
    show_default=True,
    type=click.Choice(words.languages()),
    help="In which language.",
)


@click.group("prompts")
def prompts() -> None:
    """What the line says, and in whose voice."""


@prompts.command("list")
@language_option
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def list_prompts(language: str, as_json: bool) -> None:  # noqa: FBT001 - click hands it over
    """Every spoken sentence: its number, its id, its words. A * marks those that can be recorded."""
    book = words.book(language)
    listed = [(number, name, book[name].words, can_be_recorded(name)) for name, number in NUMBERS.items()]
    if as_json:
        names = ("number", "id", "words", "can_be_recorded")
        click.echo(json.dumps([dict(zip(names, one, strict=True)) for one in listed], ensure_ascii=False))
        return
    for number, name, sentence, is_recordable in listed:
        click.echo(f"{number} {'*' if is_recordable else ' '} {name:<26} {sentence}")
