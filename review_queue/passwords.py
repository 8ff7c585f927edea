"""Password hashes (argon2id)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from review_queue.refusals import WeakPassword

MINIMUM = 12
_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """Raises WeakPassword."""
    if len(password) < MINIMUM:
        raise WeakPassword(minimum=MINIMUM)
    return _HASHER.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Takes as long for an account that does not exist, so that addresses cannot be found by the clock."""
    try:
        return _HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except VerifyMismatchError:
        return False


@cache
def _nobody() -> str:
    return _HASHER.hash("the password of no account")
