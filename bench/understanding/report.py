"""The report: everything that was measured, in Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Machine
from bench.understanding import report_apart, report_own, report_rest
from bench.understanding.own import Asked
from bench.understanding.public import Score
from bench.understanding.report_rest import StockFigures
from bench.understanding.safety import Read
from bench.understanding.scope import Turned


@dataclass
class Results:
    """All that was measured. Empty where it was not."""

    machine: Machine
    epochs: int
    benchmarks: Path
    asked: list[Asked] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    stock: list[StockFigures] = field(default_factory=list)
    turns: Sequence[float] = ()
    parts: Mapping[str, Sequence[float]] = field(default_factory=dict)
    worst: Mapping[str, tuple[str, float, float]] = field(default_factory=dict)


def render(results: Results, picture: str) -> str:
    """The whole report. picture: the file name of the calibration curve."""
    machine = results.machine
    lines = [
        "# What the assistant understands",
        "",
        f"Measured at {machine.at} (UTC), commit {machine.commit}, on {machine.cores} cores ({machine.processor}); "
        f"load when it began: {machine.load_before:.1f}. Our own sets are in `tests/questions`; texts are not shown.",
        "",
        *report_own.questions(results.asked),
        *report_apart.out_of_scope(results.turned),
        *report_apart.safety(results.read),
        *report_own.calibration(results.asked, picture),
        *report_rest.public(results.scores, results.benchmarks),
        *report_rest.stock(results.stock, results.epochs),
        *report_rest.latency(results.turns, results.parts, results.worst),
        *report_rest.procedure(),
    ]
    return "\n".join(lines).rstrip() + "\n"
