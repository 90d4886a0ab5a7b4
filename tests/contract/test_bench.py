"""The benchmarks count right, report honestly, and give stock Rasa what Navigator has. No stock Rasa is needed here."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bench import running
from bench.figures import Figures, Machine, Plan, Timings
from bench.measures import Memory, around, family, folder_mb, memory, percentile
from bench.messages import ACTION_INTENT, PLAIN_INTENT, Script, load_examples
from bench.report import reached, render, rows
from bench.running import Run
from bench.stock import LIGHT, default_config, write_project
from bench.subjects import Answer, Failed, Process
from bot.paths import ROOT

NOT_TYPED = {"give_answer", "none_of_these", "nlu_fallback"}
"""Intents without examples: Navigator sets them itself."""


@pytest.fixture(scope="session")
def examples() -> dict[str, list[str]]:
    return load_examples()


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([7.0], 95, 7.0),
        ([1.0, 3.0], 50, 2.0),
        ([4.0, 1.0, 3.0, 2.0, 5.0], 50, 3.0),
        ([float(number) for number in range(1, 102)], 95, 96.0),
        ([10.0, 20.0], 0, 10.0),
        ([10.0, 20.0], 100, 20.0),
        ([0.0, 10.0], 95, 9.5),
    ],
)
def test_percentile(values: list[float], percent: float, expected: float) -> None:
    assert percentile(values, percent) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100), st.floats(0, 100))
def test_percentile_grows_and_stays_among_the_values(values: list[float], one: float, other: float) -> None:
    low, high = percentile(values, min(one, other)), percentile(values, max(one, other))
    assert min(values) <= low
    assert high <= max(values)
    assert low <= high or low == pytest.approx(high)


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], -1), ([1.0], 101)])
def test_percentile_of_nothing_is_refused(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError, match=r"no values|between"):
        percentile(values, percent)


def test_turn_of_a_long_conversation() -> None:
    turns = [float(number) for number in range(1, 201)]
    assert around(turns, 5) == 5.0
    assert around(turns, 200) == 199.0  # 198, 199, 200: nothing comes after
    assert around(turns, 201) is None
    figures = Figures("navigator", "Navigator", long_ms=[10.0] * 100 + [30.0] * 100)
    assert figures.growth(200) == 3.0
    assert figures.growth(2000) is None


def test_memory_of_this_process() -> None:
    pids = family(os.getpid())
    found = memory(pids[:1])
    assert pids[0] == os.getpid()
    assert found.rss_mb > 20
    assert found.pss_mb is None or 0 < found.pss_mb <= found.rss_mb * 1.01


def test_size_counts_linked_files_once_and_no_byte_code(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"x" * 2_000_000)
    (tmp_path / "again").hardlink_to(tmp_path / "data")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.pyc").write_bytes(b"x" * 5_000_000)
    assert folder_mb(tmp_path) == pytest.approx(2.0, rel=0.1)


def test_a_process_ends_with_its_children(tmp_path: Path) -> None:
    process = Process(["/bin/sh", "-c", "sleep 60 & echo $! > child; wait"], tmp_path, os.environ, tmp_path / "log")
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text().strip():
        process.check()
    child = int((tmp_path / "child").read_text())
    assert child in process.pids()
    process.stop()
    assert process.popen.poll() is not None
    deadline = time.monotonic() + 10  # the child got its signal, and may need a moment to end
    while _is_running(child) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_stock_gets_all_intents_and_examples_of_navigator(examples: dict[str, list[str]], tmp_path: Path) -> None:
    write_project(tmp_path, LIGHT, examples, action_port=5055)
    project = {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in tmp_path.rglob("*.yml")}
    own = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    intents = {each["intent"] for each in project["nlu.yml"]["nlu"]}
    assert intents == set(own["intents"]) - NOT_TYPED
    assert set(project["domain.yml"]["intents"]) == intents | {"nlu_fallback"}
    for file in (ROOT / "data" / "nlu").glob("*.yml"):
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            listed = {line.removeprefix("- ") for line in group["examples"].splitlines()}
            assert listed <= set(examples[group["intent"].partition("/")[0]])
    for each in project["nlu.yml"]["nlu"]:
        assert each["examples"].splitlines() == [f"- {text}" for text in examples[each["intent"]]]


def test_stock_has_a_rule_and_a_custom_action_for_every_intent_but_one(
    examples: dict[str, list[str]], tmp_path: Path
) -> None:
    write_project(tmp_path, default_config(5), examples, action_port=5055)
    domain = yaml.safe_load((tmp_path / "domain.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((tmp_path / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    runs = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert set(runs) == set(domain["intents"])
    assert runs.pop(PLAIN_INTENT) in domain["responses"]
    assert sorted(runs.values()) == domain["actions"]
    stories = yaml.safe_load((tmp_path / "data" / "stories.yml").read_text(encoding="utf-8"))["stories"]
    told = [step for story in stories for step in story["steps"]]
    assert {step["intent"] for step in told if "intent" in step} == set(examples)


def test_default_config_is_rasas_own_with_our_epochs() -> None:
    config = default_config(7)
    epochs = {each["name"]: each["epochs"] for part in config.values() for each in part if "epochs" in each}
    assert epochs == {"DIETClassifier": 7, "ResponseSelector": 7, "TEDPolicy": 7, "UnexpecTEDIntentPolicy": 7}
    assert {"RulePolicy", "MemoizationPolicy"} <= {each["name"] for each in config["policies"]}


MACHINE = Machine("2026-11-22T12:00+00:00", "A processor", 2, 24_000, "3.11.7", "abc1234", 0.3)


def _column(key: str, **figures: Any) -> Figures:
    return Figures(key, f"column {key}", **figures)


def _three() -> dict[str, Figures]:
    return {
        "default": _column(
            "default",
            size_mb=1900.0,
            training_seconds=300.0,
            start_seconds=[70.0, 80.0, 60.0],
            memory=Memory(1200.0, 1150.0),
            action=Timings([[60.0, 60.0], [61.0, 71.0]]),
            messages_a_second=[19.0],
            big_note="not sent",
        ),
        "light": _column("light", start_seconds=[18.0], action=Timings([[39.0]])),
        "navigator": _column(
            "navigator",
            size_mb=901.0,
            training_seconds=20.0,
            start_seconds=[6.0, 7.0, 6.5],
            memory=Memory(300.0, 280.0),
            action=Timings([[10.0, 12.0], [10.0, 12.0]]),
            messages_a_second=[100.0],
            big_ms=3.0,
            asked=4,
            unanswered=1,
        ),
    }


def test_report_says_ratios_and_what_is_reached() -> None:
    report = render(MACHINE, Plan(), _three())
    lines = {line.split("|")[1].strip(): line for line in report.splitlines() if line.startswith("|")}
    assert len({line.count("|") for line in lines.values()}) == 1
    start = lines["start to first answer"]
    assert "70.0 s" in start
    assert "6.5 s" in start
    assert "10.8x default, 2.8x light" in start
    assert start.endswith("**no** |")  # 2.8 times light: 3 are asked
    assert lines["messages a second, 50 people at once"].endswith("5.3x default | 5x default | yes |")
    assert lines["installed size"].endswith("at most 900 MB | **no** |")
    assert "1,150 MB (RSS 1,200)" in lines["memory after 50 messages (PSS)"]
    assert lines["turn with a custom action, p50 (p95)"].count("60.5 (69.5) ms") == 1
    assert lines["turn 2,000 / turn 5"].endswith("- |")
    assert lines["1 MB message"].endswith("yes |")
    assert "-: not sent" in lines["1 MB message"]
    assert "with an action 60.0 to 66.0 ms" in report
    assert "Of 4 messages 1 had no answer" in report


def test_few_epochs_don_t_count_for_training() -> None:
    report = render(MACHINE, Plan(epochs=5), _three())
    training = next(line for line in report.splitlines() if line.startswith("| training"))
    assert training.endswith("10x default | - |")
    assert "training is not comparable" in report


def test_what_was_not_measured_is_neither_reached_nor_missed() -> None:
    only = {"navigator": _column("navigator", problems=["start: no answer"])}
    assert {reached(row, only) for row in rows()} == {None}
    assert "What did not work:" in render(MACHINE, Plan(), only)
    assert "start: no answer" in render(MACHINE, Plan(), only)


class Parrot:
    """A subject that answers at once, and fails from a given message on."""

    title = "parrot"
    many_at_once = True
    refuses_big = ""

    def __init__(self, key: str, fails_from: int = 10**9) -> None:
        self.key, self.heard, self.stopped, self.fails_from = key, list[str](), 0, fails_from

    def size_mb(self) -> float:
        return 1.0

    def train(self) -> float:
        return 2.0

    def prepare(self) -> None: ...

    def start(self) -> None:
        self.stopped = 0

    def remark(self) -> str:
        return "it squawked" if self.key == "odd" else ""

    def open(self, sender: str) -> None: ...

    def ask(self, sender: str, text: str, timeout: float) -> Answer:
        self.heard.append(text)
        if len(self.heard) >= self.fails_from:
            raise Failed("it fell off its perch")
        return Answer(0.001 * len(self.heard), "plain" if text.startswith("hi") else "action", text, own_ms=1.0)

    def pids(self) -> list[int]:
        return [os.getpid()]

    def stop(self) -> None:
        self.stopped += 1


def test_an_odd_start_is_reported() -> None:
    odd = Parrot("odd")
    figures = {"odd": Figures("odd", "odd")}
    Run([odd], figures, Plan(), Script({ACTION_INTENT: ["a"], PLAIN_INTENT: ["b"]}), lambda step: None).begin()
    assert figures["odd"].problems == ["start: it squawked"]


def test_a_run_gives_all_the_same_messages_and_goes_on_without_who_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BIG_BYTES", 1000)
    well, ill = Parrot("navigator"), Parrot("light", fails_from=70)
    figures = {each.key: Figures(each.key, each.title) for each in (well, ill)}
    plan = Plan(starts=2, blocks=3, turns_a_block=4, long_turns=30, people=5, messages_each=2, rounds=2)
    script = Script({ACTION_INTENT: [f"question {number}" for number in range(7)], PLAIN_INTENT: ["hi", "hi there"]})
    run = Run([well, ill], figures, plan, script, lambda step: None)
    for measure in (run.train, run.sizes, run.starts, run.begin, run.memory, run.turns, run.long_conversation):
        measure()
    run.many_people()
    run.big_message()
    assert ill.heard == well.heard[:70]
    assert ill.stopped
    assert figures["light"].problems == ["turns: it fell off its perch"]
    found = figures["navigator"]
    assert found.problems == []
    assert [len(block) for block in found.action.blocks] == [4, 4, 4]
    assert [len(block) for block in found.own_plain.blocks] == [4, 4, 4]
    assert len(found.long_ms) == 30
    assert len(found.messages_a_second) == 2
    assert found.asked == 3 * 8 + 2 * 10
    assert found.unanswered == found.other_kind == 0
    assert found.big_note == "answered"
