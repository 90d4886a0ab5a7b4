"""Commands for whoever works on Navigator."""

import subprocess
import sys
from pathlib import Path

import click

from bot.commands.serving import build
from bot.paths import ROOT


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests, on all cores; with arguments, which go to pytest, on one."""
    if not arguments:
        click.get_current_context().invoke(build, state=ROOT / "var")  # once, and not by each process
        arguments = ("--numprocesses", "auto", "--dist", "loadfile")
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT))  # noqa: S603


@click.group()
def bench() -> None:
    """Measure Navigator beside stock Rasa."""


def _bench(module: str, arguments: tuple[str, ...]) -> None:
    sys.exit(subprocess.call([sys.executable, "-W", "ignore", "-m", module, *arguments], cwd=ROOT))  # noqa: S603


@bench.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def speed(arguments: tuple[str, ...]) -> None:
    """Start, memory, turns, load (arguments: docs/developers/benchmarks.md)."""
    _bench("bench.speed", arguments)


@bench.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def understanding(arguments: tuple[str, ...]) -> None:
    """What is understood, by texts that nothing was learned from (arguments: docs/developers/benchmarks.md)."""
    _bench("bench.understanding", arguments)


@click.command(name="check-code")
def check_code() -> None:
    """Run ruff, mypy and import-linter."""
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"])
    folder = Path(sys.executable).parent
    failed = [command[0] for command in commands if subprocess.call([folder / command[0], *command[1:]], cwd=ROOT)]  # noqa: S603
    if failed:
        raise click.ClickException("not clean: " + ", ".join(failed))
