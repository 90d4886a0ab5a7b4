"""Words that name people, conditions, services and places, found by spaCy's EntityRuler (words: entity_words.yml)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from language.found import Found

_FILE = Path(__file__).parent / "entity_words.yml"
_OURS = ("my", "our", "me", "mi")
_I_AM = ("i am", "i'm", "im")
_ARTICLES = ("a", "an", "the", "her", "his", "their")
_KINDS = {"conditions": "condition", "services": "service", "nations": "nation", "places": "place"}
_AGED: tuple[dict[str, Any], ...] = (
    {"LOWER": {"REGEX": r"^\d{1,3}(?:yr|yrs|year|y)?$"}, "OP": "?"},
    {"LOWER": {"IN": ["year", "years", "yr", "yrs"]}, "OP": "?"},
    {"LOWER": "old", "OP": "?"},
)
_NAME_OR_PROGRAM = re.compile(r" (?:[A-Z][a-z]|(?:word|teams|office|excel|paint|outlook)\b)")
"""What follows "Ms Smith" and "ms word", which are no illness."""


def named(text: str) -> list[Found]:
    """Who, which conditions, services, nations and places a text names, in order of place.

    Kinds: about (a key of `people` in the YAML, or self), condition, service, nation, and place (the town, beside the
    nation that it lies in).
    """
    plain = text.replace("-", " ").replace("’", "'")
    entities = [*_rules(of_people=True)(plain).ents, *_rules(of_people=False)(plain).ents]
    found: list[Found] = []
    for entity in sorted(entities, key=lambda entity: int(entity.start_char)):
        kind, value, start, end = entity.label_, entity.ent_id_, entity.start_char, entity.end_char
        if kind == "condition":
            if text[start:end].lower() == "ms" and _NAME_OR_PROGRAM.match(text, end):
                continue
            found += _with_it(text, start)
        if kind == "place":
            found.append(Found("nation", value, start, end))
            value = entity.text.lower()
        found.append(Found(kind, value, start, end))
    return found


def _with_it(text: str, start: int) -> list[Found]:
    """Oneself, where "i have" stands right before a condition."""
    having = _having().search(text[max(0, start - 40) : start])
    return [Found("about", "self", start - len(having.group()), start)] if having else []


@cache
def _having() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, _words()['have']))}) (?:a |bad |severe |really bad )?$", re.IGNORECASE
    )


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return words


@cache
def _rules(of_people: bool) -> Any:
    """A blank English pipeline with one entity ruler; of matches that overlap it takes the longest.

    People have one of their own, because an illness may stand inside: "my autistic son".
    """
    import spacy

    english = spacy.blank("en")
    ruler: Any = english.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    if of_people:
        ruler.add_patterns([*_people(), *_with_my(english.make_doc)])
    else:
        ruler.add_patterns([rule for name, kind in _KINDS.items() for rule in _phrases_for(kind, _words()[name])])
    return english


def _people() -> Iterator[dict[str, Any]]:
    """The words for people that need no "my"."""
    words = _words()
    yield from _phrases_for("about", {**words["alone"], "self": words["myself"]})
    workers = [f"{i_am} {article} {job}" for i_am, article, job in product(_I_AM, _ARTICLES, words["workers"])]
    yield from _phrases_for("about", {"client": workers})


def _phrases_for(kind: str, by_value: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Any]]:
    for value, phrases in by_value.items():
        yield from ({"label": kind, "pattern": phrase, "id": value} for phrase in phrases)


def _with_my(tokens: Any) -> Iterator[dict[str, Any]]:
    """The word "my", any adjectives or an age, and whom: "our eldest lad", "my 85 yr old mum"."""
    words = _words()
    adjectives = {"LOWER": {"IN": words["adjectives"]}, "OP": "*"}
    begin = [{"LOWER": {"IN": list(_OURS)}}, adjectives, *_AGED, adjectives]
    for person, nouns in words["people"].items():
        ends = [[{"LOWER": {"IN": [noun for noun in nouns if " " not in noun]}}]]
        ends += [[{"LOWER": token.lower_} for token in tokens(noun)] for noun in nouns if " " in noun]
        yield from ({"label": "about", "pattern": [*begin, *end], "id": person} for end in ends)
