"""Texts that measure the understanding are nowhere in what it learns from, nor is anything nearly the same."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.nlu.tuning import read_examples
from bot.paths import ROOT
from knowledge.content import load_answers

HELD_BACK = sorted((ROOT / "tests" / "questions").glob("*.yml"))
FEWEST_WORDS = 4
"""Shorter ones ("no", "my mum", "thanks") are said by everybody."""
NEARLY = 90
"""So alike (0 to 100, by the letters that would have to be changed) two texts are nearly the same."""


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        else:
            yield from texts_in(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("'", "").replace("’", "")))


@pytest.fixture(scope="module")
def learned_from() -> list[str]:
    texts = [question for answer in load_answers(ROOT / "knowledge").answers.values() for question in answer.questions]
    texts += [text for text, _ in read_examples(ROOT / "data" / "nlu")]
    for file in sorted((ROOT / "language" / "safety" / "examples").glob("*.yml")):
        texts += texts_in(yaml.safe_load(file.read_text(encoding="utf-8")))
    return sorted({bare(text) for text in texts})


@pytest.mark.parametrize("file", HELD_BACK, ids=lambda file: file.stem)
def test_nothing_learned_from_is_nearly_a_held_back_text(file: Any, learned_from: list[str]) -> None:
    held = {bare(text): text for text in texts_in(yaml.safe_load(file.read_text(encoding="utf-8")))}
    long = [text for text in held if len(text.split()) >= FEWEST_WORDS]
    assert len(long) >= 150
    alike = process.cdist(long, learned_from, scorer=fuzz.ratio, score_cutoff=NEARLY, workers=2, dtype=np.uint8)
    found = [(held[long[row]], learned_from[column]) for row, column in np.argwhere(alike)]
    assert found == []


def test_the_sets_are_as_large_as_they_should_be() -> None:
    def count(name: str) -> int:
        return len(list(texts_in(yaml.safe_load((ROOT / "tests" / "questions" / name).read_text(encoding="utf-8")))))

    assert count("eligibility_options_money.yml") + count("employing_process_support.yml") >= 600
    assert count("out_of_scope.yml") >= 150
    assert count("safety.yml") >= 500
    assert count("hard_negatives.yml") >= 300
