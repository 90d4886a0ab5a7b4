"""The understanding pipeline of config.yml inside Rasa: trained on a few examples, packed, loaded and asked."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.answering import Answer, Interruptions, option_besides, read_answer
from bot.nlu.decision import Intent, Thresholds, decide_intent
from bot.nlu.linear import LinearModel, Settings, train
from bot.nlu.reading import MOST_CHARACTERS, readable
from bot.nlu.tuning import ACT, QUESTION, Understood, choose, judge, verdict
from knowledge.flow import Option, Pending
from knowledge.search import Ranked

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {
    "greet": ["hello", "hi there", "good morning", "hiya", "hey", "good afternoon"],
    "thanks": ["thanks", "thank you very much", "cheers", "ta", "many thanks", "thanks a lot"],
    "yes": ["yes", "yeah", "yep", "yes please", "of course", "sure"],
    "stop": ["stop", "stop texting me", "please stop now", "stop this", "quit", "unsubscribe me"],
    "why": [
        "why do you ask",
        "why do you need to know that",
        "why",
        "what do you need that for",
        "why ask me",
        "how come you ask",
    ],
    "talk_to_person": [
        "can i talk to someone",
        "talk to a person",
        "i want a human",
        "let me speak to somebody",
        "real person",
        "speak to an adviser",
    ],
    "out_of_scope/fun": ["who won the football", "tell me a joke", "what is on telly"],
    "out_of_scope/everyday": ["what is the weather", "book me a taxi", "when are the bins collected"],
    "ask_question": [
        "what is a personal health budget",
        "who can have a personal health budget",
        "can i pay my sister to care for me",
        "what does indicative budget mean",
        "can i spend the money on a gym",
        "how do i ask for a personal health budget",
    ],
}
TOLD = Pending("steps", "told", (Option("yes", "Yes"), Option("no", "No"), Option("not_sure", "Not sure")))
NAME = Pending("hand_over", "name", free_text="name")

Parse = Callable[..., dict[str, Any]]


class WordSearch:
    """Ranks three answers by shared words: enough to see what the pipeline makes of a ranking."""

    answers: ClassVar = {
        "paying-family": "pay sister family carer",
        "indicative": "indicative budget mean",
        "who": "who can have",
    }
    content = SimpleNamespace(answers={})

    def rank(self, text: str, vector: np.ndarray, limit: int = 5) -> list[Ranked]:
        assert vector.shape == (384,)
        words = set(text.lower().strip("?").split())
        scored = [(len(words & set(said.split())) / len(said.split()), id) for id, said in self.answers.items()]
        return [Ranked(id, score) for score, id in sorted(scored, reverse=True)[:limit]]


@pytest.fixture(scope="module")
def parse() -> Iterator[Parse]:
    """Trains once and returns a function: text, pending question -> Rasa's parse data."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.model_training import train_nlu
    from rasa.shared.core.events import SlotSet
    from rasa.shared.core.slots import AnySlot
    from rasa.shared.core.trackers import DialogueStateTracker

    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        patch.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        # Imported before the first is patched: the second takes its name from the first, for good.
        for component in [import_module(f"bot.nlu.{name}") for name in ("retrieval", "context")]:
            patch.setattr(component, "process_search", lambda database: WordSearch())
        config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
        del config["importers"]
        (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        lines = [{"intent": intent, "examples": "\n".join(f"- {e}" for e in said)} for intent, said in EXAMPLES.items()]
        (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": lines}), encoding="utf-8")
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
        assert model
        processor = Agent.load(model).processor
        assert processor

        def parsed(text: str, pending: Pending | None = None) -> dict[str, Any]:
            slot = json.loads(json.dumps(pending.to_slot())) if pending else None
            tracker = DialogueStateTracker.from_events(
                "a", [SlotSet("pending", slot)], [AnySlot("pending", mappings=[{}])]
            )
            return dict(asyncio.run(processor.parse_message(UserMessage(text), tracker)))

        yield parsed


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello", "greet"),
        ("helo there", "greet"),
        ("thx, thank you", "thanks"),
        ("can i tlk to somone pls", "talk_to_person"),
        ("Can I pay my sister to be my carer?", "ask_question"),
        ("whats the weather tomorrow", "out_of_scope"),
        ("Hello there. Can I pay my sister?", "ask_question"),
    ],
)
def test_intents(parse: Parse, text: str, intent: str) -> None:
    understood = parse(text)
    assert understood["intent"]["name"] == intent
    assert 0 <= understood["intent"]["confidence"] <= 1


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00\x00", "?!...", "\u202e"])
def test_nothing_is_not_understood_for_certain(parse: Parse, text: str) -> None:
    understood = parse(text)
    assert understood["intent"] == {"name": "nlu_fallback", "confidence": 1.0}
    assert understood["answers"] == []


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "word " * 20_000, "\ud83d", "مرحبا", "👍👍👍", "a\x00b\u202ec", "x\n" * 3000]
)
def test_any_text_gets_an_intent(parse: Parse, text: str) -> None:
    understood = parse(text)
    assert understood["intent"]["name"]
    assert understood["text"] == text.strip()


