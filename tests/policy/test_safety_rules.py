"""Every rule has texts that it must find, and texts with words near to them that no rule may take for risk."""

from pathlib import Path

import pytest
import yaml

from language.safety.rules import Rules
from language.safety.text import sentences

CASES = yaml.safe_load((Path(__file__).parent / "safety_rules.yml").read_text(encoding="utf-8"))
RULES = Rules()
IDS = [rule.id for rule in RULES.rules]


def test_every_rule_has_at_least_two_of_each_and_none_is_left_over() -> None:
    assert set(CASES) == set(IDS)
    lacking = [id for id, case in CASES.items() if len(set(case["catches"])) < 2 or len(set(case["leaves"])) < 2]
    assert lacking == []


@pytest.mark.parametrize("id", IDS)
def test_it_finds_what_it_is_for(id: str) -> None:
    missed = [text for text in CASES[id]["catches"] if not _is_found_by(id, text)]
    assert missed == []


@pytest.mark.parametrize("id", IDS)
def test_what_is_near_to_it_is_left_alone(id: str) -> None:
    assert [(text, finding.matched) for text in CASES[id]["leaves"] if (finding := RULES.read(text))] == []


def test_what_is_set_aside_stays_set_aside() -> None:
    """Negation, film and book, idiom, training and a professional's question: no rule fires on these."""
    texts = yaml.safe_load((Path(__file__).parent / "safety_aside.yml").read_text(encoding="utf-8"))
    assert all(len(group) >= 3 for group in texts.values())
    every = [text for group in texts.values() for text in group]
    assert [(text, finding.matched) for text in every if (finding := RULES.read(text))] == []


def _is_found_by(id: str, text: str) -> bool:
    """Whether the rule fires, also where a more urgent one comes first."""
    return any(rule.id == id for sentence in sentences(text, RULES.spelling) for rule in RULES.all_in(sentence))
