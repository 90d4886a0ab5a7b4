"""The page form of the sums: its fields, and what was typed into them as answers or as problems. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from knowledge.eligibility_table import SKIP
from knowledge.fields import Fields
from knowledge.flow_words import check_file, fill_text, keys_of
from knowledge.located import Document, read_yaml
from knowledge.sums_content import Number, SumsContent
from knowledge.sums_workings import number, pounds
from language.quantities import number_in

SUMS = ("cost", "hours", "agency", "april", "sick", "redundancy")
ON = "on"
_MONEY, _WEEKS = Number("money", Decimal(0), Decimal(100_000)), Number("weeks", Decimal(0), Decimal(26))
_EXAMPLES = {"money": "13.50", "hours": "12", "days": "4", "count": "2", "weeks": "4", "budget": "200", "pay": "270"}
_NUMBER = re.compile(r"£? ?[\d,]{1,12}(?:\.\d{1,3})?(?: ?(?:hours?|hrs?|h|weeks?|days?|pounds?))?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Field:
    """One field. options: key and label of each, for one that is chosen; number: the limits of one that is typed."""

    id: str
    title: str
    hint: str
    options: tuple[tuple[str, str], ...] = ()
    number: Number | None = None


@dataclass(frozen=True)
class Filled:
    """What was sent. values: as typed, to be shown again; answers: as the sums take them; errors: by field."""

    what: str
    values: Mapping[str, str]
    answers: Mapping[str, str]
    errors: Mapping[str, str]
    on: date

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to work out: a bare visit of the page asks nothing."""
        return bool(self.answers) or bool(self.errors)


@dataclass(frozen=True)
class SumsForm:
    """The fields of each sum, and the words of their problems."""

    content: SumsContent
    document: Document

    @staticmethod
    def load(folder: Path, content: SumsContent) -> "SumsForm":
        """Read form.yml of knowledge/sums. Raises ContentError (file, line, problem, mend)."""
        document = read_yaml(folder / "form.yml")
        check_file(document)
        form = SumsForm(content, document)
        for what in SUMS:
            form.fields(what)
        for key in ("not_a_number", "out_of_range", "not_whole", "not_an_option", "not_a_day", "too_low"):
            form.error(key)
        return form

    @property
    def titles(self) -> dict[str, str]:
        """What can be worked out, by key."""
        return {what: Fields(self.document, ("sums",)).text(what) for what in SUMS}

    def fields(self, what: str) -> list[Field]:
        """The fields of a sum, in order: its questions, then what the page takes beside them."""
        asked = [self._of_question(question.id) for question in self.content.guide.path({"what": what})[1:]]
        more = [key for key in keys_of(self.document, "fields") if what in self._read(key).texts("for")]
        return [*asked, *(self._of_page(key) for key in more)]

    def error(self, key: str, **values: str) -> str:
        """The words of a problem."""
        return fill_text(Fields(self.document, ("errors",)).text(key), values)

    def filled(self, sent: Mapping[str, str], today: date) -> Filled:
        """What was sent, read. An unknown sum is the first; fields of other sums are left out."""
        what = sent.get("what", "") if sent.get("what") in SUMS else SUMS[0]
        answers: dict[str, str] = {}
        errors: dict[str, str] = {}
        fields = self.fields(what)
        for field in fields:
            typed = sent.get(field.id, "").strip()
            if not typed:
                continue
            value = self._option(field, typed) if field.options else self._number(field, typed)
            (answers if value[0] else errors)[field.id] = value[0] or value[1]
        on = read_day(sent.get(ON, "")) if sent.get(ON, "").strip() else today
        if on is None:
            errors[ON] = self.error("not_a_day")
        values = {field.id: sent.get(field.id, "").strip() for field in fields} | {ON: sent.get(ON, "").strip()}
        return Filled(what, values, answers, errors, on or today)

    def _option(self, field: Field, typed: str) -> tuple[str, str]:
        known = typed in {key for key, _ in field.options}
        return (typed, "") if known else ("", self.error("not_an_option", title=field.title))

    def _number(self, field: Field, typed: str) -> tuple[str, str]:
        limits = field.number or _MONEY
        value = number_in(typed) if _NUMBER.fullmatch(typed) else None
        if value is None:
            return "", self.error(
                "not_a_number", title=field.title, example=_EXAMPLES.get(field.id) or _EXAMPLES[limits.kind]
            )
        is_whole = limits.kind != "count" or value == int(value)
        if limits.least <= value <= limits.most and is_whole:
            return f"{value:f}", ""
        shown = pounds if limits.kind == "money" else number
        said = {"title": field.title, "least": shown(limits.least), "most": shown(limits.most)}
        return "", self.error("out_of_range" if is_whole else "not_whole", **said)

    def _of_question(self, id: str) -> Field:
        question = self.content.guide.question(id)
        options = (
            ()
            if id in self.content.numbers
            else tuple((each.key, each.label) for each in question.options if each.key != SKIP)
        )
        return Field(id, question.title, question.more.words.plain, options, self.content.numbers.get(id))

    def _of_page(self, key: str) -> Field:
        read = self._read(key)
        kind = read.text("kind")
        if kind == "yes_or_no":
            labels = Fields(self.document, ("yes_or_no",))
            options = tuple((each, labels.text(each)) for each in ("yes", "no"))
            return Field(key, read.text("title"), read.text("hint"), options)
        return Field(key, read.text("title"), read.text("hint"), (), _MONEY if kind == "money" else _WEEKS)

    def _read(self, key: str) -> Fields:
        return Fields(self.document, ("fields", key))


def read_day(typed: str) -> date | None:
    """A day as 2027-04-06, 6/4/2027 or 6 April 2027; None for anything else."""
    text = " ".join(typed.replace(",", " ").lower().split())
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        parts = found[1], found[2], found[3]
    elif found := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", text):
        parts = found[3], found[2], found[1]
    elif found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]* (\d{4})", text):
        if found[2] not in _MONTHS:
            return None
        parts = found[3], str(_MONTHS.index(found[2]) + 1), found[1]
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
