"""`python -m exchange`: serves until SIGTERM or SIGINT; one JSON line says where."""

import argparse
import ctypes
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence

from exchange.app import Exchange
from exchange.clock import from_environment
from exchange.parts import Account, Parts
from exchange.studio import Pace

_PR_SET_PDEATHSIG = 1
_ENDING = frozenset({signal.SIGTERM, signal.SIGINT})


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the exchange; 2 and one line on stderr when it cannot start."""
    options = _options().parse_args(arguments)
    # Blocked in every thread and waited for by this one: a handler would have to wait for this thread to wake.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    if options.die_with_parent:
        _die_with_parent()
    try:
        exchange = Exchange(_parts(options, os.environ), options.host, options.port)
    except (ValueError, OSError) as error:
        sys.stderr.write(f"exchange: {error}\n")
        return 2
    exchange.start()
    sys.stdout.write(json.dumps({"exchange": exchange.url}) + "\n")
    sys.stdout.flush()
    signal.sigwait(_ENDING)
    exchange.stop()
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m exchange", description="A telephone exchange for TwiML.")
    parser.add_argument("--host", default="127.0.0.1", help="where it listens, this machine alone by default")
    parser.add_argument("--port", type=int, default=0, help="0, the default, picks a free one")
    parser.add_argument("--number", help="a number of the exchange, as +15005550100")
    parser.add_argument("--voice-url", help="asked when the number is called")
    parser.add_argument("--sms-url", help="asked when the number is texted")
    parser.add_argument("--status-url", help="told when a call to the number has ended")
    parser.add_argument("--fallback-url", help="asked when a call's other addresses fail")
    parser.add_argument("--sms-fallback-url", help="asked when a text's other addresses fail")
    parser.add_argument(
        "--speech", type=float, default=0, help="Latin letters spoken a minute; 0, the default: at once"
    )
    parser.add_argument("--pace", type=float, default=1, help="timeouts of keys and pauses are divided by this")
    parser.add_argument(
        "--cps", type=float, default=1, help="calls placed a second for the account, 1 by default; 0: any number"
    )
    parser.add_argument(
        "--mps", type=float, default=1, help="segments a number texts a second, 1 by default; 0: any number"
    )
    parser.add_argument("--die-with-parent", action="store_true", help="end when the starting process ends (Linux)")
    return parser


def _parts(options: argparse.Namespace, environment: Mapping[str, str]) -> Parts:
    if options.pace <= 0 or min(options.speech, options.cps, options.mps) < 0:
        raise ValueError("--pace must be above 0, --speech, --cps and --mps not below")
    parts = Parts(
        account=_account(environment),
        clock=from_environment(environment),
        pace=Pace(options.speech, options.pace),
        calls_per_second=options.cps,
        segments_per_second=options.mps,
    )
    if options.number:
        names = ("voice_url", "sms_url", "status_url", "fallback_url", "sms_fallback_url")
        parts.numbers.put(options.number, {name: getattr(options, name) for name in names})
    return parts


def _account(environment: Mapping[str, str]) -> Account:
    sid = environment.get("TWILIO_ACCOUNT_SID", "")
    tokens = tuple(filter(None, environment.get("TWILIO_AUTH_TOKEN", "").split(",")))
    for name, value in (("TWILIO_ACCOUNT_SID", sid), ("TWILIO_AUTH_TOKEN", tokens)):
        if not value:
            raise ValueError(f"{name} is not set")
    return Account(sid, tokens, environment.get("TWILIO_API_KEY", ""), environment.get("TWILIO_API_SECRET", ""))


def _die_with_parent() -> None:
    """Has the kernel send SIGTERM when the parent ends (prctl(2)); at once when it has ended already."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
