"""Compares the ways to hold a budget on what people care about. What it says is in knowledge/options.

Four in five health budgets are notional (fact F-options-09): most people have never seen the other ways beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from common.replies import Choice, Reply, Source, Table, Words
from knowledge.answer import ASK_QUESTION
from knowledge.flow_words import REGISTERS, fill, fill_text
from knowledge.options_asked import Asked
from knowledge.options_compare import Compare, View, capital, read_compare
from knowledge.options_ways import Money, Way, read_ways

COMPARE, SUITS, PERSON = "compare_options", "which_suits_me", "talk_to_person"
THREE = "three"
_MOST_SOURCES, _MOST_BESIDE = 3, 2


@dataclass(frozen=True)
class Comparison:
    """The ways by id, and how they are compared."""

    ways: dict[str, Way]
    content: Compare

    @staticmethod
    def load(folder: Path) -> "Comparison":
        """Read knowledge/options. Raises ContentError (file, line, problem, mend)."""
        ways = read_ways(folder)
        return Comparison(ways, read_compare(folder, ways))

    def reply(self, what: str, money: Money = "both") -> Reply:
        """The comparison of a view or of ways (as `asked_for` names them). Of anything else, the three main ways."""
        ids = what.split(",")
        if len(ids) > 1 and all(id in self.ways for id in ids):
            return self._named(ids, money)
        return self._view(self.content.views.get(what, self.content.views[THREE]), money)

    def beside(self, answer_id: str, reply: Reply) -> Reply:
        """An answer about a way, with the way to the comparison, and to the questions where they fit."""
        view = self.content.beside.get(answer_id)
        if view is None:
            return reply
        compare = Choice(self.content.labels["compare"], COMPARE, {"option": view})
        ways = (self.to_suits, compare) if view == THREE else (compare,)
        return replace(reply, choices=(*ways, *reply.choices[:_MOST_BESIDE]))

    def answers(self, what: str) -> tuple[str, ...]:
        """The ids of the full answers that say more about what is compared."""
        ids = what.split(",")
        if len(ids) > 1:
            return tuple(dict.fromkeys(self.ways[id].answer for id in ids))
        return (self.content.views.get(what, self.content.views[THREE]).answer,)

    def table(self, ids: Sequence[str], money: Money, caption: str) -> Table:
        """A row for each aspect that all of the ways have, a column for each way."""
        ways = [self.ways[id] for id in ids]
        aspects = [key for key in self.content.aspects if all(key in way.cells for way in ways)]
        rows = (
            (self.content.aspects[aspect], *(self.cell(way.id, aspect, money)[0] for way in ways)) for aspect in aspects
        )
        headings = (capital(self.values(way.id, money)["short"]) for way in ways)
        return Table((self.content.first_heading, *headings), tuple(rows), caption)

    def cell(self, way: str, aspect: str, money: Money) -> tuple[str, str]:
        """What a way says to an aspect, for a table and in a few words that stand alone."""
        cell, values = self.ways[way].cells[aspect][self.ways[way].money(money)], self.values(way, money)
        return fill_text(cell.plain, values), fill_text(cell.short, values)

    def values(self, way: str, money: Money) -> dict[str, str]:
        """What the words of a way may name: name, short, funder, team; each also with a capital."""
        money = self.ways[way].money(money)
        name = self.ways[way].names[money]
        values = {"name": name.name, "short": name.short}
        return {**self.content.money[money], **values, **{key.capitalize(): capital(values[key]) for key in values}}

    def sources(self, ids: Sequence[str]) -> tuple[Source, ...]:
        """Where it comes from: the first source of each way, then the others, at most three."""
        found = [self.ways[id].sources for id in ids]
        firsts, others = [each[0] for each in found], [source for each in found for source in each[1:]]
        return tuple(dict.fromkeys([*firsts, *others]))[:_MOST_SOURCES]

    def choice(self, view: str) -> Choice:
        """To another view."""
        return Choice(self.content.views[view].label, COMPARE, {"option": view})

    @cached_property
    def asked(self) -> Asked:
        """Reads what people ask to have compared."""
        return Asked(self.ways, self.content)

    @property
    def to_suits(self) -> Choice:
        """To the four questions."""
        return Choice(self.content.labels["suits"], SUITS)

    def _view(self, view: View, money: Money) -> Reply:
        says = view.says_council if money == "council" else view.says
        choices = (self.to_suits, *map(self.choice, view.also_offers))
        return self._said(says, view.ways, money, choices, view.caption)

    def _named(self, ids: Sequence[str], money: Money) -> Reply:
        about = {self.ways[id].answer: self._about(id, money) for id in reversed(ids)}
        shorts = [self.values(id, money)["short"] for id in ids]
        caption = self.content.named_caption.replace("{names}", f"{', '.join(shorts[:-1])} and {shorts[-1]}")
        return self._said(self.content.named_says, ids, money, (*reversed(about.values()), self.to_suits), caption)

    def _about(self, id: str, money: Money) -> Choice:
        label = fill_text(self.content.labels["about"], self.values(id, money))
        return Choice(label, ASK_QUESTION, {"answer": self.ways[id].answer})

    def _said(self, says: Words, ids: Sequence[str], money: Money, choices: tuple[Choice, ...], caption: str) -> Reply:
        lines = self._in_short(ids, money) if len(ids) == 2 else self._in_lines(ids, money)
        words = Words(
            **{name: getattr(says, name).replace("{lines}", getattr(lines, name)).strip() for name in REGISTERS}
        )
        person = Choice(self.content.labels["person"], PERSON)
        return Reply(
            words=fill(words, self.values(ids[0], money)),
            choices=(*choices, person),
            sources=self.sources(ids),
            table=self.table(ids, money, caption),
        )

    def _in_lines(self, ids: Sequence[str], money: Money) -> Words:
        lines = [fill(self.ways[id].line, self.values(id, money)) for id in ids]
        return Words(**{name: _join(name, [getattr(line, name) for line in lines]) for name in REGISTERS})

    def _in_short(self, ids: Sequence[str], money: Money) -> Words:
        """Lines of which the simple words and the text message go through the aspects one by one."""
        lines, simple, sms = self._in_lines(ids, money), [], []
        for id in ids:
            way, values = self.ways[id], self.values(id, money)
            said = [self.cell(id, aspect, money)[1] for aspect in self.content.short if aspect in way.cells]
            simple.append("\n".join([f"{values['Name']}:", *(f"- {capital(each)}." for each in said)]))
            sms.append(f"{values['Short']}: {'. '.join([said[0], *map(capital, said[1:])])}.")
        return replace(lines, simple="\n".join(simple), sms=" ".join(sms))


def _join(register: str, texts: Sequence[str]) -> str:
    return (" " if register == "sms" else "\n").join(text.strip() for text in texts)
