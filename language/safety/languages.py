"""Cries for help in other languages than English: the patterns of rules/languages.yml, matched without accents.

The words of these languages are not mended or written out as English ones are: "pas" is no PA in French.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from language.safety.anchors import Anchors
from language.safety.kinds import About, Finding, RiskKind
from language.safety.patterns import Patterns
from language.safety.text import SHORT_MESSAGE, ends, fold, sentence_parts

FILE = Path(__file__).parent / "rules" / "languages.yml"
HELP = "help_me"
"""Words that may only ask for help with the service: danger, in doubt."""
ASIDE = "aside"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LETTER = str.maketrans(
    {
        **dict.fromkeys("'\u200c\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670"),
        **dict.fromkeys("\u093c\u09bc\u0a3c\u0abc\u0901\u0981\u0a71", ""),
        "\u0131": "i",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        **dict(
            zip(
                "殺報著無護車沒會暈過氣來發藥強騷擾罵經總長錢兒寶動個獨請幫闖進臟風識覺結毆傷們洩脅脈顧災難",
                "杀报着无护车没会晕过气来发药强骚扰骂经总长钱儿宝动个独请帮闯进脏风识觉结殴伤们泄胁脉顾灾难",
                strict=True,
            )
        ),
    }
)
"""Letters that are typed in several ways, as one: without vowel signs, and Chinese as it is simplified."""
_SIGN = re.compile(r"([\u3400-\u9fff])")


@dataclass(frozen=True)
class _Meaning:
    """What a pattern stands for."""

    language: str
    kind: RiskKind
    sure: bool
    name: str


class Languages:
    """The patterns of all languages, ready to read."""

    def __init__(self, file: Path = FILE) -> None:
        """Raises PatternError, ValueError (a kind that is none) or KeyError for a file that is malformed."""
        written: list[str] = []
        self._meanings: list[_Meaning] = []
        aside: dict[str, list[str]] = {}
        data: Mapping[str, Mapping[str, str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
        for language, kinds in data.items():
            for name, lines in kinds.items():
                patterns = [same_letters(line) for line in lines.splitlines() if line.strip()]
                if name == ASIDE:
                    aside[language] = patterns
                    continue
                kind = RiskKind.DANGER_NOW if name == HELP else RiskKind(name)
                written.extend(patterns)
                self._meanings.extend([_Meaning(language, kind, name != HELP, name)] * len(patterns))
        self.codes = tuple(data)
        self.patterns = Patterns(written, {}, Anchors({}))
        self.aside = {language: Patterns(patterns, {}, Anchors({})) for language, patterns in aside.items()}

    def read(self, text: str) -> Finding | None:
        """The most urgent finding in a message, or None; a sure one before one in doubt."""
        found = [self._finding(meaning) for sentence in _sentences(text) for meaning in self._in(sentence)]
        return min(found, key=lambda finding: (not finding.sure, finding.kind.urgency), default=None)

    def _in(self, sentence: str) -> Iterator[_Meaning]:
        for number, pattern in self.patterns.that_may_match(sentence):
            meaning = self._meanings[number]
            if pattern.search(sentence) and not (
                meaning.language in self.aside and self.aside[meaning.language].any_in(sentence)
            ):
                yield meaning

    @staticmethod
    def _finding(meaning: _Meaning) -> Finding:
        about: About = "child" if meaning.kind is RiskKind.CHILD_AT_RISK else "unknown"
        matched = f"languages/{meaning.language}/{meaning.name}"
        return Finding(meaning.kind, about, matched, sure=meaning.sure, language=meaning.language)


def same_letters(text: str) -> str:
    """A text or pattern with one way to write each letter, and Chinese signs apart."""
    return _SIGN.sub(r" \1 ", fold(text).translate(_LETTER))


def _sentences(text: str) -> list[str]:
    folded = ends(text)
    parts = [words for part in sentence_parts(folded) if (words := _words(same_letters(part)))]
    if len(parts) > 1 and len(folded) <= SHORT_MESSAGE:
        parts.append([word for part in parts for word in part])
    return [f" {' '.join(words)} " for words in parts]


def _words(text: str) -> list[str]:
    kept = (letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " " for letter in text)
    return "".join(kept).split()
