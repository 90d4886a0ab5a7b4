"""The numbers of the search, in one place, and how they were chosen.

They come from `python -m knowledge.tuning tests/questions`: questions by writers who had not seen ours, and
messages that no answer fits. A third of them is for choosing: `fit_weights` finds the weights under which what is
right, an answer or none, was most likely; `fit_limits` then chose SURE and MARGIN: the most right answers given while
no more than one in twenty is wrong (0.2 and 0.1; the margin is 0.2 here, so that fewer are). The other two thirds are
for measuring alone.
FLOOR is low because the classifier keeps most of what is elsewhere from the search (bot/nlu/decision.py): at 0.1
instead of 0.2 "did you mean" held the right answer for 5 % more of the questions.
tests/policy/test_search.py measures both again.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """What each kind of evidence for an answer counts, and what it must overcome before any answer is likely.

    fit: how well its direction of meaning fits (knowledge/directions.py); best, second: cosine of its nearest and
    second nearest question; words: how much of the weight of the words asked it holds; grams: how likely its questions
    make these words and pairs (knowledge/grams.py); none: the weight of "no answer".
    """

    fit: float
    best: float
    second: float
    words: float
    grams: float
    none: float


WEIGHTS = Weights(fit=0.03, best=6.15, second=4.67, words=0.98, grams=0.78, none=12.47)

# Surer than SURE and ahead of the next by MARGIN: answer. The three likeliest together surer than FLOOR: ask which was
# meant. Below: say so.
SURE = 0.2
MARGIN = 0.2
FLOOR = 0.1
# What an answer about the past must be ahead by, before it comes before one about today: as odds, about 7 to 1.
HISTORY = 2.0
# How far an answer about a thing to spend on stays behind "none" when a question names the thing and not the spending
# ("my fridge is broken"): so far that it may be offered, and is not given.
THINGS = 1.0
