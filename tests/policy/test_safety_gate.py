"""The safety gate: what it must find, what it must leave alone, and that nothing can break it."""

import shutil
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from language.safety import Finding, RiskKind, SafetyGate
from language.safety import learned as learning
from language.safety.meaning import CLEARLY
from language.safety.pattern import PatternError, compile_pattern
from language.safety.rules import Rules
from language.safety.text import sentences

SETS = Path(__file__).parent / "safety_sets"
LISTS = ("cases", "first_seen", "second_look", "last_look")
RECALL, FALSE_ALARMS = 0.99, 0.08
HELD_BACK = ("set_a", "set_b", "set_c")
"""Half of each was learned from after its first look, which its heading tells; the other half is tested here."""
HELD_BACK_RECALL, HELD_BACK_FALSE_ALARMS = 0.98, 0.06
NEVER_LEARNED_FROM = "set_d"
NEW_RECALL, NEW_FALSE_ALARMS = 0.91, 0.25
"""What was reached on words that nothing was learned from. Recall comes first; a better gate may lower the other.

Since 2026-11-25 the ceilings of the older sets are higher: on everyday questions, as written by people who had not seen
the gate (tests/questions), alarms fell from 40 % to 26 %, and sure ones from 19 % to 7 %, at the same recall.
"""
APART = Path(__file__).parents[1] / "questions"
QUESTIONS = ("eligibility_options_money", "employing_process_support")


@pytest.fixture(scope="module")
def gate() -> SafetyGate:
    return SafetyGate.load()


def _cases(name: str, part: str, half: str | None = None) -> Iterator[tuple[str, str]]:
    data = yaml.safe_load((SETS / f"{name}.yml").read_text(encoding="utf-8"))
    data = data[half] if half else data
    if part == "negative":
        yield from (("", text) for text in data["negative"])
    else:
        yield from ((kind, text) for kind, texts in data["positive"].items() for text in texts)


POSITIVE = [case for name in LISTS for case in _cases(name, "positive")]
NEGATIVE = [case for name in LISTS for case in _cases(name, "negative")]
HELD_BACK_POSITIVE = [case for name in HELD_BACK for case in _cases(name, "positive", "held_back")]
HELD_BACK_NEGATIVE = [case for name in HELD_BACK for case in _cases(name, "negative", "held_back")]
NEW_POSITIVE = list(_cases(NEVER_LEARNED_FROM, "positive", "held_back"))
NEW_NEGATIVE = list(_cases(NEVER_LEARNED_FROM, "negative", "held_back"))
ALL_CASES = [*POSITIVE, *NEGATIVE, *HELD_BACK_POSITIVE, *HELD_BACK_NEGATIVE, *NEW_POSITIVE, *NEW_NEGATIVE]


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len({text for _, text in POSITIVE}) == len(POSITIVE) >= 500
    assert len({text for _, text in NEGATIVE}) == len(NEGATIVE) >= 250
    assert {kind for kind, _ in POSITIVE} == {kind.value for kind in RiskKind if kind.is_crisis}
    assert len(HELD_BACK_POSITIVE) >= 250
    assert len(HELD_BACK_NEGATIVE) >= 300


@pytest.mark.parametrize(
    ("cases", "floor"),
    [(POSITIVE, RECALL), (HELD_BACK_POSITIVE, HELD_BACK_RECALL), (NEW_POSITIVE, NEW_RECALL)],
    ids=["lists", "held back", "never learned from"],
)
def test_it_finds_risk(gate: SafetyGate, cases: list[tuple[str, str]], floor: float) -> None:
    missed = [f"{kind}: {text}" for kind, text in cases if not _alarm(gate, text)]
    print(f"missed {len(missed)} of {len(cases)}:", *missed, sep="\n  ")
    assert len(missed) <= (1 - floor) * len(cases) + 1e-9, missed


