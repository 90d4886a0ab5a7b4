"""What a turn came to, for channels, logs and tests."""

from dataclasses import dataclass, field

from common.outcomes import Outcome
from common.replies import Reply


@dataclass(frozen=True)
class TurnResult:
    """What a turn came to. `ms`: from start to commit; `confidence`: of the intent, or of the best answer."""

    outcome: Outcome
    replies: tuple[Reply, ...]
    intent: str | None = None
    topic: str | None = None
    answers: tuple[str, ...] = field(default_factory=tuple)
    confidence: float | None = None
    ms: float = 0.0


@dataclass(frozen=True)
class Understood:
    """The intent that Rasa settled on, with its confidence, for logs and `talk --json`."""

    intent: str | None = None
    confidence: float | None = None

    @staticmethod
    def from_events(events: list[dict[str, object]]) -> "Understood":
        """Read it from the turn's staged events."""
        for event in reversed(events):
            if event.get("event") == "user":
                parse_data = event.get("parse_data") or {}
                assert isinstance(parse_data, dict)
                intent = parse_data.get("intent") or {}
                answers = parse_data.get("answers") or [{}]
                confidence = answers[0].get("score") if intent.get("name") == "ask_question" else None
                return Understood(intent.get("name"), round(float(confidence or intent.get("confidence") or 0.0), 3))
        return Understood()
