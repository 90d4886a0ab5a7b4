"""Everything the assistant can say, in order, for those who sign it off. Rendered by bot/report.py."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.answer import Answer
from knowledge.check_wording import wording_files
from knowledge.content import Content, load_answers
from knowledge.evidence import SourceEntry
from knowledge.located import Document, Place, read_yaml
from knowledge.signoff import SignOff, SignOffs, load_sign_offs, roles_needed, standing
from knowledge.spending import load_spending
from knowledge.spending_table import spending_table

REGISTERS = {
    "plain": "On the web",
    "simple": "Simple words",
    "sms": "By text",
    "adviser": "For advisers",
    "more": "If asked for more",
}
_FUNDERS = {"nhs": "NHS rules", "council": "council rules", "both": "NHS and council rules"}
_ROLES = {"council": "council", "icb": "ICB"}
# What has parts of its own in the report, or words that answers are made of.
_NOT_CONVERSATIONS = {"glossary.yml", "helplines.yml"}


@dataclass(frozen=True)
class Entry:
    """One thing that can be said: its words by register, what it rests on, and who signed it.

    title may be empty; file: from the knowledge folder; sign: who has to (nobody for what is no answer).
    """

    title: str
    file: str
    words: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    standing: str = ""
    signatures: tuple[SignOff, ...] = ()
    sign: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of the report with its entries."""

    title: str
    intro: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Report:
    """The whole. version: the content version (SHA-256) that it was made from; counts: answers by where they stand."""

    version: str
    counts: Mapping[str, int]
    parts: tuple[Part, ...]


def make_report(folder: Path, topics: tuple[str, ...] = ()) -> Report:
    """All that a knowledge folder can make the assistant say; with `topics`, only the answers of these.

    Raises ContentError.
    """
    content, sign_offs = load_answers(folder), load_sign_offs(folder)
    counts: dict[str, int] = {}
    for answer in content.answers.values():
        stands = standing(answer, sign_offs).value
        counts[stands] = counts.get(stands, 0) + 1
    parts = list(_answer_parts(content, sign_offs, topics))
    if not topics:
        parts += [*_things_to_buy(folder), *_conversation_parts(folder)]
        parts.append(_helplines(folder))
    return Report(content.version, counts, tuple(parts))


def _answer_parts(content: Content, sign_offs: SignOffs, topics: tuple[str, ...]) -> Iterator[Part]:
    for topic in sorted({answer.topic for answer in content.answers.values()}):
        if topics and topic not in topics:
            continue
        answers = [answer for answer in content.answers.values() if answer.topic == topic]
        entries = tuple(_answer(answer, content, sign_offs) for answer in sorted(answers, key=lambda each: each.title))
        yield Part(f"Answers: {topic}", f"{len(entries)} answers.", entries)


def _answer(answer: Answer, content: Content, sign_offs: SignOffs) -> Entry:
    words = {name: getattr(answer, name) for name in REGISTERS}
    nations = ", ".join(nation.replace("-", " ").title() for nation in answer.nations)
    notes = [
        f"Tells {_FUNDERS[answer.funder]}, for {nations}.",
        f"Rests on {', '.join(answer.facts)}.",
        f"Reviewed {answer.reviewed_on}, to be reviewed by {answer.review_by}. Owner: {answer.owner}.",
    ]
    if answer.history:
        notes.append(f"History: {answer.history}.")
    if answer.scheme:
        notes.append(f"Shown only where the local scheme {answer.scheme} is switched on.")
    if answer.helplines:
        notes.append(f"Shows the helplines {', '.join(answer.helplines)}.")
    return Entry(
        title=answer.title,
        file=f"answers/{answer.topic}/{answer.id}.yml" if answer.topic not in ("glossary", "spending") else answer.id,
        words=tuple((REGISTERS[name], text.strip()) for name, text in words.items() if text.strip()),
        notes=tuple(notes),
        sources=tuple(content.sources[key] for key in answer.sources if key in content.sources),
        standing=standing(answer, sign_offs).value,
        signatures=sign_offs.get(answer.id, ()),
        sign=tuple(_ROLES[role] for role in sorted(roles_needed(answer))),
    )


def _things_to_buy(folder: Path) -> Iterator[Part]:
    """The catalogue of things at a glance: what each funder says, and the question to bring."""
    catalogue = load_spending(folder)
    for section in spending_table(catalogue) if catalogue else ():
        rows = [f"- **{row.thing}:** NHS: {row.nhs}. Council: {row.council}. {row.ask}" for row in section.rows]
        entry = Entry(section.title, "spending", (("At a glance", "\n".join(rows)),))
        yield Part(f"Things to buy: {section.title}", "", (entry,))


def _conversation_parts(folder: Path) -> list[Part]:
    """What is said around the answers: every wording file, by the folder it lies in."""
    by_folder: dict[str, list[Path]] = {}
    for file in wording_files(folder):
        if file.name not in _NOT_CONVERSATIONS:
            by_folder.setdefault(str(file.parent.relative_to(folder)), []).append(file)
    parts = []
    for name, files in sorted(by_folder.items()):
        entries = tuple(entry for file in files for entry in _said_in(read_yaml(file), folder))
        if entries:
            parts.append(Part(f"Said in conversations: {name.replace('_', ' ')}", "", entries))
    return parts


def _said_in(document: Document, folder: Path) -> Iterator[Entry]:
    file = str(document.file.relative_to(folder))
    for place, said in _sayings(document.data, ()):
        given = {name: said[name] for name in REGISTERS if isinstance(said.get(name), str)}
        words = tuple((REGISTERS[name], text.strip()) for name, text in given.items())
        labels = [item["label"] for key in ("choices", "options") for item in _listed(said, key)]
        notes = (f"Ways on: {', '.join(labels)}.",) if labels else ()
        title = " - ".join(str(part + 1) if isinstance(part, int) else part for part in place).replace("_", " ")
        yield Entry(title, f"{file}:{document.line(*place)}", words, notes)


def _sayings(value: object, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    if isinstance(value, dict):
        if isinstance(value.get("plain"), str):
            yield place, value
        for key, inner in value.items():
            yield from _sayings(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _sayings(inner, (*place, index))


def _listed(said: Mapping[str, Any], key: str) -> list[dict[str, str]]:
    value = said.get(key)
    return [item for item in value if isinstance(item, dict) and "label" in item] if isinstance(value, list) else []


def _helplines(folder: Path) -> Part:
    lines = read_yaml(folder / "helplines.yml").data["helplines"]
    entries = []
    for line in lines.values():
        ways = [f"{name} {line[name]}" for name in ("phone", "text", "url", "hours") if line.get(name)]
        rung = f"Rung to check on {line['ring_tested_on']}." if line.get("ring_tested_on") else "Not rung to check."
        shown = ("Shown", ", ".join(ways) or "set by the council")
        entries.append(Entry(str(line["name"]), "helplines.yml", (shown,), (rung,)))
    return Part("Helplines", "Numbers are shown as far as council.yml allows.", tuple(entries))
