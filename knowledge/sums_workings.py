"""The workings of a sum as tables: each line with how it is worked out, and each figure with its days and source."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from common.replies import Source, Table
from knowledge.flow_words import fill_text
from knowledge.pay import Cost, Line
from knowledge.rates import Figure
from knowledge.sums_content import SumsContent

_MONEY = frozenset({"rate", "start", "allowance", "trigger", "week", "cover", "owed", "so_far", "wages", "pay"})
"""Values of formulas that are pounds: they are shown with pence where they have some."""


def pounds(amount: Decimal) -> str:
    """£1,234.50; £1,234.00 as £1,234; with a minus in front where it takes off."""
    return exact_pounds(amount).removesuffix(".00")


def exact_pounds(amount: Decimal) -> str:
    """£1,234.00: always with pence, as a column needs it."""
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


def number(value: Decimal | int) -> str:
    """112.00 as 112; 15.50 as 15.5."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_words(day: date) -> str:
    """6 April 2026."""
    return f"{day.day} {day:%B %Y}"


def formula(content: SumsContent, line: Line) -> str:
    """How a line is worked out, in words."""
    said = {key: _shown(key, value) for key, value in line.values.items()}
    return fill_text(content.lines[line.key].formula, said)


def rows_of(content: SumsContent, lines: Iterable[Line]) -> list[tuple[str, str, str]]:
    """A row for each line: its label, how, and pounds a year. One that is inside another is shown in brackets."""
    rows = []
    for line in lines:
        amount = exact_pounds(line.amount)
        rows.append((content.lines[line.key].label, formula(content, line), amount if line.counts else f"({amount})"))
    return rows


def workings(content: SumsContent, cost: Cost) -> Table:
    """All lines of a cost, its total, and what that is a week and for each hour of help."""
    rows = rows_of(content, cost.lines)
    rows.append((content.heading("total"), content.heading("total_formula"), exact_pounds(cost.year)))
    rows.append((content.heading("week"), content.heading("week_formula"), exact_pounds(cost.week)))
    hours = fill_text(content.heading("an_hour_formula"), {"hours": number(cost.hours)})
    rows.append((content.heading("an_hour"), hours, exact_pounds(cost.an_hour)))
    return Table(content.headings("headings"), tuple(rows), content.heading("caption"))


def value_of(figure: Figure) -> str:
    """£12.71 an hour; 15%; 5.6 weeks."""
    if figure.unit == "percent":
        return f"{number(figure.value)}%"
    if figure.unit.startswith("pounds"):
        return f"{pounds(figure.value)}{figure.unit.removeprefix('pounds')}"
    return f"{number(figure.value)} {figure.unit}"


def in_force(content: SumsContent, figure: Figure) -> str:
    """The days on which a figure holds."""
    key = "until" if figure.until else "since"
    values = {"since": in_words(figure.since), "until": in_words(figure.until) if figure.until else ""}
    return fill_text(content.heading(key), values)


def figures_table(content: SumsContent, figures: Iterable[Figure]) -> Table:
    """Every figure with its value, its days, and where it comes from."""
    rows = tuple(
        (each.title, value_of(each), in_force(content, each), "; ".join(source.title for source in each.sources))
        for each in figures
    )
    return Table(content.headings("figures_headings"), rows, content.heading("figures_caption"))


def sources_of(figures: Iterable[Figure]) -> tuple[Source, ...]:
    """The first source of each figure, each once."""
    return tuple(dict.fromkeys(each.sources[0] for each in figures if each.sources))


def _shown(key: str, value: Decimal | int) -> str:
    return pounds(Decimal(value)).removeprefix("£") if key in _MONEY else number(value)
