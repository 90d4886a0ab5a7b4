"""How plainly a sentence asks for something: what finds the question in a long story. Pure."""

import re
from enum import IntEnum

from language.choices import fold
from language.clauses import begins_request


class Asks(IntEnum):
    """not_at_all: it tells; perhaps: it wishes or wonders somewhere in it; plainly: it has the form of a question."""

    NOT_AT_ALL = 0
    PERHAPS = 1
    PLAINLY = 2


_WONDERS = re.compile(
    r"\b(?:wondering|wondered|(?:want|need|like|have|trying|hoping) to (?:know|find out|ask|be sure|understand)|"
    r"any idea|"
    r"(?:dont|do not|not|never|didnt) (?:know|understand|sure|certain|told|clear) (?:\w+ )?"
    r"(?:if|whether|how|what|who|where|when|which|why)|not sure (?:about|of)|please (?:tell|explain|help|advise)|"
    r"(?:need|want|like|would like|looking for|after) (?:some )?(?:advice|help|information|to get|to have)|"
    r"(?:can|could) you (?:tell|explain|help|advise|go through|say)|tell me|advise me|"
    r"how (?:do|can|would|should|to)|can (?:i|we|he|she|they)|what (?:can|do|should) (?:i|we))\b"
)


def asks(sentence: str) -> Asks:
    """How plainly a sentence asks: by its question mark or its first words, by words of wondering, or not at all."""
    if sentence.rstrip().endswith("?") or begins_request(sentence):
        return Asks.PLAINLY
    return Asks.PERHAPS if _WONDERS.search(fold(sentence)) else Asks.NOT_AT_ALL
