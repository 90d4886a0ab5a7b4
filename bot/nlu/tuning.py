"""Chooses the numbers of `bot.nlu.decision`, and says how good the understanding is, on what training had not seen.

`python -m bot.nlu.tuning` holds back a sixth of all examples (data/nlu) at a time and trains on the rest; asks the
third of tests/questions that is there to choose numbers by; and prints what config.yml should hold. Takes some minutes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.nlu.decision import ASK, ELSEWHERE, FALLBACK, Thresholds, decide_intent, signs
from bot.nlu.importer import MOST, PER_ANSWER, sample
from bot.nlu.linear import Settings, train
from bot.paths import ROOT
from knowledge.content import Content, load_answers
from knowledge.encoding import Encoder
from knowledge.own_words import reviewed_texts, terms
from knowledge.questions_apart import Question, questions_apart
from knowledge.search import Ranked, decide
from knowledge.tuning import Remembering, search_of
from language.spelling import Speller

FOLDS = 6
QUESTION, ACT = "question", "act"
# Acts that say the same as an answer: either is right.
ALIKE = {
    "my_balance": {"how-much-is-left"},
    "work_out_cost": {"what-a-pa-really-costs"},
    "compare_options": {"three-ways-to-hold-the-money", "which-way-suits-me"},
    "which_suits_me": {"which-way-suits-me"},
    "privacy": {"who-sees-this-chat"},
    "who_are_you": {"person-or-automated", "where-answers-come-from", "does-this-chat-decide"},
    "simpler": {"other-formats"},
    "start_steps": {"how-the-process-works"},
    "complain": {"complain-nhs", "complain-council", "complain-both", "ombudsman"},
    ELSEWHERE: {"medical-advice", "interpreters"},
}
# People ask more than they tell the assistant to do something, and what is elsewhere is rarest.
_COMMON = {QUESTION: 2.0, ACT: 1.0, ELSEWHERE: 0.5}
_WORTH = {"right": 1.0, "offered": 0.5, "lost": -0.25, "wrong": -1.0}


@dataclass(frozen=True)
class Understood:
    """A message (kind: QUESTION, ACT or ELSEWHERE), what is right for it, and what classifier and search made of it."""

    text: str
    kind: str
    right: frozenset[str]
    ranking: tuple[dict[str, Any], ...]
    answers: tuple[Ranked, ...]


def verdict(case: Understood, thresholds: Thresholds) -> str:
    """right; offered: the right answer was among those to choose from; lost: not understood; wrong: anything else."""
    decision = decide(case.answers)
    answers = [{"id": answer.id, "score": answer.score} for answer in case.answers]
    name = decide_intent(case.text, case.ranking, answers, decision.kind, (), thresholds).name
    return judge(name, decision.kind, decision.ids, case.right)


def judge(intent: str, retrieval: str, ids: Sequence[str], right: Iterable[str]) -> str:
    """The verdict on an intent and what the search would do (sure, unsure or nothing, and the ids of answers)."""
    if intent == FALLBACK or (intent == ASK and retrieval == "nothing"):
        return "lost"
    if intent != ASK:
        return "right" if intent in right else "wrong"
    if not set(ids) & set(right):
        return "wrong" if retrieval == "sure" else "lost"
    return "right" if retrieval == "sure" else "offered"


def held_back(
    content: Content,
    examples: Sequence[tuple[str, str]],
    questions: Sequence[Question],
    encoder: Encoder,
    settings: Settings = Settings(),  # noqa: B008
    folds: int = FOLDS,
) -> list[Understood]:
    """Every example (text, act), understood by what was made without it and a sixth of the others; and every question.

    questions: written apart from the content; folds: only so many sixths of both.
    """
    asked = [question for answer in content.answers.values() for question in answer.questions]
    speller = Speller.from_texts(reviewed_texts(content), [*(text for text, _ in examples), *asked], terms())
    encoder, search = Remembering(encoder), search_of(content, encoder)
    learned = [(question, ASK) for question in sample(list(content.answers.values()), PER_ANSWER, MOST)]
    learned += [example for example in examples if example[1] == ASK]
    examples = [example for example in examples if example[1] != ASK]
    understood: list[Understood] = []
    for fold in range(folds):
        known, unknown = _split(examples, fold)
        known += learned
        texts = [speller.correct(text).text for text, _ in known]
        model = train(texts, encoder.encode(texts), [act for _, act in known], settings)
        cases = [
            (text, ELSEWHERE if act == ELSEWHERE else ACT, frozenset({act, *ALIKE.get(act, ())}))
            for text, act in unknown
        ]
        for question in questions[fold::FOLDS]:
            acts = {act for act, ids in ALIKE.items() if ids.intersection(question.right)}
            cases.append((question.text, QUESTION, frozenset({*question.right, *acts})))
        for text, kind, accepted in cases:
            corrected = speller.correct(text).text
            vector = encoder.encode([corrected])[0]
            likely = model.likelihoods(corrected, vector)
            ranking = tuple(
                {"name": model.labels[index], "confidence": float(likely[index])}
                for index in np.argsort(-likely, kind="stable")
            )
            understood.append(Understood(text, kind, accepted, ranking, tuple(search.rank(corrected, vector))))
    return understood


def choose(cases: Sequence[Understood], thresholds: Thresholds) -> Thresholds:
    """The thresholds under which most was right, with each kind of message as common as it is in life."""
    from sklearn.linear_model import LogisticRegression

    sizes = Counter(case.kind for case in cases)
    counts = np.array([_COMMON[case.kind] * 1000 / sizes[case.kind] for case in cases])
    evidence = [
        signs(case.text, case.ranking, [answer.score for answer in case.answers], thresholds.most_words)
        for case in cases
    ]
    fitted = LogisticRegression(C=10.0, max_iter=500).fit(evidence, [case.kind == QUESTION for case in cases], counts)
    lead, found, words = (round(float(weight), 2) for weight in fitted.coef_[0])
    hurdle = round(-float(fitted.intercept_[0]), 2)
    fitted_ones = replace(thresholds, lead=lead, found=found, words=words, hurdle=hurdle)
    steps = [round(step * 0.05, 2) for step in range(4, 15)]

    def worth(tried: Thresholds) -> float:
        return sum(count * _WORTH[verdict(case, tried)] for count, case in zip(counts, cases, strict=True))

    return max((replace(fitted_ones, act=act, elsewhere=other) for act in steps for other in steps), key=worth)


def shares(cases: Sequence[Understood], thresholds: Thresholds) -> dict[str, dict[str, float]]:
    """For questions, acts and what is elsewhere: the share of each verdict."""
    found: dict[str, Counter[str]] = {}
    for case in cases:
        found.setdefault(case.kind, Counter())[verdict(case, thresholds)] += 1
    return {
        kind: {name: round(count / sum(counts.values()), 3) for name, count in sorted(counts.items())}
        for kind, counts in found.items()
    }


def read_examples(folder: Path) -> list[tuple[str, str]]:
    """The examples (text, act) of the files in data/nlu. All kinds of what belongs elsewhere are one act."""
    entries = [entry for file in sorted(folder.glob("*.yml")) for entry in yaml.safe_load(file.read_text())["nlu"]]
    return [
        (line[2:].strip(), entry["intent"].partition("/")[0])
        for entry in entries
        for line in entry["examples"].splitlines()
    ]


def _split(examples: Sequence[tuple[str, str]], fold: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The examples to learn from and those held back: of each act every sixth."""
    seen: Counter[str] = Counter()
    known: list[tuple[str, str]] = []
    unknown: list[tuple[str, str]] = []
    for text, act in examples:
        (unknown if seen[act] % FOLDS == fold else known).append((text, act))
        seen[act] += 1
    return known, unknown


def main() -> None:
    """Print the figures with the present thresholds, the best ones, and the figures with those."""
    from language.encoder import shared_encoder

    questions = [each for each in questions_apart(ROOT / "tests" / "questions") if each.calibration]
    examples = read_examples(ROOT / "data" / "nlu")
    cases = held_back(load_answers(ROOT / "knowledge"), examples, questions, shared_encoder())
    best = choose(cases, Thresholds())
    for thresholds in (Thresholds(), best):
        print(thresholds)
        for kind, found in shares(cases, thresholds).items():
            print(f"  {kind}: {found}")


if __name__ == "__main__":
    main()