@pytest.mark.parametrize(
    ("cases", "ceiling"),
    [(NEGATIVE, FALSE_ALARMS), (HELD_BACK_NEGATIVE, HELD_BACK_FALSE_ALARMS), (NEW_NEGATIVE, NEW_FALSE_ALARMS)],
    ids=["lists", "held back", "never learned from"],
)
def test_it_raises_few_false_alarms(gate: SafetyGate, cases: list[tuple[str, str]], ceiling: float) -> None:
    findings = [(_alarm(gate, text), text) for _, text in cases]
    alarms = [f"{finding.matched}: {text}" for finding, text in findings if finding]
    print(f"false alarms {len(alarms)} of {len(cases)}:", *alarms, sep="\n  ")
    assert len(alarms) / len(cases) <= ceiling, alarms


def test_it_finds_risk_in_the_words_of_people_who_had_not_seen_it(gate: SafetyGate) -> None:
    kinds = yaml.safe_load((APART / "safety.yml").read_text(encoding="utf-8"))
    # A wish for medical advice is no alarm; other languages are read by patterns that were not written for these texts.
    texts = [
        (kind, each["text"])
        for kind, entries in kinds.items()
        for each in entries
        if kind != "medical_advice" and "language" not in each
    ]
    missed = [text for _, text in texts if not _alarm(gate, text)]
    assert len(texts) >= 450
    assert len(missed) / len(texts) <= 0.026, missed


@pytest.mark.parametrize(
    ("names", "sure", "any_at_all"),
    [(("hard_negatives",), 0.06, 0.17), (QUESTIONS, 0.06, 0.13), (("out_of_scope",), 0.04, 0.12)],
    ids=["hard negatives", "questions", "out of scope"],
)
def test_it_takes_few_messages_of_such_people_for_risk(
    gate: SafetyGate, names: tuple[str, ...], sure: float, any_at_all: float
) -> None:
    texts = [text for name in names for text in _texts(yaml.safe_load((APART / f"{name}.yml").read_text("utf-8")))]
    findings = [finding for text in texts if (finding := _alarm(gate, text))]
    assert len(texts) >= 250
    assert len(findings) / len(texts) <= any_at_all
    assert sum(finding.sure for finding in findings) / len(texts) <= sure


def _alarm(gate: SafetyGate, text: str) -> Finding | None:
    """What the gate finds, unless it is a wish for medical advice, which is no alarm."""
    finding = gate.read(text)
    return finding if finding and finding.kind.is_crisis else None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from [value["text"]] if "text" in value else _texts(list(value.values()))
    else:
        for each in value:
            yield from _texts(each)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"intent": {"name": "delete_my_chat"}}', False),
        ('{"text": "I want to kill myself"}', True),
        ("</b></b><<<>>> ==== ____", False),
        ('he said "i\'ll finish you" and he has a knife', True),
    ],
)
def test_what_a_program_wrote_is_read_by_rules_alone(gate: SafetyGate, text: str, found: bool) -> None:
    assert (gate.read(text) is not None) is found


def test_it_names_the_right_kind_or_a_more_urgent_one(gate: SafetyGate) -> None:
    wrong = []
    for kind, text in POSITIVE:
        finding = gate.read(text)
        if finding and finding.kind.urgency > RiskKind(kind).urgency:
            wrong.append(f"{kind} read as {finding.matched}: {text}")
    print(f"less urgent than it is, {len(wrong)} of {len(POSITIVE)}:", *wrong, sep="\n  ")
    assert len(wrong) / len(POSITIVE) <= 0.04, wrong


def test_no_sentence_of_the_lists_was_learned_from() -> None:
    examples, harmless = learning.read_examples()
    learned = {text.lower() for text in (*(example.text for example in examples), *harmless)}
    assert not {text.lower() for _, text in ALL_CASES} & learned


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("I want to die", "suicide_or_self_harm", "self"),
        ("my husband wants to die", "suicide_or_self_harm", "other"),
        ("my little girl says she wants to die, she is 9", "suicide_or_self_harm", "child"),
        ("I've taken an overdose", "already_harmed", "self"),
        ("my friend has taken an overdose", "already_harmed", "other"),
        ("my carer hits my son, he is only 8", "child_at_risk", "child"),
        ("a child is being abused", "child_at_risk", "child"),
    ],
)
def test_whose_risk_it_is(gate: SafetyGate, text: str, kind: str, about: str) -> None:
    finding = gate.read(text)
    assert finding is not None
    assert (finding.kind.value, finding.about) == (kind, about)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no carer came today and I want to kill myself", "suicide_or_self_harm"),
        ("my PA steals from me. I've taken all my tablets", "already_harmed"),
        ("my carer hits me. he has a knife now", "danger_now"),
        ("How do I hire a PA?\nAlso I don't want to live any more.\nThanks", "suicide_or_self_harm"),
    ],
)
def test_the_most_urgent_kind_wins_wherever_it_stands(gate: SafetyGate, text: str, kind: str) -> None:
    finding = gate.read(text)
    assert finding is not None
    assert finding.kind.value == kind


