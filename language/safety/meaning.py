"""The second reader: how much a text reads like written examples of risk, whatever its words."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from language.safety.kinds import Finding, RiskKind
from language.safety.learned import KINDS, Encoder, Learned, Vectors
from language.safety.rules import Rules
from language.safety.text import SHORT_MESSAGE, ends

FEWEST_WORDS = 3  # one or two words carry too little meaning to compare: the rules read them
SURE = 0.6  # chance of a kind from which on it may correct a less urgent one that a rule found
_AS_LIKELY = 0.6  # of two kinds, the more urgent is named when it is at least so likely beside the likeliest
CLEARLY = 2.6
"""So far above the threshold a finding is sure (calibration third of tests/questions, November 2026)."""
CALM = -0.5
"""A message that scores less reads like everyday life: what a rule finds in it is in doubt. On the calibration third of
tests/questions all but one of the cries that a rule finds score 0.6 and more (November 2026)."""
_PART_OFF = 1.0  # a part must say more than a whole message: everyday life told in bits reads darker than it is
_MOST_PARTS = 3  # of a message that are looked at beside the whole: each costs a run of the encoder
_WORTH_READING = -2.0  # by its words alone; leaving out parts that say less moved no figure of sets A, B and C
_LONGEST_PART = 30  # words: a longer one is cut, since much text blurs a meaning and costs time
_SENTENCE = re.compile(r"[.!?\n\r;]+")
_ADVICE = KINDS.index(RiskKind.MEDICAL_ADVICE)
_CODE = re.compile(r"[{}\[\]<>=_\\/|\"]")
_MOST_CODE = 0.15
_JOINT = re.compile(r"[,:()]|\s-+\s|\b(?:and|but|also|because|cos|coz|actually|anyway|plus|oh)\b", re.IGNORECASE)


class Meaning:
    """Compares the parts of a message with what was learned."""

    def __init__(self, learned: Learned, encoder: Encoder, rules: Rules) -> None:
        self._learned = learned
        self._encoder = encoder
        self._rules = rules

    def read(self, text: str) -> Finding | None:
        """The first part that is surely a crisis. Else a sure wish for medical advice, a crisis in doubt, or None."""
        best: Finding | None = None
        for vector, score in self._scored(text):
            if score < self._learned.threshold:
                continue
            kind, _ = self._kind(vector)
            matched, about = self._learned.nearest(vector, kind)
            finding = Finding(kind, about, matched, sure=score >= self._learned.threshold + CLEARLY)
            if best is None or _weight(finding) > _weight(best):
                best = finding
            if finding.is_sure_crisis:
                break
        return best

    def score(self, text: str) -> float:
        """The highest score of a part: what the threshold is set by. -inf when there is nothing to compare."""
        return max((score for _, score in self._scored(text)), default=-np.inf)

    def corrected(self, finding: Finding, text: str) -> Finding:
        """The finding of a rule; in doubt when the message as it stands reads like everyday life; or the same as a more
        urgent kind when the whole message surely reads like that.
        """
        if -np.inf < self.score(text) < CALM:
            return replace(finding, sure=False)
        whole = one_line(ends(text))
        if len(whole) > SHORT_MESSAGE or len(whole.split()) < FEWEST_WORDS:
            return finding
        kind, chance = self._kind(self._encoder.encode([whole])[0])
        if chance < SURE or kind.urgency >= finding.kind.urgency:
            return finding
        return Finding(kind, "child" if kind is RiskKind.CHILD_AT_RISK else finding.about, finding.matched)

    def _scored(self, text: str) -> Iterator[tuple[Vectors, float]]:
        text = ends(text)
        if len(_CODE.findall(text)) > _MOST_CODE * len(text):
            return  # what a program wrote means nothing: the rules alone read it
        whole = one_line(text)
        if len(whole) <= SHORT_MESSAGE:  # a part says less than the whole
            if len(whole.split()) >= FEWEST_WORDS:
                yield self._read(*as_read(whole, self._rules), 0.0)
            return
        parts = [as_read(part, self._rules) for part in _parts(text) if part != whole]
        worth = {part: self._learned.phrase_score(part[1]) for part in parts if len(part[1].split()) >= FEWEST_WORDS}
        telling = sorted((part for part in worth if worth[part] >= _WORTH_READING), key=lambda part: -worth[part])
        for part in telling[:_MOST_PARTS]:
            yield self._read(*part, _PART_OFF)

    def _read(self, text: str, words: str, off: float) -> tuple[Vectors, float]:
        vector = self._encoder.encode([text])[0]
        return vector, self._learned.score(vector, words) - off

    def _kind(self, vector: Vectors) -> tuple[RiskKind, float]:
        chances = self._learned.kind_chances(vector)
        if chances[_ADVICE] > 0.5:  # likelier than all crises together
            return KINDS[_ADVICE], float(chances[_ADVICE])
        index = int(np.argmax(chances >= _AS_LIKELY * chances.max()))
        return KINDS[index], float(chances[index])


def _weight(finding: Finding) -> tuple[bool, bool, bool]:
    """What counts more: a sure crisis, then anything sure, then a crisis."""
    return finding.is_sure_crisis, finding.sure, finding.kind.is_crisis


def _parts(text: str) -> list[str]:
    """The sentences of a message and what is joined in a sentence, each once and with words enough."""
    parts: list[list[str]] = []
    for sentence in _SENTENCE.split(text.replace("\u2019", "'")):
        for part in (sentence, *_JOINT.split(sentence)):
            words = part.split()
            parts.extend(words[start : start + _LONGEST_PART] for start in range(0, len(words), _LONGEST_PART))
    return list(dict.fromkeys(" ".join(words) for words in parts if len(words) >= FEWEST_WORDS))


def as_read(text: str, rules: Rules) -> tuple[str, str]:
    """A text on one line as the encoder gets it, and its plain words. Phrases that carry no risk are left out."""
    words, left_out = rules.plain(text)
    return (words if left_out else text), words


def one_line(text: str) -> str:
    """A text without line breaks, needless spaces and curly apostrophes."""
    return " ".join(text.replace("\u2019", "'").split())
