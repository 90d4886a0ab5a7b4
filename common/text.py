"""What people type, before anything reads it."""

import unicodedata


def without_controls(text: str) -> str:
    """The text without control characters (NUL and its like, which PostgreSQL can't hold) but with its line breaks."""
    return "".join(" " if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)
