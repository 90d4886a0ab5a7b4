"""Codes and words as they are kept: hashes under a key that is not in the records."""

import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""argon2id with 19 MiB, so that a turn is not held up for long; the five tries are what holds a guesser off."""


def code_hash(key: bytes, code: str) -> str:
    """The hash by which a code is found. The code is none that a person chose: a keyed hash is enough."""
    return hmac.new(key, f"code:{code}".encode(), hashlib.sha256).hexdigest()


def word_hash(key: bytes, word: str) -> str:
    """The hash of a word that a person chose, with a salt of its own."""
    return _HASHER.hash(_keyed(key, word))


def is_word(key: bytes, word: str, kept: str) -> bool:
    """Whether this is the word whose hash was kept."""
    try:
        return _HASHER.verify(kept, _keyed(key, word))
    except VerifyMismatchError:
        return False


def _keyed(key: bytes, word: str) -> bytes:
    return hmac.new(key, f"word:{word}".encode(), hashlib.sha256).digest()
