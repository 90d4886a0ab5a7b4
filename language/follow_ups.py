"""Can a message be understood by itself, or does it lean on what was said before ("and for my son?")? Pure."""

import re
from enum import StrEnum

from language.choices import fold

_LONGEST = 9


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


class Standing(StrEnum):
    """alone: names what it is about; leans: has a subject and still points back; depends: says nothing without it."""

    ALONE = "alone"
    LEANS = "leans"
    DEPENDS = "depends"


_OPENER = re.compile(
    r"^(?:(?:ok|okay|right|so|oh|no|yes|yeah|but|and|also|or|then|hmm|well|sorry|please|pls|thanks|cheers|plus|n) )*"
    r"(?:(?:but |and |so )?(?:what|how|wot|wat) "
    r"(?:about|abt|bout|happens if|if(?= (?:im|i am|its|my|the person|he|she|i was)))(?: its| it is)?|"
    r"whatabout|same for|"
    r"(?:is it|does that|is that|would that be) (?:the )?(?:same|apply)(?: thing)?(?: for| to| with| in)?|"
    r"and|but|or|plus|n)\b"
)
_POINTING = _words(
    """it its that thats this them they those these theyre ones one there he she him her his their theirs so such same
    other another either neither both"""
)
_EMPTY = _words(
    """a an the i im id ive my me mine we us our you your u ur he she him her they them their it its this that thats
    these those there any some is am are was were be been being have has had having do does did doing done to of
    for in on at by with from and or but so as if then than about out up get gets got getting would like want
    wants need needs think just please pls plz can could may might must shall should will would wont cant cannot not
    no yes ok okay right also too well hmm what whats wot wat how hows why when whens where wheres who whos
    which whose whom much many long often soon far old more less most else again still yet now really actually
    exactly normally usually already ever always only even very take takes taking last lasts cost costs happen
    happens happening start starts begin work works go goes going come mean means decide decides decided say
    says said tell tells told ask asks asked explain know find give gives given let lets use used make makes
    made put pay pays paid apply applies applying refuse refuses refused change changes changed stop stops
    stopped keep try sign signs check checks choose chooses appeal appeals complain contact contacts ring call
    phone email write form forms proof evidence letter rules rule reason reasons difference example examples
    detail details step steps first next second third one ones thing things stuff bit part way ways kind sort
    time times day days week weeks month months year years amount limit free half before after both either all
    same different other another thanks cheers ta pls lot lots possible allowed able true right wrong sure bad
    good better best worth anything something someone somebody anyone everybody people person they'd theyd id
    were wait hang on hi hello hey no longer minimum maximum decision answer result straight away"""
)
"""Words that name no subject of this field: what is left says what a message is about."""

PEOPLE = _words(
    """son daughter child children kid kids baby boy girl mum mam mom dad mother father nan gran grandma grandad
    husband wife partner brother sister friend neighbour aunt uncle cousin niece nephew parent parents carer
    carers family"""
)
PLACES = _words("scotland wales england ireland northern scottish welsh london abroad")
_KINDS = _words(
    "nhs council adult adults weekends weekend nights night mornings holidays tax university school hospital"
)
_AGE = re.compile(r"\b(?:im|if im|i am|shes|hes|is|aged|age|turns?|under|over)? ?\d{1,3}\b")


def standing(text: str) -> Standing:
    """Whether a message stands alone. A long one always does: it brings its own story."""
    said = fold(text)
    words = said.split()
    if not words or len(words) > _LONGEST:
        return Standing.ALONE
    opener = _OPENER.match(said)
    rest = said[opener.end() :] if opener else said
    subject = [word for word in rest.split() if word not in _EMPTY and not _AGE.fullmatch(word)]
    if not subject:
        return Standing.DEPENDS
    if opener:
        only_who_or_where = all(word in PEOPLE | PLACES | _KINDS for word in subject)
        return Standing.DEPENDS if only_who_or_where else Standing.LEANS
    return Standing.LEANS if _POINTING & set(words) else Standing.ALONE


def has_opener(text: str) -> bool:
    """Whether a text begins with "and", "what about" or the like."""
    return bool(_OPENER.match(fold(text)))


def without_opener(text: str) -> str:
    """The text, folded, without "and", "what about" and the like at its beginning."""
    said = fold(text)
    opener = _OPENER.match(said)
    return said[opener.end() :].strip() if opener else said


THE_OTHER = re.compile(
    r"^(?:(?:and|ok|so|now|then|what about|how about|tell me|show me|about|i meant) )*"
    r"(?:the )?other(?: one| answer| option)?(?: please| then| too| as well)?$"
)
"""The one that was not taken."""
NOT_THAT = frozenset(
    {
        *("not that", "not that one", "no not that", "no not that one", "not this", "not this one", "wrong one"),
        *("thats not it", "thats not what i meant", "not what i meant", "no thats not it", "i didnt mean that"),
    }
)
"""The answer was not the one that was meant, and nothing says which was."""
_CORRECTION = re.compile(
    r"^(?P<turn>(?:no|nope|nah|sorry|wait|hang on|hold on|oh|oops|ah|actually|not that(?: one)?|but|well) )*"
    r"(?:i (?P<verb>meant|mean)|meant|(?:i was|im) (?:asking|talking) about|i said)"
    r"(?: to (?:ask|say)(?: about)?| about| the one about)? (?P<rest>.+)$"
)


def correction(text: str) -> str | None:
    """What "no wait I meant X" says instead; None when a text is no correction ("I mean it")."""
    found = _CORRECTION.match(fold(text))
    if found is None or (found["verb"] == "mean" and not found["turn"]):
        return None
    return found["rest"] if found["rest"] not in {"it", "that", "this"} else None
