"""Cries for help in the languages most spoken in England: found as people type them, and everyday words left alone."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from knowledge.safety import known_languages
from language.safety import RiskKind, SafetyGate
from language.safety.languages import ASIDE, FILE, HELP, Languages
from language.safety.learned import read_examples
from language.safety.rules import Rules

TEXTS = yaml.safe_load((Path(__file__).parent / "safety_languages.yml").read_text(encoding="utf-8"))
LANGUAGES = Languages()
GATE = SafetyGate(Rules(), None)


def _all(name: str) -> Iterator[tuple[str, str]]:
    for language, kinds in TEXTS.items():
        yield from ((language, text) for text in kinds[name])


CRIES = [
    (language, kind, text)
    for language, kinds in TEXTS.items()
    for kind, texts in kinds.items()
    if kind not in ("help", "harmless")
    for text in texts
]


def test_every_language_has_patterns_texts_and_a_line_to_read() -> None:
    assert set(LANGUAGES.codes) == set(TEXTS) == set(known_languages())
    assert len(LANGUAGES.codes) >= 20


@pytest.mark.parametrize("language", TEXTS)
def test_each_has_at_least_twelve_cries_and_some_everyday_words(language: str) -> None:
    assert len([text for of, _, text in CRIES if of == language]) >= 12
    assert len(TEXTS[language]["harmless"]) >= 4
    assert {kind.value for kind in RiskKind if kind.is_crisis} <= TEXTS[language].keys()


def test_cries_are_found_and_not_as_something_less_urgent() -> None:
    findings = [(GATE.read(text), kind, text) for _, kind, text in CRIES]
    assert [text for finding, _, text in findings if finding is None or not finding.sure] == []
    assert [text for finding, kind, text in findings if finding and finding.kind.urgency > RiskKind(kind).urgency] == []


def test_the_language_is_named_so_that_its_line_can_be_said() -> None:
    for _, _, text in CRIES:
        finding = LANGUAGES.read(text)
        assert finding is not None, text
        assert finding.language is not None


def test_accents_do_not_matter() -> None:
    for _, _, text in CRIES:
        bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not "\u0300" <= sign <= "\u036f")
        assert LANGUAGES.read(bare), text


@pytest.mark.parametrize(("language", "text"), _all("help"))
def test_a_bare_call_for_help_is_danger_in_doubt(language: str, text: str) -> None:
    finding = LANGUAGES.read(text)
    assert finding is not None
    assert (finding.kind, finding.language) == (RiskKind.DANGER_NOW, language)


@pytest.mark.parametrize(("language", "text"), _all("harmless"))
def test_everyday_words_are_left_alone(language: str, text: str) -> None:
    assert GATE.read(text) is None


def test_english_is_left_alone() -> None:
    _, harmless = read_examples()
    assert [text for text in harmless if LANGUAGES.read(text)] == []


def test_every_pattern_compiles_and_none_has_unbounded_repetition() -> None:
    patterns = [*LANGUAGES.patterns, *(pattern for aside in LANGUAGES.aside.values() for pattern in aside)]
    assert len(patterns) >= 20 * 20
    for pattern in patterns:
        assert not re.search(r"[+*]", pattern.pattern.replace("[^ ]+ ", "")), pattern.pattern


def test_the_kinds_are_those_of_the_gate() -> None:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    known = {kind.value for kind in RiskKind if kind.is_crisis} | {HELP, ASIDE}
    assert all(set(kinds) <= known for kinds in data.values())
