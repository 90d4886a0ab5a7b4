"""`./navigator rates` and `./navigator sums`: look at the figures, and try them on any day before it comes."""

from datetime import date, datetime

import click

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--on", "day", type=_DAY, help="Only what holds on this day, and what is not known for it.")
def rates(day: datetime | None) -> None:
    """Print every rate with its dates, source and confidence."""
    from rich.console import Console

    from bot.summing import show_rates
    from knowledge.located import ContentError

    try:
        show_rates(Console(), day.date() if day else None)
    except ContentError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.option("--on", "day", type=_DAY, help="At the rates of this day. Left out: of today.")
@click.argument("words", nargs=-1, required=True)
def sums(day: datetime | None, words: tuple[str, ...]) -> None:
    """Work a sum out, asked as people ask it: ./navigator sums --on 2026-04-06 20 hours at £13.50"""
    from rich.console import Console

    from bot.summing import show_sum
    from knowledge.located import ContentError
    from knowledge.pay import BelowMinimum
    from knowledge.rates import RateNotKnown

    on = day.date() if day else date.today()  # noqa: DTZ011
    try:
        show_sum(Console(), " ".join(words), on)
    except (BelowMinimum, RateNotKnown, ContentError) as error:
        raise click.ClickException(str(error)) from None
