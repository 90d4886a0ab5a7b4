"""Letters to copy, from knowledge/letters: asking for a budget, an assessment, or the reasons for a no. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from common.replies import Source
from knowledge.fields import Fields
from knowledge.flow_words import check_file, fill_text, read_sources
from knowledge.located import Document, read_yaml


@dataclass(frozen=True)
class Letter:
    """One letter. The person fills in what stands in [square brackets]; {placeholders} are filled by `filled`.

    when: when to use it; send_to: whom to send it to; body: the letter; simple: the same in simple words; sms: where to
    find it, for a text message; adviser: what an adviser does with it; attach: what to put in with it.
    """

    id: str
    title: str
    when: str
    send_to: str
    body: str
    simple: str
    sms: str
    adviser: str
    attach: tuple[str, ...]
    facts: tuple[str, ...]
    sources: tuple[Source, ...]

    def filled(self, values: Mapping[str, str]) -> "Letter":
        """The letter with its {placeholders} replaced, such as {council} and {icb_name}."""
        return replace(
            self,
            when=fill_text(self.when, values),
            send_to=fill_text(self.send_to, values),
            body=fill_text(self.body, values),
            simple=fill_text(self.simple, values),
            sms=fill_text(self.sms, values),
            adviser=fill_text(self.adviser, values),
            attach=tuple(fill_text(item, values) for item in self.attach),
        )


def load_letters(knowledge: Path) -> dict[str, Letter]:
    """All letters of a knowledge folder by id, in the order of their titles.

    Raises ContentError (file, line, problem, mend).
    """
    letters = [_letter(read_yaml(file), knowledge) for file in (knowledge / "letters").glob("*.yml")]
    return {letter.id: letter for letter in sorted(letters, key=lambda letter: letter.title)}


def _letter(document: Document, knowledge: Path) -> Letter:
    check_file(document)
    read = Fields(document)
    return Letter(
        id=document.file.stem,
        title=read.text("title"),
        when=read.text("when"),
        send_to=read.text("send_to"),
        body=read.text("body"),
        simple=read.text("simple"),
        sms=read.text("sms"),
        adviser=read.text("adviser"),
        attach=read.texts("attach"),
        facts=read.texts("facts"),
        sources=read_sources(document, knowledge),
    )
