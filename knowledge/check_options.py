"""Checks of knowledge/options: it can be read, rests on facts that are there, and leads to answers that are there."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from knowledge.evidence import Fact
from knowledge.located import ContentError, Document, Place, read_yaml
from knowledge.options import Comparison
from knowledge.options_suits import load_suits
from knowledge.problem import Problem


def check_options(folder: Path, answers: Collection[str], facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """The problems of a knowledge folder's options, if it has any. `answers`: the ids of all answers."""
    if not (folder / "options").exists():
        return
    try:
        comparison = Comparison.load(folder / "options")
        load_suits(folder / "options", comparison.ways, comparison.content)
        ways, compare = (read_yaml(folder / "options" / name) for name in ("ways.yml", "compare.yml"))
    except ContentError as error:
        yield Problem.of(error)
        return
    for way in comparison.ways.values():
        yield from _answer(ways, ("ways", way.id, "answer"), way.answer, answers)
        for index, id in enumerate(way.facts):
            place = ("ways", way.id, "facts", index)
            if id not in facts:
                yield Problem(ways.file, ways.line(*place), f"there is no fact {id}", "Use an id of facts.yml")
            elif facts[id].confidence == "low":
                yield Problem(ways.file, ways.line(*place), f"{id} is of low confidence", "Rest it on a better fact")
    for id in comparison.content.beside:
        yield from _answer(compare, ("beside", id), id, answers)
    yield from _answer(compare, ("choosing", "answer"), comparison.content.choosing_answer, answers)
    for view in comparison.content.views.values():
        yield from _answer(compare, ("views", view.id, "answer"), view.answer, answers)


def _answer(document: Document, place: Place, id: str, answers: Collection[str]) -> Iterator[Problem]:
    if id not in answers:
        yield Problem(document.file, document.line(*place), f"there is no answer `{id}`", "Use the file name of one")
