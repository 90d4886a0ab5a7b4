"""`./navigator check`: everything that is wrong with the content, with file, line and mend."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.answer import Answer, answer_from
from knowledge.check_answers import Asked, Context, check_answer
from knowledge.check_facts import check_facts
from knowledge.check_wording import check_wording, wording_files
from knowledge.evidence import load_facts, load_sources
from knowledge.fields import Fields
from knowledge.glossary import glossary_answers, load_glossary
from knowledge.helplines import Helplines
from knowledge.located import ContentError, Document, read_yaml
from knowledge.problem import Problem
from knowledge.signoff import SIGN_OFF_FILE, content_hash, load_sign_offs

_DATED_FOLDERS = ("replies", "safety", "steps", "eligibility", "routes", "hand_over", "letters")


def check(folder: Path, today: date) -> list[Problem]:
    """All problems of a knowledge folder, by file and line. An empty list means that it can be published."""
    problems: list[Problem] = []
    answers = _read_answers(folder, problems)
    try:
        sources, facts, glossary = load_sources(folder), load_facts(folder), load_glossary(folder)
        helplines = _helpline_keys(folder / "helplines.yml")
        known = known_words(folder)
        signatures = list(_check_signatures(folder, {answer.id: answer for answer, _ in answers}))
    except ContentError as error:
        return sorted([*problems, Problem.of(error)])
    made = glossary_answers(glossary, facts, (answer for answer, _ in answers))
    # A file that could not be read still has its id: whatever leads to it is not wrong.
    ids = frozenset([*(file.stem for file in _answer_files(folder)), *(answer.id for answer in made)])
    context = Context(ids, sources, facts, helplines, known, today)
    asked = Asked()
    for answer, document in answers:
        problems += check_answer(answer, document, context, asked)
    for file in wording_files(folder):
        dated = file.parent.name in _DATED_FOLDERS
        problems += check_wording(file, known, today, dated)
        problems += check_facts(file, facts) if dated else ()
    return sorted([*problems, *_same_ids(folder), *signatures])


def _helpline_keys(file: Path) -> frozenset[str]:
    return frozenset(Helplines.load(file).lines) if file.exists() else frozenset()


def known_words(folder: Path) -> frozenset[str]:
    """The words that count as easy: known_words.yml and every name of a glossary term. Raises ContentError."""
    file = folder / "known_words.yml"
    listed = Fields(read_yaml(file)).texts("words") if file.exists() else ()
    return frozenset([*listed, *(name for term in load_glossary(folder).values() for name in term.names)])


def _answer_files(folder: Path) -> list[Path]:
    return sorted((folder / "answers").glob("*/*.yml"))


def _read_answers(folder: Path, problems: list[Problem]) -> list[tuple[Answer, Document]]:
    answers = []
    for file in _answer_files(folder):
        try:
            document = read_yaml(file)
            answers.append((answer_from(document), document))
        except ContentError as error:
            problems.append(Problem.of(error))
    return answers


def _same_ids(folder: Path) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for file in _answer_files(folder):
        if (other := first.setdefault(file.stem, file)) != file:
            yield Problem(
                file, 1, f"{other.parent.name} has an answer `{file.stem}` as well", "Rename one of the files"
            )


def _check_signatures(folder: Path, answers: dict[str, Answer]) -> Iterator[Problem]:
    for sign_off in load_sign_offs(folder).values():
        file = folder / SIGN_OFF_FILE
        answer = answers.get(sign_off.answer)
        if answer is None:
            yield Problem(file, sign_off.line, f"there is no answer `{sign_off.answer}`", "Take the signature out")
        elif content_hash(answer) != sign_off.hash:
            problem = f"`{answer.id}` was changed after {sign_off.who} signed it"
            yield Problem(file, sign_off.line, problem, "Have it signed again, or take the signature out")
