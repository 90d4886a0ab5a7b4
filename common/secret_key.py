"""The key under which short codes are hashed: whoever has a copy of the records alone can't try codes out on them."""

import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
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
    if not file.exists():
        _keep(file, secrets.token_hex(_BYTES))
    return _read(file.read_text().strip(), str(file))


def key_for(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose: what is made with it tells nothing of what is made with another."""
    return hmac.digest(key, purpose.encode(), "sha256")


def _keep(file: Path, key: str) -> None:
    """Write it whole or not at all: of several processes that begin at once, one wins, and all read its key."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(key)
    try:
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()


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
