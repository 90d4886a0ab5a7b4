"""Pieces of what a sum says: for whom it is, what was taken, what the budget leaves. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from common.replies import Words
from knowledge.flow_words import REGISTERS, fill, fill_text
from knowledge.pay import Cost, Group
from knowledge.sums_content import SumsContent
from knowledge.sums_plan import Asked
from knowledge.sums_workings import in_words, number, pounds

Values = dict[str, str | Words]
ON_THE_PAGE = ("hours", "rate", "age", "people", "cover", "budget", "budget_per", "agency")
"""Answers that the page form takes as well: the link carries them."""
_NOTHING = Words("", "", "", "")


def filled(words: Words, values: Mapping[str, str | Words]) -> Words:
    """The words with the values of each register, and without the lines and double spaces that empty ones leave."""
    return Words(
        **{
            register: _put(
                getattr(words, register),
                {key: value if isinstance(value, str) else getattr(value, register) for key, value in values.items()},
            )
            for register in REGISTERS
        }
    )


def page_link(given: Asked) -> str:
    """The page form with what was answered."""
    what = given.values.get("what", "cost")
    query = {"what": what} if what != "cost" else {}
    query |= {id: given.values[id] for id in ON_THE_PAGE if id in given.values and id not in given.taken}
    if "budget" not in query:
        query.pop("budget_per", None)
    return f"/sums?{urlencode(query)}" if query else "/sums"


@dataclass(frozen=True)
class Says:
    """Makes the pieces from the short texts of words.yml. links: whether to name the page form."""

    content: SumsContent
    links: bool = True

    def common(self, given: Asked, group: Group, cost: Cost, on: date) -> Values:
        """What most results say of a plan of one group and its cost."""
        allowance = -cost.amount("allowance")
        several = fill_text(self.content.said("several"), {"count": str(group.count)})
        return self.taken(given) | {
            "week": pounds(cost.week),
            "year": pounds(cost.year),
            "hour": pounds(cost.an_hour),
            "hours": number(group.hours_week),
            "rate": pounds(group.rate),
            "people": several if group.count > 1 else self.content.said("one"),
            "each": self.content.said("each") if group.count > 1 else "",
            "day": in_words(on),
            "missing": self._missing(given, cost),
            "page": self.piece("page", {"page": page_link(given)}) if self.links else _NOTHING,
            "allowance": self.piece("allowance", {"allowance": pounds(allowance)}) if allowance else _NOTHING,
        }

    def _missing(self, given: Asked, cost: Cost) -> str:
        """What is not in the sum."""
        is_covered = bool(cost.amount("cover")) or given.values.get("varies") == "yes"
        items = {key: text for key, text in self.content.missing.items() if key == "cover" or key not in given.values}
        *others, last = (text for key, text in items.items() if key != "cover" or not is_covered)
        return f"{', '.join(others)} and {last}" if others else last

    def taken(self, given: Asked) -> Values:
        """What was taken for the questions that were skipped."""
        taken = ", ".join(self.content.assumed[id] for id in given.taken)
        return {"assumed": self.piece("assumed", {"list": taken}) if taken else _NOTHING}

    def budget(self, given: Asked, cost: Cost) -> Words:
        """Whether the budget that was named is enough; where none was, to ask. A text has no room for that."""
        budget = given.budget_year
        if budget is None:
            return replace(self.content.pieces["budget_unknown"], sms="")
        left = budget - cost.year
        values = {"budget_said": self.budget_said(given), "left": pounds(left), "short": pounds(-left)}
        return self.piece("budget_left" if left >= 0 else "budget_short", values)

    def budget_said(self, given: Asked) -> str:
        """£200 a week."""
        return f"{pounds(given.number('budget'))} {self.content.per[given.values['budget_per']]}"

    def difference(self, dearer: Decimal) -> str:
        """£1,000 more, or less."""
        return fill_text(self.content.said("dearer" if dearer >= 0 else "cheaper"), {"sum": pounds(abs(dearer))})

    def raised(self, raised: bool) -> Words:
        """That the pay goes up to the new minimum, where it does."""
        return self.content.pieces["raised"] if raised else _NOTHING

    def piece(self, key: str, values: Mapping[str, str]) -> Words:
        """A piece of words.yml, filled."""
        return fill(self.content.pieces[key], values)


def _put(text: str, values: Mapping[str, str]) -> str:
    kept = []
    for line in text.strip().splitlines():
        made = re.sub(r" {2,}", " ", fill_text(line, values)).strip()
        if made or not line.strip():
            kept.append(made)
    return "\n".join(kept)
