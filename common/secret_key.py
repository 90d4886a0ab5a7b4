"""The key under which short codes are hashed: whoever has a copy of the records alone can't try codes out on them."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "NAVIGATOR_SECRET_KEY"
"""Set it where several machines share one database. Unset: a file of the state folder, made when it is first needed."""

_FILE = "secret.key"
_BYTES = 32


class BadSecretKey(ValueError):
    """The key of the environment is no key; the message says what it should be."""


def secret_key(state: Path, variables: Mapping[str, str] = os.environ) -> bytes:
    """The key of this installation, 32 bytes or more. Raises BadSecretKey, and OSError when it can't be kept."""
    given = variables.get(VARIABLE, "").strip()
    if given:
        return _read(given, VARIABLE)
    file = state / _FILE
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(file.read_text().strip(), str(file))
    with os.fdopen(handle, "w") as opened:
        opened.write(secrets.token_hex(_BYTES))
    return _read(file.read_text().strip(), str(file))


def _read(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < _BYTES:
        raise BadSecretKey(
            f"{place} is no key: {2 * _BYTES} hexadecimal digits are needed (openssl rand -hex {_BYTES})"
        )
    return key
