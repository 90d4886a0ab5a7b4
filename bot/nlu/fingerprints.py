"""Fingerprints of files outside Rasa's configuration, so that Rasa trains again when one changes."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path


def of_files(paths: Iterable[Path]) -> str:
    """A SHA-256 over the contents of files, whatever their order. Raises FileNotFoundError."""
    hashes = sorted(sha256(path.read_bytes()).hexdigest() for path in paths)
    return sha256("".join(hashes).encode()).hexdigest()
