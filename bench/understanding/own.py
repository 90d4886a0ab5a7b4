"""Our own questions, through the whole assistant and through the search alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bench.understanding.assistant import Assistant
from bench.understanding.noise import Noise, noisy
from bench.understanding.turns import Found, Said
from bench.understanding.verdicts import RIGHT, Verdict, verdict_of
from knowledge.questions_apart import Question

SEED = 0
Key = TypeVar("Key")


@dataclass(frozen=True)
class Asked:
    """A question as it was asked, and what became of it."""

    question: Question
    noise: Noise
    text: str
    said: Said
    found: Found
    sure_risk: bool = False
    """Whether the safety gate took over because it was sure."""

    @property
    def verdict(self) -> Verdict:
        """What became of it in the whole assistant."""
        return verdict_of(self.said, self.question.right, unsure=self.found.kind == "unsure")

    @property
    def is_right(self) -> bool:
        """Whether the right answer came first in the whole assistant."""
        return self.verdict in RIGHT

    @property
    def is_found(self) -> bool:
        """Whether the search alone ranks a right answer first."""
        return bool(self.found.ranked) and self.found.ranked[0] in self.question.right

    @property
    def is_given(self) -> bool:
        """Whether the search alone is sure, and right."""
        return self.found.kind == "sure" and bool(set(self.found.ids) & set(self.question.right))


def to_ask(questions: Sequence[Question]) -> list[tuple[Question, Noise]]:
    """All questions as written; the clean ones of the test part with each kind of noise too."""
    written = [(question, Noise.NONE) for question in questions]
    clean = [question for question in questions if not question.messy and not question.calibration]
    return written + [(question, kind) for kind in Noise if kind is not Noise.NONE for question in clean]


def ask(assistant: Assistant, questions: Sequence[tuple[Question, Noise]], step: Callable[[], None]) -> list[Asked]:
    """Ask them all; `step` is called after each."""
    asked = []
    for question, kind in questions:
        text = noisy(question.text, kind, SEED)
        said = assistant.says(text)
        finding = assistant.reads(text) if verdict_of(said, question.right) is Verdict.CRISIS else None
        sure_risk = finding is not None and finding.sure
        asked.append(Asked(question, kind, text, said, assistant.finds(text), sure_risk))
        step()
    return asked


def counts(asked: Iterable[Asked]) -> Counter[Verdict]:
    """How many had each verdict."""
    return Counter(each.verdict for each in asked)


def by(asked: Iterable[Asked], key: Callable[[Asked], Key]) -> dict[Key, list[Asked]]:
    """In groups, the largest first."""
    groups: dict[Key, list[Asked]] = {}
    for each in asked:
        groups.setdefault(key(each), []).append(each)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def confusions(asked: Iterable[Asked], most: int = 20) -> list[tuple[str, str, int, int]]:
    """The pairs that occurred most: what was right, what came instead; how often the search ranked that first, and how
    often it was given."""
    ranked: Counter[tuple[str, str]] = Counter()
    given: Counter[tuple[str, str]] = Counter()
    for each in asked:
        right = " or ".join(each.question.right)
        if each.found.ranked and not each.is_found:
            ranked[right, each.found.ranked[0]] += 1
        if each.verdict is Verdict.WRONG:
            given[right, each.said.answers[0]] += 1
    worst = sorted({*ranked, *given}, key=lambda pair: (-ranked[pair] - given[pair], pair))
    return [(*pair, ranked[pair], given[pair]) for pair in worst[:most]]


def lost(asked: Iterable[Asked]) -> Counter[str]:
    """Where a question was lost that is not answered right first: the first layer that would have had to do better."""
    return Counter(_layer(each) for each in asked if not each.is_right)


def _layer(each: Asked) -> str:
    if each.verdict is Verdict.CRISIS:
        return "the safety gate took over" if each.sure_risk else "the safety gate was in doubt, and nothing was sure"
    if not each.is_found:
        return "the search ranks another answer first"
    if each.verdict in (Verdict.ACT, Verdict.ELSEWHERE):
        return "the search is right, but it was taken for an act or for something elsewhere"
    if not each.is_given:
        return "the search ranks the right one first, but is not sure of it"
    return "the search is right and sure, but it was not answered"


def calibration_pairs(asked: Iterable[Asked]) -> list[tuple[float, bool]]:
    """Confidence, and whether the best answer is a right one, of the questions that were taken for questions."""
    return [
        (each.said.confidence, each.is_found)
        for each in asked
        if each.said.intent == "ask_question" and each.said.confidence is not None
    ]
