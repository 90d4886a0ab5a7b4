"""What the walk says at a place: each reply with its words filled in, its ways on, sources and people to turn to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from common.replies import Choice, Contact, Reply, Table, Words
from knowledge.flow import FlowContext, Option
from knowledge.flow_words import Saying, fill_text, offered
from knowledge.step_content import Asked, Reaction, Step, Walk
from knowledge.step_state import (
    AFTER,
    FURTHER,
    LIST,
    PART,
    PROFESSIONAL,
    QUESTION,
    RESUME,
    SKIPPED,
    START,
    WHICH,
    State,
    words_for,
)

ALL_PARTS, WORDS = "all_parts", "words"
_NEAR = "near"
"""What the keys of local people begin with: `near_advice`, `near_people`."""


@dataclass(frozen=True)
class StepWords:
    """The words of the walk for one person at one moment."""

    walk: Walk
    context: FlowContext

    def step(self, state: State) -> Step:
        """The step that the person is at."""
        return self.walk.steps[state["step"] - 1]

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

    def options(self, state: State) -> tuple[Option, ...]:
        """The answers to what waits, in order."""
        step, phase = self.step(state), state["phase"]
        if phase == START:
            return self.walk.start_options
        if phase == RESUME:
            return self.walk.resume_options
        if phase == WHICH:
            return tuple(
                Option(f"go_{each.number}", f"{each.number} {each.title}", each.called) for each in self.walk.steps
            )
        if phase == FURTHER and step.further:
            return step.further.asked.options
        if phase == LIST and step.parts:
            return (*step.parts.options, self.ready(state))
        if phase == PART and step.parts:
            following = step.parts.after(state["part"])
            return (*((following,) if following else ()), self.ready(state), self._all_parts(step))
        if phase == AFTER:
            lists = (self._all_parts(step),) if step.parts and state["of"] != START else ()
            return (self.ready(state), *(() if state["of"] else step.help_option), *lists)
        if state["start"] == PROFESSIONAL:
            lists = (self._all_parts(step),) if step.parts else ()
            return (self.ready(state), Option(WORDS, self.walk.labels["words"], ("what to say", "words")), *lists)
        return step.options

    def ready(self, state: State) -> Option:
        """The way on, or the end after the last step."""
        last = state["step"] == self.order(state)[-1] and state["of"] != START
        return self.walk.finish if last else self.walk.ready

    def order(self, state: State) -> tuple[int, ...]:
        """The steps in the order in which they are walked."""
        beginning = self.walk.beginnings.get(state["start"])
        return beginning.order if beginning else tuple(step.number for step in self.walk.steps)

    def left(self, state: State) -> list[int]:
        """The steps still to come: neither done nor left for later."""
        return [number for number in self.order(state) if number not in (*state["done"], *state["skipped"])]

    def to_come(self, state: State) -> tuple[Choice, ...]:
        """The ways to the first steps that were left for later or are still to come."""
        open_ones = [*state["skipped"], *self.left(state)]
        others = [number for number in open_ones if number != state["step"]]
        return tuple(self.walk.go_to(self.walk.steps[number - 1]) for number in others[:2])

    def noted(self, state: State) -> Table:
        """What was noted, by step."""
        caption, *headings = self.walk.noted
        rows = tuple((f"{step.number}. {step.title}", self._noted(step, state)) for step in self.walk.steps)
        return Table(tuple(headings), rows, caption)

    def summary(self, state: State) -> Reply:
        """The end: what was noted by step, what is still to ask, and a person."""
        still = [step for step in self.walk.steps if self._still_to_ask(step, state)]
        spoken = words_for(state["start"])
        values = {
            "still_list": "\n".join(f"- {fill_text(step.ask_about, spoken)}" for step in still),
            "still_numbers": ", ".join(str(step.number) for step in still),
        }
        ways = [self.walk.go_to(step) for step in still[:1]]
        reply = self.said("summary" if still else "summary_clear", state, *ways, **values)
        return replace(reply, table=self.noted(state))

    def _still_to_ask(self, step: Step, state: State) -> bool:
        given = state["answers"].get(str(step.number))
        if given is None:
            return step.number not in state["done"]
        reaction = step.reactions.get(given)
        return reaction is None or reaction.to_ask

    def _noted(self, step: Step, state: State) -> str:
        option = self.walk.option_of(step, state["answers"].get(str(step.number), ""))
        if option:
            return option.label
        kind = "done" if step.number in state["done"] else "skipped" if step.number in state["skipped"] else "open"
        return self.walk.status[kind]

    def _all_parts(self, step: Step) -> Option:
        assert step.parts is not None
        return Option(ALL_PARTS, step.parts.label, ("all of them", "the list", "show the list"))

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
