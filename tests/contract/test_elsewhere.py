"""The trained pipeline on what belongs elsewhere, and on what only looks like it; written apart from the examples.

The floors stand under what was measured when they were set. They name shares, never a similarity or a single text.
"""

from collections import Counter
from typing import Any

import pytest
import yaml

from bot.nlu.decision import ASK, ELSEWHERE, FALLBACK
from bot.paths import ROOT
from tests.contract.conftest import Parse

APART = yaml.safe_load((ROOT / "tests" / "content" / "elsewhere_apart.yml").read_text(encoding="utf-8"))
DOORS = {"council-tax-and-housing-benefit", "benefits-advice", "medical-advice", "legal-help", "housing-problems",
         "debt-food-and-heating", "interpreters"}  # fmt: skip
"""Answers that themselves say where to go."""


def verdict(understood: dict[str, Any]) -> str:
    """pointed, answered (with a paragraph), clarified, lost, or act: obeyed as something to do."""
    name, retrieval = understood["intent"]["name"], understood["retrieval"]
    if name == ELSEWHERE:
        return "pointed"
    if name == FALLBACK or (name == ASK and retrieval["kind"] == "nothing"):
        return "lost"
    if name != ASK:
        return "act"
    if retrieval["kind"] == "unsure":
        return "clarified"
    return "pointed" if retrieval["ids"][0] in DOORS else "answered"


@pytest.fixture(scope="module")
def elsewhere(parse: Parse) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, text and what was understood, of what is not for us."""
    return [(kind, text, parse(text)) for kind, texts in APART["elsewhere"].items() for text in map(str, texts)]


def test_there_are_enough_messages_of_each_kind() -> None:
    assert sum(map(len, APART["elsewhere"].values())) >= 150
    assert APART["elsewhere"].keys() == APART["ours"].keys()
    assert {kind: len(texts) for kind, texts in APART["ours"].items() if len(texts) != 10} == {}


def test_what_belongs_elsewhere_gets_no_answer(elsewhere: list[tuple[str, str, dict[str, Any]]]) -> None:
    counts = Counter(verdict(understood) for _, _, understood in elsewhere)
    answered = [text for _, text, understood in elsewhere if verdict(understood) == "answered"]
    assert len(answered) <= 0.035 * len(elsewhere), answered
    assert counts["pointed"] >= 0.87 * len(elsewhere), counts


def test_it_is_pointed_to_the_right_place(elsewhere: list[tuple[str, str, dict[str, Any]]]) -> None:
    pointed = [(kind, each["elsewhere"]["kind"]) for kind, _, each in elsewhere if each["intent"]["name"] == ELSEWHERE]
    assert sum(kind == found for kind, found in pointed) >= 0.86 * len(pointed)


def test_what_only_looks_like_it_is_still_ours(parse: Parse) -> None:
    texts = [str(text) for texts in APART["ours"].values() for text in texts]
    away = [text for text in texts if verdict(parse(text)) == "pointed" and parse(text)["intent"]["name"] == ELSEWHERE]
    assert len(away) <= 0.02 * len(texts), away
