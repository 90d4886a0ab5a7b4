"""One line in other languages, for people who write in one: it reads English only, ask for an interpreter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from common.replies import Reply
from knowledge.fields import Fields
from knowledge.located import ContentError, read_yaml

_DRAFT = "draft"


@dataclass(frozen=True)
class Line:
    """A language's English name, its code for screen readers (BCP 47), and the line."""

    name: str
    code: str
    line: str


@dataclass(frozen=True)
class Languages:
    """The lines of knowledge/languages.yml by language (a key of language/other_languages.yml).

    adviser: what an adviser is told first, with `{language}` for its name.
    """

    lines: Mapping[str, Line]
    adviser: str

    @staticmethod
    def load(folder: Path) -> "Languages":
        """Read languages.yml in the knowledge folder. Raises ContentError (file, line, problem, mend)."""
        document = read_yaml(folder / "languages.yml")
        lines = {}
        for key, entry in (document.data.get("languages") or {}).items():
            read = Fields(document, ("languages", key))
            if entry.get("native_check") != _DRAFT:
                read.day("native_check")
            lines[key] = Line(read.text("name"), read.text("code"), read.text("line"))
        if not lines:
            raise ContentError(document.file, 1, "there are no `languages`", "Add one, or take the file out of use")
        return Languages(lines, Fields(document).text("adviser"))

    def beside(self, reply: Reply, language: str) -> Reply:
        """The reply with the line of the language under it on the web; for an adviser, its name. Texts stay English."""
        line = self.lines.get(language)
        if line is None:
            return reply
        words = reply.words
        return replace(
            reply,
            words=replace(
                words,
                plain=f"{words.plain}\n\n{line.line}",
                simple=f"{words.simple}\n{line.line}",
                adviser=f"{self.adviser.replace('{language}', line.name)} {words.adviser}",
            ),
        )
