"""Checks of knowledge/rates: it can be read, rests on facts and sources that are there, and no figure has run out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.located import ContentError
from knowledge.problem import Problem
from knowledge.rate_files import Dated, Rate
from knowledge.rates import Rates


def check_rates(folder: Path, today: date) -> Iterator[Problem]:
    """The problems of a knowledge folder's rates, if it has any."""
    if not (folder / "rates").exists():
        return
    try:
        rates = Rates.load(folder)
    except ContentError as error:
        yield Problem.of(error)
        return
    for rate, dated in rates.all():
        yield from _rests_on_what_is_there(rates, rate, dated)
    for rate in rates.rates.values():
        last = rate.dated[-1].until
        if last is not None and last < today:
            mend = "Add the figure that holds now (docs/editors/rates.md)"
            yield Problem(rate.file, rate.line, f"the last figure of `{rate.id}` ended on {last}", mend)


def _rests_on_what_is_there(rates: Rates, rate: Rate, dated: Dated) -> Iterator[Problem]:
    for id in dated.facts:
        if id not in rates.facts:
            yield Problem(rate.file, dated.line, f"there is no fact `{id}`", "Use an id of facts.yml")
    for key in dated.sources:
        if key not in rates.entries:
            yield Problem(rate.file, dated.line, f"there is no source `{key}`", "Use a key of sources.yml")
    if dated.confirmed_by and not dated.sources:
        mend = "Name the page in `sources` that it was looked up on"
        yield Problem(rate.file, dated.line, f"`{rate.id}` is confirmed without a source", mend)
