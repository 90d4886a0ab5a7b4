"""The parts of the report that set our figures beside others', on latency, and on how numbers were chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from bench.measures import percentile
from bench.understanding.public import KINDS, Score
from bench.understanding.tables import percent, table, verdict

BEST = {
    "banking77": ("86.8 / 83.7 / 78.7", (0.868, 0.837, 0.787)),
    "clinc150": ("91.8 / 85.0 / 70.0", (0.918, 0.850, 0.700)),
    "c45": ("97.3 / 96.6 / 91.6", (0.973, 0.966, 0.916)),
}
"""The best of the README of the sets, seed 0: clean, T, H."""
BEST_AUROC, BEST_RECALL = 0.986, 0.92
RASA = {"c45": "90.7 / 87.6 / 83.4"}
"""Rasa's default config with 40 epochs, from the same README; of the other sets it has no figures."""


@dataclass
class StockFigures:
    """What a column of section 6 reached. Shares of 0 to 1 by what was asked; training: seconds."""

    title: str
    training: float | None = None
    given: dict[str, float] = field(default_factory=dict)
    ranked: dict[str, float] = field(default_factory=dict)
    elsewhere_answered: float | None = None
    problem: str = ""


def public(scores: Sequence[Score], folder: Path) -> list[str]:
    """Section 5: public sets. No scores: they were not there, or were skipped."""
    head = ["## 5. Public sets", ""]
    if not scores:
        return [
            *head,
            f"Not measured: `{folder}` does not hold them, or the run was a quick one. banking77 (PolyAI-LDN/"
            "task-specific-datasets, CC BY 4.0, train.csv and test.csv) belongs in `banking77`, data_full.json of "
            "clinc150 (clinc/oos-eval, CC BY 3.0) in `clinc150`; `--benchmarks DIR` says where.",
            "",
        ]
    rows = []
    for name in dict.fromkeys(each.task for each in scores):
        some = [each for each in scores if each.task == name]
        first = some[0].mended
        rows.append(
            [
                name,
                _three([first[kind] for kind in KINDS]),
                _three([mean(each.mended[kind] for each in some) for kind in KINDS]),
                _three([mean(each.plain[kind] for each in some) for kind in KINDS]),
                BEST[name][0],
                RASA.get(name, "-"),
                " / ".join(
                    verdict(round(first[kind], 3) >= best) for kind, best in zip(KINDS, BEST[name][1], strict=True)
                ),
            ]
        )
    outside = [each for each in scores if each.auroc is not None and each.recall is not None]
    lines = [
        *head,
        "By the protocol of the sets' README (clean / T / H, per cent right): the product's encoder, classifier and "
        "speller, trained on k examples an intent and nothing else.",
        "",
        *table(
            [
                "set",
                "seed 0",
                f"mean of {len({each.seed for each in scores})}",
                "without spelling",
                "to reach",
                "Rasa default",
                "reached",
            ],
            rows,
        ),
    ]
    if outside:
        lines += table(
            ["out of scope (c45)", "seed 0", "mean", "to reach", "reached"],
            [
                [
                    "AUROC of the confidence",
                    f"{outside[0].auroc:.3f}",
                    f"{mean(each.auroc or 0.0 for each in outside):.3f}",
                    f"{BEST_AUROC:.3f}",
                    verdict(round(outside[0].auroc or 0.0, 3) >= BEST_AUROC),
                ],
                [
                    "recall, keeping 95 % of what is in scope",
                    f"{outside[0].recall:.3f}",
                    f"{mean(each.recall or 0.0 for each in outside):.3f}",
                    f"{BEST_RECALL:.2f}",
                    verdict(round(outside[0].recall or 0.0, 3) >= BEST_RECALL),
                ],
            ],
        )
    return lines


def stock(columns: Sequence[StockFigures], epochs: int) -> list[str]:
    """Section 6: stock Rasa on the same questions. The last column is Navigator."""
    head = ["## 6. Stock Rasa on the same questions", ""]
    if len(columns) < 2:
        return [*head, "Not measured in this run.", ""]
    asked = list(columns[-1].given)
    return [
        *head,
        "Trained on our acts and, of each answer that may be shown, as many questions as Navigator's classifier gets "
        f"(at most 8). DIET: {epochs} epochs, ResponseSelector: 100 (Rasa's own for both: 100). `given`: the right "
        "answer was given. `ranked`: it came first among answers, whatever was done. Per cent.",
        "",
        *table(
            ["", *(each.title for each in columns)],
            [
                *([f"given: {name}", *(percent(each.given.get(name)) for each in columns)] for name in asked),
                *([f"ranked: {name}", *(percent(each.ranked.get(name)) for each in columns)] for name in asked),
                ["belongs elsewhere, but answered", *(percent(each.elsewhere_answered) for each in columns)],
                ["training, s", *("-" if each.training is None else f"{each.training:.0f}" for each in columns)],
            ],
        ),
        *(f"- {each.title}: {each.problem}" for each in columns if each.problem),
        "",
    ]


def latency(
    turns: Sequence[float], parts: Mapping[str, Sequence[float]], worst: Mapping[str, tuple[str, float, float]]
) -> list[str]:
    """Section 7: milliseconds of turns and of their parts, and of what is long or odd."""
    return [
        "## 7. How long it takes",
        "",
        "On our own questions, in milliseconds, with whatever else ran on this machine. `turn`: from the inbox to the "
        "commit.",
        "",
        *table(
            ["part", "p50", "p95", "longest"],
            [
                [name, *(f"{percentile(values, share):.1f}" for share in (50, 95, 100))]
                for name, values in {"turn": turns, **parts}.items()
                if values
            ],
        ),
        "What is long or odd, with the way in (median and longest of a few):",
        "",
        *table(
            ["message", "became", "ms", "longest"],
            [[name, outcome, f"{middle:.0f}", f"{most:.0f}"] for name, (outcome, middle, most) in worst.items()],
        ),
    ]


def procedure() -> list[str]:
    """Section 8: how the numbers of the product were chosen."""
    return [
        "## 8. How numbers were chosen",
        "",
        "- Texts whose SHA-256 divides by 3 are for choosing numbers (`knowledge/questions_apart.py`); figures above "
        "are of the other two thirds unless a line says calibration third.",
        "- The search's weights, SURE, MARGIN and FLOOR: `.venv/bin/python -m knowledge.tuning tests/questions`.",
        "- Act or question, and their thresholds: `.venv/bin/python -m bot.nlu.tuning`.",
        "- The safety gate learns from its own examples alone: `.venv/bin/python -m language.safety.training`.",
        "- Nobody who writes content, examples or rules reads `tests/questions`; `tests/content/test_held_back.py` "
        "looks for copies.",
        "",
    ]


def _three(values: Sequence[float]) -> str:
    return " / ".join(percent(value) for value in values)
