"""What runs before a commit is what `make check` runs."""

import re

import yaml

from tests.unit.image_rules import text_of


def _checked(makefile: str) -> list[str]:
    """The commands of `make check`, as they are typed."""
    recipe = makefile.partition("\ncheck:")[2].partition("\n\n")[0]
    return [command.replace("$(BIN)", ".venv/bin") for command in re.findall(r"^\t@(.+)$", recipe, re.MULTILINE)]


def test_a_commit_is_checked_by_what_make_check_runs() -> None:
    (repository,) = yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"]
    assert repository["repo"] == "local"
    assert [hook["entry"] for hook in repository["hooks"]] == _checked(text_of("Makefile"))


def test_it_sees_a_part_that_only_make_check_runs() -> None:
    more = text_of("Makefile").replace("\n\t@$(BIN)/ruff check .", "\n\t@$(BIN)/another\n\t@$(BIN)/ruff check .", 1)
    assert ".venv/bin/another" in _checked(more)
