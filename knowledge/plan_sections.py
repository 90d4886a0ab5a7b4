"""The sections of a plan, one method each. Pure."""

from dataclasses import dataclass
from datetime import date

from common.replies import Contact, Words
from knowledge.eligibility_table import Route
from knowledge.eligibility_words import ResultWords
from knowledge.flow_words import fill
from knowledge.plan_content import CHILDREN
from knowledge.plan_found import PlanContent
from knowledge.plan_shape import Here, PlanTable, Section, in_words
from knowledge.plan_steps import Steps
from knowledge.step_content import Step

_MOST_LETTERS = 6


@dataclass(frozen=True)
class Maker:
    """Makes the sections; each is None where there is nothing to say. shown: the routes to ask about."""

    content: PlanContent
    here: Here
    steps: Steps
    shown: tuple[Route, ...]
    ways: str
    counted: tuple[Words, ...]

    def where_line(self) -> Words | None:
        """The line on the seven steps; None before they were begun."""
        if not self.steps.is_begun:
            return None
        at = self.steps.at
        return self._say("where", "finished" if at is None else "at", **self._step(at) if at else {})

    def where(self) -> Section | None:
        """The seven steps, with what was said at each."""
        line = self.where_line()
        if line is None:
            return None
        texts, rows = self.content.words.sections["where"], []
        for step in self.steps.walk.steps:
            said = self.steps.answer(step)
            later = "done" if self.steps.is_done(step) else "skipped" if self.steps.is_behind(step) else "to_come"
            rows.append((self._asked(step), _same(said) if said else texts[later]))
        table = PlanTable(texts["table_caption"], (texts["table_step"], texts["table_answer"]), tuple(rows))
        return Section("where", texts["heading"], lines=(line,), table=table)

    def decisions(self) -> Section:
        """What was worked out, and room to write."""
        texts = self.content.words.sections["decisions"]
        said = (_same(f"{question} **{answer}**") for question, answer in self.steps.further)
        lines = (*said, *((self._say("decisions", "ways", ways=self.ways),) if self.ways else ()))
        return Section("decisions", texts["heading"], lines=lines, to_write=texts["yours"])

    def routes_section(self) -> Section | None:
        """What to ask about."""
        if not self.shown:
            return None
        texts, result = self.content.words.sections["routes"], ResultWords(self.content.check, self.here.context)
        lines = tuple(_without_mark(fill(result.line(route), self.here.context.values)) for route in self.shown)
        return Section("routes", texts["heading"], intro=texts["intro"], lines=lines)

    def questions(self) -> Section | None:
        """The words to ask with, for each step that is still to ask about."""
        texts = self.content.words.sections["questions"]
        lines = []
        for step in self.steps.to_ask:
            head = self._say("questions", "question", step=str(step.number), title=self.steps.ask_about(step))
            words = self.steps.words_to_ask(step)
            plain = f"**{head.plain}** {words.plain}".strip()
            lines.append(Words(plain=plain, simple=f"**{head.simple}**\n{words.simple}".strip()))
        return Section("questions", texts["heading"], intro=texts["intro"], lines=tuple(lines)) if lines else None

    def sums(self) -> Section | None:
        """What a helper costs, or a budget buys."""
        texts = self.content.words.sections["sums"]
        return Section("sums", texts["heading"], lines=self.counted) if self.counted else None

    def ring(self) -> Section:
        """Whom to ring; nobody whose number is not set."""
        texts, words = self.content.words.sections["ring"], self.content.words
        ids = {route.id for route in self.shown}
        keys = [*words.ring_always, *(key for key, routes in words.ring_by_route if routes & ids)]
        found = [self._children() if key == CHILDREN else self.here.contacts.get(key) for key in keys]
        known = tuple(each for each in found if each and (each.phone or each.text or each.url))
        return Section("ring", texts["heading"], lines=(texts["danger"],), contacts=(*known, *self.here.offers))

    def dates(self, look_again_on: date) -> Section:
        """What was promised, when steps were gone through, and when to look again."""
        lines = [
            self._say("dates", "promised", moment=each.by, reference=each.reference) for each in self.here.promises
        ]
        for day, numbers in self._days():
            lines.append(self._say("dates", "done", steps=_counted(numbers), day=in_words(day)))
        lines.append(self._say("dates", "look_again", day=in_words(look_again_on)))
        return Section("dates", self.content.words.sections["dates"]["heading"], lines=tuple(lines))

    def letters(self) -> Section | None:
        """Letters that go with what is still to ask."""
        ids = [route.letter for route in self.shown if route.letter]
        for step in self.steps.to_ask:
            ids += self.content.words.letters_by_step.get(str(step.number), ())
        chosen = [*dict.fromkeys(ids)][:_MOST_LETTERS]
        titles = tuple((id, self.content.letters[id].title) for id in chosen)
        texts = self.content.words.sections["letters"]
        return Section("letters", texts["heading"], intro=texts["intro"], letters=titles) if titles else None

    def _days(self) -> list[tuple[date, list[int]]]:
        """The days on which steps were done, oldest first, with the numbers of the steps."""
        by_day: dict[date, list[int]] = {}
        for step, day in self.steps.done_on:
            by_day.setdefault(day, []).append(step.number)
        return sorted(by_day.items())

    def _children(self) -> Contact:
        name = self.content.words.sections["ring"]["children"].plain
        return Contact(name=name, phone=self.here.context.values.get("children_phone", ""))

    def _asked(self, step: Step) -> Words:
        """What a step asked, with its number and title."""
        return _same(f"{step.number}. {step.title[0].upper()}{step.title[1:]}. {self.steps.question(step)}".strip())

    def _step(self, number: int) -> dict[str, str]:
        return {"step": str(number), "title": self.steps.walk.steps[number - 1].title}

    def _say(self, section: str, key: str, **values: str) -> Words:
        return fill(self.content.words.sections[section][key], values)


def _counted(numbers: list[int]) -> str:
    """As people say it: "step 1", "steps 1, 2 and 5"."""
    *before, last = map(str, numbers)
    return f"steps {', '.join(before)} and {last}" if before else f"step {last}"


def _same(text: str) -> Words:
    return Words(plain=text, simple=text)


def _without_mark(words: Words) -> Words:
    """A line of a list without its dash: the page makes the list."""
    return Words(**{name: text.strip().removeprefix("- ") for name, text in vars(words).items()})
