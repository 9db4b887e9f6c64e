"""Draws the dialogues as Markdown: `python -m ivr.draw > docs/dialogues.md`."""

import sys
from collections.abc import Iterator, Mapping

import prompts
from ivr.check import prompts_of
from ivr.dialogues import SCRIPT
from ivr.script import Ask, Branch, Confirm, Dialogue, Do, End, Menu, Pick, Record, Script, Step, Tell, Transfer

_LANGUAGES = ("zh-CN", "en")
_HEAD = """# The dialogues

Drawn from the code with `python -m ivr.draw > docs/dialogues.md`; a test checks that it is current.
Everywhere: 9 says it again, 0 goes to a person where no other meaning is given, and after three failures a person
calls back (`kind.third_failure`). Words in {braces} are filled in. A call ends after 40 turns at most, and with F5
(`fever.close`) when it raised a health alert.
"""


def document(script: Script = SCRIPT) -> str:
    """The whole document."""
    return "\n".join([_HEAD, *(line for dialogue in script.dialogues for line in _dialogue(dialogue, script))])


def ways(step: Step) -> Mapping[str, str]:
    """What leads where: a key, an answer or an outcome, and the step after it."""
    match step:
        case Menu():
            given_up = {"gives up": step.gives_up} if step.gives_up else {}
            others = {"4": step.others} if step.others else {}
            given_up |= {"unheard": step.unheard} if step.unheard else {}
            return {**step.choices, **others, **({"0": step.zero} if step.zero else {}), **given_up}
        case Pick():
            other = {"another": step.other} if step.other else {}
            return {"one of them": step.then, **other, "none left": step.empty, "0": step.zero}
        case Ask():
            unheard = {"unheard": step.unheard} if step.unheard else {}
            return {**step.ways, **unheard, **({"gives up": step.gives_up} if step.gives_up else {})}
        case Confirm():
            over = {"over-press": step.over_press} if step.over_press else {}
            return {"1": step.yes, "2": step.no, **over, "0": step.zero}
        case Branch():
            return step.to
        case Transfer():
            return {"reached": step.reached, "nobody": step.nobody}
        case Tell() | Do() | Record():
            return {"then": step.then}
        case End():
            return {}


def _dialogue(dialogue: Dialogue, script: Script) -> Iterator[str]:
    positions = [f"{dialogue.name}.{name}" for name in dialogue.steps]
    yield f"\n## {dialogue.name}\n"
    yield "```mermaid\nflowchart TD"
    for position in positions:
        yield f"    {_node(position, script.steps[position])}"
        for way, target in ways(script.steps[position]).items():
            if (way, target) != ("0", "person.call"):
                yield f"    {_id(position)} -- {way} --> {_id(target)}"
    yield "```\n"
    yield "| step | what | heard | then |\n|---|---|---|---|"
    for position in positions:
        step = script.steps[position]
        leads = ", ".join(f"{way} → {target}" for way, target in ways(step).items())
        yield f"| {position} | {_what(step)} | {_heard(step)} | {leads} |"


def _id(position: str) -> str:
    return position.replace(".", "_")


def _node(position: str, step: Step) -> str:
    shapes = {Branch: "{{{}}}", Do: "[[{}]]", End: "([{}])"}
    return _id(position) + shapes.get(type(step), "[{}]").format(f'"{position}"')


def _what(step: Step) -> str:
    match step:
        case Do():
            return f"do: {_named(step.effect)}"
        case Branch():
            return f"branch: {_named(step.on)}"
        case Ask():
            return f"ask: {_named(step.read)}"
        case _:
            return type(step).__name__.lower()


def _named(function: object) -> str:
    return str(getattr(function, "__qualname__", "")).partition(".")[0].replace("_", " ")


def _heard(step: Step) -> str:
    spoken = reversed(prompts_of(step)) if isinstance(step, Confirm) else prompts_of(step)[:1]
    return "<br>".join(prompts.prompt(language, prompt_id).words for prompt_id in spoken for language in _LANGUAGES)


if __name__ == "__main__":
    sys.stdout.write(document())
