"""`./navigator check`: everything that is wrong with the content, with file, line and mend."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.answer import Answer, answer_from
from knowledge.asked import asked_documents, load_asked
from knowledge.check_answers import Asked, Context, check_answer
from knowledge.check_asked import check_asked
from knowledge.check_evidence import check_facts_are_used, check_links
from knowledge.check_facts import check_facts
from knowledge.check_options import check_options
from knowledge.check_rates import check_rates
from knowledge.check_spending import check_spending
from knowledge.check_wording import check_wording, wording_files
from knowledge.encoding import Encoder
from knowledge.evidence import load_facts, load_sources
from knowledge.fields import Fields
from knowledge.glossary import load_glossary, with_glossary
from knowledge.helplines import Helplines
from knowledge.located import ContentError, Document, read_yaml
from knowledge.near_duplicates import near_duplicates
from knowledge.problem import Problem
from knowledge.signoff import SIGN_OFF_FILE, content_hash, load_sign_offs
from knowledge.spending import load_spending
from knowledge.spending_answers import with_spending

_DATED_FOLDERS = (
    "replies", "safety", "steps", "eligibility", "routes", "hand_over", "letters", "options", "spending", "coming_back",
    "rates", "sums", "identity", "plan",
)  # fmt: skip


def check(folder: Path, today: date, encoder: Encoder | None = None) -> list[Problem]:
    """All problems of a knowledge folder, by file and line. An empty list means that it can be published.

    encoder: looks for questions that mean the same; without one they are not looked for.
    """
    problems: list[Problem] = []
    answers = _read_answers(folder, problems)
    try:
        sources, facts, glossary = load_sources(folder), load_facts(folder), load_glossary(folder)
        helplines = _helpline_keys(folder / "helplines.yml")
        known = known_words(folder)
        evidence = [*check_links(folder), *check_facts_are_used(folder)]
        whole = with_glossary(glossary, facts, {answer.id: answer for answer, _ in answers})
        if spending := load_spending(folder):
            whole = with_spending(spending, facts, whole)
        signatures = list(_check_signatures(folder, whole))
    except ContentError as error:
        return sorted([*problems, Problem.of(error)])
    # A file that could not be read still has its id: whatever leads to it is not wrong.
    ids = frozenset([*(file.stem for file in _answer_files(folder)), *whole])
    context = Context(ids, sources, facts, helplines, known, today)
    asked = Asked()
    for answer, document in answers:
        problems += check_answer(answer, document, context, asked)
    further = _read_asked(folder, problems)
    problems += check_asked(further, ids, asked)
    if spending:
        problems += check_spending(spending, {answer.id: answer for answer, _ in answers}, context)
    for file in wording_files(folder):
        dated = file.parent.name in _DATED_FOLDERS
        problems += check_wording(file, known, today, dated)
        problems += check_facts(file, facts) if dated else ()
    problems += check_options(folder, ids, facts)
    problems += check_rates(folder, today)
    if encoder is not None:
        problems += _near_duplicates([*answers], further, encoder)
    return sorted([*problems, *_same_ids(folder), *evidence, *signatures])


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


def _read_asked(folder: Path, problems: list[Problem]) -> list[Document]:
    try:
        load_asked(folder)
        return asked_documents(folder)
    except ContentError as error:
        problems.append(Problem.of(error))
        return []


def _near_duplicates(
    answers: list[tuple[Answer, Document]], further: list[Document], encoder: Encoder
) -> Iterator[Problem]:
    """Questions of two answers that mean the same, those of knowledge/asked among them."""
    places = {
        (answer.id, question): (document.file, document.line("questions", index))
        for answer, document in answers
        for index, question in enumerate(answer.questions)
    }
    questions = {answer.id: list(answer.questions) for answer, _ in answers}
    for document in further:
        for id, texts in document.data.items():
            questions.setdefault(id, []).extend(texts)
            places |= {(id, text): (document.file, document.line(id, index)) for index, text in enumerate(texts)}
    for pair in near_duplicates(questions, encoder):
        (file, line), (other, _) = places[pair.answer, pair.question], places[pair.other, pair.other_question]
        where = f'"{pair.other_question}" in {other.parent.name}/{other.name} ({pair.other})'
        problem = f'"{pair.question}" means much the same as {where}'
        yield Problem(file, line, problem, "Keep it where it fits best")


def _check_signatures(folder: Path, answers: dict[str, Answer]) -> Iterator[Problem]:
    file = folder / SIGN_OFF_FILE
    for sign_off in (each for found in load_sign_offs(folder).values() for each in found):
        answer = answers.get(sign_off.answer)
        if answer is None:
            yield Problem(file, sign_off.line, f"there is no answer `{sign_off.answer}`", "Take the signature out")
        elif content_hash(answer) != sign_off.hash:
            problem = f"`{answer.id}` was changed after {sign_off.who} signed it"
            yield Problem(file, sign_off.line, problem, "Have it signed again, or take the signature out")
