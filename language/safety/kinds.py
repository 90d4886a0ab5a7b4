"""What the gate can find."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

About = Literal["self", "child", "other", "unknown"]


class RiskKind(StrEnum):
    """What is read in a message, the most urgent first (facts F-safety-05 to F-safety-22)."""

    DANGER_NOW = "danger_now"
    ALREADY_HARMED = "already_harmed"
    MEDICAL_EMERGENCY = "medical_emergency"
    SUICIDE_OR_SELF_HARM = "suicide_or_self_harm"
    CHILD_AT_RISK = "child_at_risk"
    ABUSE_OR_NEGLECT = "abuse_or_neglect"
    NO_CARE_NOW = "no_care_now"
    MEDICAL_ADVICE = "medical_advice"  # last: what was learned numbers the kinds in this order

    @property
    def urgency(self) -> int:
        """0 for the most urgent kind."""
        return list(RiskKind).index(self)

    @property
    def is_crisis(self) -> bool:
        """Whether somebody may be at risk. Asking for medical advice is none: it is declined, and the talk goes on."""
        return self is not RiskKind.MEDICAL_ADVICE


@dataclass(frozen=True)
class Finding:
    """A risk, or a wish for medical advice, that was read in a message.

    about: whose risk it is, as far as the words tell; matched: the id of a rule or example, never the person's text;
    sure: False when it only reads somewhat like risk, so that help is shown and the message answered as well;
    language: its code when the words were in another one than English.
    """

    kind: RiskKind
    about: About
    matched: str
    sure: bool = True
    language: str | None = None

    @property
    def is_sure_crisis(self) -> bool:
        """Whether help takes over the answer."""
        return self.sure and self.kind.is_crisis
