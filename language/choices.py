"""Does a text answer a question with options? By place, label, accepted phrase, yes and no, or a near miss. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from language.choice_words import ASKING, CONTRAST, FAMILIES, LAST, PHRASES, POSITIONS, SAYS_NOT, SMALL, TURNS

_NEAR = 84.0
_LONGEST_ANSWER = 12
_TAIL = 7
_POLITE = r"please|pls|plz|thanks|thank you|thankyou|ta|cheers|mate|love|x|xx"
_BEFORE = re.compile(
    rf"^(?:um|uh|er|erm|hm|hmm|well|oh|ah|so|just|{_POLITE}|its|it is|thats|that is|id say|i would say|i say|"
    r"i think its|i choose|i chose|i pick|i want|i would like|id like|ill go with|ill have|ill take|id go for|"
    r"go with|give me|my answer is|the answer is|answer|probably|mostly|mainly|definitely)\s+(?=\S)"
)
_AFTER = re.compile(rf"(?<=\S)\s+(?:{_POLITE}|i think|i guess|i suppose|probably|actually|then|really|lol|tbh)$")
_PLACE = re.compile(
    r"^(?:the )?(?:option |number |choice |answer |no |num |nr )?(?:the )?(\S+?)(?: one| option| choice| answer)?$"
)
_POINTING = re.compile(
    r"^(?:(?:and|ok|what about|tell me about|about) )*"
    r"(?:the (?:one|bit|question|answer) (?:about|on|with|for) (?P<about>.+)|(?:the )?(?P<one>.+?) (?:one|option|bit)|"
    r"(?P<bare>.+))$"
)
_MOST_POINTING = 4
_SHORT_YES = re.compile(r"^(?:i|we|he|she|they|it|you) (?:do|does|did|have|has|am|is|are|was|were|can|could|will)$")
_SHORT_NO = re.compile(
    r"^(?:(?:i|we|he|she|they|it|you) )?(?:dont|doesnt|didnt|havent|hasnt|isnt|arent|wasnt|werent|cant|couldnt|wont|"
    r"im not|(?:am|is|are|do|does|did|have|has) not)$"
)


class Option(Protocol):
    """One way to answer: a key, its label, and other ways to say it (`knowledge.flow.Option` is one)."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def accepts(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Match:
    """The option that was meant. `exact`: said in so many words, so that nothing else can have been meant."""

    key: str
    exact: bool


def match_option(text: str, options: Sequence[Option]) -> str | None:
    """The key of the option that the whole text chooses, or None when it chooses none or could mean two."""
    match = find_option(text, options)
    return match.key if match else None


def find_option(text: str, options: Sequence[Option]) -> Match | None:
    """As `match_option`, and says whether the option was named exactly or only came close."""
    typed = fold(text)
    if not typed or not options:
        return None
    bare = _without_fillers(typed)
    for said in dict.fromkeys((typed, bare)):
        place = _place(said, len(options))
        key = _named(said, options) or (options[place].key if place is not None else _family(said, options))
        if key:
            return Match(key, exact=True)
    if len(bare.split()) > _LONGEST_ANSWER or "?" in text:
        return None
    for reading in (_yes_or_no_sentence, _mentioned, _part_of_label, _near_miss):
        key = reading(bare, options)
        if key:
            return Match(key, exact=False)
    return None


def match_place(text: str, labels: Sequence[str]) -> int | None:
    """Which of the labels offered (from 0) a text takes: by its number or place in the list, or word for word."""
    typed = fold(text)
    for said in dict.fromkeys((typed, _without_fillers(typed))):
        alike = [index for index, label in enumerate(labels) if said and said == fold(label)]
        place = alike[0] if len(alike) == 1 else _place(said, len(labels))
        if place is not None:
            return place
    return None


def match_label(text: str, labels: Sequence[str]) -> int | None:
    """Which of the labels offered (from 0) a text says word for word."""
    typed = fold(text)
    said = {typed, _without_fillers(typed)} - {""}
    return next((index for index, label in enumerate(labels) if fold(label) in said), None)


def whole_family(text: str) -> str | None:
    """Whether the whole text says "both", "none" or another family of `choice_words.PHRASES`; None when it does not."""
    typed = fold(text)
    said = {typed, _without_fillers(typed), re.sub(r"^(?:no|um|well) (?=\w)", "", typed)}
    return next((family for family in ("both", "none", "no", "yes") if said & PHRASES[family]), None)


def point_at(text: str, labels: Sequence[str], bare: bool) -> int | None:
    """Which label (from 0) a text points at by some of its words: "the nhs one", "the one about fees".

    bare: the words alone are enough ("the nhs"). None when they are in no label, or in two.
    """
    found = _POINTING.match(_without_fillers(fold(text)))
    words = found.group("about") or found.group("one") or (found.group("bare") if bare else "") if found else ""
    telling = [_stem(word) for word in (words or "").split() if word not in SMALL]
    if not telling or len(telling) > _MOST_POINTING or SAYS_NOT & set((words or "").split()):
        return None
    inside = [index for index, label in enumerate(labels) if set(telling) <= {_stem(w) for w in fold(label).split()}]
    return inside[0] if len(inside) == 1 else None


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|es|s)$", "", word) if len(word) > 4 else word


