"""Learns learned.npz from examples/ and from what people normally ask: python -m language.safety.training FOLDER...

Folders: knowledge/answers, knowledge/asked and data/nlu.

The folders hold the questions of the answers and the examples of the intents; those on safety itself are left out.
"""

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from language.encoder import shared_encoder
from language.safety.learned import ABOUTS, KINDS, LEARNED, Learned, Vectors, digest, read_examples
from language.safety.meaning import FEWEST_WORDS, Meaning, as_read, one_line
from language.safety.phrases import PLACES, phrase_places
from language.safety.rules import Rules

THRESHOLD = -1.4
"""From this score on a text counts as risk: chosen on the calibration third of tests/questions, where rules and reader
find 98.8 % of what is English and no wish for medical advice, the most before alarms on hard negatives rise
(November 2026; docs/developers/understanding-figures.md)."""
FOLDS = 5
MOST_EVERYDAY = 9000
# November 2026, on the calibration third: COST 0.3 or 3 did as well, PHRASE_SHARE 0 worse; KIND_COST is a first guess.
COST, PHRASE_COST, PHRASE_SHARE, KIND_COST = 1.0, 30.0, 0.2, 10.0
ON_HEALTH = ("out_of_scope/health", "out_of_scope/medicines")
"""Acts whose examples ask for medical advice."""
ON_SAFETY = ("someone-taking-the-money", "pa-has-not-come")
"""Answers to people who may be at risk, outside the folder for safety: finding risk in their questions is no error."""
ACTS, ACT_WEIGHT = "nlu", 5.0
"""The folder of the acts' examples. They are few beside the questions, and short: what is told to the council at large
("rats in the alley") reads darker than it is."""
ASKED = "asked"
"""The folder whose files hold further questions by the id of their answer."""
_JOINTS = (" and ", ", ", ". ", " also ", " ", " but ")
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


class Lesson:
    """All texts to learn from, those of risk first, with their vectors and phrases; last, messages mixed from two."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.encoder, self.rules = shared_encoder(), Rules()
        self.examples, harmless = read_examples()
        everyday = [text for text in dict.fromkeys(_everyday(folders)) if len(text.split()) >= FEWEST_WORDS]
        if any(not example.kind.is_crisis for example in self.examples):
            # Where medical advice is learned, what the rules read as a wish for it is no example of the contrary.
            harmless = tuple(text for text in harmless if not self._asks_for_advice(text))
            everyday = [text for text in everyday if not self._asks_for_advice(text)]
        acts = set(_everyday([folder for folder in folders if folder.name == ACTS]))
        asked = [text for text in everyday if text not in acts]
        everyday = [text for text in everyday if text in acts]
        everyday += random.Random(0).sample(asked, min(MOST_EVERYDAY, len(asked)))
        single = [*(example.text for example in self.examples), *harmless, *everyday]
        self.first_everyday, self.first_mixed = len(self.examples) + len(harmless), len(single)
        mixed = list(self._mixed(single))
        self.texts = [*single, *(text for text, _ in mixed)]
        self.folds: NDArray[np.intp] = np.array(
            [*(row % FOLDS for row in range(len(single))), *(row % FOLDS for _, row in mixed)]
        )
        first = [*range(len(single)), *(row for _, row in mixed)]
        self.is_risk: NDArray[np.bool_] = np.array(first) < len(self.examples)
        self.weights = np.array([ACT_WEIGHT if text in acts else 1.0 for text in self.texts])
        # One by one: in a batch a vector would depend on its neighbours.
        read = [as_read(one_line(text), self.rules) for text in self.texts]
        self.vectors = np.vstack([self.encoder.encode([text]) for text, _ in read])
        self.phrases = _phrase_rows([words for _, words in read])

    def _asks_for_advice(self, text: str) -> bool:
        finding = self.rules.read(text)
        return finding is not None and not finding.kind.is_crisis

    def _mixed(self, single: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Half the examples of risk and a quarter of the everyday questions, each joined with an everyday question of
        its fold; and the row of the text that was joined.
        """
        dice = random.Random(0)  # the same mixtures each time
        everyday = range(self.first_everyday, len(single))
        partners = [[row for row in everyday if row % FOLDS == fold] for fold in range(FOLDS)]
        for row in (*range(0, len(self.examples), 2), *everyday[::4]):
            pair = [single[row], single[dice.choice(partners[row % FOLDS])]]
            dice.shuffle(pair)
            yield dice.choice(_JOINTS).join(pair), row

    def learn(self, rows: NDArray[np.intp]) -> Learned:
        """What these rows teach, with a threshold of 0."""
        meaning = LogisticRegression(C=COST, class_weight="balanced", max_iter=2000)
        meaning.fit(self.vectors[rows], self.is_risk[rows], sample_weight=self.weights[rows])
        phrases = LogisticRegression(C=PHRASE_COST, class_weight="balanced", max_iter=2000)
        phrases.fit(self.phrases[rows], self.is_risk[rows], sample_weight=self.weights[rows])
        risky = rows[rows < len(self.examples)]
        kinds = [KINDS.index(self.examples[row].kind) for row in risky]
        chooser = LogisticRegression(C=KIND_COST, class_weight="balanced", max_iter=2000)
        chooser.fit(self.vectors[risky], kinds)
        return Learned(
            weights=meaning.coef_[0].astype(np.float32),
            intercept=float(meaning.intercept_[0]),
            phrase_weights=_small(phrases.coef_[0]),
            phrase_intercept=float(phrases.intercept_[0]),
            phrase_share=PHRASE_SHARE,
            threshold=0.0,
            kind_weights=_small(chooser.coef_),
            kind_intercepts=chooser.intercept_.astype(np.float32),
            example_ids=tuple(self.examples[row].id for row in risky),
            example_kinds=np.array(kinds, np.int8),
            example_abouts=np.array([ABOUTS.index(self.examples[row].about) for row in risky], np.int8),
            example_vectors=_small(self.vectors[risky]),
        )

    def unseen_scores(self) -> NDArray[np.float64]:
        """The score of every single text as a message, by what was learned from the other folds."""
        scores = np.zeros(self.first_mixed)
        for fold in range(FOLDS):
            reader = Meaning(self.learn(np.flatnonzero(self.folds != fold)), self.encoder, self.rules)
            these = np.flatnonzero(self.folds[: self.first_mixed] == fold)
            scores[these] = [reader.score(self.texts[row]) for row in these]
        return scores


