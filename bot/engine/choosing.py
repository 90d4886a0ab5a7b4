"""Which of the choices offered last did the person take: by button, number, place or label."""

from typing import Any

from common.replies import Choice, Reply
from knowledge.answer import ASK_QUESTION
from language.choices import match_label, match_place, point_at, whole_family

NONE_OF_THEM = Choice("None of these", "none_of_these")
"""What "neither" means after "did you mean": ask in other words."""

WAY_BACK = Choice("Back to my question", "where_was_i")
"""Takes a flow under way to its question again."""


def chosen_parse_data(
    last_reply: Reply | None, text: str, choice_number: int | None, asked_which: bool = False
) -> dict[str, Any] | None:
    """Rasa's parse data for the choice taken, or None when the text is to be read as text.

    choice_number: of a button (from 1). Typed: the number, its place ("the second one") or the label, said in so many
    words, or some of its words ("the nhs one"); anything vaguer is left to be understood. asked_which: the reply asked
    which was meant, so that a word of a label is enough, and so are "both" and "neither". The client never sends
    intents: they come from the stored reply.
    """
    choices = last_reply.choices if last_reply else ()
    if choice_number is not None:
        return parse_data(choices[choice_number - 1]) if 1 <= choice_number <= len(choices) else None
    if last_reply and not last_reply.numbered:
        named = match_label(text, [choice.label for choice in choices])
        return parse_data(choices[named]) if named is not None else None
    if [choice.intent for choice in choices] == [WAY_BACK.intent] and whole_family(text) in ("yes", "no"):
        return parse_data(choices[0])  # to "go on?", not to the question that was asked before: it is asked again
    answers = [choice for choice in choices if choice.intent == ASK_QUESTION]
    for offered in (answers, choices) if asked_which else (choices,):
        place = match_place(text, [choice.label for choice in offered])
        if place is not None:
            return parse_data(offered[place])
    if asked_which and answers:
        family = whole_family(text)
        if family == "both":
            return parse_data(*answers)
        if family == "none":
            return parse_data(NONE_OF_THEM)
    pointed = point_at(text, [choice.label for choice in answers], bare=asked_which)
    return parse_data(answers[pointed]) if pointed is not None else None


def parse_data(*choices: Choice) -> dict[str, Any]:
    """What Rasa reads when a choice, or several at once, is taken."""
    entities = [(name, value) for choice in choices for name, value in choice.entities.items()]
    return {
        "text": choices[0].label,
        "intent": {"name": choices[0].intent, "confidence": 1.0},
        "intent_ranking": [{"name": choices[0].intent, "confidence": 1.0}],
        "entities": [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in entities],
    }
