"""A line in the person's own language above the words for a danger (facts F-support-01, F-support-03)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from common.replies import Reply, Words
from knowledge.fields import Fields
from knowledge.located import ContentError, read_yaml

FILE = Path(__file__).parent / "languages.yml"
_NUMBERS = ("999", "111")


@dataclass(frozen=True)
class OwnLanguage:
    """What is said in a language. `checked_by`: the native reader who has checked it, empty until somebody has."""

    name: str
    line: str
    checked_by: str


@dataclass(frozen=True)
class OwnLanguages:
    """The lines by language code, and what goes with them in English."""

    lines: Mapping[str, OwnLanguage]
    english: Words

    @staticmethod
    def load(file: Path = FILE) -> "OwnLanguages":
        """Read languages.yml. Raises ContentError, also for a line without 999 and 111."""
        document = read_yaml(file)
        for name in ("reviewed_on", "review_by"):
            Fields(document).day(name)
        Fields(document).text("owner")
        Fields(document).texts("facts")
        lines = {}
        for code in document.data.get("languages") or {}:
            read = Fields(document, ("languages", code))
            line = OwnLanguage(read.text("name"), read.text("line"), read.text("checked_by", required=False))
            if any(number not in line.line for number in _NUMBERS):
                problem = f"the line of {line.name} lacks a number"
                raise ContentError(file, document.line("languages", code), problem, f"Name {' and '.join(_NUMBERS)}")
            lines[code] = line
        english = Fields(document, ("english",))
        words = {name: english.text(name) for name in ("plain", "simple", "sms", "adviser")}
        return OwnLanguages(lines, Words(**words))

    def added_to(self, reply: Reply, code: str) -> Reply:
        """The reply with the line first. A text, where other letters take much room, holds little else."""
        own, english, said = self.lines[code], self.english, reply.words
        words = Words(
            plain=f"{own.line}\n{english.plain}\n{said.plain}",
            simple=f"{own.line}\n{english.simple}\n{said.simple}",
            sms=f"{own.line} {english.sms}",
            adviser=f"{english.adviser.format(language=own.name)}\n{said.adviser}",
        )
        return replace(reply, words=words)


@cache
def _own_languages() -> OwnLanguages:
    return OwnLanguages.load()


def in_their_language(reply: Reply, code: str) -> Reply:
    """A reply about a danger with a line in another language first. Raises KeyError for a language without a line."""
    return _own_languages().added_to(reply, code)


def known_languages() -> tuple[str, ...]:
    """The codes of the languages that have a line."""
    return tuple(_own_languages().lines)