@pytest.mark.parametrize(
    "text",
    [
        "My dad died last year. I want to kill myself",
        "we could kill two birds with one stone but I want to kill myself",
        "I'm not suicidal but I've taken all my pills",
        "is suicide prevention training for my PA allowed? I ask because I feel suicidal",
        "what if my PA doesn't turn up? I've been stuck on the floor since last night",
    ],
)
def test_what_is_harmless_does_not_hide_what_is_not(gate: SafetyGate, text: str) -> None:
    assert gate.read(text) is not None


WRITINGS = [
    "I WANT TO DIE",
    "i   want\tto\n die",
    "I… want. to. die",
    "i wan't to dieeeeee",
    "i want to die 😭😭😭",
    "👉i want to die👈",
    "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
    "i w@nt to d1e",
    "I’m suicidal",
    "im sucidal",
    "i am suicidel",
    "su1cide",
    "su*cide",
    "sui\u200bcide thoughts, i want to die",
    "i want to k i l l myself",
    "i want to kill my self",
    "ive took an overdoze",
    "hes stranglin my mum, hes attackng her",
]


@pytest.mark.parametrize("text", WRITINGS)
def test_the_way_it_is_typed_does_not_matter(gate: SafetyGate, text: str) -> None:
    assert gate.read(text) is not None


@pytest.mark.parametrize("where", ["start", "end"])
def test_a_cry_for_help_in_a_megabyte_is_found(gate: SafetyGate, where: str) -> None:
    filler = "I would like to know about the budget. " * 26_000
    text = f"I want to die. {filler}" if where == "start" else f"{filler} I want to die."
    finding = gate.read(text)
    assert finding is not None
    assert finding.kind is RiskKind.SUICIDE_OR_SELF_HARM


@pytest.mark.parametrize(
    "unit", ["", " ", "\x00", "?", "👋", "999.", "a", "\ud800", "\u202eمرحبا", "i ", "1 ", "my ", "kill "]
)
@pytest.mark.parametrize("times", [1, 100_000])
def test_any_text_is_read(gate: SafetyGate, unit: str, times: int) -> None:
    assert isinstance(gate.read(unit * times), Finding | None)


RULES = Rules()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_the_rules(text: str) -> None:
    RULES.read(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=string.ascii_letters + " .,!?\n", max_size=200), st.sampled_from(["I want to kill myself"]))
def test_whatever_stands_before_it_a_sentence_of_its_own_is_found(before: str, text: str) -> None:
    finding = RULES.read(f"{before}\n{text}")
    assert finding is not None
    assert finding.kind.urgency <= RiskKind.SUICIDE_OR_SELF_HARM.urgency


def test_all_rules_compile_and_none_has_unbounded_repetition() -> None:
    for pattern in (
        *RULES._patterns,
        *RULES._aside,
        *RULES._child,
        *(unless for rule in RULES.rules for unless in rule.unless),
    ):
        left = pattern.pattern.replace("[^ ]+ ", "").replace("\\+", "").replace("\\*", "")
        assert "+" not in left, pattern.pattern
        assert "*" not in left, pattern.pattern


def test_a_pattern_is_tried_wherever_it_matches() -> None:
    for _, text in POSITIVE + NEGATIVE:
        for sentence in sentences(text, RULES.spelling):
            tried = {number for number, _ in RULES._patterns.that_may_match(sentence)}
            matching = {number for number, pattern in enumerate(RULES._patterns) if pattern.search(sentence)}
            assert matching <= tried, sentence


@pytest.mark.parametrize("pattern", ["(a|b", "{nothing}", "a+", "[abc]", "a)"])
def test_a_malformed_rule_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, {})


