"""The numbers of the search, in one place, and how they were chosen.

They come from `knowledge.tuning`: each question of the content is left out in turn and asked; examples of small talk and of
things that are out of scope (data/nlu) are asked as well and belong to no answer. `fit` finds the weights under which the
right answer, or "none", was most likely. tests/policy/test_search.py repeats it and fails when they no longer fit.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """What each piece of evidence for an answer counts, and what must be overcome before any answer is likely.

    best, second: cosine of the nearest and second nearest question of the answer; centre: cosine of the middle of all its
    questions; words: share of the weight of the words asked that the answer holds (0 to 1); none: the weight of "no answer".
    """

    best: float
    second: float
    centre: float
    words: float
    none: float


WEIGHTS = Weights(best=12.0, second=6.0, centre=6.0, words=6.0, none=12.0)

# Surer than this, and ahead of the next by the margin: answer. Surer than the floor: ask which was meant. Below: say so.
SURE = 0.5
MARGIN = 0.2
FLOOR = 0.15
