"""The small language in which safety rules are written, compiled to regular expressions that stay linear.

Words stand as they are. `(a|b c)` is a choice, a `?` after it or after a word makes it optional, `{name}` is a list of
words.yml, `stem*` takes any ending, `..` skips up to three words and `....` up to eight, `^` and `$` are the ends of a
sentence, `#` is a number of 5 or more, `#age` a number under 18. There is no unbounded repetition, so reading time
grows with the length of the text only.
"""

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"\(|\)\??|\||\{[a-z_]+\}\??|\.{2,4}|#age|#|\^|\$|[^\s(){}|?.#^$]+\??")
_NOT_OURS = re.compile(r"[\[\]+\\]")
_FIXED = {
    "..": "(?:[^ ]+ ){0,3}",
    "....": "(?:[^ ]+ ){0,8}",
    "#": "(?:[5-9]|[1-9][0-9]{1,3}) ",
    "#age": "(?:[1-9]|1[0-7]) ",
    "^": "(?<=^ )",
    "$": "$",
    "(": "(?:",
    "|": "|",
    ")": ")",
    ")?": ")?",
}


class PatternError(ValueError):
    """A rule that can't be compiled; the message names the pattern."""


def compile_pattern(pattern: str, lists: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern as a regular expression over " word word ". `{who}` is kept as the group `who`.

    lists: name to alternatives, themselves written in this language. Raises PatternError.
    """
    try:
        return re.compile("(?<= )" + _translate(pattern, lists, depth=0))
    except (KeyError, re.error, RecursionError) as wrong:
        raise PatternError(f"pattern {pattern!r}: {wrong}") from wrong


def tokens_of(pattern: str) -> list[str]:
    """The parts of a pattern, in order."""
    return _TOKEN.findall(pattern)


def _translate(pattern: str, lists: Mapping[str, str], depth: int) -> str:
    leftover = _TOKEN.sub("", pattern).strip() or "".join(_NOT_OURS.findall(pattern))
    if leftover:
        raise PatternError(f"pattern {pattern!r}: can't read {leftover!r}")
    if depth > 5:
        raise PatternError(f"pattern {pattern!r}: lists name each other in a circle")
    return "".join(_piece(token, lists, depth) for token in _TOKEN.findall(pattern))


def _piece(token: str, lists: Mapping[str, str], depth: int) -> str:
    if token in _FIXED:
        return _FIXED[token]
    if token.startswith("{"):
        name = token.strip("{}?")
        group = "?P<who>" if name == "who" and depth == 0 else "?:"
        inner = _translate(lists[name], lists, depth + 1)
        return f"({group}{inner}){'?' if token.endswith('?') else ''}"
    word = token.rstrip("?")
    stem, star, _ = word.partition("*")
    written = re.escape(stem) + ("[^ ]{0,12}" if star else "") + " "
    return written if word == token else f"(?:{written})?"
