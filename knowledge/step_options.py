"""Where a person is in the walk: the step, its options there, and the steps that are left."""

from dataclasses import dataclass
from datetime import date

from common.clock import LONDON
from common.replies import Choice
from knowledge.flow import FlowContext, Option
from knowledge.step_content import Step, Walk
from knowledge.step_state import AFTER, FURTHER, LIST, PART, PROFESSIONAL, RESUME, START, WHICH, State

ALL_PARTS, WORDS = "all_parts", "words"


@dataclass(frozen=True)
class StepPlace:
    """The walk for one person at one moment."""

    walk: Walk
    context: FlowContext

    @property
    def today(self) -> date:
        """London's day."""
        return self.context.now.astimezone(LONDON).date()

    def step(self, state: State) -> Step:
        """The step that the person is at."""
        return self.walk.steps[state["step"] - 1]

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

    def _all_parts(self, step: Step) -> Option:
        assert step.parts is not None
        return Option(ALL_PARTS, step.parts.label, ("all of them", "the list", "show the list"))
