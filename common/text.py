"""What people type, before anything reads it."""

import unicodedata


def without_controls(text: str) -> str:
    """The text without control characters (NUL and its like, which PostgreSQL can't hold) but with its line breaks."""
    return "".join(" " if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)


def unwrapped(text: str) -> str:
    """Text of a content file, where a line that stops in the middle of a sentence runs on into the next."""
    lines: list[str] = []
    for line in map(str.strip, text.strip().split("\n")):
        runs_on = lines and line and lines[-1] and not line.startswith("- ")
        if runs_on and not lines[-1].rstrip("*").endswith((".", "?", "!", ":")):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return "\n".join(lines)
