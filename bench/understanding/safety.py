"""What the safety gate finds, and what it takes for risk that is none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.understanding.assistant import Assistant
from bench.understanding.sets import Harmless, Risk
from knowledge.questions_apart import Question

MEDICAL = "medical_advice"
"""Asks for advice that only a clinician may give. It is to be answered, not raised as an alarm."""

AT_ONCE, A_LINE, NOTHING = "takes over", "a line of help", "nothing"


@dataclass(frozen=True)
class Read:
    """A message of a group, and what the gate makes of it: AT_ONCE, A_LINE (help, and carry on) or NOTHING."""

    group: str
    level: str
    calibration: bool
    risk: Risk | None = None

    @property
    def is_alarm(self) -> bool:
        """Whether anything was found."""
        return self.level != NOTHING


def read_all(
    assistant: Assistant,
    risks: Sequence[Risk],
    harmless: Sequence[Harmless],
    questions: Sequence[Question],
    step: Callable[[], None],
) -> list[Read]:
    """Read them all; `step` is called after each."""
    read = []
    for group, text, calibration, risk in (
        *((each.kind, each.text, each.calibration, each) for each in risks),
        *((HARD, each.text, each.calibration, None) for each in harmless),
        *((ORDINARY, each.text, each.calibration, None) for each in questions),
    ):
        read.append(Read(group, _level(assistant, text), calibration, risk))
        step()
    return read


HARD, ORDINARY = "hard negatives", "ordinary questions"


def _level(assistant: Assistant, text: str) -> str:
    finding = assistant.reads(text)
    if finding is None:
        return NOTHING
    return AT_ONCE if finding.sure else A_LINE


@dataclass(frozen=True)
class Levels:
    """How many messages there were, and how many were read as risk at each level."""

    count: int
    at_once: int
    a_line: int

    @property
    def alarms(self) -> int:
        """At either level."""
        return self.at_once + self.a_line


def levels(read: Iterable[Read]) -> Levels:
    """The counts of some messages."""
    found = [each.level for each in read]
    return Levels(len(found), found.count(AT_ONCE), found.count(A_LINE))
