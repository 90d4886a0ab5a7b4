"""Did this help? Asked once at the end, answered by a word, a choice or a button. A "no" offers a person first."""

from dataclasses import replace
from functools import partial

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.reasons import note_reason
from actions.resuming import NO_FLOW, nothing_pending, remind
from actions.turn import Turn
from casework.feedback import given
from casework.feedback.given import Given, who_of
from common.outcomes import Outcome
from common.replies import Choice, Reply
from common.secret_key import key_for
from knowledge.flow import Option, Pending
from knowledge.gsm7 import parts
from knowledge.texting import sms_text
from language.masking import mask

NAME = "feedback"
"""In the slot `pending`, and in progress: {"about": the id of the answer, or "" for all}."""
LEAVING = ("goodbye", "stop")
MOST_RELATED = 2

ASKED = Pending(
    NAME,
    "helped",
    (
        Option("yes", "Yes", ("it did", "it helped", "yes it did", "very helpful", "it was helpful", "a lot")),
        Option("no", "No", ("it did not", "it didn't", "not really", "not much", "no it didn't", "useless")),
    ),
)
MISSING = Choice("Say what was missing", "give_answer", {"option": "what_was_missing"})
"""A choice only: typed, such words may tell of money that is missing."""
WORDS = Pending(NAME, "words", (Option("skip", "Skip", ("no", "nothing", "rather not", "never mind")),), "text")


def ask_at_end(turn: Turn, tracker: Tracker, intent: str) -> list[EventType]:
    """Once a conversation, where somebody leaves: did this help? By text after MORE too, and only if it costs no more.

    Nobody is asked who got no answer, who was shown help in a crisis, or who talks with an adviser.
    """
    ends = (*LEAVING, "tell_more") if turn.channel == "sms" else LEAVING
    if intent not in ends or turn.channel == "adviser" or turn.progress(NAME) or not turn.replies:
        return []
    if turn.outcome not in (Outcome.SOCIAL, Outcome.STOPPED, Outcome.ANSWERED) or not _had_answers(turn, tracker):
        return []
    if intent == "stop" and (turn.channel == "sms" or tracker.get_slot("flow") != "none"):
        return []  # by text they may want no more texts at all; from a flow they stop that, and stay
    with turn.services.database.read() as connection:
        if given.had_crisis(connection, turn.conversation_id):
            return []
    asked = _with_question(turn)
    if turn.channel == "sms" and parts(sms_text(asked)) > parts(sms_text(turn.replies)):
        return []
    turn.replies[:] = asked
    turn.outcomes.append(Outcome.SOCIAL)
    turn.save_progress(NAME, {"about": ""})
    return _waits(ASKED)


def answer_asked(turn: Turn, tracker: Tracker, question: str, option: str | None, text: str) -> list[EventType]:
    """What was said to one of the questions above; `option`: the one chosen, if any."""
    about = str((turn.progress(NAME) or {}).get("about", ""))
    if question == WORDS.question:
        return _take_words(turn, tracker, about, "" if option == "skip" else text)
    if option == "yes":
        keep(turn, about, helped=True)
        turn.say_wording("helped_yes", Outcome.SOCIAL)
        return nothing_pending()
    if option == "no":
        return did_not_help(turn, about, last_answer=None)
    turn.say_wording("helped_skipped", Outcome.SOCIAL)
    return [*nothing_pending(), *remind(turn, tracker)]


def ask_what_was_missing(turn: Turn) -> list[EventType]:
    """A line in their own words. It is masked before it is kept with the feedback."""
    turn.say(_with(turn.services.wording.say("helped_missing"), _choices(WORDS)), Outcome.SOCIAL)
    return _waits(WORDS)