def train(folders: Sequence[Path]) -> str:
    """Write learned.npz; gives back a line of figures."""
    lesson = Lesson(folders)
    unseen = lesson.unseen_scores()
    _save(replace(lesson.learn(np.arange(len(lesson.texts))), threshold=THRESHOLD))
    examples = len(lesson.examples)
    found = float((unseen[:examples] >= THRESHOLD).mean())
    alarms = float((unseen[examples : lesson.first_everyday] >= THRESHOLD).mean())
    everyday = float((unseen[lesson.first_everyday :] >= THRESHOLD).mean())
    return (
        f"{examples} examples of risk, {lesson.first_everyday - examples} harmless, "
        f"{lesson.first_mixed - lesson.first_everyday} everyday questions; of examples it had not seen this reader "
        f"alone finds {found:.1%}, and takes {alarms:.1%} of the harmless and {everyday:.1%} of the everyday for risk"
    )


def _save(learned: Learned) -> None:
    fields = dict(vars(learned), example_ids="\n".join(learned.example_ids), digest=digest())
    for name in ("phrase_weights", "kind_weights", "example_vectors"):
        fields[name] = fields[name].astype(np.float16)
    np.savez_compressed(LEARNED, **fields)


def _small(numbers: NDArray[np.floating]) -> Vectors:
    """As they will be read back from the file, where they take two bytes each."""
    return numbers.astype(np.float16).astype(np.float32)


def _phrase_rows(texts: Sequence[str]) -> csr_matrix:
    places = [phrase_places(text) for text in texts]
    values = [1 / np.sqrt(max(len(row), 1)) for row in places for _ in row]
    starts = np.cumsum([0, *map(len, places)])
    return csr_matrix((values, np.concatenate(places), starts), shape=(len(texts), PLACES))


def _everyday(folders: Sequence[Path]) -> Iterator[str]:
    for folder in folders:
        for file in sorted(folder.rglob("*.yml")):
            if "safety" in (file.parent.name, file.stem) or file.stem in ON_SAFETY:
                continue
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            if folder.name == ASKED:
                yield from (str(text) for id, texts in data.items() if id not in ON_SAFETY for text in texts)
                continue
            yield from map(str, data.get("questions") or ())
            for intent in data.get("nlu") or ():
                if intent.get("intent") in ON_HEALTH:
                    continue
                lines = str(intent.get("examples", "")).splitlines()
                yield from (_ENTITY.sub(r"\1", line).removeprefix("- ").strip() for line in lines)


if __name__ == "__main__":
    print(train([Path(argument) for argument in sys.argv[1:]]))
