"""The word that somebody chooses to keep their answers behind: how it is made one spelling, and what is no good."""

import re
import unicodedata
from typing import Literal

from knowledge.code_words import CodeWords

SHORTEST = 5
LONGEST = 60
_TOO_PLAIN_WRITTEN = (
    "answers|budget|carer|change|code|council|health|hello|myword|my word|number|passcode|password|password1|please|"
    "qwerty|qwerty123|secret|secret word|test|testing|thank you|thanks|the word|theword|three words|words"
)
_TOO_PLAIN = frozenset(_TOO_PLAIN_WRITTEN.split("|"))

Trouble = Literal["", "short", "code", "plain"]


def folded(text: str) -> str:
    """A word as it is kept and compared: small letters and digits, single spaces; accents stay."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub(r"['’`]", "", plain)).split())[:LONGEST]


def trouble_with(text: str, codes: CodeWords) -> Trouble:
    """What is wrong with a word that somebody wants to choose; empty when nothing is.

    short: fewer than five letters and digits; code: it is, or could be, one of our codes or a word of one; plain:
    everybody's first guess.
    """
    word = folded(text)
    letters = word.replace(" ", "")
    if len(letters) < SHORTEST:
        return "short"
    if codes.looks_like(word) or word in codes.words:
        return "code"
    return "plain" if word in _TOO_PLAIN or len(set(letters)) < 3 or letters in "0123456789876543210" else ""
