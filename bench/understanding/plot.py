"""The calibration curve as a picture. matplotlib is there because Rasa needs it."""

import warnings
from collections.abc import Sequence
from pathlib import Path

from bench.understanding.sums import Bin, wilson


def draw_curve(bins: Sequence[Bin], error: float, file: Path) -> None:
    """Confidence against share right with 95 % intervals, and how many questions each bin has, as a PNG file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of matplotlib's own parts
        _draw(bins, error, file)


def _draw(bins: Sequence[Bin], error: float, file: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(6.4, 6.8), sharex=True, gridspec_kw={"height_ratios": (3, 1)}, layout="constrained"
    )
    above.plot([0, 1], [0, 1], color="#767676", linestyle="--", label="as sure as right")
    intervals = [wilson(round(each.right * each.count), each.count) for each in bins]
    above.errorbar(
        [each.confidence for each in bins],
        [each.right for each in bins],
        yerr=[
            [max(0.0, each.right - low) for each, (low, _) in zip(bins, intervals, strict=True)],
            [max(0.0, high - each.right) for each, (_, high) in zip(bins, intervals, strict=True)],
        ],
        color="#1d70b8",
        marker="o",
        capsize=3,
        label="measured, with 95 % interval",
    )
    above.set(ylabel="share right", xlim=(0, 1), ylim=(0, 1.02), title=f"Confidence: {error:.3f} from right on average")
    above.legend(loc="upper left")
    below.bar([each.low for each in bins], [each.count for each in bins], width=0.098, align="edge", color="#1d70b8")
    below.set(xlabel="confidence", ylabel="questions")
    figure.savefig(file, dpi=110)
    pyplot.close(figure)
