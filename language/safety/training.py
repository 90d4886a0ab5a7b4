"""Learns learned.npz from examples.yml and from what people normally ask: python -m language.safety.training FOLDER...

The folders hold the questions of the answers and the examples of the intents; those on safety itself are left out. The
threshold is set so that at most FALSE_ALARMS of these questions, each scored by a model that never saw it, are taken
for risk.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import yaml
from sklearn.model_selection import cross_val_predict
from sklearn.svm import SVC

from language.encoder import shared_encoder
from language.safety.learned import LEARNED, digest, encode_each, read_examples
from language.safety.meaning import FEWEST_WORDS

FALSE_ALARMS = 0.01
GAMMA, COST = 1.0, 5.0  # chosen on tests/policy's lists of November 2026; 2 and 5 did as well
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def train(folders: Sequence[Path]) -> str:
    """Write learned.npz; gives back a line of figures."""
    encoder = shared_encoder()
    examples, harmless = read_examples()
    everyday = [text for text in dict.fromkeys(_everyday(folders)) if len(text.split()) >= FEWEST_WORDS]
    risk_vectors = encode_each(encoder, [example.text for example in examples])
    vectors = np.vstack([risk_vectors, encode_each(encoder, [*harmless, *everyday])])
    labels = np.r_[np.ones(len(examples)), np.zeros(len(harmless) + len(everyday))]
    machine = SVC(C=COST, gamma=GAMMA, class_weight="balanced", random_state=0)
    unseen = cross_val_predict(machine, vectors, labels, cv=5, method="decision_function")
    threshold = float(np.quantile(unseen[len(examples) + len(harmless) :], 1 - FALSE_ALARMS))
    machine.fit(vectors, labels)
    np.savez_compressed(
        LEARNED,
        digest=digest(examples, harmless),
        example_vectors=risk_vectors.astype(np.float16),
        support=machine.support_vectors_.astype(np.float16),
        weights=machine.dual_coef_[0].astype(np.float32),
        intercept=machine.intercept_[0],
        gamma=GAMMA,
        threshold=threshold,
    )
    found = float((unseen[: len(examples)] >= threshold).mean())
    return (
        f"{len(examples)} examples of risk, {len(harmless)} harmless, {len(everyday)} everyday questions; "
        f"threshold {threshold:.2f}; of examples it had not seen this reader alone finds {found:.0%}"
    )


def _everyday(folders: Sequence[Path]) -> Iterator[str]:
    for folder in folders:
        for file in sorted(folder.rglob("*.yml")):
            if file.parent.name == "safety":
                continue
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            yield from map(str, data.get("questions") or ())
            for intent in data.get("nlu") or ():
                lines = str(intent.get("examples", "")).splitlines()
                yield from (_ENTITY.sub(r"\1", line).removeprefix("- ").strip() for line in lines)


if __name__ == "__main__":
    print(train([Path(argument) for argument in sys.argv[1:]]))
