"""Answers to "can I spend it on ...?", composed from the catalogue of knowledge/spending."""

from collections.abc import Mapping
from dataclasses import replace

from common.replies import Words
from knowledge.answer import SPENDING, Answer
from knowledge.evidence import Fact
from knowledge.gsm7 import fits
from knowledge.reading_age import sentences_of
from knowledge.spending_items import NEVER, SPLIT, Around, Catalogue, Item
from knowledge.spending_questions import new_questions

_MOST_SOURCES = 3


def with_spending(catalogue: Catalogue, facts: Mapping[str, Fact], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers with one more for each thing of the catalogue.

    Where a thing has an answer of its own already, that answer gets the thing's questions instead. A question that
    another answer asks stays with that answer.
    """
    asked = new_questions(catalogue, [question for answer in answers.values() for question in answer.questions])
    found = dict(answers)
    for item in catalogue.items:
        if not item.answer:
            found.setdefault(item.id, answer_of(item, catalogue.around, facts, asked[item.key]))
        elif item.answer in found:
            theirs = found[item.answer]
            found[item.answer] = replace(theirs, questions=(*theirs.questions, *asked[item.key]))
    return found


def answer_of(item: Item, around: Around, facts: Mapping[str, Fact], questions: tuple[str, ...]) -> Answer:
    """The answer about one thing."""
    words = words_of(item, around)
    rests_on = tuple(dict.fromkeys((*item.rule.facts, *item.facts)))
    return Answer(
        id=item.id,
        topic=SPENDING,
        title=around.title.format(name=item.said_name),
        questions=questions,
        plain=words.plain,
        simple=words.simple,
        sms=words.sms,
        adviser=words.adviser,
        facts=rests_on,
        sources=tuple(dict.fromkeys((*item.sources, *item.rule.sources)))[:_MOST_SOURCES],
        funder="both",
        nations=("england",),
        reviewed_on=item.reviewed_on,
        review_by=item.review_by,
        owner=item.owner,
        next=item.next or item.rule.next,
        draft=all(facts[id].basis == "K" for id in rests_on if id in facts),
    )


def words_of(item: Item, around: Around) -> Words:
    """What is said about a thing in each register: the verdict, why, what else could be asked for, what to ask."""
    verdict, values = verdict_of(item), _values(item, around)
    opening = item.rule.opening if item.rule.opening and verdict != SPLIT else around.openings[verdict]
    closing = around.closings["no" if verdict in ("no", NEVER) else "ask"]
    parts = [opening, item.rule.words, *filter(None, (item.instead, item.note)), closing]
    adviser = [item.rule.words.adviser, *(part.register("adviser") for part in (item.instead, item.note) if part)]
    return Words(
        plain="\n\n".join(_paragraphs([part.plain.format(**values) for part in parts])),
        simple="\n".join(line for part in parts for line in _lines(part).format(**values).splitlines()),
        sms=_text_message(item, parts, values),
        adviser=around.adviser.format(**values, say=_flat(opening.plain.format(**values)), know=" ".join(adviser)),
    )


def verdict_of(item: Item) -> str:
    """Which opening fits: a verdict, `never` for one without exception, `split` where the funders' rules differ."""
    return SPLIT if item.nhs != item.council else of_funder(item, item.nhs)


def of_funder(item: Item, verdict: str) -> str:
    """A verdict on an item for one funder, `never` for a "no" without exception."""
    return NEVER if verdict == "no" and item.rule.firm else verdict


def _values(item: Item, around: Around) -> dict[str, str]:
    nhs, council = of_funder(item, item.nhs), of_funder(item, item.council)
    return {
        "name": item.said_name,
        "nhs": around.uses[nhs],
        "council": around.uses[council],
        "nhs_verdict": around.table[nhs],
        "council_verdict": around.table[council],
        "ask": item.ask,
    }


def _paragraphs(parts: list[str]) -> list[str]:
    """The opening, what matters in one paragraph, and what to ask. A part with a list stays by itself."""
    opening, *matters, closing = parts
    return [opening, " ".join(matters), closing]


def _lines(words: Words) -> str:
    return words.simple or "\n".join(sentences_of(words.plain))


def _flat(text: str) -> str:
    return " ".join(text.replace("- ", "").replace("**", "").split())


def _text_message(item: Item, parts: list[Words], values: Mapping[str, str]) -> str:
    """One text message. The note is left out where there is no room for it."""
    texts = [(part.sms or part.plain).format(**values) for part in parts]
    whole = " ".join(texts)
    if item.note is None or fits(whole):
        return whole
    return " ".join(text for part, text in zip(parts, texts, strict=True) if part is not item.note)
