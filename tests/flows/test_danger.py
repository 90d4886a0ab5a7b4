"""Danger is answered first: in every flow, whoever owns the conversation; and the flow is where it was."""

from collections.abc import Callable

import pytest

from casework import unanswered
from common.outcomes import Outcome
from knowledge.gsm7 import parts
from knowledge.texting import sms_text
from language.safety import Finding, RiskKind, SafetyGate
from tests.flows.conftest import IN_EACH_FLOW, Person

CRY = "i dont want to be here anymore"
OTHERS = ["my carer hits my mum", "i took all my tablets", "he is not breathing", "hes going to kill me"]


@pytest.mark.parametrize("way", IN_EACH_FLOW.values(), ids=IN_EACH_FLOW.keys())
def test_in_every_flow(person: Person, way: tuple[str, ...]) -> None:
    person.says_all(*way)
    before = (person.slots, [person.place(flow) for flow in ("steps", "eligibility", "hand_over")])
    result = person.says(CRY)
    assert result.outcome is Outcome.CRISIS
    assert "999" in result.replies[0].words.plain
    assert "999" in result.replies[0].words.register("sms")
    assert (person.slots, [person.place(flow) for flow in ("steps", "eligibility", "hand_over")]) == before
    assert len(person.rows("safety_event")) == 1
    assert CRY not in repr(person.rows("safety_event"))
    assert CRY not in repr(person.rows("tracker_event"))


@pytest.mark.parametrize("said", OTHERS)
def test_other_dangers(person: Person, said: str) -> None:
    person.says_all("go to step 1", said)
    assert person.last.outcome is Outcome.CRISIS
    assert len(person.rows("safety_event")) == 1


@pytest.mark.parametrize("flow", ["a step", "the check", "the way to a person", "consent"])
def test_back_to_the_question(person: Person, flow: str) -> None:
    person.says_all(*IN_EACH_FLOW[flow])
    asked = person.asked
    person.says(CRY)
    person.taps("Back to my question")
    assert person.asked == asked


@pytest.mark.parametrize("said", ["yes", "ok", "no", "dunno"])
@pytest.mark.parametrize("flow", ["a step", "after a step", "the check", "consent", "deleting"])
def test_a_yes_after_it_answers_no_question_of_a_flow(person: Person, flow: str, said: str) -> None:
    person.says_all(*IN_EACH_FLOW[flow])
    before = [person.place(name) for name in ("steps", "eligibility", "hand_over")]
    person.says_all(CRY, said)
    assert person.last.outcome is Outcome.SOCIAL
    assert "999" in person.sees
    assert [person.place(name) for name in ("steps", "eligibility", "hand_over")] == before
    assert person.rows("referral") == []
    assert person.conversation.forgotten_at is None


def test_repeat_means_the_words_about_danger(person: Person) -> None:
    words = person.says_all("go to step 1", CRY).replies[0].words
    assert person.says("repeat that").replies[0].words == words


def test_back_without_a_flow(person: Person) -> None:
    person.says(CRY)
    person.taps("Back to my question")
    assert person.last.replies[-1].choices
    assert "haven't started" not in person.sees


def test_i_cannot_speak(person: Person) -> None:
    person.says_all("go to step 1", CRY)
    person.taps("I can't speak on the phone")
    assert person.last.answers == ("cannot-speak-on-phone",)
    assert person.asked == "steps:step_1"


@pytest.mark.parametrize("owner", ["adviser", "waiting"])
def test_from_a_person_whom_somebody_else_looks_after(person: Person, owner: str) -> None:
    person.says_all("go to step 4")
    before = (person.slots, person.place("steps"))
    person.is_given_to(owner)  # type: ignore[arg-type]
    assert person.says(CRY).outcome is Outcome.CRISIS
    assert (person.slots, person.place("steps")) == before
    assert len(person.rows("safety_event")) == 1
    assert person.conversation.owner == owner


def test_the_bot_is_silent_while_an_adviser_owns_the_conversation(person: Person) -> None:
    person.says_all("go to step 4")
    before = (person.slots, person.place("steps"), len(person.rows("outbox")))
    person.is_given_to("adviser")
    result = person.says("whats indicative")
    assert (result.outcome, result.replies) == (Outcome.PASSED_ON, ())
    assert (person.slots, person.place("steps"), len(person.rows("outbox"))) == before
    assert person.rows("inbox")[-1]["outcome"] is Outcome.PASSED_ON
    person.is_given_to("bot")
    person.says("yes")
    assert person.step == 5


