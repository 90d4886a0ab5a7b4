"""The council's own reference of a person, in the one form that is stored and looked up."""

import re

LONGEST = 32
_SEPARATORS = re.compile(r"[\s/._\-\u2010-\u2015]+")
_FORM = re.compile(r"[A-Z0-9]{4,32}\Z")


def normalised(reference: str) -> str:
    """In capitals and without spaces, dashes, dots and strokes: "ex 10-01" is EX1001. Never raises."""
    return _SEPARATORS.sub("", reference).upper()


def is_reference(text: str) -> bool:
    """Whether a normalised reference can be one: 4 to 32 letters and digits."""
    return _FORM.match(text) is not None
