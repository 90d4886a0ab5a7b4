"""What people type, before anything reads it."""

import re
import unicodedata

# Characters that nobody sees and that only hide or turn around what is written: of no width, or marks of direction.
# Not the two joiners, which emoji and some scripts need.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MOST_MARKS = 4
"""So many accents stand above and below one letter in any script. More are a tower that covers other lines."""


def without_controls(text: str) -> str:
    """The text as it is seen: without control characters (NUL and its like, which PostgreSQL can't hold), but with its
    line breaks; without unseen characters; with at most a few accents on a letter."""
    kept, marks = [], 0
    for character in _UNSEEN.sub("", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category == "Mn" else 0
        if marks <= _MOST_MARKS:
            kept.append(" " if category == "Cc" and character not in "\n\t" else character)
    return "".join(kept)


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
