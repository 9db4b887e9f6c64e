"""The workers' PINs for the telephone menu: six digits, shown once, kept only as a hash."""

import hashlib
import secrets

from sqlalchemy.orm import Session

from services.alerting.duty import worker_named

DIGITS = 6
COST = {"n": 2**14, "r": 8, "p": 1}  # 16 MB and some 50 ms: few tries a day are allowed anyway
SALT = 16  # bytes
_NOBODYS = f"scrypt${bytes(SALT).hex()}${bytes(64).hex()}"  # no PIN has this hash


def set_pin(session: Session, community_id: int, name: str) -> str:
    """Give the worker a new random PIN and return it, for the only time. The caller commits. UnknownName if nobody is."""
    worker = worker_named(session, community_id, name)
    pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    worker.pin_hash = hash_pin(pin)
    return pin


def hash_pin(pin: str) -> str:
    """The PIN as it may be stored: "scrypt$SALT$HASH" in hex."""
    salt = secrets.token_bytes(SALT)
    return f"scrypt${salt.hex()}${_scrypt(pin, salt).hex()}"


def is_pin(pin_hash: str | None, pin: str) -> bool:
    """Whether this is the PIN behind the hash; never for a worker without one, and then no sooner."""
    _, salt, stored = (pin_hash or _NOBODYS).split("$")
    is_same = secrets.compare_digest(_scrypt(pin, bytes.fromhex(salt)), bytes.fromhex(stored))
    return is_same and pin_hash is not None


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, **COST)
