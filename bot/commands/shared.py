"""What the commands share: where the state is, what is being done, and everything up."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.paths import ROOT

if TYPE_CHECKING:
    from bot.running import Running

STATE_OPTION = click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path, resolve_path=True),
    envvar="NAVIGATOR_STATE",
    default=ROOT / "var",
    show_default="var",
    help="Folder for all that is built and kept.",
)


def progress(step: str) -> None:
    """Say on the error output what is being done."""
    click.echo(f"{step} ...", err=True)


def start_running(folder: Path, settable_clock: bool = False) -> "Running":
    """Everything up, from a state folder. Raises click's exception with what to mend when something is not set up."""
    from bot.running import start
    from common.clock import SettableClock

    clock = SettableClock(datetime.now(UTC)) if settable_clock else None
    try:
        return start(folder, progress, clock)
    except Exception as error:
        from bot.build import BuildFailed
        from bot.sending.making import SendingNotSetUp
        from bot.texts.making import TextsNotSetUp
        from common.secret_key import BadSecretKey
        from common.settings import SettingsError
        from knowledge.located import ContentError

        known = (SettingsError, BuildFailed, ContentError, SendingNotSetUp, TextsNotSetUp, BadSecretKey)
        if isinstance(error, known):
            raise click.ClickException(str(error)) from None
        raise
