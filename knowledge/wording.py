"""What the assistant says that is not an answer: greetings, questions, apologies. From knowledge/replies/*.yml."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from common.replies import Choice, Reply, Words
from knowledge.fields import Fields
from knowledge.located import ContentError, Document, read_yaml

_FILE_FIELDS = frozenset({"reviewed_on", "review_by", "owner"})
_REGISTERS = ("plain", "simple", "sms", "adviser")


class WordingError(KeyError):
    """A reply that is not there, or a value that it needs and was not given."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Wording:
    """The system replies by id. Their texts may hold {placeholders}. `helplines`: whose contacts each one shows."""

    replies: Mapping[str, Reply]
    helplines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def say(self, reply_id: str, /, **values: object) -> Reply:
        """A reply with its placeholders filled. Raises WordingError for an unknown id or a value that is missing."""
        if reply_id not in self.replies:
            raise WordingError(f"there is no reply `{reply_id}` in knowledge/replies")
        reply = self.replies[reply_id]
        try:
            words = Words(**{name: getattr(reply.words, name).format(**values) for name in _REGISTERS})
            choices = tuple(
                Choice(choice.label.format(**values), choice.intent, choice.entities) for choice in reply.choices
            )
        except KeyError as error:
            raise WordingError(f"the reply `{reply_id}` needs a value for {error}") from None
        return Reply(words=words, choices=choices)

    def needs(self, reply_id: str) -> frozenset[str]:
        """The names of the values that a reply needs. Raises WordingError for an unknown id."""
        if reply_id not in self.replies:
            raise WordingError(f"there is no reply `{reply_id}` in knowledge/replies")
        reply = self.replies[reply_id]
        texts = [getattr(reply.words, name) for name in _REGISTERS] + [choice.label for choice in reply.choices]
        return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)


def load_wording(folder: Path) -> Wording:
    """All replies of knowledge/replies. Raises ContentError (file, line, problem, mend)."""
    replies: dict[str, Reply] = {}
    helplines: dict[str, tuple[str, ...]] = {}
    for file in sorted((folder / "replies").glob("*.yml")):
        document = read_yaml(file)
        for reply_id in document.data:
            if reply_id in _FILE_FIELDS:
                continue
            if reply_id in replies:
                line = document.line(reply_id)
                raise ContentError(file, line, f"another file has a reply `{reply_id}`", "Rename one of them")
            replies[reply_id] = _reply(document, reply_id)
            helplines[reply_id] = Fields(document, (reply_id,)).texts("helplines", required=False)
    return Wording(replies, helplines)


def _reply(document: Document, reply_id: str) -> Reply:
    read = Fields(document, (reply_id,))
    words = Words(
        plain=read.text("plain"),
        simple=read.text("simple", required=False),
        sms=read.text("sms", required=False),
        adviser=read.text("adviser", required=False),
    )
    for name in _REGISTERS:
        try:
            list(string.Formatter().parse(getattr(words, name)))
        except ValueError as error:
            line = document.line(reply_id, name)
            raise ContentError(document.file, line, f"a placeholder is broken: {error}", "Write it as {name}") from None
    return Reply(words=words, choices=tuple(_choices(document, reply_id)))


def _choices(document: Document, reply_id: str) -> list[Choice]:
    choices = []
    for index in range(len(Fields(document, (reply_id,)).items("choices"))):
        read = Fields(document, (reply_id, "choices", index))
        choices.append(Choice(read.text("label"), read.text("intent"), read.pairs("entities")))
    return choices
