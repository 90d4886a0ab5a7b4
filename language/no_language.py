"""Is a text no language: code, or endless letters? Such a text is never taken for an act or an answer."""

import re

# Signs of code that hardly anybody writes in a message. One of them says little ("**yes**", "I <3 it"), two kinds do.
_SIGNS = frozenset("$^*{}[]<>|\\~=")
_ENOUGH = 2
_SUBSTITUTION = re.compile(r"\$[({]")
# The longest words of health and care have under 30 letters.
_LONGEST_WORD = 45
# An intent as Rasa's own commands write it: /affirm{"a": "b"}.
_COMMAND = re.compile(r"^\s*/|\b\w+\s*\{\s*[\"'}]")


def is_code(text: str) -> bool:
    """Whether a text holds two kinds of signs that stand in code and not in messages, or `$(`."""
    return len(_SIGNS.intersection(text)) >= _ENOUGH or bool(_SUBSTITUTION.search(text))


def is_endless(text: str) -> bool:
    """Whether a long text holds no word of a usual length: one of 2,000 letters, or emoji after emoji."""
    usual = (word for word in text.split() if len(word) <= _LONGEST_WORD and any(map(str.isalnum, word)))
    return len(text) > _LONGEST_WORD and next(usual, None) is None


def is_command(text: str) -> bool:
    """Whether a text is a command to the machine that runs the chat: it begins with a slash, or holds `intent{"...`."""
    return bool(_COMMAND.search(text))
