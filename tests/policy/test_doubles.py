"""Which act and which questions a message of several parts holds, by what classifier and search made of each part."""

from typing import Any

import pytest

from bot.nlu.decision import Thresholds
from bot.nlu.doubles import things_in

ACT, ASKED, TOLD = "talk_to_person", "ask_question", "small_talk"
Part = tuple[str, str, str, str]


def _parts(said: list[Part]) -> tuple[str, list[dict[str, Any]]]:
    """said: the words of each part, its likeliest intent, and what the search made of it: kind and id."""
    text, parts = "", []
    for words, intent, kind, id in said:
        found = [{"id": id, "score": 0.9 if kind == "sure" else 0.2}] if kind != "nothing" else []
        parts.append(
            {
                "start": len(text),
                "end": len(text) + len(words),
                "intent": {"name": intent, "confidence": 0.9},
                "intent_ranking": [{"name": intent, "confidence": 0.9}],
                "answers": found,
                "retrieval": {"kind": kind, "ids": [each["id"] for each in found]},
                "asks": 2 if intent == ASKED else 0,
                "stands": True,
            }
        )
        text += words + " "
    return text, parts


A, B, C = ("what is a", ASKED, "sure", "a"), ("and what is b", ASKED, "sure", "b"), ("and c", ASKED, "unsure", "c")
PERSON, CAT, THANKS = (
    ("a person please", ACT, "nothing", ""),
    ("a cat", TOLD, "nothing", ""),
    ("ta", "thanks", "nothing", ""),
)


@pytest.mark.parametrize(
    ("said", "act", "answers", "courtesy"),
    [
        ([A], None, [], ""),
        ([A, B], None, ["a", "b"], ""),
        ([A, A], None, ["a"], ""),
        ([A, C], None, ["a", "c"], ""),
        ([C, C], None, [], ""),
        ([PERSON, A], ACT, ["a"], ""),
        ([A, PERSON], ACT, ["a"], ""),
        ([THANKS, A], None, ["a"], "thanks"),
        ([PERSON, CAT], None, [], ""),
        ([A, B, ("and what is d", ASKED, "sure", "d")], None, ["a", "b"], ""),
        ([CAT, CAT, A, C], None, ["a"], ""),
        ([CAT, CAT, A, B], None, ["a", "b"], ""),
    ],
)
def test_what_a_message_holds(said: list[Part], act: str | None, answers: list[str], courtesy: str) -> None:
    things = things_in(*_parts(said), Thresholds())
    assert (things.act.name if things.act else None, things.courtesy) == (act, courtesy)
    held = [part["answers"][0]["id"] for part in (things.first, things.second) if part]
    assert held == answers
