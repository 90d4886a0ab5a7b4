"""The shape of a guided conversation: a pure step function from a state and a move to a state, words and effects.

A flow knows nothing of Rasa, HTTP or the database. The action that runs it saves the state and carries out the effects.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from common.replies import Contact, Reply

MoveKind = Literal[
    "start",
    "answer",
    "next",
    "back",
    "repeat",
    "skip",
    "more",
    "why",
    "where",
    "simpler",
    "start_over",
    "change",
    "go",
    "done",
]
"""`go` (to what the option names) and `done` (with it) are moves of the walk through the steps only."""
FreeText = Literal["", "name", "contact", "text", "number", "amount", "secret"]
"""What may be typed. number: a bare number is meant as such, not as the place of an option; amount: options have
places, and hours or money may be named beside them ("no, 25 hours"); secret: a code or a word that nobody but the
person may read: what is typed while it waits is blanked with the commit, and only an option named exactly is one."""


@dataclass(frozen=True)
class Move:
    """What the person did. `option`: the key of the option chosen; `text`: what was typed where free text is asked."""

    kind: MoveKind
    option: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Option:
    """One way to answer a question. `accepts` are other ways to say it."""

    key: str
    label: str
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pending:
    """The question that waits for an answer; `free_text` says what may be typed instead of an option."""

    flow: str
    question: str
    options: tuple[Option, ...] = ()
    free_text: FreeText = ""

    def to_slot(self) -> dict[str, Any]:
        """Plain data for the Rasa slot `pending`."""
        return asdict(self)


@dataclass(frozen=True)
class Effect:
    """Something to be done in casework, carried out by the action in the turn's one commit."""

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FlowResult:
    """The new state (None: the flow is over), what to say, the question now pending, and what to do."""

    state: Mapping[str, Any] | None
    replies: tuple[Reply, ...]
    pending: Pending | None = None
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class FlowContext:
    """What a flow may need to know. `now` is aware; `values` are facts for its wording, such as the opening hours.

    schemes: keys of the local schemes that council.yml switches on. said: the states of other flows by name, so that
    nobody is asked twice. contacts: helplines and local offers by key (`actions.services.Services.contacts`).
    """

    now: datetime
    channel: str
    values: Mapping[str, str] = field(default_factory=dict)
    schemes: frozenset[str] = frozenset()
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    contacts: Mapping[str, tuple[Contact, ...]] = field(default_factory=dict)


class Flow(Protocol):
    """A guided conversation."""

    name: str

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None means that the flow was not begun."""

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """After a digression: one line that says where we were, with the pending question and its choices."""
