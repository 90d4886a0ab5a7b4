"""Which picture stands beside a line of simple words. The words say everything; a picture only helps to find it."""

import re

_WORDS = {
    "danger": ("999", "danger", "emergency"),
    "phone": ("phone", "call", "ring", "text"),
    "letter": ("letter", "write", "email", "post"),
    "money": ("money", "pay", "paid", "cost", "costs", "wages", "bank", "budget", "payment"),
    "home": ("home", "house", "live"),
    "date": ("day", "days", "week", "weeks", "month", "months", "meeting", "year"),
    "paper": ("plan", "form", "record", "records", "receipts"),
    "person": ("person", "adviser", "someone", "somebody", "nurse", "social worker", "carer", "family", "friend"),
}
_PATTERNS = {name: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for name, words in _WORDS.items()}

NAMES = tuple(_WORDS)
"""All pictures, each a file in bot/pages/static/pictures. Where a line fits several, the first counts."""


class Pictures:
    """The pictures of one message: each is used once, so that they do not become a pattern."""

    def __init__(self) -> None:
        self._left = dict(_PATTERNS)

    def of(self, line: str) -> str:
        """The picture for a line, or an empty text."""
        for name, pattern in self._left.items():
            if pattern.search(line):
                del self._left[name]
                return name
        return ""
