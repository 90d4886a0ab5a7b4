"""`python -m bench.speed`: stock Rasa and Navigator side by side in one run, with a report in var/bench/."""

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import click

from bench import running
from bench.environment import HOME, NAVIGATOR, STOCK, NoEnvironment
from bench.figures import Figures, Plan, look_at_machine
from bench.messages import Script, load_examples
from bench.navigator import NavigatorServer, NavigatorTalk
from bench.report import render
from bench.stock import LIGHT, StockRasa, default_config
from bench.subjects import Subject

TOO_BIG = "not sent: DIET would compare each of 150,000 words with every other"
COLUMNS = ("default", "light", "navigator", "talk")
QUICK = Plan(starts=1, blocks=2, turns_a_block=3, long_turns=20, messages_each=2, rounds=1, big_seconds=20, seconds=60)


class Progress:
    """One line that says what goes on: rewritten on a terminal, a line each in a log."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, step: str) -> None:
        """Show the step."""
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        before, after = ("\r\x1b[K", "") if sys.stderr.isatty() else ("", "\n")
        click.echo(f"{before}{minutes:3d}:{seconds:02d}  {step}{after}", err=True, nl=False)


def subjects(wanted: list[str], epochs: int, examples: dict[str, list[str]]) -> list[Subject]:
    """The columns that are wanted, in the order of the report."""
    everything: list[Subject] = [
        StockRasa("default", "stock Rasa, default config", default_config(epochs), examples, refuses_big=TOO_BIG),
        StockRasa("light", "stock Rasa, light config", LIGHT, examples),
        NavigatorServer(),
        NavigatorTalk(),
    ]
    return [each for each in everything if each.key in wanted]


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Being told to stop ends the run as Ctrl+C does, so that no process is left behind."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def measure(
    found: list[Subject], plan: Plan, script: Script, progress: Callable[[str], None], train: bool
) -> dict[str, Figures]:
    """Everything, in order. What a subject can't do is noted among its problems, and the run goes on without it."""
    figures = {each.key: Figures(each.key, each.title) for each in found}
    run = running.Run(found, figures, plan, script, progress)
    with ExitStack() as stack:
        for each in found:
            stack.callback(each.stop)
        if train:
            run.train()
        else:
            run.prepare()
        run.sizes()
        run.starts()
        run.begin()
        run.memory()
        run.turns()
        run.long_conversation()
        run.many_people()
        run.big_message()
    return figures


@click.command()
@click.option("--epochs", default=100, show_default=True, help="Of DIET and TED; fewer is quicker, and says so.")
@click.option("--long", "is_long", is_flag=True, help="Go on to turn 2,000 (at most 15 minutes a column).")
@click.option("--quick", is_flag=True, help="A few messages only: shows that all works, not how fast it is.")
@click.option("--columns", default=",".join(COLUMNS), show_default=True, help="What to measure.")
@click.option("--trained", is_flag=True, help="Use the models that the last run trained.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=HOME, help="Where reports go."
)
def main(epochs: int, is_long: bool, quick: bool, columns: str, trained: bool, folder: Path) -> None:
    """Measure Navigator beside stock Rasa, on this machine, in one run."""
    wanted = columns.split(",")
    if unknown := set(wanted) - set(COLUMNS):
        raise click.BadParameter(f"no such columns: {', '.join(sorted(unknown))}", param_hint="--columns")
    plan = replace(QUICK if quick else Plan(), epochs=epochs)
    if is_long:
        plan = replace(plan, long_turns=2000, seconds=900)
    progress = Progress()
    machine = look_at_machine()
    try:
        for environment in ((STOCK,) if {"default", "light"} & set(wanted) else ()) + (
            (NAVIGATOR,) if {"navigator", "talk"} & set(wanted) else ()
        ):
            environment.make(progress)
    except NoEnvironment as problem:
        raise click.ClickException(str(problem)) from None
    examples = load_examples()
    found = subjects(wanted, epochs, examples)
    with ended_by_signals():
        figures = measure(found, plan, Script(examples), progress, train=not trained)
    report = render(machine, plan, figures)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"speed-{machine.at[:16].replace(':', '')}"
    everything = {
        "machine": asdict(machine),
        "plan": asdict(plan),
        "figures": {k: asdict(f) for k, f in figures.items()},
    }
    (folder / f"{name}.json").write_text(json.dumps(everything, indent=1), encoding="utf-8")
    (folder / f"{name}.md").write_text(report, encoding="utf-8")
    progress("done")
    click.echo("\n" + report)
    click.echo(f"Written to {folder / name}.md and .json", err=True)


if __name__ == "__main__":
    main(prog_name="python -m bench.speed")
