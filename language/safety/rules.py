"""The first reader: rules written as data, matched sentence by sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from language.safety.anchors import Anchors
from language.safety.kinds import About, Finding, RiskKind
from language.safety.pattern import PatternError
from language.safety.patterns import Patterns
from language.safety.text import Spelling, sentences

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).parent / "rules"
_NEAR = 70  # characters on either side of a match in which an exception counts, when sentences were joined


@dataclass(frozen=True)
class Rule:
    """Patterns for one way of saying something, and what takes the alarm away."""

    id: str
    kind: RiskKind
    written: tuple[str, ...]
    unless: Patterns
    about: About | None


class Rules:
    """All rules, ready to read."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Load words.yml, aside.yml and one file a kind. Raises PatternError or KeyError for what is missing."""
        words = _load(folder / "words.yml")
        lists = {name: "|".join(entries) for name, entries in words["lists"].items()}
        self.spelling = Spelling.of(words["expand"], frozenset(words["counted"]), frozenset(words["keys"]))
        anchors = Anchors(lists)
        aside = _load(folder / "aside.yml")
        self._aside = Patterns(aside["set_aside"], lists, anchors)
        self._child = Patterns(aside["child_signs"], lists, anchors)
        self._self_words = frozenset(words["lists"]["self"])
        self._child_words = frozenset(words["lists"]["child"])
        # The most urgent kind first, so that the first match in a sentence is its most urgent one.
        self.rules = tuple(
            rule for kind in RiskKind for rule in _rules(kind, _load(folder / f"{kind.value}.yml"), lists, anchors)
        )
        ids = [rule.id for rule in self.rules]
        if len(ids) != len(set(ids)):
            raise PatternError(f"rule ids are not unique: {sorted(i for i in ids if ids.count(i) > 1)}")
        self._rule_of = [rule for rule in self.rules for _ in rule.written]
        self._patterns = Patterns([pattern for rule in self.rules for pattern in rule.written], lists, anchors)

    def read(self, text: str) -> Finding | None:
        """The most urgent finding in a message of any length, or None."""
        findings = [finding for sentence in sentences(text, self.spelling) if (finding := self._in(sentence))]
        return min(findings, key=lambda finding: finding.kind.urgency, default=None)

    def plain(self, text: str) -> tuple[str, bool]:
        """A text as one row of plain words without the phrases that carry no risk, and whether there were any."""
        words = f" {self.spelling.plain(text)} "
        left = self._without_phrases(words)
        return left.replace("_ ", "").strip(), left != words

    def _without_phrases(self, sentence: str) -> str:
        for _, phrase in self._aside.that_may_match(sentence):
            sentence = phrase.sub("_ ", sentence)
        return sentence

    def all_in(self, sentence: str) -> Iterator[Rule]:
        """Every rule that fires in " word word ", the most urgent first."""
        return (rule for rule, _, _ in self._matches(self._without_phrases(sentence)))

    def _in(self, sentence: str) -> Finding | None:
        found = next(self._matches(self._without_phrases(sentence)), None)
        return self._finding(*found) if found else None

    def _matches(self, sentence: str) -> Iterator[tuple[Rule, re.Match[str], str]]:
        """Rule, match and the words near it, where nothing near takes the alarm away."""
        for number, pattern in self._patterns.that_may_match(sentence):
            rule = self._rule_of[number]
            for match in pattern.finditer(sentence):
                near = _window(sentence, match)
                if not rule.unless.any_in(near):
                    yield rule, match, near

    def _finding(self, rule: Rule, match: re.Match[str], near: str) -> Finding:
        if rule.kind is RiskKind.CHILD_AT_RISK:
            return Finding(rule.kind, "child", rule.id)
        if self._child.any_in(near):
            kind = RiskKind.CHILD_AT_RISK if rule.kind is RiskKind.ABUSE_OR_NEGLECT else rule.kind
            return Finding(kind, "child", rule.id)
        return Finding(rule.kind, rule.about or self._about(match), rule.id)

    def _about(self, match: re.Match[str]) -> About:
        who = match.groupdict().get("who")
        if not who:
            return "unknown"
        words = set(who.split())
        if words & self._child_words:
            return "child"
        return "self" if words <= self._self_words else "other"


def _window(sentence: str, match: re.Match[str]) -> str:
    start = sentence.rfind(" ", 0, max(match.start() - _NEAR, 1))
    end = sentence.find(" ", min(match.end() + _NEAR, len(sentence) - 1))
    return sentence[max(start, 0) : end + 1 if end >= 0 else len(sentence)]


def _rules(kind: RiskKind, entries: Mapping[str, Any], lists: Mapping[str, str], anchors: Anchors) -> Iterator[Rule]:
    shared = entries.get("unless", [])
    for rule_id, entry in entries["rules"].items():
        unless = Patterns([*(shared if entry.get("shared", True) else []), *entry.get("unless", [])], lists, anchors)
        yield Rule(f"{kind.value}/{rule_id}", kind, tuple(entry["any"]), unless, entry.get("about"))


def _load(path: Path) -> dict[str, Any]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
    if not isinstance(data, dict):
        raise PatternError(f"{path.name} must hold a mapping")
    return data
