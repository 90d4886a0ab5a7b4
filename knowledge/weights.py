"""The numbers of the search, in one place, and how they were chosen.

They come from `python -m knowledge.tuning tests/questions`: questions by writers who had not seen ours, and
messages that no answer fits. A third of them is for choosing: `fit_weights` finds the weights under which what is
right was most likely among all answers; `fit_limits` chooses `none`, SURE and AHEAD: the most right answers given
while no more than 3.5 % are wrong. Whether any answer fits at all is hardly to be told by these kinds of evidence: a
`none` fitted with the weights cost three of a hundred right answers. WEIGHTS are of a fit in which all right answers of
a question counted and only the forty likeliest were compared: right first for 89.3 % of what each tenth was fitted
without, instead of 87.6. AHEAD is larger than the search alone would need, for what the whole assistant makes of it:
at 2.0 it gave 3.5 of a hundred more right answers there, and 2.3 more wrong ones. The other two thirds are for
measuring alone.
FLOOR is low because the classifier keeps most of what is elsewhere from the search (bot/nlu/decision.py): at 0.1
instead of 0.2 "did you mean" held the right answer for 5 % more of the questions.
tests/policy/test_search.py measures both again.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """What each kind of evidence for an answer counts, and what it must overcome before any answer is likely.

    fit: how well its direction of meaning fits (knowledge/directions.py); best, second: cosine of its nearest and
    second nearest question; near, wide: how many of the nearest 10 and 30 of all questions are its own (log of one
    more); words: how much of the weight of the words asked it holds; grams: how likely its questions make these words
    and pairs (knowledge/grams.py); none: the weight of "no answer".
    """

    fit: float
    best: float
    second: float
    near: float
    wide: float
    words: float
    grams: float
    none: float


WEIGHTS = Weights(fit=0.02, best=11.61, second=1.78, near=0.72, wide=0.58, words=5.41, grams=0.64, none=15.8)

# Surer than SURE and AHEAD times as likely as the next: answer. The three likeliest together surer than FLOOR: ask
# which was meant. Below: say so.
SURE = 0.24
AHEAD = 4.0
FLOOR = 0.1
# What an answer about the past must be ahead by, before it comes before one about today: as odds, about 7 to 1.
HISTORY = 2.0
# How far an answer about a thing to spend on stays behind "none" when a question names the thing and not the spending
# ("my fridge is broken"): so far that it may be offered, and is not given.
THINGS = 1.0