def test_what_goes_to_the_tracker_is_plain_json_without_corrected_words_or_vectors(parse: Parse) -> None:
    understood = parse("Hello, my name is Zebedee. Can i pay my sistr Quenby? Thanks")
    said = json.dumps({key: value for key, value in understood.items() if key not in {"text", "text_tokens"}})
    assert not any(word in said for word in ("Zebedee", "Quenby", "sister"))
    assert set(understood) <= {
        "text",
        "text_tokens",
        "intent",
        "intent_ranking",
        "entities",
        "answers",
        "retrieval",
        "parts",
        "also_option",
        "second",
        "elsewhere",
        "courtesy",
    }


def test_a_long_message_is_read_sentence_by_sentence(parse: Parse) -> None:
    text = "Hi there.\nwe had a rough year and the house is cold. Who can have a budget? thanks"
    parts = parse(text)["parts"]
    assert [text[part["start"] : part["end"]] for part in parts] == [
        "Hi there.",
        "we had a rough year and the house is cold.",
        "Who can have a budget?",
        "thanks",
    ]
    assert parts[2]["retrieval"] == {"kind": "sure", "ids": ["who"]}


def test_a_clear_question_in_a_rambling_message_is_the_question(parse: Parse) -> None:
    story = "my brother moved away last winter and the dog died. " * 4
    assert (
        parse(story + "Can my sister be paid as family carer, pay sister family carer?")["answers"][0]["id"]
        == "paying-family"
    )


def test_entities_stand_where_they_were_typed(parse: Parse) -> None:
    text = "pls cal me on\u00a007700 900123 thx"
    phone = next(entity for entity in parse(text)["entities"] if entity["entity"] == "phone")
    assert text[phone["start"] : phone["end"]] == "07700 900123"


@pytest.mark.parametrize(
    ("text", "pending", "intent", "entity"),
    [
        ("2 please", TOLD, "give_answer", ("option", "no")),
        ("yeah", TOLD, "give_answer", ("option", "yes")),
        ("dunno", TOLD, "give_answer", ("option", "not_sure")),
        ("what does indicative budget mean", TOLD, "ask_question", None),
        ("stop", TOLD, "stop", None),
        ("can i talk to someone", TOLD, "talk_to_person", None),
        ("my name is Will May", NAME, "give_answer", ("text", "Will May")),
        ("why do you ask", NAME, "why", None),
        ("stop", NAME, "stop", None),
        ("", TOLD, "nlu_fallback", None),
    ],
)
def test_pending_question(
    parse: Parse, text: str, pending: Pending, intent: str, entity: tuple[str, str] | None
) -> None:
    understood = parse(text, pending)
    given = [(e["entity"], e["value"]) for e in understood["entities"] if e["entity"] in {"option", "text"}]
    assert understood["intent"]["name"] == intent
    assert given == ([entity] if entity else [])


def test_an_answer_and_a_question_that_the_search_is_sure_of_are_both_taken(parse: Parse) -> None:
    understood = parse("yes but what does indicative budget mean", TOLD)
    assert understood["intent"]["name"] == "give_answer"
    assert [e["value"] for e in understood["entities"] if e["entity"] == "option"] == ["yes"]
    assert understood["second"]["retrieval"] == {"kind": "sure", "ids": ["indicative"]}


def test_an_option_beside_a_question_of_which_it_is_not_sure_is_noted(parse: Parse) -> None:
    understood = parse("yes but what do the old letters say", TOLD)
    assert understood["intent"]["name"] != "give_answer"
    assert understood["also_option"] == "yes"


