"""Passwords of the staff, the second way into the console: random, shown once, kept as argon2id alone."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.orm import Session

from services.alerting.duty import worker_named

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on paper
LENGTH = 16  # of 31 letters: 79 bits


def set_password(session: Session, community_id: int, name: str) -> str:
    """Give the worker a new random password and return it, for the only time. The caller commits. UnknownName if nobody is."""
    worker = worker_named(session, community_id, name)
    password = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    worker.password_hash = _hasher().hash(password)
    return "-".join(password[at : at + 4] for at in range(0, LENGTH, 4))


def is_password(password_hash: str | None, typed: str) -> bool:
    """Whether this is the password behind the hash, hyphens and case apart; never for who has none, and then no sooner."""
    bare = "".join(letter for letter in typed.casefold() if letter.isalnum())
    try:
        _hasher().verify(password_hash or _nobodys(), bare)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash that no password is known for."""
    return _hasher().hash(secrets.token_hex(LENGTH))
