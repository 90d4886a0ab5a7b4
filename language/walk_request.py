"""What people say of the walk: whether they ask to be taken through all of it, and whether a step is done. Pure.

People tell how they come to it in the same breath ("mum gets chc, walk me through the steps"), and what they tell must
not be taken for their question. "Walk me through the appeal" asks about one thing, and stays a question.
"""

import re

from language.choices import fold

_WHO = r"(?:me|us|him|her|them|someone|somebody|people|my \w+|a \w+)"
_ALL = (
    r"(?:it|it all|this|all this|all of (?:it|this)|everything|the whole thing|the lot|the (?:whole )?process|"
    r"(?:all )?(?:the |your |these )?(?:7 |seven )?(?:practical )?steps|what to give people)"
)
_ENDS = r"(?= (?:please|pls|plz|now|then|with|together|from|one|step|slowly|thanks|ta|again|so|im|i|my|we)\b| ?$)"
_ASKS = re.compile(
    rf"\b(?:(?:walk|take|guide|talk|lead|bring|run) {_WHO}(?: and {_WHO})? through {_ALL}{_ENDS}"
    rf"|(?:go|walk|work|run) through {_ALL} with {_WHO}\b"
    rf"|(?:start|begin|do) (?:all )?(?:the )?(?:7 |seven )?steps{_ENDS})"
)
_DENIED = re.compile(r"\b(?:dont|not|stop|already|nobody|no one|who|did|didnt|should|will you) (?:\w+ ){0,3}$")
"""Before it: told of what others did or did not do, or that it is not wanted."""
_DONE = re.compile(r"\b(?:done|finished|sorted|ticked off|tick that off|did (?:that|it|this))\b")
_NOT_DONE = re.compile(
    r"\b(?:not|havent|isnt|didnt|never|when|until|till|after its|once) (?:\w+ ){0,3}(?:done|finished|sorted)\b"
)


def asks_for_the_walk(text: str) -> bool:
    """Whether a text asks to be walked through the steps, or through all of it."""
    said = fold(text)
    return any(not _DENIED.search(said[: found.start()]) for found in _ASKS.finditer(said))


def says_it_is_done(text: str) -> bool:
    """Whether somebody who wants to go on says that they have done the step they are at ("done", "that's sorted")."""
    said = fold(text)
    return bool(_DONE.search(said)) and not _NOT_DONE.search(said)
