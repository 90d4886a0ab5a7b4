"""Who is told after a disclosure, with or without consent, and how fast: a table that the safeguarding lead signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

from knowledge.fields import Fields
from knowledge.located import ContentError, Document, read_yaml
from language.safety import RiskKind

FILE = Path(__file__).parent / "escalation.yml"
Tell = Literal["nobody", "desk", "safeguarding_lead"]
_TELL: tuple[Tell, ...] = ("nobody", "desk", "safeguarding_lead")
_CONDITIONS = frozenset({"kinds", "identifiable", "child_or_other", "consent"})
_HEADINGS = ("Kind", "Can we find the person?", "Child or other at risk?", "Consent", "Who is told", "Within", "Why")


@dataclass(frozen=True)
class Escalation:
    """What happens after a disclosure.

    tell: who has to be told; with_consent: whether they are told with the person's consent only (without it, they learn
    that there is something and ask first); within_minutes: how fast, None when nobody is told.
    """

    tell: Tell
    with_consent: bool
    within_minutes: int | None
    why: str


@dataclass(frozen=True)
class Row:
    """One line of the table and when it fits."""

    id: str
    when: Mapping[str, Any]
    then: Escalation

    def fits(self, case: Mapping[str, Any]) -> bool:
        """Whether all that the row asks for holds in a case."""
        kinds = self.when.get("kinds")
        if kinds is not None and case["kind"] not in kinds:
            return False
        return all(case[name] is self.when[name] for name in _CONDITIONS - {"kinds"} if name in self.when)


def escalation(kind: str, identifiable: bool, child_or_other_at_risk: bool, consent: bool | None) -> Escalation:
    """What to do after a finding. Whatever the table does not know is looked at by a person soon.

    kind: a RiskKind's value; identifiable: the council could find out who wrote; consent: None when nobody asked.
    """
    case = {
        "kind": kind,
        "identifiable": identifiable,
        "child_or_other": child_or_other_at_risk,
        "consent": consent,
    }
    return next(row.then for row in _rows() if row.fits(case))


def load_rows(file: Path = FILE) -> tuple[Row, ...]:
    """The table in order. Raises ContentError, also when no last row takes whatever is left."""
    document = read_yaml(file)
    rows = tuple(_row(document, index) for index in range(len(Fields(document).items("rows"))))
    if not rows or rows[-1].when:
        raise ContentError(file, document.line("rows"), "no last row for all other cases", "End with `when: {}`")
    return rows


def print_escalation_table() -> str:
    """Every case and what happens then, as a Markdown table for the safeguarding lead."""
    lines = ["# Who is told after a disclosure", "", _line(_HEADINGS), _line(["---"] * len(_HEADINGS))]
    for kind, identifiable, other, consent in product(RiskKind, (True, False), (True, False), (True, False, None)):
        step = escalation(kind.value, identifiable, other, consent)
        asked = {True: "given", False: "refused", None: "not asked"}[consent]
        told = step.tell.replace("_", " ") + (", after asking the person" if step.with_consent else "")
        within = "-" if step.within_minutes is None else f"{step.within_minutes} minutes"
        cells = [kind.value.replace("_", " "), _yes(identifiable), _yes(other), asked, told, within, step.why]
        lines.append(_line(cells))
    return "\n".join(lines) + "\n"


@cache
def _rows() -> tuple[Row, ...]:
    return load_rows()


def _row(document: Document, index: int) -> Row:
    place = ("rows", index)
    read = Fields(document, place)
    raw = document.data["rows"][index]
    when, tell, minutes = raw.get("when"), read.text("tell"), raw.get("within_minutes")
    kinds = {kind.value for kind in RiskKind}
    if not isinstance(when, dict) or set(when) - _CONDITIONS or set(when.get("kinds", ())) - kinds:
        mend = f"Use {', '.join(sorted(_CONDITIONS))}; kinds are {', '.join(sorted(kinds))}"
        raise ContentError(document.file, document.line(*place, "when"), "`when` is not one that we know", mend)
    chosen = next((known for known in _TELL if known == tell), None)
    if chosen is None or (minutes is None) != (chosen == "nobody"):
        mend = f"`tell` is one of {', '.join(_TELL)}, and all but nobody need `within_minutes`"
        raise ContentError(document.file, document.line(*place, "tell"), f"`tell` is {tell!r}", mend)
    return Row(read.text("id"), when, Escalation(chosen, read.flag("with_consent"), minutes, read.text("why")))


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
