"""Which words of the glossary a text uses, so that their meaning can be opened where they stand."""

import re
from collections.abc import Mapping

from common.replies import Term as Explained
from knowledge.answer import Answer
from knowledge.evidence import Fact
from knowledge.glossary import Term, explains, is_draft

MOST = 3
"""So many terms of one text can be opened: more would make it hard to read, and more to listen to."""


class TermFinder:
    """Finds the terms of a glossary in texts."""

    def __init__(self, terms: Mapping[str, Term], facts: Mapping[str, Fact]) -> None:
        """Meanings that are drafts are left out (`facts` say which)."""
        shown = [term for term in terms.values() if not is_draft(term, facts)]
        # One name of two terms says nothing; the longest names are tried first.
        self._terms = {name.lower(): term for term in shown for name in term.names}
        names = sorted(self._terms, key=len, reverse=True)
        any_name = "|".join(re.escape(name) for name in names)
        self._any = re.compile(rf"(?<![\w-])({any_name})(?:s|es)?(?![\w-])", re.IGNORECASE) if names else None

    def find(self, text: str, answer: Answer | None = None) -> tuple[Explained, ...]:
        """The terms that a text uses, each as first written there, in order, at most `MOST`.

        answer: the answer whose text it is; a term that it explains itself, or that stands in its title, is left out.
        """
        found: dict[str, Explained] = {}
        for match in self._any.finditer(text) if self._any else ():
            name = match.group(1)
            term = self._terms[name.lower()]
            if self._is_meant(name, term) and not (answer and _is_about(answer, term)):
                found.setdefault(term.key, Explained(written=match.group(), meaning=term.plain.strip()))
        return tuple(found.values())[:MOST]

    def _is_meant(self, name: str, term: Term) -> bool:
        """An abbreviation is one only in capitals: "pip" is not "PIP", and "sent" not "SEN"."""
        return name.isupper() if name.upper() in term.abbreviations else True


def _is_about(answer: Answer, term: Term) -> bool:
    title = answer.title.lower()
    named = any(re.search(rf"(?<!\w){re.escape(name.lower())}s?(?!\w)", title) for name in term.names)
    return named or answer.id == f"meaning-{term.key}" or explains(answer, term)
