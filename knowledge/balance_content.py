"""The words of knowledge/balance, and how they are put together in each register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from common.budgets import Budget
from common.days import day_in_words
from common.replies import Words
from knowledge.fields import Fields
from knowledge.flow_words import REGISTERS, Saying, check_file, fill_text, keys_of, read_sayings
from knowledge.gsm7 import TWO_PARTS, fits
from knowledge.located import Document, read_yaml

MIDDLE = {"plain": " ", "simple": "\n", "sms": " ", "adviser": "\n"}
_BEFORE = {"plain": "\n\n", "simple": "\n", "sms": " ", "adviser": "\n"}

Values = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A sentence that is added: its key in lines.yml, and values of its own."""

    key: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class BalanceWords:
    """sayings: whole replies; lines: sentences by key and register; names: groups of names by key; single: the rest."""

    sayings: Mapping[str, Saying]
    lines: Mapping[str, Mapping[str, str]]
    names: Mapping[str, Mapping[str, str]]
    single: Mapping[str, str]

    @staticmethod
    def load(folder: Path) -> "BalanceWords":
        """Read knowledge/balance. Raises ContentError (file, line, problem, mend)."""
        sayings, lines, names = (read_yaml(folder / f"{name}.yml") for name in ("sayings", "lines", "names"))
        for document in (sayings, lines, names):
            check_file(document)
        return BalanceWords(
            sayings=read_sayings(sayings, "sayings"),
            lines={key: _line(lines, key) for key in keys_of(lines, "lines")},
            names={
                key: _group(names, *place)
                for key, place in {
                    **{name: (name,) for name in _GROUPS},
                    "rows": ("table", "rows"),
                    "table": ("table",),
                    "chart": ("chart",),
                }.items()
            },
            single={name: Fields(names).text(name) for name in ("you_look_after", "organisation", "in_all")},
        )

    def say(self, key: str, values: Values, lines: Sequence[Line] = (), follow: bool = True) -> Words:
        """A saying with its values and lines. In a text, the last lines are left out where there is no room.

        follow: the lines come after the saying's own words, and not in their midst. Raises KeyError for unknown keys.
        """
        words = self.sayings[key].words
        return Words(**{name: self._register(getattr(words, name), name, values, lines, follow) for name in REGISTERS})

    def _register(self, text: str, register: str, values: Values, lines: Sequence[Line], follow: bool) -> str:
        said = [fill_text(self.lines[line.key][register], {**values, **line.values}).strip() for line in lines]
        said = [each for each in said if each]
        while True:
            joined = fill_text(text, {**values, "lines": _join(said, register, follow)}).strip()
            if register != "sms" or not said or fits(joined, TWO_PARTS):
                return joined
            said.pop()

    def of(self, budget: Budget, speaking_as: str) -> dict[str, str]:
        """The values that every saying about a budget may use. speaking_as: `self` or `representative`."""
        who, holding = self.names[speaking_as], self.names["holding"][budget.holding]
        if speaking_as == "self":
            short = f"{who['your']} {holding}"
        else:
            short = fill_text(self.single["you_look_after"], {"holding": holding})
        name = f"{short} for {budget.service}" if budget.service else short
        funder = self.names["funder"][budget.funder]
        holder = self.single["organisation"] if budget.holding == "third_party" else funder
        values = {
            **who,
            "budget": name,
            "short": short,
            "label": f"{holding} for {budget.service}" if budget.service else holding,
            "label_short": f"{holding}, {funder}",
            "funder": funder,
            "holder": holder,
            "team": self.names["team"][budget.funder],
            "as_of": day_in_words(budget.as_of),
            "source": budget.source,
        }
        capitals = ("your", "you", "budget", "funder", "holder", "team", "label", "label_short")
        return {**values, **{key.capitalize(): _capital(values[key]) for key in capitals}, "holder": _capital(holder)}


_GROUPS = (
    "self", "representative", "holding", "funder", "team", "per", "category", "missing", "missing_short", "because",
    "choices",
)  # fmt: skip


def listed(parts: Sequence[str]) -> str:
    """Words one after the other: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _join(said: Sequence[str], register: str, follow: bool) -> str:
    if not said:
        return ""
    is_list = all(each.startswith("- ") for each in said)
    middle = "\n" if is_list and register != "sms" else MIDDLE[register]
    return (_BEFORE[register] if follow else "") + middle.join(said)


def _line(document: Document, key: str) -> dict[str, str]:
    read = Fields(document, ("lines", key))
    return {name: read.text(name, required=False) for name in REGISTERS}


def _group(document: Document, *place: str) -> dict[str, str]:
    read = Fields(document, place)
    return {key: read.text(key) for key in keys_of(document, *place) if key != "rows"}
