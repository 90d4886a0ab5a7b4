"""What the walk says at a place: each reply with its words filled in, its ways on, sources and people to turn to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from common.replies import Choice, Contact, Reply, Words
from knowledge.flow_words import Saying, fill_text, offered
from knowledge.step_content import Asked, Reaction
from knowledge.step_options import StepPlace
from knowledge.step_state import (
    AFTER,
    FURTHER,
    PROFESSIONAL,
    QUESTION,
    SKIPPED,
    START,
    State,
    words_for,
)

_NEAR = "near"
"""What the keys of local people begin with: `near_advice`, `near_people`."""


@dataclass(frozen=True)
class StepWords(StepPlace):
    """The words of the walk for one person at one moment."""

    def said(self, key: str, state: State, *choices: Choice, **values: str) -> Reply:
        """A saying of walk.yml."""
        return self._reply(self.walk.sayings[key], state, choices, values)

    def begun(self, state: State) -> Reply:
        """What is said to the beginning that the person named."""
        beginning = self.walk.beginnings[state["start"]]
        return self._reply(beginning.says, state, self._ways_on(state) if beginning.waits else ())

    def ask(self, state: State) -> Reply:
        """A step in full: what it is, and its question. A professional hears what to give people instead."""
        step = self.step(state)
        if state["start"] == PROFESSIONAL:
            return replace(self._reply(step.give, state, self._ways_on(state)), table=step.table)
        return replace(self._reply(step.ask, state, self._ways_on(state)), table=step.table)

    def question(self, state: State) -> Reply:
        """The question that waits, in a line."""
        step = self.step(state)
        if state["phase"] == START:
            return self.said("start", state, *self._ways_on(state))
        if state["phase"] == FURTHER and step.further:
            return self._reply(step.further.asked.ask, state, self._ways_on(state))
        if state["start"] == PROFESSIONAL:
            return self.said("ready", state, *self._ways_on(state))
        return self._reply(step.question, state, self._ways_on(state))

    def react(self, state: State) -> Reply:
        """What is said to the answer given last, with who can help."""
        reaction = self._reaction(state)
        contacts = self._people(reaction.contacts)
        near = [key for key in reaction.contacts if key.startswith(_NEAR)]
        alone = reaction.says_alone if near and not self._people(near) else None
        ways = () if reaction.goes_on else self._ways_on(state)
        return replace(self._reply(alone or reaction.says, state, ways), contacts=contacts)

    def can_react(self, state: State) -> bool:
        """Whether the answer given last still has words of its own."""
        asked = self._asked(state)
        return asked is not None and state["said"] in asked.reactions

    def part(self, state: State) -> Reply:
        """The stage that is open."""
        parts = self.step(state).parts
        assert parts is not None
        return self._reply(parts.says[state["part"]], state, self._ways_on(state))

    def parts(self, state: State) -> Reply:
        """All stages of the step, to pick from."""
        parts = self.step(state).parts
        assert parts is not None
        return self._reply(parts.all, state, self._ways_on(state))

    def known(self, state: State, saying: Saying) -> Reply:
        """That a further question was answered elsewhere already."""
        return self._reply(saying, state, ())

    def explain(self, state: State, saying: Saying) -> Reply:
        """More about the step, or why it matters; what to do next follows it."""
        step = self.step(state)
        reply = self._reply(saying, state, (), sources=True)
        return replace(reply, choices=(), contacts=self._people(step.contacts))

    def adviser_words(self, state: State) -> Reply:
        """For a professional: the words to say to people at this step, as an adviser would."""
        saying = self.step(state).ask
        spoken = fill_text(saying.words.adviser, self._values({**state, "start": ""}))
        words = self.walk.sayings["words"].words
        shown = {name: fill_text(getattr(words, name), {"say": spoken}) for name in ("plain", "simple", "adviser")}
        ways = self._ways_on(state)
        return Reply(Words(**shown, sms=words.sms), choices=(*ways, *self._a_person(state, ways)))

    def _asked(self, state: State) -> Asked | None:
        step = self.step(state)
        if state["of"] and step.further:
            return step.further.asked
        return Asked(step.ask, step.options, step.reactions) if not state["of"] else None

    def _reaction(self, state: State) -> Reaction:
        asked = self._asked(state)
        assert asked is not None
        return asked.reactions[state["said"]]

    def _ways_on(self, state: State) -> tuple[Choice, ...]:
        ways = tuple(
            offered(option) for option in self.options(state) if option.key != "help_me_ask" or state["phase"] != AFTER
        )
        at_a_question = state["phase"] == QUESTION and state["start"] != PROFESSIONAL
        if not at_a_question:
            return ways
        parts = self.step(state).parts
        # Where the stages themselves are the answers, they are what goes deeper.
        return (*ways, *(self.walk.beside[1:] if parts and parts.asked else self.walk.beside))

    def _a_person(self, state: State, ways: Sequence[Choice]) -> tuple[Choice, ...]:
        """A person, last of all, wherever nothing is asked that leads to one by itself."""
        asked = state["phase"] in (START, QUESTION) and state["start"] != PROFESSIONAL
        return () if asked or not ways else self.walk.sayings["ready"].choices

    def _people(self, keys: Sequence[str]) -> tuple[Contact, ...]:
        return tuple(contact for key in keys for contact in self.context.contacts.get(key, ()))

    def _reply(
        self,
        saying: Saying,
        state: State,
        ways: Sequence[Choice],
        values: Mapping[str, str] | None = None,
        sources: bool = False,
    ) -> Reply:
        filled = self._values(state) | dict(values or {})
        sourced = self.step(state).sources if sources else ()
        reply = saying.reply(filled, sources=sourced)
        own = (
            replace(each, entities={name: fill_text(text, filled) for name, text in each.entities.items()})
            for each in saying.choices
        )
        offered_once = {choice.label: choice for choice in (*ways, *own, *self._a_person(state, ways))}
        return replace(reply, choices=tuple(offered_once.values()))

    @cached_property
    def _reached(self) -> dict[str, str]:
        return {key: _way_to(people) for key, people in self.context.contacts.items() if people}

    def _values(self, state: State) -> dict[str, str]:
        step, none = self.step(state), self.walk.status["none"]
        listed = {
            "done": state["done"],
            "skipped": state["skipped"],
            "left": [number for number in self.left(state) if number != state["step"]],
        }
        return {
            **self.context.values,
            "near_people": self.walk.labels["nobody_near"],
            **self._reached,
            **words_for(state["start"]),
            **{name: ", ".join(map(str, numbers)) or none for name, numbers in listed.items()},
            "step": str(step.number),
            "title": step.title,
        }


def skipped_start(state: State) -> State:
    """The question on how somebody comes to the walk is not asked again."""
    return {**state, "start": state["start"] or SKIPPED}


def _way_to(people: Sequence[Contact]) -> str:
    """The first of them with a number or an address: "Beacon CHC, 0345 548 0300"."""
    first = people[0]
    way = first.phone or first.email or first.url.removeprefix("https://")
    name = first.name.partition(":")[0]
    return f"{name}, {way}" if way else name
