"""Who is told after a disclosure: the table as data, and what must hold whatever a council writes into it."""

from itertools import product
from pathlib import Path

import pytest

from knowledge.located import ContentError
from knowledge.safety import escalation, print_escalation_table, told_words
from knowledge.safety.escalation import load_rows
from language.safety import RiskKind

CASES = [
    # kind, identifiable, child or other at risk, consent -> who is told, with consent, within minutes
    ("danger_now", True, False, None, "safeguarding_lead", False, 15),
    ("suicide_or_self_harm", True, False, False, "safeguarding_lead", False, 15),
    ("suicide_or_self_harm", False, False, None, "desk", False, 15),
    ("child_at_risk", True, True, False, "safeguarding_lead", False, 15),
    ("child_at_risk", True, False, None, "safeguarding_lead", False, 15),
    ("abuse_or_neglect", True, False, None, "safeguarding_lead", True, 60),
    ("abuse_or_neglect", True, False, True, "safeguarding_lead", True, 60),
    ("abuse_or_neglect", True, False, False, "safeguarding_lead", False, 60),
    ("abuse_or_neglect", True, True, None, "safeguarding_lead", False, 60),
    ("no_care_now", True, False, None, "desk", True, 30),
    ("no_care_now", False, False, None, "desk", False, 60),
    ("medical_emergency", False, False, None, "nobody", False, None),
    ("medical_emergency", True, False, None, "safeguarding_lead", False, 15),
    ("medical_advice", True, True, None, "nobody", False, None),
    ("medical_advice", False, False, None, "nobody", False, None),
    ("a kind of next year", False, False, None, "safeguarding_lead", False, 15),
]
EVERY_CASE = list(product([kind.value for kind in RiskKind], (True, False), (True, False), (True, False, None)))


@pytest.mark.parametrize(("kind", "identifiable", "other", "consent", "tell", "with_consent", "minutes"), CASES)
def test_the_table(
    kind: str, identifiable: bool, other: bool, consent: bool | None, tell: str, with_consent: bool, minutes: int | None
) -> None:
    step = escalation(kind, identifiable, other, consent)
    assert (step.tell, step.with_consent, step.within_minutes) == (tell, with_consent, minutes)
    assert step.why


@pytest.mark.parametrize(("kind", "identifiable", "other", "consent"), EVERY_CASE)
def test_a_child_or_another_person_at_risk_never_waits_for_consent(
    kind: str, identifiable: bool, other: bool, consent: bool | None
) -> None:
    step = escalation(kind, identifiable, other, consent)
    if identifiable and (other or kind == "child_at_risk") and kind not in ("no_care_now", "medical_advice"):
        assert step.tell == "safeguarding_lead"
        assert not step.with_consent


@pytest.mark.parametrize(("kind", "identifiable", "other", "consent"), EVERY_CASE)
def test_whoever_is_told_has_a_deadline_of_at_most_an_hour(
    kind: str, identifiable: bool, other: bool, consent: bool | None
) -> None:
    step = escalation(kind, identifiable, other, consent)
    assert (step.tell == "nobody") == (step.within_minutes is None)
    assert step.within_minutes is None or step.within_minutes <= 60
    assert (told_words(step.tell) is None) == (step.tell == "nobody")


def test_the_printed_table_has_every_case() -> None:
    lines = [line for line in print_escalation_table().splitlines() if line.startswith("| ")]
    assert len(lines) == len(EVERY_CASE) + 2
    assert {line.count("|") for line in lines} == {8}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rows: []", "no last row"),
        ("rows: [{id: a, when: {moon: full}, tell: desk, within_minutes: 5, why: x}]", "`when`"),
        ("rows: [{id: a, when: {kinds: [sadness]}, tell: desk, within_minutes: 5, why: x}]", "`when`"),
        ("rows: [{id: a, when: {}, tell: the press, within_minutes: 5, why: x}]", "`tell`"),
        ("rows: [{id: a, when: {}, tell: desk, within_minutes: null, why: x}]", "`tell`"),
        ("rows: [{id: a, when: {}, tell: nobody, within_minutes: null}]", "`why`"),
    ],
)
def test_a_table_that_cannot_be_trusted_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "escalation.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        load_rows(file)
