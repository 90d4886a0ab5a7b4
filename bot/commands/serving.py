"""Commands that make it and run it."""

from pathlib import Path

import click

from bot.commands.shared import STATE_OPTION, progress, start_running
from bot.paths import State


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@STATE_OPTION
def serve(host: str, port: int, state: Path) -> None:
    """Serve the chat to people on the web."""
    from bot.server import PortTaken
    from bot.server import serve as run

    try:
        run(lambda: start_running(state), host, port, progress)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from None


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Read and write JSON lines.")
@click.option("--sender", default="you", show_default=True, help="Whose conversation to go on with.")
@STATE_OPTION
def talk(as_json: bool, sender: str, state: Path) -> None:
    """Talk with the assistant in the terminal."""
    from bot import talk as talking

    running = start_running(state, settable_clock=as_json)
    try:
        if as_json:
            talking.run_json(running)
        else:
            talking.talk(running, sender)
    finally:
        running.close()


@click.command()
@STATE_OPTION
def build(state: Path) -> None:
    """Build knowledge.db and train the model, if they are not current."""
    from bot.build import BuildFailed
    from bot.build import build as run

    try:
        run(State(state), progress)
    except BuildFailed as failed:
        raise click.ClickException(str(failed)) from None
    click.echo("Current.")


@click.command(name="sms-simulator")
@click.option("--port", default=8100, show_default=True, help="Port to listen on, on this machine only.")
@click.option("--terminal", is_flag=True, help="In the terminal instead of a page.")
@STATE_OPTION
def sms_simulator(port: int, terminal: bool, state: Path) -> None:
    """Text with the assistant without a provider: a phone on a page, or in the terminal."""
    from bot.server import PortTaken
    from bot.texts.simulator import in_terminal, serve_phone

    try:
        if terminal:
            in_terminal(start_running(state))
        else:
            serve_phone(lambda: start_running(state), port, progress)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from None
