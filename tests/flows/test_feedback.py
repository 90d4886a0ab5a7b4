"""Did this help? Asked once at the end, told by a word, and a no leads to a person."""

from sqlalchemy import select

from bot.running import Running
from casework.feedback.tables import answer_count, feedback, turn_count
from tests.flows.conftest import Person

QUESTION = "what is a personal health budget"


def kept(running: Running) -> list[tuple[str, bool, str, str]]:
    with running.services.database.read() as connection:
        rows = connection.execute(select(feedback).order_by(feedback.c.id))
        return [(row.answer, row.helped, row.words, row.channel) for row in rows]


def test_what_was_said_at_the_end_and_of_an_answer_is_kept_masked(person: Person, meet, running: Running) -> None:  # type: ignore[no-untyped-def]
    before = len(kept(running))
    person.says(QUESTION)
    answer = person.last.answers[0]
    person.says("no that didnt help")
    assert [choice.label for choice in person.choices][:1] == ["Talk to a person"]
    assert kept(running)[before:] == [(answer, False, "", "web")]
    person.taps("Say what was missing")
    person.says("how long it takes, my name is Sam Grimsdyke, ring 07700 900123")
    (_, _, words, _) = kept(running)[before]
    assert words.startswith("how long it takes")
    assert "Grimsdyke" not in words
    assert "900123" not in words
    person.says("goodbye")
    assert "did this help" not in person.sees  # they have said it


def test_a_yes_at_the_end_is_kept_and_asked_for_once(person: Person, running: Running) -> None:
    person.says_all(QUESTION, "goodbye")
    assert "did this help" in person.sees
    assert [choice.label for choice in person.choices][:2] == ["Yes", "No"]
    person.says("yes it did")
    assert kept(running)[-1] == ("", True, "", "web")
    person.says_all(QUESTION, "goodbye")
    assert "did this help" not in person.sees
    assert person.asked is None


def test_a_no_at_the_end_offers_a_person_and_asks_nothing_twice(person: Person, running: Running) -> None:
    person.says_all(QUESTION, "stop", "no not really")
    assert "sorry that this did not help" in person.sees
    assert kept(running)[-1] == ("", False, "", "web")
    person.taps("Talk to a person")
    assert person.place("hand_over") is not None


def test_nobody_is_asked_who_got_nothing_or_was_in_danger(person: Person, meet) -> None:  # type: ignore[no-untyped-def]
    assert "did this help" not in "".join(reply.words.plain for reply in person.says("goodbye").replies)
    hurt = meet()
    hurt.says_all(QUESTION, "i want to kill myself", QUESTION, "goodbye")
    assert "did this help" not in hurt.sees
    adviser = meet(channel="adviser")
    adviser.says_all(QUESTION, "goodbye")
    assert "did this help" not in adviser.sees


def test_a_text_asks_only_where_it_costs_no_more(meet) -> None:  # type: ignore[no-untyped-def]
    from knowledge.gsm7 import parts
    from knowledge.texting import sms_text

    texter = meet(channel="sms")
    texter.says_all(QUESTION, "goodbye")
    text = sms_text(texter.last.replies)
    assert "Did this help? Reply 1 Yes, 2 No" in text
    assert parts(text) == 1
    texter.says("2")
    assert "did not help" in sms_text(texter.last.replies)


def test_turns_are_counted_with_nobody_in_it(person: Person, running: Running) -> None:
    def counted() -> tuple[int, int, int]:
        with running.services.database.read() as connection:
            turns = connection.execute(select(turn_count)).all()
            shown = connection.execute(select(answer_count)).all()
        return sum(row.count for row in turns), sum(row.begun for row in turns), sum(row.count for row in shown)

    before = counted()
    person.says_all(QUESTION, "thanks")
    after = counted()
    assert [later - earlier for earlier, later in zip(before, after, strict=True)] == [2, 1, 1]
