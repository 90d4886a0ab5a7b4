"""Papers that people take away: the plan and the letters, as tagged PDF files in the usual or in simple words."""

from typing import Any

from bot.typesetting import blocks, set_pdf
from common.replies import Contact, Words
from common.text import unwrapped
from knowledge.letters import Letter
from knowledge.plan_content import PlanWords
from knowledge.plan_shape import Plan, PlanTable, Section, in_words

LISTS = ("routes", "dates")
"""Sections whose lines are points of a list."""


def letter_pdf(letter: Letter, council: str, is_simple: bool) -> bytes:
    """A letter with its blanks. Raises typst.TypstError."""
    text = letter.simple if is_simple else unwrapped(letter.body)
    data = {"title": letter.title, "council": council, "simple": is_simple, "body": blocks(text)}
    return set_pdf("letter.typ", "letter", data)


def plan_pdf(plan: Plan, words: PlanWords, council: str, is_simple: bool) -> bytes:
    """The plan. Raises typst.TypstError."""
    return set_pdf("plan.typ", "plan", _Setter(is_simple).plan(plan, words) | {"council": council})


class _Setter:
    """Turns the plan into what the template reads, in one of the two registers."""

    def __init__(self, is_simple: bool) -> None:
        self._is_simple = is_simple
        self._register = "simple" if is_simple else "plain"

    def plan(self, plan: Plan, words: PlanWords) -> dict[str, Any]:
        page = words.page
        left_out = page["with_private" if plan.shows_private else "left_out"]
        return {
            "simple": self._is_simple,
            "title": self._text(page["title"]),
            "made_on": self._text(page["made_on"]).replace("{day}", in_words(plan.made_on)),
            "made_by": self._blocks(page["made_by"]),
            "caution": [*self._blocks(page["caution"]), *self._blocks(left_out)],
            "help": self._blocks(page["empty" if plan.is_empty else "help"]),
            "sections": [self._section(each) for each in plan.sections],
        }

    def _section(self, section: Section) -> dict[str, Any]:
        lines = [self._blocks(line) for line in section.lines]
        is_list = section.id in LISTS
        return {
            "heading": self._text(section.heading),
            "intro": self._blocks(section.intro) if section.intro else [],
            "lines": [] if is_list else lines,
            "points": lines if is_list else [],
            "table": self._table(section.table) if section.table else None,
            "contacts": [{"name": each.name, "ways": _ways(each)} for each in section.contacts],
            "letters": [title for _, title in section.letters],
            "to_write": self._text(section.to_write) if section.to_write else None,
        }

    def _table(self, table: PlanTable) -> dict[str, Any]:
        return {
            "caption": self._text(table.caption),
            "headings": [self._text(each) for each in table.headings],
            "rows": [[self._text(cell) for cell in row] for row in table.rows],
        }

    def _text(self, words: Words) -> str:
        return words.register(self._register).strip()

    def _blocks(self, words: Words) -> list[dict[str, Any]]:
        text = self._text(words)
        return blocks(text if self._is_simple else unwrapped(text))


def _ways(contact: Contact) -> list[str]:
    text = f"Text {contact.text}" if contact.text else ""
    return [way for way in (contact.phone, text, contact.email, contact.url, contact.hours) if way]
