"""What belongs elsewhere: the last word on a message, by tables."""

import pytest

from bot.nlu.decision import Intent
from bot.nlu.pointing import nation_asked_about, point
from language.entities import read_entities
from language.other_languages import language_of


def entities(text: str) -> list[dict[str, object]]:
    """As the pipeline's reader writes them."""
    return [{"entity": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in read_entities(text)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("can my mum in glasgow get a direct payment", "scotland"),
        ("i live in wales", "wales"),
        ("are there phbs in northern ireland", "northern-ireland"),
        ("scottish rules on paying family", "scotland"),
        ("my dad is in cardiff", "wales"),
        ("we are moving to belfast", "northern-ireland"),
        ("i live in carlisle and mum lives in dumfries", "living-outside-england"),
        ("scotland or wales which is better", "living-outside-england"),
        ("can i take my pa on holiday to scotland", ""),
        ("can my carer be scottish", ""),
        ("can a pa speak welsh", ""),
        ("moving from wales to england", ""),
        ("i live in leeds", ""),
        ("is it for england only", ""),
        ("can i use it for a trip to cardiff", ""),
        ("do they do english lessons", ""),
    ],
)
def test_whose_rules_are_asked_about(text: str, answer: str) -> None:
    assert nation_asked_about(text, entities(text)) == answer


@pytest.mark.parametrize(
    ("text", "intent", "retrieval", "name", "kind", "answer"),
    [
        ("when is bin day", "out_of_scope", "nothing", "out_of_scope", "bins", ""),
        ("can my carer put the bins out", "out_of_scope", "sure", "ask_question", "", ""),
        ("does my direct payment cover bins", "out_of_scope", "unsure", "ask_question", "", ""),
        ("my carer lost my bins", "out_of_scope", "nothing", "out_of_scope", "bins", ""),
        ("what is a phb", "ask_question", "sure", "ask_question", "", ""),
        ("i live in wales", "out_of_scope", "nothing", "ask_question", "", "wales"),
        ("weather in cardiff", "out_of_scope", "nothing", "out_of_scope", "bins", ""),
        ("can i get one, im in fife", "check_eligibility", "unsure", "ask_question", "", "scotland"),
        ("talk to a person in cardiff", "talk_to_person", "nothing", "talk_to_person", "", ""),
        ("necesito ayuda para mi madre", "ask_question", "sure", "out_of_scope", "language", ""),
    ],
)
def test_the_last_word(text: str, intent: str, retrieval: str, name: str, kind: str, answer: str) -> None:
    pointed = point(text, Intent(intent, 0.9), "bins", entities(text), retrieval, language_of(text))
    assert (pointed.intent.name, pointed.kind, pointed.answer) == (name, kind, answer)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("bonjour je voudrais de l'aide", "french"),
        ("potrzebuję pomocy", "polish"),
        ("am nevoie de ajutor", "romanian"),
        ("ho bisogno di aiuto", "italian"),
        ("preciso de ajuda", "portuguese"),
        ("no hablo ingles", "spanish"),
        ("مجھے مدد چاہیے", "urdu"),
        ("أحتاج مساعدة", "arabic"),
        ("আমার সাহায্য দরকার", "bengali"),
        ("ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", "panjabi"),
        ("મને મદદ જોઈએ છે", "gujarati"),
        ("мне нужна помощь", "unknown"),
        ("我不会说英语", "unknown"),
        ("am i able to have one for my son", ""),
        ("no mi mam says no", ""),
        ("can i pay por favor", ""),
        ("do i ring my gp", ""),
        ("", ""),
        ("12 + 3", ""),
        ("José is my pa", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
