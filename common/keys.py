"""A secret key of the server's own, in a file that only its owner can read."""

import os
import secrets
from pathlib import Path

FEWEST = 32
"""Bytes. A shorter key could be found by trying."""


class KeyTooShort(ValueError):
    """A key that somebody could find by trying; the message says how long it must be."""


def long_enough(key: bytes) -> bytes:
    """The key. Raises KeyTooShort."""
    if len(key) < FEWEST:
        raise KeyTooShort(f"NAVIGATOR_IDENTITY_KEY needs at least {FEWEST} characters")
    return key


def kept_key(file: Path) -> bytes:
    """The key in a file, which is made with a random one when it is not there. Safe when several begin at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(FEWEST))
    except FileExistsError:
        pass
    return long_enough(file.read_text(encoding="ascii").strip().encode())
