"""One reviewed answer: what its file holds."""

from dataclasses import dataclass
from datetime import date

from common.replies import Choice, Words
from knowledge.fields import Fields
from knowledge.flow_words import read_choices
from knowledge.located import Document

LABEL_LENGTH = 60
ASK_QUESTION = "ask_question"
SPENDING = "spending"
"""The topic of the things of knowledge/spending."""


@dataclass(frozen=True)
class Answer:
    """One reviewed answer, as in its file.

    label: a shorter title for buttons, or empty. history: the years it is about, when it tells of the past and not of
    today's rules. scheme: the key of a local scheme of council.yml without which it is not shown, or empty. ways: what
    to do about it here, such as a letter; where there are some, they are offered in the place of `next`. always_offer:
    there is so much at stake that a person is offered with it.
    """

    id: str
    topic: str
    title: str
    questions: tuple[str, ...]
    plain: str
    simple: str
    sms: str
    adviser: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    funder: str
    nations: tuple[str, ...]
    reviewed_on: date
    review_by: date
    owner: str
    next: tuple[str, ...] = ()
    ways: tuple[Choice, ...] = ()
    more: str = ""
    label: str = ""
    helplines: tuple[str, ...] = ()
    draft: bool = False
    history: str = ""
    scheme: str = ""
    always_offer: bool = False

    @property
    def words(self) -> Words:
        """The answer in each register."""
        return Words(plain=self.plain, simple=self.simple, sms=self.sms, adviser=self.adviser)

    def choice(self) -> Choice:
        """This answer, offered as something to ask next."""
        return Choice(label=shorten(self.label or self.title), intent=ASK_QUESTION, entities={"answer": self.id})


def shorten(title: str, length: int = LABEL_LENGTH) -> str:
    """A title that fits on a button: cut at a word, with three dots, when it is longer than `length` characters."""
    if len(title) <= length:
        return title
    return title[: length - 2].rsplit(" ", 1)[0].rstrip(" ,;:-") + "..."


def answer_from(document: Document) -> Answer:
    """The answer of one file. Raises ContentError when a field is missing or of another kind."""
    read = Fields(document)
    return Answer(
        id=document.file.stem,
        topic=document.file.parent.name,
        title=read.text("title"),
        label=read.text("label", required=False),
        questions=read.texts("questions"),
        plain=read.text("plain"),
        simple=read.text("simple"),
        sms=read.text("sms"),
        adviser=read.text("adviser"),
        more=read.text("more", required=False),
        next=read.texts("next"),
        helplines=read.texts("helplines", required=False),
        facts=read.texts("facts"),
        sources=read.texts("sources"),
        funder=read.text("funder"),
        nations=read.texts("nations"),
        reviewed_on=read.day("reviewed_on"),
        review_by=read.day("review_by"),
        owner=read.text("owner"),
        draft=read.flag("draft"),
        history=read.text("history", required=False),
        ways=read_choices(document, field="ways") if read.items("ways") else (),
        scheme=read.text("scheme", required=False),
        always_offer=read.flag("always_offer"),
    )
