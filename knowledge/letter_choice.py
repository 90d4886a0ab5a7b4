"""Which letter somebody wants, and what is said about it: knowledge/plan/letters.yml. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from common.replies import Choice, Link, Reply, Words
from knowledge.fields import Fields
from knowledge.flow_words import Saying, check_file, fill_text, keys_of, problem, read_sayings
from knowledge.letters import Letter, load_letters
from knowledge.located import Document, read_yaml
from language.naming import Names

INTENT = "write_letter"
ENTITY = "letter"
MONEY = ("nhs", "council")
ALL = "/letters"


@dataclass(frozen=True)
class Kind:
    """Something that people write about. letters: the id for `nhs` and `council`; the same one where rules agree."""

    key: str
    label: str
    letters: Mapping[str, str]
    called: tuple[str, ...]

    @property
    def only(self) -> str | None:
        """The one letter of the kind, or None when there are two."""
        ids = {*self.letters.values()}
        return ids.pop() if len(ids) == 1 else None


@dataclass(frozen=True)
class LetterChoice:
    """The kinds in their order, the names of single letters, and what is said."""

    kinds: Mapping[str, Kind]
    by_name: Mapping[str, tuple[str, ...]]
    money: Mapping[str, tuple[str, ...]]
    sayings: Mapping[str, Saying]
    labels: Mapping[str, str]
    letters: Mapping[str, Letter]

    def wanted(self, text: str) -> str | None:
        """The id of the letter or the key of the kind that a text names; None for neither, or for several kinds."""
        single = self._single.in_text(text)
        if len(single) == 1:
            return single[0]
        kinds = self._kinds.in_text(text)
        if len(kinds) != 1:
            return None
        money = self._money.in_text(text)
        return self.kinds[kinds[0]].letters[money[0]] if len(money) == 1 else kinds[0]

    def reply(self, wanted: str | None, values: Mapping[str, str], channel: str) -> Reply:
        """The letter, or the question that is still open: whom it is to, or which one. values: those of council.yml."""
        kind = self.kinds.get(wanted or "")
        id = kind.only if kind else wanted
        if id in self.letters:
            return self._letter(self.letters[str(id)].filled(values), channel)
        everything = () if channel == "sms" else (Link(self.labels["all"], ALL),)
        if kind:
            choices = (self._choice(self.labels[money], kind.letters[money]) for money in MONEY)
            return Reply(self.sayings["whose"].words, choices=(*choices, self._person), links=everything)
        choices = (self._choice(each.label, each.key) for each in self.kinds.values())
        return Reply(self.sayings["which"].words, choices=tuple(choices), links=everything)

    def _letter(self, letter: Letter, channel: str) -> Reply:
        """On the web with links to it; for an adviser with the letter itself; in a text, what it comes to."""
        values = {name: getattr(letter, name).strip() for name in ("title", "when", "sms", "adviser", "body")}
        said = self.sayings["letter"].words
        words = Words(**{name: fill_text(text, values) for name, text in vars(said).items()})
        page = f"{ALL}/{letter.id}"
        links = (
            Link(fill_text(self.labels["page"], values), page),
            Link(self.labels["pdf"], f"{page}.pdf"),
            Link(self.labels["pdf_simple"], f"{page}.pdf?words=simple"),
        )
        choices = (self._person,) if channel == "sms" else (Choice(self.labels["other"], INTENT), self._person)
        return Reply(words, choices=choices, sources=letter.sources, links=() if channel == "sms" else links)

    def _choice(self, label: str, wanted: str) -> Choice:
        return Choice(label, INTENT, {ENTITY: wanted})

    @property
    def _person(self) -> Choice:
        return Choice(self.labels["person"], "talk_to_person")

    @cached_property
    def _single(self) -> Names:
        return Names(self.by_name)

    @cached_property
    def _kinds(self) -> Names:
        return Names({key: kind.called for key, kind in self.kinds.items()})

    @cached_property
    def _money(self) -> Names:
        return Names(self.money)


def load_letter_choice(folder: Path) -> LetterChoice:
    """Read knowledge/plan/letters.yml and the letters. Raises ContentError (file, line, problem, mend)."""
    document, letters = read_yaml(folder / "letters.yml"), load_letters(folder.parent)
    check_file(document)
    by_name = _lists(document, "letters")
    for id in by_name:
        _known(id, letters, document, "letters", id)
    return LetterChoice(
        kinds={key: _kind(document, key, letters) for key in keys_of(document, "kinds")},
        by_name=by_name,
        money=_lists(document, "money"),
        sayings=read_sayings(document, "sayings"),
        labels={key: Fields(document, ("labels",)).text(key) for key in keys_of(document, "labels")},
        letters=letters,
    )


def _kind(document: Document, key: str, letters: Mapping[str, Letter]) -> Kind:
    read = Fields(document, ("kinds", key))
    one = read.text("letter", required=False)
    ids = {money: one or read.text(money) for money in MONEY}
    for money, id in ids.items():
        _known(id, letters, document, "kinds", key, "letter" if one else money)
    return Kind(key, read.text("label"), ids, read.texts("called"))


def _lists(document: Document, key: str) -> dict[str, tuple[str, ...]]:
    read = Fields(document, (key,))
    return {name: read.texts(name) for name in keys_of(document, key)}


def _known(id: str, letters: Mapping[str, Letter], document: Document, *place: str) -> None:
    if id not in letters:
        raise problem(document, place, f"there is no letter `{id}`", "Use an id of knowledge/letters")
