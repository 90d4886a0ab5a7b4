"""Reads the words, options and ways on of guided conversations from their files, and fills in values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from common.replies import Choice, Reply, Source, Words
from knowledge.evidence import load_sources
from knowledge.fields import Fields
from knowledge.flow import Option
from knowledge.located import ContentError, Document, Place

REGISTERS = ("plain", "simple", "sms", "adviser")
GIVE_ANSWER = "give_answer"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Saying:
    """Words with the ways on that they offer, as in a file."""

    words: Words
    choices: tuple[Choice, ...] = ()

    def reply(self, values: Mapping[str, str], *choices: Choice, sources: tuple[Source, ...] = ()) -> Reply:
        """What is said, its placeholders filled; `choices` come before those of the file."""
        return Reply(words=fill(self.words, values), choices=(*choices, *self.choices), sources=sources)


def fill(words: Words, values: Mapping[str, str]) -> Words:
    """The words with {placeholders} replaced. One without a value stays as it is: somebody above may know it."""
    return Words(**{name: fill_text(getattr(words, name), values) for name in REGISTERS})


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """A text with {placeholders} replaced, once: what a person typed is never read as a placeholder."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group()), text)


def simple_only(words: Words) -> Words:
    """The words with the simple ones for the web too, for somebody who asked for simpler words."""
    return Words(plain=words.simple, simple=words.simple, sms=words.sms, adviser=words.adviser)


def offered(option: Option) -> Choice:
    """An option as a way on."""
    return Choice(option.label, GIVE_ANSWER, {"option": option.key})


def read_words(document: Document, *place: str | int) -> Words:
    """The four registers of the mapping at a place. Raises ContentError when one is missing."""
    keys_of(document, *place)
    read = Fields(document, place)
    return Words(**{name: read.text(name) for name in REGISTERS})


def read_saying(document: Document, *place: str | int) -> Saying:
    """Words and, where given, `choices` (label, intent, entities). Raises ContentError."""
    return Saying(read_words(document, *place), read_choices(document, *place))


def read_sayings(document: Document, *place: str | int) -> dict[str, Saying]:
    """All sayings of the mapping at a place, by key. Raises ContentError."""
    return {key: read_saying(document, *place, key) for key in keys_of(document, *place)}


def read_choices(document: Document, *place: str | int, field: str = "choices") -> tuple[Choice, ...]:
    """The `choices` (or another field) of the mapping at a place; none when left out. Raises ContentError."""
    found = []
    for index in range(len(Fields(document, place).items(field))):
        read = Fields(document, (*place, field, index))
        found.append(Choice(read.text("label"), read.text("intent"), read.pairs("entities")))
    return tuple(found)


def read_options(document: Document, *place: str | int) -> tuple[Option, ...]:
    """The `options` of the mapping at a place. Raises ContentError when there are none or a key is there twice."""
    found: list[Option] = []
    if place:
        keys_of(document, *place)
    for index in range(len(Fields(document, place).items("options"))):
        read = Fields(document, (*place, "options", index))
        option = Option(read.text("key"), read.text("label"), read.texts("accepts", required=False))
        if option.key in {other.key for other in found}:
            raise problem(
                document, (*place, "options", index), f"the option `{option.key}` is there twice", "Rename one"
            )
        found.append(option)
    if not found:
        raise problem(document, (*place, "options"), "there are no options", "Give at least one with key and label")
    return tuple(found)


def read_sources(document: Document, knowledge: Path) -> tuple[Source, ...]:
    """The sources that a file names, from sources.yml of the knowledge folder. Raises ContentError."""
    entries = load_sources(knowledge)
    found = []
    for index, key in enumerate(Fields(document).texts("sources")):
        if key not in entries:
            raise problem(document, ("sources", index), f"there is no source `{key}`", "Use a key of sources.yml")
        found.append(Source(title=entries[key].title, url=entries[key].url, checked=entries[key].read_on))
    return tuple(found)


def check_file(document: Document) -> None:
    """What every file of a flow must say: facts, owner and review dates. Raises ContentError."""
    whole = Fields(document)
    whole.texts("facts")
    whole.text("owner")
    whole.day("reviewed_on")
    whole.day("review_by")


def keys_of(document: Document, *place: str | int) -> list[str]:
    """The keys of the mapping at a place. Raises ContentError when it is none."""
    data = value_at(document, *place)
    if not isinstance(data, Mapping):
        raise problem(document, place, f"`{place[-1]}` is missing or no mapping", "Give it fields of its own")
    return list(data)


def value_at(document: Document, *place: str | int) -> object:
    """What stands at a place, or None."""
    data: Any = document.data
    for key in place:
        inside = key in data if isinstance(data, Mapping) else isinstance(data, list) and key in range(len(data))
        data = data[key] if inside else None
    return cast(object, data)


def problem(document: Document, place: Place, what: str, mend: str) -> ContentError:
    """The error of a place in a file."""
    return ContentError(document.file, document.line(*place), what, mend)
