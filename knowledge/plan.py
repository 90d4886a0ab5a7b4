"""My plan so far: what somebody has told, worked out and still has to ask, from the states of the guided conversations.

Pure. Money from records is never in it, nor anything about safety; section 117 only for who asks for private things
(`PlanWords.private_routes`). It gives no verdict: routes are things to ask about (facts F-eligibility-22, -64).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from common.clock import LONDON
from common.replies import Contact, Words
from knowledge.eligibility_content import Check
from knowledge.eligibility_place import is_known
from knowledge.eligibility_table import Route
from knowledge.eligibility_words import ResultWords
from knowledge.flow import FlowContext
from knowledge.flow_words import fill
from knowledge.letters import Letter
from knowledge.options_guide import OptionsFlow, money_of
from knowledge.plan_content import CHILDREN, PlanWords
from knowledge.plan_steps import Steps, question_of, read_steps
from knowledge.step_content import Step, Walk

States = Mapping[str, Mapping[str, Any] | None]
_MOST_LETTERS = 6


@dataclass(frozen=True)
class PlanContent:
    """What a plan is made from: its own words and those of the guided conversations."""

    words: PlanWords
    walk: Walk
    check: Check
    options: OptionsFlow

    @property
    def letters(self) -> Mapping[str, Letter]:
        """All letters by id."""
        return self.check.letters


@dataclass(frozen=True)
class Promise:
    """A person was asked to get in touch. `by`: the moment promised, in words."""

    reference: str
    by: str


@dataclass(frozen=True)
class Here:
    """What holds here and now. `contacts`: helplines by key, as far as they may be shown; `offers`: local ones."""

    context: FlowContext
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    offers: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()
    sums: tuple[Words, ...] = ()


@dataclass(frozen=True)
class PlanTable:
    """Rows of two cells under two headings."""

    caption: Words
    headings: tuple[Words, Words]
    rows: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class Section:
    """A part of the plan. letters: pairs of id and title; to_write: what stands before empty lines on paper."""

    id: str
    heading: Words
    intro: Words | None = None
    table: PlanTable | None = None
    lines: tuple[Words, ...] = ()
    contacts: tuple[Contact, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    to_write: Words | None = None


@dataclass(frozen=True)
class Plan:
    """All of it. where: the line on the seven steps, if they were begun; to_ask: what is still to ask, in short."""

    made_on: date
    look_again_on: date
    is_empty: bool
    shows_private: bool
    where: Words | None
    to_ask: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, id: str) -> Section | None:
        """A part by its id, or None where there is nothing to say in it."""
        return next((each for each in self.sections if each.id == id), None)


def plan_of(content: PlanContent, states: States, here: Here, with_private: bool = False) -> Plan:
    """The plan from the states of the flows, by their names; a flow that was not begun may be missing."""
    made_on = here.context.now.astimezone(LONDON).date()
    steps = read_steps(content.walk, states.get("steps"))
    routes = _routes(content, states.get("eligibility"), with_private)
    ways = _ways(content, states.get("options"))
    made = _Maker(content, here, steps, routes)
    look_again_on = made_on + timedelta(days=content.words.look_again_days)
    sections = (
        made.where(),
        made.decisions(ways),
        made.routes_section(),
        made.questions(),
        made.sums(),
        made.ring(),
        made.dates(look_again_on),
        made.letters(),
    )
    return Plan(
        made_on=made_on,
        look_again_on=look_again_on,
        is_empty=not (steps.is_begun or routes or ways or here.promises or here.sums),
        shows_private=with_private,
        where=made.where_line(),
        to_ask=tuple(step.ask_about for step in steps.to_ask),
        sections=tuple(each for each in sections if each is not None),
    )


@dataclass(frozen=True)
class _Maker:
    """Makes the sections; each is None where there is nothing to say."""

    content: PlanContent
    here: Here
    steps: Steps
    shown: tuple[Route, ...]

    def where_line(self) -> Words | None:
        if not self.steps.is_begun:
            return None
        at = self.steps.at
        return self._say("where", "finished" if at is None else "at", **self._step(at) if at else {})

    def where(self) -> Section | None:
        line = self.where_line()
        if line is None:
            return None
        texts, rows = self.content.words.sections["where"], []
        for step in self.steps.walk.steps:
            said = self.steps.answer(step)
            later = "skipped" if self.steps.is_behind(step) else "to_come"
            rows.append((_asked(step), _same(said) if said else texts[later]))
        table = PlanTable(texts["table_caption"], (texts["table_step"], texts["table_answer"]), tuple(rows))
        return Section("where", texts["heading"], lines=(line,), table=table)

    def decisions(self, ways: str) -> Section:
        texts = self.content.words.sections["decisions"]
        lines = (self._say("decisions", "ways", ways=ways),) if ways else ()
        return Section("decisions", texts["heading"], lines=lines, to_write=texts["yours"])

    def routes_section(self) -> Section | None:
        if not self.shown:
            return None
        texts, result = self.content.words.sections["routes"], ResultWords(self.content.check, self.here.context)
        lines = tuple(_without_mark(fill(result.line(route), self.here.context.values)) for route in self.shown)
        return Section("routes", texts["heading"], intro=texts["intro"], lines=lines)

    def questions(self) -> Section | None:
        texts = self.content.words.sections["questions"]
        lines = []
        for step in self.steps.to_ask:
            head = self._say("questions", "question", step=str(step.number), title=step.ask_about)
            words = self.steps.words_to_ask(step)
            plain = f"**{head.plain}** {words.plain}".strip()
            lines.append(Words(plain=plain, simple=f"**{head.simple}**\n{words.simple}".strip()))
        return Section("questions", texts["heading"], intro=texts["intro"], lines=tuple(lines)) if lines else None

    def sums(self) -> Section | None:
        texts = self.content.words.sections["sums"]
        return Section("sums", texts["heading"], lines=self.here.sums) if self.here.sums else None

    def ring(self) -> Section:
        texts, words = self.content.words.sections["ring"], self.content.words
        ids = {route.id for route in self.shown}
        keys = [*words.ring_always, *(key for key, routes in words.ring_by_route if routes & ids)]
        found = [self._children() if key == CHILDREN else self.here.contacts.get(key) for key in keys]
        known = tuple(each for each in found if each and (each.phone or each.text or each.url))
        return Section("ring", texts["heading"], lines=(texts["danger"],), contacts=(*known, *self.here.offers))

    def dates(self, look_again_on: date) -> Section:
        lines = [
            self._say("dates", "promised", moment=each.by, reference=each.reference) for each in self.here.promises
        ]
        for step, day in self.steps.done_on:
            lines.append(self._say("dates", "done", step=str(step.number), title=step.title, day=in_words(day)))
        lines.append(self._say("dates", "look_again", day=in_words(look_again_on)))
        return Section("dates", self.content.words.sections["dates"]["heading"], lines=tuple(lines))

    def letters(self) -> Section | None:
        ids = [route.letter for route in self.shown if route.letter]
        for step in self.steps.to_ask:
            ids += self.content.words.letters_by_step.get(str(step.number), ())
        chosen = [*dict.fromkeys(ids)][:_MOST_LETTERS]
        titles = tuple((id, self.content.letters[id].title) for id in chosen)
        texts = self.content.words.sections["letters"]
        return Section("letters", texts["heading"], intro=texts["intro"], letters=titles) if titles else None

    def _children(self) -> Contact:
        name = self.content.words.sections["ring"]["children"].plain
        return Contact(name=name, phone=self.here.context.values.get("children_phone", ""))

    def _step(self, number: int) -> dict[str, str]:
        return {"step": str(number), "title": self.steps.walk.steps[number - 1].title}

    def _say(self, section: str, key: str, **values: str) -> Words:
        return fill(self.content.words.sections[section][key], values)


def in_words(day: date) -> str:
    """A day as people write it: 9 December 2026."""
    return f"{day.day} {day:%B %Y}"


def _routes(content: PlanContent, state: Mapping[str, Any] | None, with_private: bool) -> tuple[Route, ...]:
    """The routes of a check that was finished; what is private only for who asks for it."""
    if not state or not state.get("finished") or not is_known(content.check, state):
        return ()
    found = (route for route, _ in content.check.found(state["answers"]))
    return tuple(route for route in found if with_private or route.id not in content.words.private_routes)


def _ways(content: PlanContent, state: Mapping[str, Any] | None) -> str:
    """The ways to hold the money that the guide led to, in words; empty before its result."""
    options = content.options
    if not state or not state.get("finished") or not options.is_known(state):
        return ""
    answers = state["answers"]
    return " or ".join(_names(options, answers))


def _names(options: OptionsFlow, answers: Mapping[str, str]) -> Iterator[str]:
    for each in options.suits.found(answers):
        name = options.comparison.values(each.suit.way, money_of(answers))["name"]
        yield f"{'an' if name[0] in 'aeiou' or name.startswith('NHS') else 'a'} {name}"


def _asked(step: Step) -> Words:
    """What a step asked, with its number and title."""
    return _same(f"{step.number}. {step.title[0].upper()}{step.title[1:]}. {question_of(step)}".strip())


def _same(text: str) -> Words:
    return Words(plain=text, simple=text)


def _without_mark(words: Words) -> Words:
    """A line of a list without its dash: the page makes the list."""
    return Words(**{name: text.strip().removeprefix("- ") for name, text in vars(words).items()})
