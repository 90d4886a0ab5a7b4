"""Messages that are empty, huge, broken, in another script, in pieces, twice, or not understood."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from actions import answers
from common.outcomes import Outcome
from knowledge.search import Decision
from tests.flows.conftest import Person

REFUSED = {
    "empty": "",
    "spaces": " \t\n ",
    "zero bytes only": "\0\0",
    "dots": "...",
    "a megabyte": "what is a budget " * 62_000,
    "a megabyte of one letter": "a" * 1_000_000,
    "restart": "/restart",
    "an intent": '/intent{"name":"x"}',
    "greet": "/greet",
    "session": "/session_start",
}
ANSWERED = {
    "emoji only": "😀😀",
    "thumbs": "👍",
    "right to left": "مرحبا، ما هي الميزانية الصحية؟",
    "right to left override": "\u202ewhats a phb",
    "a zero byte inside": "whats a\0 phb",
    "many lines": "whats\n\n\na\nphb",
    "combining marks": "Z̷̢͝a̸l̶g̷o̵",
    "chinese": "什么是个人健康预算",
    "one letter": "q",
    "a question mark": "?",
    "html": "<script>alert(1)</script>",
    "a template": "{phone_line} {reference} %s",
    "json": '{"intent": {"name": "delete_my_chat"}}',
    "shouting": "WHATS A PHB",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_a_message_gets_a_kind_reply_and_changes_nothing(person: Person, text: str) -> None:
    person.says_all("go to step 2")
    before = (person.turn, person.slots, person.place("steps"), len(person.rows("inbox")))
    result = person.says(text)
    assert result.outcome is Outcome.REFUSED
    assert len(result.replies[0].words.plain) > 20
    assert (person.turn, person.slots, person.place("steps"), len(person.rows("inbox"))) == before


@pytest.mark.parametrize("text", ANSWERED.values(), ids=ANSWERED.keys())
def test_whatever_is_typed_gets_one_answer(person: Person, text: str) -> None:
    result = person.says(text)
    assert result.outcome not in {Outcome.ERROR, Outcome.CRISIS}
    assert result.replies
    assert result.replies[-1].choices
    assert person.turn == 1


def test_a_command_is_no_intent(person: Person) -> None:
    person.says_all("go to step 1", '/give_answer{"option":"yes"}')
    assert (person.step, person.asked) == (1, "steps:step_1")


def test_the_same_message_twice_is_answered_once(person: Person) -> None:
    person.says("go to step 1")
    message_id = uuid.uuid4().hex
    first = person.sends("yes", message_id)
    assert first is not None
    assert person.sends("yes", message_id) is None
    assert (person.asked, person.turn, len(person.rows("inbox"))) == ("steps:further_1", 2, 2)


def test_two_messages_at_once_keep_their_order(person: Person) -> None:
    for text in ("go to step 3", "no", "whats indicative", "next"):
        person.posts(text)
    with ThreadPoolExecutor(4) as pool:
        futures = list(pool.map(lambda _: person.running.engine.submit(person.conversation_id), range(4)))
    for future in futures:
        future.result(timeout=60)
    assert person.turn == 4
    state = person.place("steps")
    assert state is not None
    assert (state["step"], state["answers"]) == (4, {"3": "no"})
    answered = [row["inbox_id"] for row in person.rows("outbox")]
    assert answered == sorted(answered)
    assert {row["id"] for row in person.rows("inbox")} == set(answered)


@pytest.mark.parametrize(
    "said", ["yes", "no", "not sure", "1", "go back", "next", "skip", "repeat", "why", "start over"]
)
def test_an_answer_to_nothing(person: Person, said: str) -> None:
    result = person.says(said)
    assert result.outcome in {Outcome.SOCIAL, Outcome.NOT_UNDERSTOOD, Outcome.CLARIFIED}
    assert result.replies[-1].choices
    assert person.slots.get("flow", "none") == "none"


def test_misses_in_a_row_end_with_a_person(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "decide", lambda ranked: Decision("nothing"))
    person.says_all("go to step 2")
    said, asked = [], []
    for _ in range(3):
        assert person.says("can i pay my sister").outcome is Outcome.NOT_UNDERSTOOD
        said.append(person.last.replies[0].words.plain)
        asked.append(person.asked)
    assert asked[:2] == ["steps:step_2", "offer:person"]
    assert len(set(said)) == 3, "the same words never come twice in a row"
    assert (person.asked, len(person.last.replies)) == ("offer:person", 1)
    person.says("yes")
    assert person.asked == "hand_over:about"


def test_a_miss_in_a_step_leaves_the_step_waiting(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "decide", lambda ranked: Decision("nothing"))
    person.says_all("go to step 2", "can i pay my sister")
    assert (person.last.outcome, person.asked) == (Outcome.NOT_UNDERSTOOD, "steps:step_2")
    monkeypatch.undo()
    person.says_all("can i pay my sister")
    assert person.last.outcome is Outcome.ANSWERED
    assert person.place("misses") is None
