"""What people are told in a crisis, and who else is told afterwards."""

from knowledge.safety.escalation import Escalation, escalation, print_escalation_table
from knowledge.safety.languages import in_their_language, known_languages
from knowledge.safety.wording import SafetyWording, cannot_speak_reply, safety_reply, told_words

__all__ = [
    "Escalation",
    "SafetyWording",
    "cannot_speak_reply",
    "escalation",
    "in_their_language",
    "known_languages",
    "print_escalation_table",
    "safety_reply",
    "told_words",
]
