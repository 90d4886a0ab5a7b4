"""The words of the safety replies, with the council's own numbers (facts F-safety-03 to F-safety-20)."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from common.replies import Choice, Reply, Words
from knowledge.fields import Fields
from knowledge.helplines import Helplines
from knowledge.located import ContentError, Document, Place, read_yaml
from language.safety import RiskKind

FILE = Path(__file__).parent / "replies.yml"
_REGISTERS = ("plain", "simple", "sms", "adviser")
_SHORT = frozenset({"sms"})  # registers that take the short form of a phrase


@dataclass(frozen=True)
class Phrase:
    """One way to name a local team. It is used when council.yml has all numbers it needs."""

    needs: tuple[str, ...]
    long: str
    short: str


@dataclass(frozen=True)
class Entry:
    """A reply before local numbers are filled in; `helplines` are keys of helplines.yml."""

    words: Words
    choices: tuple[Choice, ...]
    helplines: tuple[str, ...]


@dataclass(frozen=True)
class SafetyWording:
    """All safety replies: (kind, variant) to entry; variants are default, other and child."""

    entries: Mapping[tuple[str, str], Entry]
    phrases: Mapping[str, tuple[Phrase, ...]]
    cannot_speak: Entry
    told: Mapping[str, Words]
    helplines: Helplines

    @staticmethod
    def load(file: Path = FILE, helplines: Helplines | None = None) -> "SafetyWording":
        """Read replies.yml. Raises ContentError: a kind without words must be seen at start, not in a crisis."""
        document = read_yaml(file)
        for name in ("reviewed_on", "review_by"):
            Fields(document).day(name)
        Fields(document).text("owner")
        lines = helplines or Helplines.load()
        phrases = {name: _phrases(document, name) for name in document.data.get("phrases") or {}}
        entries = {}
        for kind in RiskKind:
            variants = (document.data.get("kinds") or {}).get(kind.value)
            if not isinstance(variants, dict):
                problem, mend = f"there are no words for {kind.value}", "Write them as for the other kinds"
                raise ContentError(file, document.line("kinds"), problem, mend)
            Fields(document, ("kinds", kind.value)).texts("facts")
            for variant in {"default", *variants} - {"facts"}:
                place = ("kinds", kind.value, variant)
                entries[kind.value, variant] = _entry(document, place, frozenset(phrases), lines)
        told = {who: _words(document, ("told", who), frozenset()) for who in document.data.get("told") or {}}
        cannot_speak = _entry(document, ("cannot_speak",), frozenset(phrases), lines)
        return SafetyWording(entries, phrases, cannot_speak, told, lines)

    def reply(self, kind: str, about: str, contacts: Mapping[str, str], show_untested: bool = False) -> Reply:
        """The reply for a kind of risk. Raises ValueError for a kind that is not a RiskKind."""
        kind = RiskKind(kind).value
        entry = self.entries.get((kind, about), self.entries[kind, "default"])
        if about == "child" and (kind, "child") not in self.entries:
            entry = self.entries.get((kind, "other"), entry)
        return self.filled(entry, contacts, show_untested)

    def filled(self, entry: Entry, contacts: Mapping[str, str], show_untested: bool) -> Reply:
        """An entry with the council's numbers. `contacts`: the keys and values of council.yml; empty where not set."""
        words = {name: self._fill(getattr(entry.words, name), contacts, name in _SHORT) for name in _REGISTERS}
        shown = tuple(self.helplines.contact(key, show_untested, contacts) for key in entry.helplines)
        return Reply(words=Words(**words), choices=entry.choices, contacts=shown)

    def _fill(self, text: str, contacts: Mapping[str, str], short: bool) -> str:
        values = {}
        for name, phrases in self.phrases.items():
            phrase = next(phrase for phrase in phrases if all(contacts.get(key) for key in phrase.needs))
            values[name] = (phrase.short if short else phrase.long).format_map(contacts)
        return text.format_map(values)


def safety_reply(finding_kind: str, about: str, contacts: Mapping[str, str], *, show_untested: bool = False) -> Reply:
    """What to say to a finding. `finding_kind`: a RiskKind's value; `about`: self, child, other or unknown.

    contacts: council.yml's local contacts, empty where not set; show_untested: its `show_numbers_not_ring_tested`.
    Raises ValueError for an unknown kind.
    """
    return _wording().reply(finding_kind, about, contacts, show_untested)


def cannot_speak_reply(contacts: Mapping[str, str]) -> Reply:
    """How to get help without a voice call (facts F-support-02, F-support-03)."""
    wording = _wording()
    return wording.filled(wording.cannot_speak, contacts, show_untested=False)


def told_words(tell: str) -> Words | None:
    """What may be said once a record for `tell` (Escalation.tell) was committed; None when nobody was told."""
    return _wording().told.get(tell)


@cache
def _wording() -> SafetyWording:
    return SafetyWording.load()


def _phrases(document: Document, name: str) -> tuple[Phrase, ...]:
    phrases = []
    for index in range(len(Fields(document, ("phrases",)).items(name))):
        read = Fields(document, ("phrases", name, index))
        needs = read.texts("needs")
        long, short = read.text("long"), read.text("short")
        if unknown := (_placeholders(long) | _placeholders(short)) - set(needs):
            problem, mend = f"the phrase uses {sorted(unknown)}", "Name what it uses in `needs`"
            raise ContentError(document.file, document.line("phrases", name, index), problem, mend)
        phrases.append(Phrase(needs, long, short))
    if not phrases or phrases[-1].needs:
        problem, mend = f"`{name}` has no words for a council without numbers", "Add a last entry with `needs: []`"
        raise ContentError(document.file, document.line("phrases", name), problem, mend)
    return tuple(phrases)


def _entry(document: Document, place: Place, phrases: frozenset[str], helplines: Helplines) -> Entry:
    read = Fields(document, place)
    words = _words(document, place, phrases)
    choices = []
    for key in read.texts("choices"):
        if key not in (document.data.get("choices") or {}):
            raise ContentError(document.file, document.line(*place, "choices"), f"no choice {key!r}", "Add it above")
        choice = Fields(document, ("choices", key))
        choices.append(Choice(choice.text("label"), choice.text("intent"), choice.pairs("entities")))
    keys = read.texts("helplines")
    if unknown := set(keys) - helplines.lines.keys():
        problem, mend = f"no helpline {sorted(unknown)}", "Use keys of helplines.yml"
        raise ContentError(document.file, document.line(*place, "helplines"), problem, mend)
    return Entry(words, tuple(choices), keys)


def _words(document: Document, place: Place, phrases: frozenset[str]) -> Words:
    read = Fields(document, place)
    texts = {name: read.text(name) for name in _REGISTERS}
    for name, text in texts.items():
        if unknown := _placeholders(text) - phrases:
            problem, mend = f"`{name}` uses {sorted(unknown)}", "Use names of `phrases`"
            raise ContentError(document.file, document.line(*place, name), problem, mend)
    return Words(**texts)


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
