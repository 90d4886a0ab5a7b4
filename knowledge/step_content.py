"""What the walk says: its steps, beginnings and sayings, as `knowledge.step_loading` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.replies import Choice, Source, Table
from knowledge.flow import Option
from knowledge.flow_words import Saying

HELP_ME_ASK = "help_me_ask"


@dataclass(frozen=True)
class Reaction:
    """What follows an option.

    goes_on: straight to what comes next; to_ask: there is still something to ask about; contacts: keys of who can help;
    says_alone: what is said instead where council.yml names nobody near.
    """

    says: Saying
    goes_on: bool
    to_ask: bool
    contacts: tuple[str, ...] = ()
    says_alone: Saying | None = None


@dataclass(frozen=True)
class Asked:
    """A question with its options and what follows each."""

    ask: Saying
    options: tuple[Option, ...]
    reactions: Mapping[str, Reaction]


@dataclass(frozen=True)
class Further:
    """A second question of a step. known: what is said instead where another flow heard the answer already.

    flow, question: whose answer that is; an empty question means that the flow came to its end.
    """

    id: str
    asked: Asked
    flow: str = ""
    question: str = ""
    known: Mapping[str, Saying] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """Stages of a step that open one by one. asked: the step's own question is which of them it is."""

    all: Saying
    label: str
    options: tuple[Option, ...]
    says: Mapping[str, Saying]
    asked: bool

    def after(self, key: str) -> Option | None:
        """The part that follows, or None after the last one."""
        keys = [option.key for option in self.options]
        place = keys.index(key) + 1
        return self.options[place] if place < len(keys) else None


@dataclass(frozen=True)
class Step:
    """One step: what it is with its question (`ask`), the question alone, and what can be said about it.

    ask_about: what somebody who was not given it can still ask about, in a few words; called: how people name the step;
    give: what a professional gives people at this step.
    """

    number: int
    title: str
    ask_about: str
    called: tuple[str, ...]
    ask: Saying
    question: Saying
    why: Saying
    more: Saying
    give: Saying
    options: tuple[Option, ...]
    reactions: Mapping[str, Reaction]
    sources: tuple[Source, ...]
    facts: tuple[str, ...]
    contacts: tuple[str, ...] = ()
    further: Further | None = None
    parts: Parts | None = None
    table: Table | None = None

    @property
    def help_option(self) -> tuple[Option, ...]:
        """The option that gives words to ask with, if the step has one."""
        return tuple(option for option in self.options if option.key == HELP_ME_ASK)


@dataclass(frozen=True)
class Beginning:
    """One way to come to the walk. order: of the steps; knows: answers that it brings; waits: its words come alone."""

    says: Saying
    order: tuple[int, ...]
    knows: Mapping[str, str]
    waits: bool


@dataclass(frozen=True)
class Walk:
    """All steps, and what is said between them.

    ready, finish: the way on after a reaction, and after that of the last step; beside: what every question offers too.
    noted: caption and headings of the table of answers; status: how that table calls what has no answer.
    """

    steps: tuple[Step, ...]
    sayings: Mapping[str, Saying]
    beginnings: Mapping[str, Beginning]
    start_options: tuple[Option, ...]
    ready: Option
    finish: Option
    resume_options: tuple[Option, ...]
    labels: Mapping[str, str]
    noted: tuple[str, str, str]
    status: Mapping[str, str]

    @property
    def beside(self) -> tuple[Choice, ...]:
        """What can be done at every question besides answering it."""
        return (
            Choice(self.labels["more"], "tell_more"),
            Choice(self.labels["later"], "skip"),
            Choice(self.labels["done"], "mark_done"),
        )

    def go_to(self, step: Step) -> Choice:
        """The way to a step."""
        return Choice(
            self.labels["go_to"].replace("{step}", str(step.number)), "go_to_step", {"option": str(step.number)}
        )

    def option_of(self, step: Step, key: str) -> Option | None:
        """The option of a step's own question that this answer names, or None: answers outlive questions."""
        return next((option for option in step.options if option.key == key), None)