def did_not_help(turn: Turn, about: str, last_answer: str | None) -> list[EventType]:
    """Note it, and offer a person, other words, what is near to it, and to say what was missing.

    about: the id of the answer, or empty; last_answer: the one that "simpler" would mean now.
    """
    keep(turn, about, helped=False)
    note_reason(turn, "not_helped")
    turn.save_progress(NAME, {"about": about})
    reply = turn.services.wording.say("helped_no")
    turn.say(replace(reply, choices=(*reply.choices, *ways_on(turn, about, last_answer))), Outcome.SOCIAL)
    return nothing_pending()


def note_wrong_answer(turn: Turn, tracker: Tracker) -> list[EventType]:
    """ "No, that didn't help": counts for the answer shown last. The ways on are added to what was said."""
    about = str(tracker.get_slot("last_answer") or "")
    if about not in turn.services.search.content.answers or turn.channel == "adviser":
        return [SlotSet("last_answer", None), *nothing_pending()]
    keep(turn, about, helped=False)
    note_reason(turn, "not_helped")
    turn.save_progress(NAME, {"about": about})
    if turn.channel != "sms":  # a text numbers its choices by itself
        person = replace(turn.replies[-1], choices=turn.replies[-1].choices[:1])
        turn.replies[-1] = _with(person, ways_on(turn, about, about))
    return nothing_pending()


def ways_on(turn: Turn, about: str, last_answer: str | None) -> tuple[Choice, ...]:
    """Simple words of the answer, what people ask next to it, and saying what was missing."""
    simpler = (Choice("Simple words", "simpler"),) if about and about == last_answer else ()
    answers, search = turn.services.search.content.answers, turn.services.search
    related = search.choices(answers[about].next[:MOST_RELATED]) if about in answers else ()
    return (*simpler, *related, MISSING)


def keep(turn: Turn, about: str, *, helped: bool) -> None:
    """Stage feedback on an answer, or on all of a conversation. Without a conversation in it (casework/feedback)."""
    answer = turn.services.search.content.answers.get(about)
    outcome = Outcome.ANSWERED if answer else turn.last_outcome
    topic = answer.topic if answer else ""
    kept = Given(about, helped, _who(turn, about), turn.channel, topic, outcome)
    turn.stage(partial(given.give, given=kept, at=turn.now))


def feedback_key(secret_key: bytes) -> bytes:
    """What the hash that stops double counting is made with."""
    return key_for(secret_key, NAME)


def _take_words(turn: Turn, tracker: Tracker, about: str, text: str) -> list[EventType]:
    masked = mask(text.strip())
    turn.say_wording("helped_noted" if masked else "helped_skipped", Outcome.SOCIAL)
    if masked:
        who = _who(turn, about)
        turn.stage(lambda connection: _ignore(given.add_words(connection, who, masked)))
    return [*nothing_pending(), *remind(turn, tracker)]


def _ignore(kept: bool) -> None:
    """After a day words have no feedback to stand beside, and are not kept."""


def _who(turn: Turn, about: str) -> str:
    return who_of(feedback_key(turn.services.secret_key), turn.conversation_id, about)


def _had_answers(turn: Turn, tracker: Tracker) -> bool:
    lightly = (None, Outcome.SOCIAL, Outcome.NOT_UNDERSTOOD, Outcome.CRISIS)
    return bool(tracker.get_slot("last_answer")) or turn.last_outcome not in lightly


def _with_question(turn: Turn) -> list[Reply]:
    """The replies with the question behind them. A number means a choice of the last one, so that has them all."""
    last, question = turn.replies[-1], turn.services.wording.say("helped_ask")
    choices = (*_choices(ASKED), *last.choices)
    return [*turn.replies[:-1], replace(last, choices=()), replace(question, choices=choices)]


def _with(reply: Reply, choices: tuple[Choice, ...]) -> Reply:
    return replace(reply, choices=(*reply.choices, *choices))


def _choices(pending: Pending) -> tuple[Choice, ...]:
    return tuple(Choice(option.label, "give_answer", {"option": option.key}) for option in pending.options)


def _waits(pending: Pending) -> list[EventType]:
    """A flow under way waits until after it."""
    return [SlotSet("flow", NO_FLOW), SlotSet("pending", pending.to_slot())]
