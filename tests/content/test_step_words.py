"""The words of the seven steps that the checks of knowledge/ can't see: names apart, people near, kinds of offers."""

from collections import Counter
from pathlib import Path

from common.settings import Settings
from knowledge.helplines import Helplines
from knowledge.steps import StepsFlow
from language.choices import fold

ROOT = Path(__file__).parents[2]
WALK = StepsFlow.load(ROOT / "knowledge" / "steps").walk


def test_no_phrase_names_two_steps() -> None:
    names = Counter(phrase for step in WALK.steps for phrase in {*step.called})
    assert [name for name, count in names.items() if count > 1] == []


def test_each_title_names_its_step() -> None:
    assert all(fold(step.title) in map(fold, step.called) for step in WALK.steps)


def test_people_to_turn_to_are_in_helplines_or_near() -> None:
    known = {*Helplines.load().lines, "near_advice", "near_people"}
    for step in WALK.steps:
        reactions = [*step.reactions.values(), *(step.further.asked.reactions.values() if step.further else ())]
        assert {key for reaction in reactions for key in reaction.contacts} | {*step.contacts} <= known
        for reaction in reactions:
            near = [key for key in reaction.contacts if key.startswith("near")]
            assert (reaction.says_alone is not None) == bool(near), (
                "whoever names people near says what if there are none"
            )


def test_the_council_has_somebody_of_each_kind() -> None:
    kinds = {kind for offer in Settings.load(ROOT / "council.yml").local_offers for kind in offer.kinds}
    assert kinds == {"independent_advice", "advocacy", "peer_support", "user_led", "face_to_face"}


def test_ten_steps_to_employing_and_seven_stages_each_lead_to_an_answer() -> None:
    for number, count in ((6, 10), (7, 7)):
        parts = WALK.steps[number - 1].parts
        assert parts is not None
        assert len(parts.options) == count
        for says in parts.says.values():
            assert [choice.intent for choice in says.choices] == ["ask_question"]
