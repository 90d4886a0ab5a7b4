"""Both readers behind one door."""

import logging
import re
from collections.abc import Callable
from functools import partial

from language.safety.kinds import Finding
from language.safety.languages import Languages
from language.safety.learned import Learned
from language.safety.meaning import FEWEST_WORDS, Meaning
from language.safety.rules import Rules

SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_log = logging.getLogger(__name__)


class SafetyGate:
    """Reads messages for risk. May be shared by threads."""

    def __init__(self, rules: Rules, meaning: Meaning | None) -> None:
        self._rules = rules
        self._languages = Languages()
        self._meaning = meaning

    @classmethod
    def load(cls, *, with_meaning: bool = True) -> "SafetyGate":
        """The gate with its committed rules and examples.

        with_meaning: False reads by rules only (no encoder is loaded). Raises what malformed data or a missing encoder
        raise: an assistant whose gate is not whole must not start.
        """
        if not with_meaning:
            return cls(Rules(), None)
        from language.encoder import shared_encoder

        rules = Rules()
        return cls(rules, Meaning(Learned.load(), shared_encoder(), rules))

    def read(self, text: str) -> Finding | None:
        """The most urgent finding in a message, or None. Takes any text, of any length and script. Logs none."""
        finding = self._tried(self._rules.read, text)
        other = self._tried(self._languages.read, text)
        if other is not None and (finding is None or other.kind.urgency < finding.kind.urgency):
            return other  # the second reader knows English only
        if self._meaning is None:
            return finding
        if finding is None or not finding.kind.is_crisis:
            meant = self._tried(self._meaning.read, text)
            return meant if finding is None or (meant is not None and meant.is_sure_crisis) else finding
        return self._tried(partial(self._meaning.corrected, finding), text) or finding

    def without_medical_advice(self, text: str) -> str:
        """What a message asks beside medical advice: its other sentences, or nothing when they are few words."""
        rest = " ".join(part.strip() for part in SENTENCE.findall(text) if self._tried(self._rules.read, part) is None)
        return rest if rest != text.strip() and len(rest.split()) >= FEWEST_WORDS else ""

    @staticmethod
    def _tried(reader: Callable[[str], Finding | None], text: str) -> Finding | None:
        try:
            return reader(text)
        except Exception:
            # One reader failing on a message must cost neither the other one nor the answer. The message is not logged.
            _log.exception("a reader of the safety gate failed")
            return None
