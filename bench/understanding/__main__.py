"""`python -m bench.understanding`: what the assistant understands, with a report and a plot in var/bench/."""

import json
from pathlib import Path
from typing import Any

import click

from bench.environment import HOME
from bench.figures import look_at_machine
from bench.speed import ended_by_signals
from bench.understanding import measuring
from bench.understanding.noise import Noise
from bench.understanding.own import calibration_pairs
from bench.understanding.plot import draw_curve
from bench.understanding.progress import Bars
from bench.understanding.report import Results, render
from bench.understanding.sets import mark_of
from bench.understanding.sums import calibration_error, curve

NAME = "understanding"


@click.command()
@click.option("--quick", is_flag=True, help="Our own sets only: no public sets, no stock Rasa.")
@click.option("--without-stock", is_flag=True, help="Leave stock Rasa out.")
@click.option("--epochs", default=15, show_default=True, help="Of stock Rasa's DIET (Rasa's own: 100).")
@click.option("--trained", is_flag=True, help="Use the stock models that an earlier run trained.")
@click.option(
    "--benchmarks",
    type=click.Path(path_type=Path, file_okay=False),
    default=measuring.default_benchmarks(),
    show_default="../shared/benchmarks",
    help="Folder of the public sets.",
)
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=HOME, help="Where it goes.")
def main(quick: bool, without_stock: bool, epochs: int, trained: bool, benchmarks: Path, folder: Path) -> None:
    """Measure what the assistant understands, by texts that nothing was learned from."""
    bars, results = Bars(), Results(look_at_machine(), epochs, benchmarks)
    with ended_by_signals():
        shown = measuring.measure_own(results, bars)
        write(results, folder)
        if not quick:
            measuring.measure_public(results, bars)
            write(results, folder)
        if not quick and not without_stock:
            measuring.measure_stock(results, bars, shown, trained)
            write(results, folder)
    for end in ("md", "json", "png"):
        click.echo(folder / f"{NAME}.{end}")


def write(results: Results, folder: Path) -> None:
    """Write report, figures and plot of what was measured so far, so that an ended run leaves something."""
    folder.mkdir(parents=True, exist_ok=True)
    test = [each for each in results.asked if each.noise is Noise.NONE and not each.question.calibration]
    bins = curve(calibration_pairs(test))
    draw_curve(bins, calibration_error(bins), folder / f"{NAME}.png")
    (folder / f"{NAME}.md").write_text(render(results, f"{NAME}.png"), encoding="utf-8")
    (folder / f"{NAME}.json").write_text(json.dumps(_everything(results), indent=0), encoding="utf-8")


def _everything(results: Results) -> dict[str, Any]:
    """What became of each message, named by a mark and never by its text: to compare two runs."""
    return {
        "commit": results.machine.commit,
        "questions": [
            [
                mark_of(each.question.text),
                each.noise,
                each.question.right,
                each.verdict,
                each.said.answers,
                each.said.confidence,
            ]
            for each in results.asked
        ],
        "elsewhere": [[each.mark, each.message.group, each.said.outcome, each.said.answers] for each in results.turned],
        "safety": [[each.group, each.level, each.calibration] for each in results.read],
        "public": [vars(each) for each in results.scores],
        "stock": [vars(each) for each in results.stock],
    }


if __name__ == "__main__":
    main(prog_name="./navigator bench understanding")
