"""What `./navigator rates` and `./navigator sums` print: figures with their sources, and a sum at a day's rates."""

from datetime import date

from rich.console import Console
from rich.table import Table as RichTable

from bot.paths import ROOT
from common.replies import Table
from knowledge.rates import RateNotKnown, Rates
from knowledge.sums import SumsFlow
from knowledge.sums_heard import guess, heard
from knowledge.sums_plan import asked
from knowledge.sums_results import SumsResults
from knowledge.sums_workings import number

KNOWLEDGE = ROOT / "knowledge"


def show_rates(console: Console, on: date | None) -> None:
    """Every rate with its dates, source and confidence; of a day, what holds and what is not known.

    Raises ContentError.
    """
    known = Rates.load(KNOWLEDGE)
    for rate, dated in known.all():
        if on is None or dated.holds_on(on):
            confidence = "draft: not shown" if known.is_draft(dated) else known.confidence(dated)
            source = "; ".join(each.title for each in known.sources(dated))
            dates = f"{dated.since} to {dated.until}" if dated.until else f"since {dated.since}"
            figure = f"{number(dated.value)} {rate.unit}"
            # Whole lines, so that a narrow window or a file cuts off neither a name nor a source.
            console.print("  ".join([rate.id, figure, dates, confidence, source]), soft_wrap=True, highlight=False)
    if on is None:
        return
    for id in known.rates:
        try:
            known.on(id, on)
        except RateNotKnown as unknown:
            console.print(f"Not known: {unknown}", soft_wrap=True)


def show_sum(console: Console, words: str, on: date) -> None:
    """A sum, asked for in words, at the rates of a day. Raises BelowMinimum, RateNotKnown, ContentError."""
    flow = SumsFlow.load(KNOWLEDGE)
    said = heard(words)
    answers = {"what": "cost", **said, **guess(said)}
    given = asked(answers, tuple(question.id for question in flow.guide.path(answers)))
    results = SumsResults(flow.content, flow.results.rates, links=False)
    reply, figures = results.reply(given, on), results.figures(given, on)
    console.print(reply.words.plain.replace("**", ""), highlight=False)
    for table in filter(None, (reply.table, figures.table)):
        console.print(_grid(table))


def _grid(table: Table) -> RichTable:
    grid = RichTable(*table.headings, title=table.caption)
    for row in table.rows:
        grid.add_row(*row)
    return grid
