"""The catalogue of things to spend a budget on as a table, for a printed report and for documents."""

from dataclasses import dataclass

from knowledge.spending_answers import of_funder
from knowledge.spending_items import Catalogue


@dataclass(frozen=True)
class Row:
    """One thing. ask: the question to bring; instead: for a "no", who pays or what to ask for, or empty.

    answer: the id of the answer that says more.
    """

    thing: str
    nhs: str
    council: str
    ask: str
    instead: str
    answer: str


@dataclass(frozen=True)
class Section:
    """The rows of one group, by name of the thing."""

    title: str
    rows: tuple[Row, ...]


def spending_table(catalogue: Catalogue) -> list[Section]:
    """All things, group by group."""
    verdicts = catalogue.around.table
    return [
        Section(
            group.title,
            tuple(
                Row(
                    thing=item.said_name,
                    nhs=verdicts[of_funder(item, item.nhs)],
                    council=verdicts[of_funder(item, item.council)],
                    ask=item.ask,
                    instead=item.instead.plain if item.instead else "",
                    answer=item.answer or item.id,
                )
                for item in group.items
            ),
        )
        for group in catalogue.groups
    ]
