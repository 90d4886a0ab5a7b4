"""The first reader: rules written as data, matched sentence by sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from language.safety.kinds import About, Finding, RiskKind
from language.safety.pattern import PatternError, compile_pattern
from language.safety.text import Spelling, fold, sentences

FOLDER = Path(__file__).parent / "rules"
_NEAR = 70  # characters on either side of a match in which an exception counts, when sentences were joined


@dataclass(frozen=True)
class Rule:
    """Patterns for one way of saying something, and what takes the alarm away."""

    id: str
    kind: RiskKind
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    about: About | None


class Rules:
    """All rules, ready to read."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Load words.yml, aside.yml and one file a kind. Raises PatternError or KeyError when a rule is malformed."""
        words = _load(folder / "words.yml")
        lists = {name: "|".join(entries) for name, entries in words["lists"].items()}
        self.spelling = Spelling.of(words["expand"], frozenset(words["keys"]))
        aside = _load(folder / "aside.yml")
        self._aside = _compiled(aside["set_aside"], lists)
        self._child = _compiled(aside["child_signs"], lists)
        self._self_words = frozenset(words["lists"]["self"])
        self._child_words = frozenset(words["lists"]["child"])
        self.rules = tuple(
            rule for kind in RiskKind for rule in _rules(kind, _load(folder / f"{kind.value}.yml"), lists)
        )
        ids = [rule.id for rule in self.rules]
        if len(ids) != len(set(ids)):
            raise PatternError(f"rule ids are not unique: {sorted(i for i in ids if ids.count(i) > 1)}")

    def read(self, text: str) -> Finding | None:
        """The most urgent finding in a message of any length, or None."""
        findings = [finding for sentence in sentences(text, self.spelling) for finding in self._in(sentence)]
        return min(findings, key=lambda finding: finding.kind.urgency, default=None)

    def _in(self, sentence: str) -> Iterator[Finding]:
        for phrase in self._aside:
            sentence = phrase.sub("_ ", sentence)
        for rule in self.rules:
            match = self._match(rule, sentence)
            if match:
                yield self._finding(rule, match, sentence)

    @staticmethod
    def _match(rule: Rule, sentence: str) -> re.Match[str] | None:
        for pattern in rule.patterns:
            for match in pattern.finditer(sentence):
                near = _window(sentence, match)
                if not any(exception.search(near) for exception in rule.unless):
                    return match
        return None

    def _finding(self, rule: Rule, match: re.Match[str], sentence: str) -> Finding:
        about = rule.about or self._about(match)
        near = _window(sentence, match)
        if rule.kind is RiskKind.CHILD_AT_RISK:
            return Finding(rule.kind, "child", rule.id)
        if any(sign.search(near) for sign in self._child):
            kind = RiskKind.CHILD_AT_RISK if rule.kind is RiskKind.ABUSE_OR_NEGLECT else rule.kind
            return Finding(kind, "child", rule.id)
        return Finding(rule.kind, about, rule.id)

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


def _rules(kind: RiskKind, entries: Mapping[str, Any], lists: Mapping[str, str]) -> Iterator[Rule]:
    shared = entries.get("unless", [])
    for rule_id, entry in entries["rules"].items():
        unless = _compiled([*(shared if entry.get("shared", True) else []), *entry.get("unless", [])], lists)
        yield Rule(f"{kind.value}/{rule_id}", kind, _compiled(entry["any"], lists), unless, entry.get("about"))


def _compiled(patterns: Sequence[str], lists: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    return tuple(compile_pattern(fold(pattern), lists) for pattern in patterns)


def _load(path: Path) -> dict[str, Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise PatternError(f"{path.name} must hold a mapping")
    return data
