"""Does a text look like code rather than like what a person says? Code is never taken for an act or an answer."""

import re

# Signs of code that hardly anybody writes in a message. One of them says little ("**yes**", "I <3 it"), two kinds do.
_SIGNS = frozenset("`$^*{}[]<>|\\~=")
_ENOUGH = 2
# An intent as Rasa's own commands write it: /affirm{"a": "b"}.
_COMMAND = re.compile(r"^\s*/|\b\w+\s*\{\s*[\"'}]")


def is_code(text: str) -> bool:
    """Whether a text holds two kinds of signs that stand in code and not in messages."""
    return len(_SIGNS.intersection(text)) >= _ENOUGH


def is_command(text: str) -> bool:
    """Whether a text is a command to the machine that runs the chat: it begins with a slash, or holds `intent{"...`."""
    return bool(_COMMAND.search(text))