LIKELY, CERTAIN = 0.6, 0.95


@pytest.mark.parametrize(
    ("text", "ranking", "retrieval", "parts", "intent"),
    [
        ("x", [("my_balance", 0.8), ("ask_question", 0.1)], "sure", [], "my_balance"),
        ("x", [("my_balance", 0.9), ("ask_question", 0.05)], "sure", [], "my_balance"),
        ("x x x x x x x x x x x x", [("my_balance", 0.5), ("ask_question", 0.48)], "sure", [], "ask_question"),
        ("x", [("my_balance", 0.3), ("help", 0.2)], "sure", [], "ask_question"),
        ("x", [("my_balance", 0.3), ("help", 0.2)], "unsure", [], "ask_question"),
        ("x", [("my_balance", 0.3), ("help", 0.2)], "nothing", [], "nlu_fallback"),
        ("x", [("back", 0.4), ("repeat", 0.38)], "nothing", [], "nlu_fallback"),
        ("x", [("ask_question", 0.9)], "nothing", [], "ask_question"),
        ("x", [("ask_question", 0.2), ("help", 0.2), ("why", 0.19)], "nothing", [], "nlu_fallback"),
        ("x", [("out_of_scope", 0.9)], "unsure", [], "out_of_scope"),
        ("x", [("out_of_scope", 0.1), ("why", 0.1)], "unsure", [], "ask_question"),
        ("nah", [("skip", 0.3), ("no", 0.2)], "nothing", [], "no"),
        ("x", [("greet", 0.9)], "sure", [("greet", 0.9, "nothing"), ("ask_question", 0.8, "sure")], "ask_question"),
        ("x", [("thanks", 0.9)], "nothing", [("thanks", 0.9, "nothing"), ("go_back", 0.8, "nothing")], "go_back"),
        ("x", [("thanks", 0.9)], "nothing", [("thanks", 0.9, "nothing"), ("out_of_scope", 0.8, "nothing")], "thanks"),
        ("x", [("nlu_fallback", 1.0)], "nothing", [], "nlu_fallback"),
    ],
)
def test_act_or_question(
    text: str,
    ranking: list[tuple[str, float]],
    retrieval: str,
    parts: list[tuple[str, float, str]],
    intent: str,
) -> None:
    decided = decide_intent(
        text,
        [{"name": name, "confidence": confidence} for name, confidence in ranking],
        [{"id": "a", "score": LIKELY}],
        retrieval,
        [{"intent": {"name": n, "confidence": c}, "retrieval": {"kind": kind}} for n, c, kind in parts],
        Thresholds(),
    )
    assert decided.name == intent


@pytest.mark.parametrize(
    ("text", "act", "asks", "score", "intent"),
    [
        ("how much is left", 0.8, 0.1, CERTAIN, "my_balance"),
        ("how much is left", 0.4, 0.5, 0.1, "my_balance"),
        # An editor wrote this very question: only an act that is as good as certain comes before it.
        ("how much is left", 0.9, 0.09, 1.0, "ask_question"),
        ("how much is left", 0.99, 0.01, 1.0, "my_balance"),
        ("how much do people in my situation usually get", 0.4, 0.5, CERTAIN, "ask_question"),
        ("how much do people in my situation usually get", 0.5, 0.4, CERTAIN, "ask_question"),
        ("how much do people in my situation usually get", 0.97, 0.01, LIKELY, "my_balance"),
    ],
)
def test_classifier_search_and_length_decide_together(
    text: str, act: float, asks: float, score: float, intent: str
) -> None:
    ranking = [{"name": "my_balance", "confidence": act}, {"name": "ask_question", "confidence": asks}]
    ranking.sort(key=lambda other: -float(str(other["confidence"])))
    assert decide_intent(text, ranking, [{"id": "a", "score": score}], "sure", [], Thresholds()).name == intent


@pytest.mark.parametrize(
    ("intent", "retrieval", "ids", "verdict"),
    [
        ("ask_question", "sure", ("a",), "right"),
        ("ask_question", "sure", ("b",), "wrong"),
        ("ask_question", "unsure", ("b", "a"), "offered"),
        ("ask_question", "unsure", ("b", "c"), "lost"),
        ("ask_question", "nothing", (), "lost"),
        ("nlu_fallback", "sure", ("a",), "lost"),
        ("my_balance", "sure", ("b",), "right"),
        ("privacy", "sure", ("a",), "wrong"),
    ],
)
def test_verdicts(intent: str, retrieval: str, ids: tuple[str, ...], verdict: str) -> None:
    assert judge(intent, retrieval, ids, {"a", "my_balance"}) == verdict


