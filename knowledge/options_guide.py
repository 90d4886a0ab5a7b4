"""Which way to hold the money suits me: four skippable questions, then one or two ways to ask about, with the reasons.

It recommends nothing and promises nothing: the NHS or the council decides after talking with the person, and people can
mix ways and ask to change later (facts F-options-07, F-eligibility-06, F-eligibility-59).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from common.replies import Reply, Words
from knowledge.flow import FlowContext
from knowledge.flow_words import REGISTERS, fill, fill_text
from knowledge.guided import RESULT, GuidedFlow
from knowledge.guided_content import Guide
from knowledge.options import Comparison
from knowledge.options_asked import WHEELCHAIR
from knowledge.options_compare import capital
from knowledge.options_suits import Suggested, Suits, load_suits
from knowledge.options_ways import Money

NAME = "options"
_JOINED_BY = {"plain": "\n", "simple": "\n", "sms": " ", "adviser": "\n"}


@dataclass
class OptionsFlow(GuidedFlow):
    """Implements `knowledge.flow.Flow`."""

    comparison: Comparison
    suits: Suits
    name: str = NAME
    more: str = "know"
    why: str = "why"

    @staticmethod
    def load(folder: Path) -> "OptionsFlow":
        """Read knowledge/options. Raises ContentError (file, line, problem, mend)."""
        comparison = Comparison.load(folder)
        return OptionsFlow(comparison, load_suits(folder, comparison.ways, comparison.content))

    @property
    def guide(self) -> Guide:  # type: ignore[override]
        """The questions, and what is said around them."""
        return self.suits.guide

    def shown(self, side: str, answers: Mapping[str, str], context: FlowContext) -> Reply:
        """The ways to ask about with the reasons; how to ask; what to know about each; what would change it."""
        found, money = self.suits.found(answers), money_of(answers)
        ids = [each.suit.way for each in found]
        key = self._result(answers, found) if side == RESULT else side
        pieces = {
            "ways": self._ways(found, money),
            "decides": self.suits.decides[money],
            "names": _same(" and ".join(_a(self.comparison.values(id, money)["name"]) for id in ids)),
            "reasons": _all_reasons(found),
            "changes": _lines([fill(each.suit.change, self.comparison.values(each.suit.way, money)) for each in found]),
            "known": _lines([self._known(id, money) for id in ids]),
        }
        words = _put(self.guide.sayings[key].words, pieces)
        table = self.comparison.table(ids, money, self.suits.caption) if side == self.more else None
        values = {**context.values, **self.comparison.values(ids[0], money)}
        return Reply(words=fill(words, values), sources=self.comparison.sources(ids), table=table)

    def _result(self, answers: Mapping[str, str], found: Sequence[Suggested]) -> str:
        if answers.get("money") == WHEELCHAIR:
            return "result_wheelchair"
        return RESULT if len(found) > 1 else "result_one"

    def _ways(self, found: Sequence[Suggested], money: Money) -> Words:
        """Each way with its reasons."""
        lines = []
        for each in found:
            line = _put(self.suits.line, {"reasons": _in_one_line(each.reasons)})
            lines.append(fill(line, self.comparison.values(each.suit.way, money)))
        return _lines(lines)

    def _known(self, id: str, money: Money) -> Words:
        """The duties, the risk and the help that come with a way."""
        duty = next(aspect for aspect in self.suits.duty if aspect in self.comparison.ways[id].cells)
        values = self.comparison.values(id, money)
        for name, aspect in (("duty", duty), ("risk", "risk"), ("help", "help")):
            values[name], values[f"short_{name}"] = self.comparison.cell(id, aspect, money)
            values[f"Short_{name}"] = capital(values[f"short_{name}"])
        return fill(self.suits.know, values)


def money_of(answers: Mapping[str, str]) -> Money:
    """Whose money the answers speak of; `both` also where they don't say."""
    said = answers.get("money")
    if said in ("nhs", WHEELCHAIR):
        return "nhs"
    return "council" if said == "council" else "both"


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' or name.startswith('NHS') else 'a'} {name}"


def _in_one_line(reasons: Sequence[Words]) -> Words:
    """The reasons as sentences, in simple words a line each; by text with commas."""
    said = _by_register(lambda register: " ".join(f"{capital(getattr(each, register))}." for each in reasons))
    return replace(
        said,
        simple="\n".join(each.simple for each in reasons),
        sms=". ".join([reasons[0].sms, *(capital(each.sms) for each in reasons[1:])]),
    )


def _all_reasons(found: Sequence[Suggested]) -> Words:
    """Every reason once, a line each; by text in one line."""
    reasons = tuple(dict.fromkeys(reason for each in found for reason in each.reasons))
    listed = _by_register(lambda register: "\n".join(f"- {capital(getattr(each, register))}." for each in reasons))
    in_line = _in_one_line(reasons)
    return replace(listed, simple=in_line.simple, sms=in_line.sms)


def _lines(each: Sequence[Words]) -> Words:
    return _by_register(lambda register: _JOINED_BY[register].join(getattr(words, register).strip() for words in each))


def _same(text: str) -> Words:
    return _by_register(lambda register: text)


def _put(words: Words, pieces: Mapping[str, Words]) -> Words:
    """The words with each register of the pieces in its place."""
    return _by_register(
        lambda register: fill_text(
            getattr(words, register), {name: getattr(piece, register).strip() for name, piece in pieces.items()}
        )
    )


def _by_register(made: Callable[[str], str]) -> Words:
    return Words(**{register: made(register) for register in REGISTERS})
