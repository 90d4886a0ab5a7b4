"""Advisers' passwords, as argon2id hashes."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 12
_hasher = PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to keep. Raises ValueError for a password that is too short."""
    if len(password) < MIN_LENGTH:
        raise ValueError(f"a password needs at least {MIN_LENGTH} characters")
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one of the hash. Without a hash it takes as long, and is not."""
    try:
        return bool(_hasher.verify(password_hash or _nobodys(), password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
