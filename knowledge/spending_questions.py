"""How people ask about a thing to spend a budget on: its names in many patterns, not the same ones for all things."""

import re
from collections.abc import Iterable
from itertools import count
from zlib import crc32

from knowledge.spending_items import Around, Catalogue, Item
from knowledge.words import question_key

FOR_NAME, FOR_OTHER_NAME, FEWEST = 6, 2, 8
FOR_AN_ANSWER = 4
"""How many questions of each name an answer gets that an editor wrote: its own questions already find it."""
_ARTICLE = re.compile(r"^(?:an?|the|your|my) ", re.IGNORECASE)


def new_questions(catalogue: Catalogue, asked: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The questions of each thing by key, without those that are among `asked` and those of an earlier thing."""
    taken = {question_key(question) for question in asked}
    found = {}
    for item in catalogue.items:
        chosen = []
        for question in questions_of(item, catalogue.around):
            if (form := question_key(question)) not in taken:
                taken.add(form)
                chosen.append(question)
        found[item.key] = tuple(chosen)
    return found


def questions_of(item: Item, around: Around) -> list[str]:
    """How people ask for a thing by each of its names. Which patterns are used follows from its key."""
    if item.questions:
        return list(item.questions)
    patterns = [*around.asked, *(around.asked_bought if item.bought else ())]
    # A start of its own, so that a new thing changes nobody else's questions, and steps that spread over the list.
    turn = count(crc32(item.key.encode()) % len(patterns), 7)
    numbers = [FOR_AN_ANSWER] * len(item.names) if item.answer else _numbers(item)
    found = [
        patterns[next(turn) % len(patterns)].format(name=name, bare=bare(name))
        for name, number in zip(item.names, numbers, strict=True)
        for _ in range(number)
    ]
    return list(dict.fromkeys(found))


def bare(name: str) -> str:
    """A name without its article: "a laptop" is typed as "laptop" too."""
    return _ARTICLE.sub("", name)


def _numbers(item: Item) -> list[int]:
    others = len(item.also)
    return [max(FOR_NAME, FEWEST - FOR_OTHER_NAME * others), *[FOR_OTHER_NAME] * others]
