"""Where answers have to be signed, only signed ones are shown, and the assistant says when it holds one back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.paths import ROOT, State
from bot.running import Running, start
from common.clock import SettableClock
from common.outcomes import Outcome
from tests.conftest import MONDAY_MORNING, quiet
from tests.flows.conftest import Person


@pytest.fixture(scope="module")
def strict(built: State, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An assistant of a council that requires signatures, and has none."""
    folder = tmp_path_factory.mktemp("strict")
    council = (ROOT / "council.yml").read_text().replace("require_sign_off: false", "require_sign_off: true")
    Path(folder / "council.yml").write_text(council)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAVIGATOR_COUNCIL_FILE", str(folder / "council.yml"))
        running = start(folder, quiet, SettableClock(MONDAY_MORNING))
        yield running
        running.close()


@pytest.mark.parametrize("question", ["can i refuse the prepaid card", "what is a notional budget"])
def test_an_unsigned_answer_is_held_back_and_a_person_is_offered(strict: Running, question: str) -> None:
    result = Person(strict).says(question)
    assert "nobody here has signed them off" in result.replies[0].words.plain
    assert result.replies[0].choices[0].intent == "talk_to_person"
    assert result.outcome is Outcome.OUT_OF_SCOPE
    assert result.answers == ()


def test_help_in_danger_needs_no_signature(strict: Running) -> None:
    assert Person(strict).says("I want to kill myself").outcome is Outcome.CRISIS