def test_danger_in_a_message_that_is_too_long_or_a_command(person: Person) -> None:
    for text in (f"{CRY}. " + "please help " * 5000, f"/restart {CRY}"):
        assert person.says(text).outcome is Outcome.CRISIS


@pytest.mark.parametrize(
    "text", ["whats a phb", "my mum has dementia, can she have one", "im exhausted", "talk to a person"]
)
def test_what_is_no_danger(person: Person, text: str) -> None:
    assert person.says(text).outcome is not Outcome.CRISIS
    assert person.rows("safety_event") == []


def test_what_reads_somewhat_like_danger_gets_help_first_and_its_answer_too(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.says("go to step 1")
    asked = person.asked
    doubt = Finding(RiskKind.ABUSE_OR_NEGLECT, "unknown", "a-rule", sure=False)
    with monkeypatch.context() as patched:
        patched.setattr(SafetyGate, "read", lambda gate, text: doubt)
        result = person.says("can i pay my sister")
    assert result.outcome is Outcome.CRISIS
    assert "999" in result.replies[0].words.plain
    assert result.answers == ("paying-family-or-friends",)
    assert len(person.rows("safety_event")) == 1
    assert person.asked == asked
    assert person.says("yes").outcome is Outcome.GUIDED


def test_in_a_text_with_little_room_the_answer_waits(
    meet: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    texter = meet(channel="sms")
    doubt = Finding(RiskKind.ABUSE_OR_NEGLECT, "unknown", "a-rule", sure=False)
    with monkeypatch.context() as patched:
        patched.setattr(SafetyGate, "read", lambda gate, text: doubt)
        patched.setattr("actions.safety.fits_a_text", lambda replies: False)
        result = texter.says("can i pay my sister")
    assert (result.outcome, result.answers) == (Outcome.CRISIS, ())
    assert "999" in result.replies[0].words.register("sms")
    assert parts(sms_text(result.replies)) <= 2
    assert texter.says("1").answers == ("paying-family-or-friends",)


def test_in_a_text_help_and_answer_stand_together_where_there_is_room(
    meet: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    texter = meet(channel="sms")
    doubt = Finding(RiskKind.ABUSE_OR_NEGLECT, "unknown", "a-rule", sure=False)
    monkeypatch.setattr(SafetyGate, "read", lambda gate, text: doubt)
    monkeypatch.setattr("actions.safety.fits_a_text", lambda replies: True)
    result = texter.says("can i pay my sister")
    assert (result.outcome, result.answers) == (Outcome.CRISIS, ("paying-family-or-friends",))
    assert sms_text(result.replies).startswith("If you or someone else isn't safe, call 999.")


def test_in_doubt_a_question_that_is_not_clear_gets_help_and_is_asked_back(person: Person) -> None:
    assert person.says("can my PA give me my tablets").outcome is Outcome.CLARIFIED
    offered = person.choices
    doubt = Finding(RiskKind.ABUSE_OR_NEGLECT, "unknown", "a-rule", sure=False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(SafetyGate, "read", lambda gate, text: doubt)
        result = person.says("can my PA give me my tablets")
    assert result.outcome is Outcome.CRISIS
    assert "999" in result.replies[0].words.plain
    assert person.choices == offered


def test_in_doubt_and_without_an_answer_there_is_help_alone(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Finding(RiskKind.SUICIDE_OR_SELF_HARM, "self", "a-rule", sure=False)
    monkeypatch.setattr(SafetyGate, "read", lambda gate, text: doubt)
    result = person.says("fffgh wwrtz kkpl")
    assert (result.outcome, len(result.replies)) == (Outcome.CRISIS, 1)
    assert "Samaritans" in result.replies[0].words.plain
    assert len(person.rows("safety_event")) == 1
    with person.running.services.database.read() as connection:
        assert "wwrtz" not in repr(unanswered.latest(connection))


def test_in_doubt_while_an_adviser_owns_it_there_is_help(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.says("hello")
    person.is_given_to("adviser")
    doubt = Finding(RiskKind.SUICIDE_OR_SELF_HARM, "self", "a-rule", sure=False)
    monkeypatch.setattr(SafetyGate, "read", lambda gate, text: doubt)
    assert person.says("can i pay my sister").outcome is Outcome.CRISIS


ADVICE = "how many paracetamol can i take"


@pytest.mark.parametrize("flow", ["no flow", "a step", "the check", "typing a name", "consent"])
@pytest.mark.parametrize("channel", ["web", "sms"])
def test_medical_advice_is_declined_and_the_question_asked_again(
    meet: Callable[..., Person], flow: str, channel: str
) -> None:
    someone = meet(channel=channel)
    someone.says_all(*IN_EACH_FLOW[flow])
    asked, before = someone.asked, [someone.place(name) for name in ("steps", "eligibility", "hand_over")]
    result = someone.says(ADVICE)
    assert (result.outcome, result.answers) == (Outcome.OUT_OF_SCOPE, ())
    assert "999" in result.replies[0].words.plain[:80]
    assert "111" in someone.sees
    assert "health advice" in someone.sees
    assert someone.rows("safety_event") == []
    assert someone.asked == asked
    assert [someone.place(name) for name in ("steps", "eligibility", "hand_over")] == before
    assert ADVICE not in repr(someone.rows("tracker_event"))
    assert channel != "sms" or parts(sms_text(result.replies)) <= 2


def test_what_is_asked_beside_medical_advice_is_answered(person: Person) -> None:
    result = person.says("Should I stop my blood thinner? Can I pay my sister?")
    assert result.outcome is Outcome.OUT_OF_SCOPE
    assert result.answers == ("paying-family-or-friends",)
    assert "999" in result.replies[0].words.plain
    assert person.rows("safety_event") == []


def test_what_is_asked_beside_it_and_not_understood_leads_back_to_the_flow(person: Person) -> None:
    person.says_all("go to step 4")
    asked = person.asked
    result = person.says("Should I stop my blood thinner? Fffgh wwrtz kkpl.")
    assert result.outcome is Outcome.OUT_OF_SCOPE
    assert len(result.replies) >= 2
    assert person.asked == asked


def test_an_overdose_is_a_crisis_and_no_question_about_medicine(person: Person) -> None:
    assert person.says("how many paracetamol can i take, i took all of them").outcome is Outcome.CRISIS
    assert [row["kind"] for row in person.rows("safety_event")] == ["already_harmed"]


def test_medical_advice_asked_of_an_adviser_goes_to_the_adviser(person: Person) -> None:
    person.says("hello")
    person.is_given_to("adviser")
    assert person.says(ADVICE).outcome is Outcome.PASSED_ON


@pytest.mark.parametrize("text", ["can my pa give me my tablets", "who pays for my prescriptions"])
def test_a_question_about_the_service_is_answered_though_it_names_medicine(person: Person, text: str) -> None:
    assert person.says(text).outcome is not Outcome.CRISIS
    assert "I can't give health advice" not in person.sees


@pytest.mark.parametrize(("text", "line"), [("chce sie zabic", "Zadzwoń pod 999"), ("他打我", "请打999")])
def test_danger_in_another_language(person: Person, text: str, line: str) -> None:
    person.says_all("go to step 4")
    before = person.place("steps")
    result = person.says(text)
    assert result.outcome is Outcome.CRISIS
    assert line in result.replies[0].words.plain.splitlines()[0]
    assert person.place("steps") == before
    assert len(person.rows("safety_event")) == 1


def test_somebody_who_is_overheard_is_shown_ways_without_a_voice(person: Person) -> None:
    assert person.says("i cant talk now he is listening").outcome is Outcome.CRISIS
    assert "without speaking" in person.sees
    assert "leave this page now" in person.sees
    assert "Delete this text" in person.last.replies[0].words.sms


def test_danger_is_read_before_the_words_that_stop_texts(meet: Callable[..., Person]) -> None:
    texter = meet(channel="sms")
    assert texter.says("STOP. i want to die").outcome is Outcome.CRISIS
    assert texter.says("stop").outcome is Outcome.STOPPED
    assert texter.says(CRY).outcome is Outcome.CRISIS
