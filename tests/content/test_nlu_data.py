"""data/nlu: enough examples of each act, none in two acts, and none that is held back for testing."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HELD_BACK = ROOT.parent / "shared" / "facts"
INTENTS = {
    "ask_question",  # only what shares its words with an act; the rest is the content
    "greet",
    "thanks",
    "goodbye",
    "yes",
    "no",
    "not_sure",
    "next_step",
    "go_back",
    "repeat",
    "simpler",
    "tell_more",
    "why",
    "skip",
    "start_over",
    "start_steps",
    "where_was_i",
    "check_eligibility",
    "compare_options",
    "which_suits_me",
    "my_balance",
    "my_plan",
    "write_letter",
    "work_out_cost",
    "talk_to_person",
    "call_me_back",
    "complain",
    "stop",
    "help",
    "who_are_you",
    "privacy",
    "delete_my_chat",
    "speaking_for_someone",
    "wrong_answer",
    "frustrated",
    "small_talk",
    "change_answer",
    "go_to_step",
    "mark_done",
    "out_of_scope",
    "save_my_place",
    "continue_with_code",
}


def _examples() -> list[tuple[str, str]]:
    """Every (intent, example) under data/nlu; for what belongs elsewhere the intent is out_of_scope/<kind>."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            assert all(line.startswith("- ") for line in lines), f"{file.name}, {entry['intent']}: a line without '- '"
            found += [(entry["intent"], line[2:].strip()) for line in lines]
    return found


def _held_back() -> list[str]:
    """The numbered lists of questions at the end of the fact files."""
    questions = []
    for file in HELD_BACK.glob("*.md"):
        _, heading, tail = file.read_text(encoding="utf-8").partition("## Typical questions people ask")
        if heading:
            questions += re.findall(r"^\s*(?:\d+[.)]|[-*])\s+(.+)$", tail.partition("\n## ")[0], flags=re.MULTILINE)
    return questions


def _words(text: str) -> str:
    """The text as bare words: what is left when case and punctuation don't count."""
    return " ".join(re.sub(r"[^\w\s£]", "", text.replace("’", "'").lower()).split())


EXAMPLES = _examples()


def test_the_intents_are_the_ones_agreed() -> None:
    assert {intent.partition("/")[0] for intent, _ in EXAMPLES} == INTENTS


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_an_intent_has_enough_different_examples(intent: str) -> None:
    different = {_words(example) or example for name, example in EXAMPLES if name.partition("/")[0] == intent}
    assert len(different) >= (80 if intent == "out_of_scope" else 25)


def test_no_example_belongs_to_two_intents() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for intent, example in EXAMPLES:
        owners[_words(example) or example].add(intent)
    assert {example: intents for example, intents in owners.items() if len(intents) > 1} == {}


def test_no_example_carries_an_annotation() -> None:
    assert [example for _, example in EXAMPLES if re.search(r"\[.*\][({]", example)] == []


@pytest.mark.skipif(not HELD_BACK.is_dir(), reason="the held-back questions are not part of the repository")
def test_no_example_is_a_held_back_question() -> None:
    held_back = {_words(question) for question in _held_back()}
    assert len(held_back) > 50, "the lists were not found: has their heading changed?"
    assert [(intent, example) for intent, example in EXAMPLES if _words(example) in held_back] == []
