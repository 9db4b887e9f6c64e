"""The script that makes sure of a browser: quick where there is one, one clear line where there can be none."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "web/browser/chromium.sh"
Machine = Callable[..., "subprocess.CompletedProcess[str]"]
REAL = ("sh", "grep", "tail", "env", "true")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with these programs alone, each a line of shell; what the script did there."""

    def run(**programs: str) -> "subprocess.CompletedProcess[str]":
        for name in REAL:
            found = next(Path(place) / name for place in os.defpath.split(":") if (Path(place) / name).exists())
            (tmp_path / name).symlink_to(found)
        for name, line in programs.items():
            (tmp_path / name.replace("_", "-")).write_text(f"#!/bin/sh\n{line}\n")
            (tmp_path / name.replace("_", "-")).chmod(0o755)
        return subprocess.run(
            ["/bin/sh", SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
        )

    return run


def test_where_all_is_there_it_does_nothing(machine: Machine) -> None:
    done = machine(chromium="", fc_list="echo Noto")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "programs",
    [
        {"id": "echo 0"},
        {"id": "echo 1000", "apt_get": "exit 0"},
        {"id": "echo 1000", "apt_get": "exit 0", "sudo": "exit 1"},
        {"id": "echo 1000", "apt_get": "exit 0", "sudo": "exit 1", "chromium": "", "fc_list": ""},
    ],
)
def test_where_nothing_can_be_installed_it_says_what_is_needed_in_one_line(
    machine: Machine, programs: dict[str, str]
) -> None:
    done = machine(**programs)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "chromium fontconfig fonts-noto-cjk" in done.stderr


@pytest.mark.parametrize("account", [{"id": "echo 0"}, {"id": "echo 1000", "sudo": 'shift; exec "$@"'}])
def test_it_installs_what_is_missing(machine: Machine, tmp_path: Path, account: dict[str, str]) -> None:
    installs = f'test "$1" = update || ln -s {tmp_path}/grep {tmp_path}/chromium'
    done = machine(**account, apt_get=installs.replace("ln -s", "/bin/ln -s"), fc_list="echo Noto")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Installing chromium")
    assert (tmp_path / "chromium").exists()


def test_it_tells_the_last_line_of_an_installation_that_failed(machine: Machine) -> None:
    done = machine(id="echo 0", apt_get="echo trying; echo no network >&2; exit 100")
    assert done.returncode == 1
    assert done.stderr.endswith("apt-get said: no network\n")