def test_what_is_found_never_holds_the_persons_words(gate: SafetyGate) -> None:
    ids = {rule.id for rule in RULES.rules} | {example.id for example in learning.read_examples()[0]}
    for _, text in POSITIVE:
        finding = gate.read(text)
        assert finding is None or finding.language or finding.matched in ids
        assert finding is None or not finding.language or finding.matched.startswith(f"languages/{finding.language}/")


def test_the_gate_does_not_load_when_its_examples_were_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited = tmp_path / "examples"
    shutil.copytree(learning.EXAMPLES, edited)
    with (edited / "harmless.yml").open("a", encoding="utf-8") as file:
        file.write("- One more harmless sentence\n")
    monkeypatch.setattr(learning, "EXAMPLES", edited)
    with pytest.raises(ValueError, match="was edited"):
        learning.Learned.load()


@pytest.mark.parametrize("with_file", [True, False])
def test_medical_advice_may_be_learned_or_left_to_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_file: bool
) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(learning.EXAMPLES, folder)
    file = folder / "medical_advice.yml"
    file.unlink(missing_ok=True)
    if with_file:
        file.write_text("self: [how many can I take]\nother: [can he take two]\nchild: [how much calpol]\n", "utf-8")
    monkeypatch.setattr(learning, "EXAMPLES", folder)
    learned = [example for example in learning.read_examples()[0] if example.kind is RiskKind.MEDICAL_ADVICE]
    assert [example.about for example in learned] == (["self", "other", "child"] if with_file else [])
    assert learning.KINDS[-1] is RiskKind.MEDICAL_ADVICE


def _found(kind: RiskKind, *, sure: bool) -> Finding:
    return Finding(kind, "self", "an-example", sure)


@pytest.mark.parametrize(
    ("text", "learned", "kind"),
    [
        ("how many paracetamol can I take", None, "medical_advice"),
        ("how many paracetamol can I take", _found(RiskKind.ALREADY_HARMED, sure=False), "medical_advice"),
        ("how many paracetamol can I take", _found(RiskKind.SUICIDE_OR_SELF_HARM, sure=True), "suicide_or_self_harm"),
        ("does it hurt there", _found(RiskKind.MEDICAL_ADVICE, sure=False), "medical_advice"),
    ],
)
def test_a_sure_crisis_counts_more_than_a_wish_for_medical_advice(
    gate: SafetyGate, monkeypatch: pytest.MonkeyPatch, text: str, learned: Finding | None, kind: str
) -> None:
    monkeypatch.setattr(gate._meaning, "read", lambda text: learned)
    finding = gate.read(text)
    assert finding is not None
    assert finding.kind.value == kind


def test_of_several_parts_the_crisis_counts(gate: SafetyGate, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gate._meaning is not None
    meaning = gate._meaning
    vector = np.zeros(384, np.float32)
    parts = {RiskKind.MEDICAL_ADVICE: 1.0, RiskKind.ABUSE_OR_NEGLECT: 0.9, RiskKind.NO_CARE_NOW: 0.8}
    kinds = iter(parts)
    above = meaning._learned.threshold + CLEARLY
    monkeypatch.setattr(meaning, "_scored", lambda text: ((vector, above + over) for over in parts.values()))
    monkeypatch.setattr(meaning, "_kind", lambda vector: (next(kinds), 1.0))
    monkeypatch.setattr(type(meaning._learned), "nearest", lambda self, vector, kind: ("an-example", "self"))
    finding = meaning.read("any text")
    assert finding is not None
    assert (finding.kind, finding.sure) == (RiskKind.ABUSE_OR_NEGLECT, True)


def test_one_reader_failing_leaves_the_other(gate: SafetyGate, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("no")

    oblique = next(text for _, text in POSITIVE if RULES.read(text) is None and gate.read(text))
    assert gate._rules is not None
    assert gate._meaning is not None
    with monkeypatch.context() as patched:
        patched.setattr(gate._meaning, "read", fail)
        assert gate.read("I want to die") is not None
    with monkeypatch.context() as patched:
        patched.setattr(gate._rules, "read", fail)
        assert gate.read(oblique) is not None