def leading_option(text: str, options: Sequence[Option]) -> str | None:
    """The option chosen at the start of a text that goes on to something else ("yes but what does that mean")."""
    words = fold(text).split()
    for length in range(min(3, len(words) - 1), 0, -1):
        head = " ".join(words[:length])
        key = _named(head, options) or _family(head, options)
        if key:
            return key
    return None


def fold(text: str) -> str:
    """Lower case without punctuation, accents or apostrophes, single spaces; emoji and digits stay."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = re.sub(r"['’‘`´]", "", plain)
    kept = (
        c if c.isalnum() or unicodedata.category(c) == "So" else "" if unicodedata.combining(c) else " " for c in plain
    )
    return " ".join("".join(kept).split())


def _phrases(option: Option) -> set[str]:
    return {
        fold(option.key.replace("_", " ")),
        fold(option.label),
        *map(fold, option.accepts),
    } - {""}


def _without_fillers(said: str) -> str:
    before = None
    while before != said:
        before = said
        said = _AFTER.sub("", _BEFORE.sub("", said))
    return said


def _only(keys: Sequence[str]) -> str | None:
    return keys[0] if len(set(keys)) == 1 else None


def _named(said: str, options: Sequence[Option]) -> str | None:
    return _only([option.key for option in options if said in _phrases(option)])


def _place(said: str, count: int) -> int | None:
    found = _PLACE.match(said)
    if not found:
        return None
    word = found.group(1)
    place = count if word in LAST else POSITIONS.get(word, 0)
    return place - 1 if 0 < place <= count else None


def _family(said: str, options: Sequence[Option]) -> str | None:
    squeezed = re.sub(r"(\w)\1+\b", r"\1", said)
    for family, phrases in PHRASES.items():
        if said in phrases or squeezed in phrases:
            return _of_family(family, options)
    return None


def _of_family(family: str, options: Sequence[Option]) -> str | None:
    return _only([option.key for option in options if option.key in FAMILIES[family]])


def _yes_or_no_sentence(said: str, options: Sequence[Option]) -> str | None:
    if _SHORT_YES.match(said):
        return _of_family("yes", options)
    if _SHORT_NO.match(said):
        return _of_family("no", options)
    words = said.split()
    first = whole_family(words[0])
    if first in ("yes", "no") and (_SHORT_YES if first == "yes" else _SHORT_NO).match(" ".join(words[1:])):
        return _of_family(first, options)
    if len(words) > _TAIL + 1 or CONTRAST & set(words[1:]):
        return None
    for length in range(min(4, len(words) - 1), 0, -1):
        head = " ".join(words[:length])
        for family in ("not_sure", "no", "yes"):
            if head in PHRASES[family] and len(head) > 1:
                return _of_family(family, options)
    return None


def _mentioned(said: str, options: Sequence[Option]) -> str | None:
    if SAYS_NOT & set(said.split()):
        return None
    padded = f" {said} "
    spans = [
        (phrase, option.key)
        for option in options
        for phrase in _phrases(option)
        if f" {phrase} " in padded and phrase not in SMALL and len(phrase) > 2
    ]
    longest = [(p, k) for p, k in spans if not any(p != other and f" {p} " in f" {other} " for other, _ in spans)]
    return _only([key for _, key in longest])


def _part_of_label(said: str, options: Sequence[Option]) -> str | None:
    words = set(said.split())
    telling = words - SMALL
    if not telling or len(words) > 5 or SAYS_NOT & words:
        return None
    # "England" is no part of "outside England": it says the contrary.
    # "How much do I get" is no part of "I know how much": it asks.
    first = said.split()[0]
    told = {o.key: [p for p in _phrases(o) if first not in ASKING or p.startswith(f"{first} ")] for o in options}
    said_of = {key: [set(phrase.split()) for phrase in phrases] for key, phrases in told.items()}
    parts = {key: [part for part in phrases if part & TURNS <= words] for key, phrases in said_of.items()}
    return _only([key for key, phrases in parts.items() if telling <= set().union(*phrases)])


def _near_miss(said: str, options: Sequence[Option]) -> str | None:
    scored: dict[str, float] = {}
    for option in options:
        scored[option.key] = max(_closeness(said, phrase) for phrase in _phrases(option))
    for family, phrases in PHRASES.items():
        key = _of_family(family, options)
        if key:
            scored[key] = max(scored[key], *(_closeness(said, phrase) for phrase in phrases))
    best = max(scored.values())
    return _only([key for key, score in scored.items() if score >= max(_NEAR, best - 2)]) if best >= _NEAR else None


def _closeness(said: str, phrase: str) -> float:
    if min(len(said), len(phrase)) < 4:
        # Three letters leave no room for a wrong one: only two swapped letters count ("yse").
        return 100.0 if sorted(said) == sorted(phrase) and len(said) == 3 and OSA.distance(said, phrase) <= 1 else 0.0
    if SAYS_NOT & (set(said.split()) ^ set(phrase.split())):
        return 0.0
    return ratio(said, phrase)