def test_choosing_finds_thresholds_that_tell_acts_from_questions() -> None:
    def case(kind: str, asks: float, score: float, text: str) -> Understood:
        right = "a" if kind == QUESTION else "help"
        ranking = [{"name": "help", "confidence": 1 - asks}, {"name": "ask_question", "confidence": asks}]
        return Understood(text, kind, frozenset({right}), tuple(ranking), (Ranked("a", score),))

    # Only the search can tell: the classifier and the length say the same of all of them.
    cases = [case(QUESTION, 0.5, 0.8, "x x x"), case(ACT, 0.5, 0.1, "x x x")] * 20
    chosen = choose(cases, Thresholds(lead=1, found=0, words=0, hurdle=-5))
    assert chosen.found > 0.5
    assert {verdict(one, chosen) for one in cases} == {"right"}


INTERRUPTIONS = Interruptions(("stop", "why", "talk_to_person", "skip"), 0.6)
CONTACT = Pending("hand_over", "contact", free_text="contact")
SECRET = Pending("coming_back", "word", (Option("skip", "No word"),), free_text="secret")
WHAT = Pending("hand_over", "what", (Option("skip", "Skip this"),), free_text="text")


@pytest.mark.parametrize(
    ("text", "pending", "intent", "found", "answer"),
    [
        ("ring 07700 900123", CONTACT, Intent("talk_to_person", 0.9), "nothing", Answer("text", "ring 07700 900123")),
        ("talk to a person", CONTACT, Intent("talk_to_person", 0.9), "nothing", None),
        ("can i pay my sister?", CONTACT, Intent("ask_question", 0.9), "sure", None),
        ("can i pay my sister?", WHAT, Intent("ask_question", 0.9), "sure", Answer("text", "can i pay my sister?")),
        ("stop", WHAT, Intent("stop", 0.9), "nothing", None),
        ("stop", SECRET, Intent("stop", 0.9), "nothing", None),
        ("skip", SECRET, Intent("skip", 0.9), "nothing", Answer("option", "skip")),
        ("skipper", SECRET, Intent("help", 0.3), "nothing", Answer("text", "skipper")),
        ("word", SECRET, Intent("skip", 0.4), "nothing", Answer("text", "word")),
        ("skip", WHAT, Intent("skip", 0.9), "nothing", Answer("option", "skip")),
        ("we are fine thank you", TOLD, Intent("yes", 0.9), "nothing", Answer("option", "yes")),
        ("we are fine, but what happens then?", TOLD, Intent("yes", 0.9), "nothing", None),
        ("anything", TOLD, Intent("greet", 0.9), "nothing", None),
        (
            "carry the word stop into a story that goes on",
            WHAT,
            Intent("stop", 0.9),
            "nothing",
            Answer("text", "carry the word stop into a story that goes on"),
        ),
    ],
)
def test_answers_to_questions(text: str, pending: Pending, intent: Intent, found: str, answer: Answer | None) -> None:
    assert read_answer(text, text, pending, intent, found, INTERRUPTIONS) == answer


def test_no_option_besides_without_a_pending_option() -> None:
    assert option_besides("yes but why", "yes but why", NAME) is None


@given(st.text(max_size=300))
def test_reading_keeps_every_character_in_its_place(text: str) -> None:
    assert len(readable(text)) == len(text)
    assert "\x00" not in readable(text)


def test_reading_stops_at_the_limit() -> None:
    assert len(readable("a" * 9999)) == MOST_CHARACTERS


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    vectors = np.eye(384, dtype=np.float32)[:6]
    texts = ["hello", "hi", "hiya", "stop", "stop it", "please stop"]
    model = train(texts, vectors, ["greet"] * 3 + ["stop"] * 3, Settings())
    model.save(tmp_path)
    likely = LinearModel.read(tmp_path).likelihoods("stop now", vectors[3])
    assert np.array_equal(likely, model.likelihoods("stop now", vectors[3]))
    assert model.labels[int(likely.argmax())] == "stop"
    assert likely.sum() == pytest.approx(1.0)
