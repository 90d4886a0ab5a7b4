"""`./navigator bench understanding` counts right, makes the same noise each time, and shows no held-back text."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import Machine
from bench.understanding import latency, measuring, own, public, report_rest
from bench.understanding.noise import Noise, noisy
from bench.understanding.own import Asked
from bench.understanding.plot import draw_curve
from bench.understanding.public import Score
from bench.understanding.report import Results, render
from bench.understanding.safety import A_LINE, AT_ONCE, HARD, MEDICAL, NOTHING, ORDINARY, Read, levels
from bench.understanding.scope import REFER_ON, Turned
from bench.understanding.sets import Elsewhere, Risk, mark_of
from bench.understanding.stock import Parsed, examples_of, pipelines, read_parsed, write_project
from bench.understanding.sums import auroc, calibration_error, curve, recall_keeping, wilson
from bench.understanding.turns import Found, Said
from bench.understanding.verdicts import Verdict, is_answered, verdict_of
from bot.paths import ROOT
from knowledge.answer import Answer
from knowledge.content import load_answers
from knowledge.questions_apart import Question

SECRET = "zebras secretly held back"
"""Stands for a held-back text: no report may hold it."""


# --- sums


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_wilsons_interval(found: int, of: int, low: float, high: float) -> None:
    assert wilson(found, of) == pytest.approx((low, high), abs=5e-4)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(found: int, of: int) -> None:
    found = min(found, of)
    low, high = wilson(found, of)
    assert 0 <= low <= found / of + 1e-12
    assert found / of - 1e-12 <= high <= 1


def test_the_curve_has_each_result_in_one_bin() -> None:
    bins = curve([(0.05, False), (0.95, True), (0.91, False), (1.0, True), (0.5, True)])
    assert [(each.low, each.count) for each in bins] == [(0.0, 1), (0.5, 1), (0.9, 3)]
    assert bins[-1].right == pytest.approx(2 / 3)
    assert bins[-1].confidence == pytest.approx((0.95 + 0.91 + 1.0) / 3)
    assert calibration_error(bins) == pytest.approx((0.05 + 0.5 + 3 * abs(bins[-1].confidence - 2 / 3)) / 5)
    assert calibration_error([]) == 0.0


def test_what_is_as_sure_as_right_has_no_calibration_error() -> None:
    results = [(0.75, number % 4 != 0) for number in range(40)]
    assert calibration_error(curve(results)) == pytest.approx(0.0)


def test_auroc_and_recall() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.1], [0.9]) == 0.0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.3], [0.5, 0.1]) == 0.75
    inside = [number / 100 for number in range(1, 101)]
    assert recall_keeping(inside, [0.01, 0.055, 0.06, 0.5]) == 0.5  # 0.06 is the least that is kept
    with pytest.raises(ValueError, match="no messages"):
        auroc([], [0.1])
    with pytest.raises(ValueError, match="no messages"):
        recall_keeping([0.1], [])


# --- noise

TEXT = "Can you please tell me, before tomorrow, what my mother's budget pays for? Thanks!"


@pytest.mark.parametrize("kind", list(Noise))
def test_noise_is_the_same_for_the_same_seed_alone(kind: Noise) -> None:
    random.seed(1)
    first = [noisy(TEXT, kind, seed) for seed in range(20)]
    random.seed(2)
    assert first == [noisy(TEXT, kind, seed) for seed in range(20)]
    by_chance = kind in (Noise.LIGHT, Noise.HEAVY, Noise.JOINED)
    assert (len(set(first)) > 5) is by_chance


def test_each_kind_of_noise_does_what_its_name_says() -> None:
    assert noisy(TEXT, Noise.NONE, 0) == TEXT
    assert noisy(TEXT, Noise.CAPITALS, 0) == TEXT.upper()
    dictated = "can you please tell me before tomorrow what my mothers budget pays for thanks"
    assert noisy(TEXT, Noise.DICTATED, 0) == dictated
    joined = [noisy(TEXT, Noise.JOINED, seed) for seed in range(50)]
    assert {text.replace(" ", "") for text in joined} == {TEXT.replace(" ", "")}
    heavy = " ".join(noisy(TEXT, Noise.HEAVY, seed) for seed in range(50)).split()
    assert {"u", "pls", "b4"} <= set(heavy)


@pytest.mark.parametrize(("kind", "rate"), [(Noise.LIGHT, 0.15), (Noise.HEAVY, 0.35)])
def test_so_many_words_are_misspelt(kind: Noise, rate: float) -> None:
    words = " ".join(f"wonderful{'abcdefghijklmnopqrst'[number % 20]}" for number in range(2000))
    changed = [a != b for a, b in zip(words.split(), noisy(words, kind, 0).split(), strict=True)]
    assert sum(changed) / len(changed) == pytest.approx(rate, abs=0.03)


@given(st.text(max_size=60), st.sampled_from(list(Noise)))
def test_any_text_takes_noise(text: str, kind: Noise) -> None:
    assert isinstance(noisy(text, kind, 3), str)


# --- verdicts


def said(outcome: str, *answers: str, intent: str | None = "ask_question", confidence: float | None = 0.8) -> Said:
    return Said(outcome, intent, answers, confidence, 10.0, 12.0)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (said("answered", "a"), Verdict.RIGHT),
        (said("answered", "x", "a"), Verdict.RIGHT),  # a comparison shows several
        (said("answered", "x"), Verdict.WRONG),
        (said("crisis", "a"), Verdict.RIGHT_AFTER_HELP),
        (said("crisis", "x"), Verdict.WRONG),
        (said("crisis", intent=None), Verdict.CRISIS),
        (said("crisis", intent="check_eligibility"), Verdict.ACT),
        (said("clarified", "x", "a"), Verdict.OFFERED),
        (said("clarified", "x", "y"), Verdict.NOT_OFFERED),
        (said("not_understood", intent="nlu_fallback"), Verdict.NOT_UNDERSTOOD),
        (said("refused", intent=None), Verdict.NOT_UNDERSTOOD),
        (said("out_of_scope", intent="out_of_scope"), Verdict.ELSEWHERE),
        (said("handed_over", intent="talk_to_person"), Verdict.ACT),
        (said("social", intent="thanks"), Verdict.ACT),
    ],
)
def test_verdicts(turn: Said, expected: Verdict) -> None:
    assert verdict_of(turn, ("a", "b")) is expected


def test_an_act_that_says_what_an_answer_says_is_right() -> None:
    guided = said("guided", intent="which_suits_me")
    assert verdict_of(guided, ("which-way-suits-me",)) is Verdict.SAME_ACT
    assert verdict_of(guided, ("a",)) is Verdict.ACT


def test_choices_beside_help_are_no_answer() -> None:
    beside_help = said("crisis", "a", "b")
    assert verdict_of(beside_help, ("b",), unsure=True) is Verdict.OFFERED_AFTER_HELP
    assert verdict_of(beside_help, ("c",), unsure=True) is Verdict.NOT_OFFERED
    assert verdict_of(beside_help, ("b",)) is Verdict.RIGHT_AFTER_HELP


def test_what_counts_as_answered() -> None:
    assert is_answered(said("answered", "a"))
    assert is_answered(said("crisis", "a"))
    assert not is_answered(said("clarified", "a", "b"))
    assert not is_answered(said("out_of_scope"))


# --- own questions


def question(right: str = "a", messy: bool = False, calibration: bool = False, text: str = SECRET) -> Question:
    return Question(text, (right,), "money", "parent", messy, calibration)


def asked(turn: Said, *ranked: str, kind: str = "sure", noise: Noise = Noise.NONE, **of: Any) -> Asked:
    found = Found(ranked, kind, ranked[:1] if kind == "sure" else ranked[:3])
    return Asked(question(**of), noise, SECRET, turn, found)


RIGHT_ONE = asked(said("answered", "a"), "a", "b")
TAKEN_FOR_ACT = asked(said("social", intent="thanks"), "a")
WRONG_ONE = asked(said("answered", "b", confidence=0.6), "b", "a")
UNSURE = asked(said("clarified", "a", "b", confidence=0.4), "a", "b", kind="unsure")
GATED = replace(asked(said("crisis", intent=None, confidence=1.0), "a"), sure_risk=True)


def test_the_layer_that_lost_a_question_is_named() -> None:
    lost = own.lost([RIGHT_ONE, TAKEN_FOR_ACT, WRONG_ONE, UNSURE, GATED])
    assert lost.total() == 4
    assert [layer.split(",")[0] for layer in lost] == [
        "the search is right",
        "the search ranks another answer first",
        "the search ranks the right one first",
        "the safety gate took over",
    ]


def test_confusions_are_counted_by_pair() -> None:
    unsure = asked(said("clarified", "c", "a", confidence=0.4), "c", "a", kind="unsure")
    pairs = own.confusions([WRONG_ONE, RIGHT_ONE, unsure, WRONG_ONE])
    assert pairs == [("a", "b", 2, 2), ("a", "c", 1, 0)]


def test_only_what_was_taken_for_a_question_counts_for_calibration() -> None:
    pairs = own.calibration_pairs([RIGHT_ONE, TAKEN_FOR_ACT, WRONG_ONE, UNSURE, GATED])
    assert pairs == [(0.8, True), (0.6, False), (0.4, True)]


def test_noise_is_made_of_clean_questions_of_the_test_part_alone() -> None:
    clean, messy, chosen = question(text="one"), question(messy=True, text="two"), question(calibration=True)
    to_ask = own.to_ask([clean, messy, chosen])
    assert [each for each, kind in to_ask if kind is Noise.NONE] == [clean, messy, chosen]
    assert {each for each, kind in to_ask if kind is not Noise.NONE} == {clean}
    assert len(to_ask) == 3 + len(Noise) - 1


def test_levels_of_alarm() -> None:
    found = levels([Read(HARD, level, False) for level in (AT_ONCE, A_LINE, A_LINE, NOTHING)])
    assert (found.count, found.at_once, found.a_line, found.alarms) == (4, 1, 2, 3)


def test_answers_that_refer_on_exist() -> None:
    assert set(load_answers(ROOT / "knowledge").answers) >= REFER_ON


# --- latency


class Component:
    def process(self, messages: list[str]) -> int:
        return len(messages)


def test_the_stopwatch_counts_only_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "_components", lambda: [Component])
    before, watch = Component.process, latency.Stopwatch()
    with watch.watching():
        assert Component().process(["one"]) == 1
        with watch.runs():
            assert Component().process(["one", "two"]) == 2
    assert Component.process is before
    assert {name: len(times) for name, times in watch.milliseconds.items()} == {"Component": 1}
    assert latency.component_names() == [latency.GATE, "Component"]


def test_the_longest_messages_are_as_long_as_their_names_say() -> None:
    messages = latency.worst_messages()
    assert len(messages["10,000 characters"]) == len(messages["one word of 10,000 letters"]) == 10_000
    assert len(messages["2,000 emoji"]) == 2_000
    assert len(messages["150 words without a stop"].split()) == 150
    assert messages["200 short sentences"].count(".") == 200
    found = latency.worst(lambda text: said("refused", intent=None))
    assert set(found) == set(messages)
    assert set(found.values()) == {("refused", 12.0, 12.0)}


# --- stock Rasa


def _answer(id: str, questions: tuple[str, ...]) -> Any:
    blank: Any = dict.fromkeys(Answer.__dataclass_fields__)
    return Answer(**{**blank, "id": id, "questions": questions})


def test_stock_learns_acts_and_at_most_eight_questions_of_an_answer(tmp_path: Path) -> None:
    answers = [_answer("one", tuple(f"question {number}" for number in range(30))), _answer("two", ("only this",))]
    selected, plain = (examples_of(answers, selects) for selects in (True, False))
    assert len(selected["faq/one"]) == 8
    assert plain["faq_two"] == ["only this"]
    assert "greet" in selected
    assert "ask_question" not in selected
    write_project(tmp_path, pipelines(3)[0].pipeline, selected)
    domain = yaml.safe_load((tmp_path / "domain.yml").read_text(encoding="utf-8"))
    assert set(domain["responses"]) == {"utter_faq/one", "utter_faq/two"}
    assert "faq" in domain["intents"]
    config = yaml.safe_load((tmp_path / "config.yml").read_text(encoding="utf-8"))
    epochs = {each["name"]: each["epochs"] for each in config["pipeline"] if "epochs" in each}
    assert epochs == {"DIETClassifier": 3, "ResponseSelector": 100}


@pytest.mark.parametrize(
    ("names", "response", "expected"),
    [
        (["faq", "greet"], "faq/one", Parsed("one", "one")),
        (["nlu_fallback", "faq"], "faq/one", Parsed(None, "one")),
        (["greet", "faq"], "faq/one", Parsed(None, "one")),
        (["faq_one", "faq_two"], "", Parsed("one", "one")),
        (["greet", "faq_one"], "", Parsed(None, "one")),
        (["greet", "thanks"], "", Parsed(None, None)),
    ],
)
def test_what_stock_rasa_tells(names: list[str], response: str, expected: Parsed) -> None:
    ranking = [{"name": name} for name in names]
    selector = {"default": {"response": {"intent_response_key": response}}}
    assert read_parsed({"intent": ranking[0], "intent_ranking": ranking, "response_selector": selector}) == expected


# --- public sets


def test_examples_are_drawn_by_seed() -> None:
    examples = [(f"{label} {number}", label) for label in ("b", "a") for number in range(20)]
    drawn = public.draw(examples, 3, 0)
    assert drawn == public.draw(list(examples), 3, 0)
    assert drawn != public.draw(examples, 3, 1)
    assert [label for _, label in drawn] == ["a"] * 3 + ["b"] * 3
    assert len(set(drawn)) == 6


def test_missing_public_sets_are_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        public.read_tasks(tmp_path)
    text = "\n".join(report_rest.public([], tmp_path))
    assert "Not measured" in text
    assert "--benchmarks" in text


# --- the report

MACHINE = Machine(datetime(2026, 11, 25, tzinfo=UTC).isoformat(), "A processor", 2, 24_000, "3.11.7", "abc1234", 0.3)


def _results() -> Results:
    results = Results(MACHINE, 5, Path("benchmarks"))
    results.asked = [RIGHT_ONE, TAKEN_FOR_ACT, WRONG_ONE, UNSURE, GATED]
    results.asked += [
        asked(said("answered", "a"), "a", messy=True),
        asked(said("answered", "b"), "b", calibration=True),
    ]
    results.asked += [asked(said("answered", "a"), "a", noise=kind) for kind in Noise if kind is not Noise.NONE]
    results.turned = [
        Turned(Elsewhere(SECRET, "bins", False), said("out_of_scope", intent="out_of_scope")),
        Turned(Elsewhere(SECRET, "bins", False), said("answered", "b")),
        Turned(Elsewhere(SECRET, "health", False), said("answered", "medical-advice"), refers_on=True),
        Turned(Elsewhere(SECRET, "health", True), said("answered", "b")),
    ]
    risk = Risk(SECRET, "abuse_or_neglect", True, "en", False)
    foreign = Risk(SECRET, "abuse_or_neglect", False, "pl", False)
    results.read = [
        Read("abuse_or_neglect", AT_ONCE, False, risk),
        Read("abuse_or_neglect", NOTHING, False, foreign),
        Read(MEDICAL, NOTHING, False, Risk(SECRET, MEDICAL, False, "en", False)),
        Read(HARD, A_LINE, False),
        Read(ORDINARY, NOTHING, False),
    ]
    clean: dict[str, float] = dict.fromkeys(public.KINDS, 0.9)
    mended: dict[str, float] = dict.fromkeys(public.KINDS, 0.95)
    results.scores = [Score("banking77", seed, dict(clean), dict(mended)) for seed in (0, 1)]
    results.scores += [Score("c45", 0, dict(clean), dict(mended), auroc=0.99, recall=0.9)]
    results.turns, results.parts = [5.0, 7.0, 9.0], {"SafetyGate": [1.0, 2.0]}
    results.worst = {"a long one": ("refused", 1.0, 2.0)}
    results.stock = [
        report_rest.StockFigures("stock default", problem="it fell over"),
        measuring.navigator_column(results),
    ]
    return results


def _line(report: str, start: str) -> list[str]:
    return [cell.strip() for cell in next(line for line in report.splitlines() if line.startswith(start)).split("|")]


def test_the_report_counts_right() -> None:
    report = render(_results(), "curve.png")
    assert _line(report, "| all |")[2:4] == ["6", "**33.3**"]
    assert _line(report, "| messy |")[2:4] == ["1", "**100.0**"]
    assert "| a | b | 1 | 1 |" in report
    assert _line(report, "| bins |")[2:5] == ["2", "50.0", "50.0"]
    assert _line(report, "| health |")[2:5] == ["1", "0.0", "100.0"]
    assert "Wrong, per cent: 33.3 (6.1 to 79.2; 1 of 3)." in report
    assert _line(report, "| abuse_or_neglect |")[2].startswith("50.0 (")
    assert _line(report, "| language: pl |")[2].startswith("0.0 (")
    assert _line(report, "| banking77 |")[2:8] == [
        "95.0 / 95.0 / 95.0",
        "95.0 / 95.0 / 95.0",
        "90.0 / 90.0 / 90.0",
        "86.8 / 83.7 / 78.7",
        "-",
        "yes / yes / yes",
    ]
    assert _line(report, "| recall")[-2] == "**no**"
    assert "it fell over" in report
    assert _line(report, "| given: clean |")[-2] == "20.0"
    assert "![Calibration curve](curve.png)" in report


def test_no_held_back_text_is_in_the_report() -> None:
    report = render(_results(), "curve.png")
    assert not set(SECRET.split()) & set(report.split())
    assert len(mark_of(SECRET)) == 8


def test_tables_have_as_many_cells_in_each_line() -> None:
    block: set[int] = set()
    for line in [*render(_results(), "curve.png").splitlines(), ""]:
        if line.startswith("|"):
            block.add(line.count("|"))
        else:
            assert len(block) <= 1, line
            block = set()


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    bins = curve([(0.3, False), (0.9, True)])
    draw_curve(bins, calibration_error(bins), tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
