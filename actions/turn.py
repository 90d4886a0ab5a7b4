"""One turn as the actions see it: what they may read, say and stage. Nothing is written before the commit."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from actions.services import Services
from casework import progress
from casework.feedback.counting import count_turn
from common.outcomes import Outcome, weightier
from common.replies import Reply
from knowledge.identity_reading import Typed

Staged = Callable[[Connection], None]


@dataclass(frozen=True)
class Mark:
    """A place in the turn to go back to."""

    replies: int
    outcomes: int
    staged: int
    answers: int
    topic: str | None
    flows: dict[str, dict[str, Any] | None]
    changed: frozenset[str]


@dataclass
class Turn:
    """The unit of work of one message.

    services: knowledge, settings and the database; conversation_id, channel: whose turn it is; now: its moment (aware,
    UTC); last_reply, last_outcome: what the assistant said last, if anything, and what it came to.
    typed: what was typed in answer to who somebody is, which nothing else reads; keeps_text: whether the message's
    words stay in the inbox once it is answered.
    leads_on: which of `replies` is the first that leads on (a flow's reminder or next words), if any does.
    hides_text: what the person typed is a secret, and goes from the inbox with this turn's commit. (What answers a
    question with free_text `secret` is hidden without it.)
    """

    services: Services
    conversation_id: str
    channel: str
    now: datetime
    inbox_id: int | None = None
    last_reply: Reply | None = None
    last_outcome: Outcome | None = None
    replies: list[Reply] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    staged: list[Staged] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    topic: str | None = None
    leads_on: int | None = None
    hides_text: bool = False
    typed: Typed | None = field(default=None, repr=False)
    keeps_text: bool = True
    flows: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)

    def say(self, reply: Reply, outcome: Outcome) -> None:
        """Add a reply, with what it means for the turn."""
        self.replies.append(reply)
        self.outcomes.append(outcome)

    def lead_on(self) -> None:
        """What is said from here on leads on: an answer to something asked as well comes before it."""
        if self.leads_on is None:
            self.leads_on = len(self.replies)

    def say_wording(self, wording_id: str, outcome: Outcome, **values: str) -> None:
        """Add a reply from knowledge/replies. Raises KeyError when there is no such wording."""
        self.say(self.services.wording.say(wording_id, **values), outcome)

    def apologise(self) -> None:
        """Say that something failed on our side, and offer a person."""
        self.say_wording("error", Outcome.ERROR)

    def stage(self, write: Staged) -> None:
        """Have `write(connection)` run in the turn's one transaction."""
        self.staged.append(write)

    def progress(self, flow: str) -> dict[str, Any] | None:
        """Where the person is in a flow, or None."""
        return self.flows.get(flow)

    def save_progress(self, flow: str, state: Mapping[str, Any] | None) -> None:
        """Stage a flow's new state; None clears it."""
        self.flows[flow] = None if state is None else dict(state)
        self._changed.add(flow)

    @property
    def changed_flows(self) -> frozenset[str]:
        """The flows whose state this turn changes."""
        return frozenset(self._changed)

    @property
    def outcome(self) -> Outcome:
        """The weightiest of what happened. A turn that said nothing is an error."""
        return weightier(self.outcomes) if self.outcomes else Outcome.ERROR

    def writes(self) -> list[Staged]:
        """All that is to be written in the commit, progress included."""
        return [*self.staged, *(self._progress_write(flow) for flow in sorted(self._changed))]

    def _progress_write(self, flow: str) -> Staged:
        state = self.flows[flow]
        if state is None:
            return lambda connection: progress.clear(connection, self.conversation_id, flow)
        return lambda connection: progress.save(connection, self.conversation_id, flow, state, self.now)

    def count(self, is_first: bool) -> Staged:
        """What counts the turn in the statistics. Comes last in the commit; is_first: of its conversation."""
        answers = [reply.answer for reply in self.replies if reply.answer]
        return count_turn(
            at=self.now,
            channel=self.channel,
            outcome=self.outcome,
            topic=self.topic,
            answers=answers,
            is_first=is_first,
        )

    def mark(self) -> Mark:
        """Remember what was said and staged so far."""
        return Mark(
            replies=len(self.replies),
            outcomes=len(self.outcomes),
            staged=len(self.staged),
            answers=len(self.answers),
            topic=self.topic,
            flows=dict(self.flows),
            changed=frozenset(self._changed),
        )

    def undo_to(self, mark: Mark) -> None:
        """Forget what was said and staged since the mark."""
        del self.replies[mark.replies :], self.outcomes[mark.outcomes :], self.staged[mark.staged :]
        del self.answers[mark.answers :]
        self.topic = mark.topic
        self.leads_on = None
        self.flows = dict(mark.flows)
        self._changed = set(mark.changed)


_current: ContextVar[Turn | None] = ContextVar("navigator_turn", default=None)


def current_turn() -> Turn:
    """The turn that is being worked on. Raises RuntimeError outside a turn."""
    turn = _current.get()
    if turn is None:
        raise RuntimeError("no turn is under way")
    return turn


def has_turn() -> bool:
    """Whether a turn is under way in this context."""
    return _current.get() is not None


def begin(turn: Turn) -> Callable[[], None]:
    """Make it the current turn; returns the function that ends it."""
    token = _current.set(turn)
    return lambda: _current.reset(token)
