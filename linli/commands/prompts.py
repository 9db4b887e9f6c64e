"""`linli prompts`: the sentences of the line by number, and the recordings that stand for them."""

import json
from pathlib import Path

import click

import prompts as words
from domain.refusals import Refused
from domain.sentence_sounds import read_sentence
from domain.sounds import MOST_BYTES, NoSoundError, Sound
from linli.commands.opening import community_option, reading, writing
from prompts.numbers import NUMBERS, can_be_recorded
from services.calling import recordings
from services.calling.recordings import Sentence, named_prompt
from services.roster.spreadsheets import write_csv

ENDINGS = {"audio/wav": "wav", "audio/mpeg": "mp3"}

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


@prompts.command("record-from-file")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--prompt", "name", required=True, metavar="ID", help="Its id or its number, as `linli prompts list` says."
)
@language_option
@community_option
def record_from_file(file: Path, name: str, language: str, community: str | None) -> None:
    """Play a WAV or MP3 file in place of the synthetic voice, from the next call on.

    For example: linli prompts record-from-file today.wav --prompt report.today

    One channel at 8,000 Hz is all that a telephone carries; the file is served as it is, so keep it small.
    """
    prompt_id, sound = named_prompt(name), _read(file)
    with writing() as opened:
        owner = opened.community(community)
        recordings.keep_file(opened.session, Sentence(owner.id, language, prompt_id), sound, opened.now)
        click.echo(f"{owner.name}: {prompt_id} ({language}) is played from the next call on.")


def _read(file: Path) -> Sound:
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    try:
        return read_sentence(content)
    except NoSoundError as error:
        raise Refused(f"{file}: {error}") from None


@prompts.command()
@click.argument("name", metavar="ID")
@language_option
@community_option
def synthetic(name: str, language: str, community: str | None) -> None:
    """Give a prompt, by its id or its number, back to the synthetic voice."""
    prompt_id = named_prompt(name)
    with writing() as opened:
        owner = opened.community(community)
        was_recorded = recordings.return_to_synthetic(opened.session, Sentence(owner.id, language, prompt_id))
        said = "is spoken by the synthetic voice again" if was_recorded else "had no recording"
        click.echo(f"{owner.name}: {prompt_id} ({language}) {said}.")


@prompts.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@community_option
def export(directory: Path, community: str | None) -> None:
    """Write the recordings that are played now into a directory, with recordings.csv beside them."""
    with reading() as opened:
        owner = opened.community(community)
        played = recordings.played_now(opened.session, owner.id)
    directory.mkdir(parents=True, exist_ok=True)
    rows = []
    for one in played:
        file = f"{one.language}_{NUMBERS.get(one.prompt, 0)}_{one.prompt}.{ENDINGS[one.content_type]}"
        (directory / file).write_bytes(one.content)
        rows.append([NUMBERS.get(one.prompt, ""), one.prompt, one.language, file, one.sha256, one.speaker or ""])
    write_csv(directory / "recordings.csv", ["number", "id", "language", "file", "sha256", "speaker"], rows)
    click.echo(f"{len(played)} recordings are in {directory}.")
