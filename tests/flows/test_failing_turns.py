"""A turn that fails is answered kindly, leaves nothing behind, and the next message works."""

import logging
from typing import Any

import pytest

from actions import effects
from actions.flows import ActionSteps
from actions.turn import Turn
from bot.engine import turns
from casework.errors import TurnConflict
from casework.turns import commit_turn
from common.outcomes import Outcome
from tests.flows.conftest import Person

SECRET = "philippa grimsdyke"


def test_an_action_that_raises(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person.says_all("go to step 4")
    before = (person.place("steps"), person.slots)

    def fails(self: ActionSteps, turn: Turn, tracker: Any) -> list[Any]:
        turn.say_wording("thanks", Outcome.SOCIAL)
        turn.save_progress("steps", {"step": 7})
        turn.answers.append("what-is-a-phb")
        turn.stage(lambda connection: pytest.fail("what a failed turn staged must not be written"))
        raise ValueError(f"something about {SECRET}")

    with monkeypatch.context() as patch, caplog.at_level(logging.DEBUG):
        patch.setattr(ActionSteps, "answer", fails)
        result = person.says("yes")
    assert (result.outcome, len(result.replies), result.answers) == (Outcome.ERROR, 1, ())
    assert any(choice.intent == "talk_to_person" for choice in person.choices)
    assert (person.place("steps"), person.slots) == before
    assert person.rows("inbox")[-1]["outcome"] is Outcome.ERROR
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text
    assert person.says("yes").outcome is Outcome.GUIDED
    assert person.step == 5


def test_a_request_that_fails_half_way_leaves_no_half(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.says_all("talk to a person", "money", "skip", "sam@example.org")

    def fails(moment: object) -> str:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(effects, "in_words", fails)
        assert person.says("yes").outcome is Outcome.ERROR
    assert (person.rows("referral"), person.rows("consent")) == ([], [])
    assert person.asked == "hand_over:consent"
    person.says("yes")
    assert person.last.outcome is Outcome.HANDED_OVER
    assert len(person.rows("referral")) == 1


def test_the_commit_fails_for_a_moment(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.says("go to step 4")
    failed: list[bool] = []

    def conflicts_once(*given: Any, **named: Any) -> Any:
        if not failed:
            failed.append(True)
            raise TurnConflict
        return commit_turn(*given, **named)

    monkeypatch.setattr(turns, "commit_turn", conflicts_once)
    assert person.says("yes").outcome is Outcome.GUIDED
    assert (person.step, person.turn) == (5, 2)
    assert len([row for row in person.rows("outbox") if row["inbox_id"] == person.rows("inbox")[-1]["id"]]) == 2
