"""The reviewed answers of a knowledge folder, with the sources and facts they rest on."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from common.replies import Choice, Reply, Source
from knowledge.answer import ASK_QUESTION, Answer, answer_from
from knowledge.asked import load_asked, with_asked
from knowledge.evidence import Fact, SourceEntry, load_facts, load_sources
from knowledge.glossary import load_glossary, with_glossary
from knowledge.located import ContentError, Document, read_yaml
from knowledge.signoff import is_signed, load_sign_offs
from knowledge.spending import load_spending
from knowledge.spending_answers import with_spending

MAX_CHOICES = 3


@dataclass(frozen=True)
class Content:
    """All answers, sources and facts of one folder or one knowledge.db, by id or key.

    `signed`: the ids of the answers that are signed off as they stand now.
    """

    answers: Mapping[str, Answer]
    sources: Mapping[str, SourceEntry]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    signed: frozenset[str] = frozenset()

    @cached_property
    def version(self) -> str:
        """The SHA-256 of all that people can be shown: the same content always has the same version."""
        parts: list[object] = [asdict(self.answers[key]) for key in sorted(self.answers)]
        parts += [asdict(self.sources[key]) for key in sorted(self.sources)]
        parts.append(sorted(self.signed))
        return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()

    def reply(self, answer_id: str, may_be_shown: Callable[[str], bool] = lambda id: True) -> Reply:
        """An answer with its sources and up to three questions to ask next, of those that may be shown.

        Raises KeyError for an unknown id.
        """
        answer = self.answers[answer_id]
        ways = [way for way in answer.ways if way.intent != ASK_QUESTION or may_be_shown(way.entities["answer"])]
        if ways:
            return self._reply(answer, ways)
        offered = [self.answers[key].choice() for key in answer.next if key in self.answers and may_be_shown(key)]
        return self._reply(answer, offered[:MAX_CHOICES])

    def _reply(self, answer: Answer, choices: Sequence[Choice]) -> Reply:
        return Reply(words=answer.words, choices=tuple(choices), sources=self.sources_of(answer), answer=answer.id)

    def sources_of(self, answer: Answer) -> tuple[Source, ...]:
        """Where an answer comes from, in the order its file names them."""
        entries = (self.sources[key] for key in answer.sources if key in self.sources)
        return tuple(Source(title=entry.title, url=entry.url, checked=entry.read_on) for entry in entries)


def answer_documents(folder: Path) -> list[Document]:
    """The raw answer files of a knowledge folder, in order of path. Raises ContentError for one that is not YAML."""
    return [read_yaml(file) for file in sorted((folder / "answers").glob("*/*.yml"))]


def load_answers(folder: Path) -> Content:
    """Load a knowledge folder, drafts, glossary and things to spend on included.

    Raises ContentError (file, line, problem, mend).
    """
    answers: dict[str, Answer] = {}
    for document in answer_documents(folder):
        answer = answer_from(document)
        if answer.id in answers:
            raise ContentError(
                document.file, 1, f"another topic has an answer `{answer.id}`", "Rename one of the files"
            )
        answers[answer.id] = answer
    facts = load_facts(folder)
    answers = with_glossary(load_glossary(folder), facts, answers)
    if catalogue := load_spending(folder):
        answers = with_spending(catalogue, facts, answers)
    answers = with_asked(load_asked(folder), answers)
    sign_offs = load_sign_offs(folder)
    signed = frozenset(answer.id for answer in answers.values() if is_signed(answer, sign_offs))
    return Content(answers=answers, sources=load_sources(folder), facts=facts, signed=signed)
