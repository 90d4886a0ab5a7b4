"""One-time codes and keyed hashes. Nobody who only has the database can work out a code or a reference from it.

A code is never written down: it follows from a random seed and the key, which is not in the database. The seed goes as
soon as the code was sent or has expired; what stays to compare with is a keyed hash.
"""

import hashlib
import hmac
import secrets

DIGITS = 6
_SMALLEST_KEY = 32


def new_handle() -> str:
    """An opaque name for one attempt."""
    return secrets.token_hex(16)


def new_seed() -> str:
    """What a code is made from."""
    return secrets.token_hex(16)


def code_of(key: bytes, seed: str) -> str:
    """The six digits that follow from a seed. key: the server's own. Raises ValueError for one under 32 bytes."""
    number = int.from_bytes(_keyed(key, "code", seed)[:16], "big")
    return str(number % 10**DIGITS).zfill(DIGITS)


def code_hash(key: bytes, handle: str, code: str) -> str:
    """What is kept of a code: of no use in another attempt, nor without the key."""
    return _keyed(key, "check", handle, code).hex()


def is_code(key: bytes, handle: str, code: str, kept: str) -> bool:
    """Whether a code is the one whose hash was kept. Takes as long when it is not."""
    return hmac.compare_digest(code_hash(key, handle, code), kept)


def hidden(key: bytes, kind: str, value: str) -> str:
    """A keyed hash under which a reference or an address is counted."""
    return _keyed(key, kind, value).hex()


def is_same(given: str, expected: str) -> bool:
    """Whether two texts are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())


def _keyed(key: bytes, *parts: str) -> bytes:
    if len(key) < _SMALLEST_KEY:
        raise ValueError(f"the identity key needs at least {_SMALLEST_KEY} bytes")
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).digest()
