"""The hand-over pack: all that an adviser should know before the first word, so that nobody has to say it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from actions.services import Services
from bot.channels.transcript import FromNavigator, FromYou, read_transcript
from casework import conversations, progress, safety
from casework.desk import cases
from casework.desk.cases import Case, CaseEvent
from casework.safety import SafetyEvent
from knowledge.eligibility_table import Question
from knowledge.flow import FlowContext, Move
from language.masking import mask

BEFORE = 30
"""So many messages from before the hand-over are shown: its own questions are about twelve of them."""
FLOWS = ("eligibility", "options", "sums")


@dataclass(frozen=True)
class Line:
    """One message. `who`: person, Navigator or an adviser's name; `text` None: deleted or a choice."""

    key: str
    who: str
    text: str | None
    at: datetime
    is_adviser: bool = False
    is_masked: bool = False
    delivered: bool = True


@dataclass(frozen=True)
class Pack:
    """One case as an adviser sees it."""

    case: Case
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    step: int | None
    register: str
    before: tuple[Line, ...]
    since: tuple[Line, ...]
    history: tuple[CaseEvent, ...]
    alerts: tuple[SafetyEvent, ...]


def read_pack(
    connection: Connection,
    services: Services,
    case: Case,
    now: datetime,
    *,
    as_written: bool = False,
    since: bool = True,
) -> Pack:
    """All about a case, masked but for what was written after the hand-over (`since`); `as_written` masks nothing."""
    before: list[Line] = []
    after: list[Line] = []
    states: dict[str, Mapping[str, Any]] = {}
    register = "plain"
    if case.conversation_id is not None:
        conversation = conversations.get(connection, case.conversation_id)
        register = conversation.register if conversation else "plain"
        for flow in (*FLOWS, "steps"):
            if state := progress.load(connection, case.conversation_id, flow):
                states[flow] = state
        transcript = read_transcript(connection, case.conversation_id, now, for_the_person=False)
        for message in transcript.messages:
            own = case.way == "live" and message.at > case.created_at
            (after if own else before).append(_line(message, masked=not ((own and since) or as_written)))
    found = [each for each in safety.unseen(connection) if each.conversation_id == case.conversation_id]
    return Pack(
        case=case,
        answers=tuple(_answers(services, states, now)),
        step=states.get("steps", {}).get("step"),
        register=register,
        before=tuple(before if as_written else before[-BEFORE:]),
        since=tuple(after),
        history=tuple(cases.history(connection, case.id)),
        alerts=tuple(found) if case.conversation_id else (),
    )


def _line(message: FromYou | FromNavigator, masked: bool) -> Line:
    if isinstance(message, FromYou):
        text = mask(message.text) if masked and message.text else message.text
        return Line(f"you-{message.inbox_id}", "person", text, message.at, is_masked=masked)
    reply = message.reply
    return Line(
        f"navigator-{message.outbox_id}",
        reply.speaker or "Navigator",
        reply.words.plain,
        message.at,
        is_adviser=bool(reply.speaker),
        delivered=message.is_delivered,
    )


def _answers(
    services: Services, states: Mapping[str, Mapping[str, Any]], now: datetime
) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What was answered in each guided conversation, with its result and the why, as the flow itself tells it."""
    context = FlowContext(now=now, channel="adviser", values=services.settings.names())
    content = services.plan_content
    questions = {
        "eligibility": content.check.questions,
        "options": content.options.guide.questions,
        "sums": content.sums.guide.questions,
    }
    found = []
    for name, state in states.items():
        if name == "steps" or name not in services.flows:
            continue
        result = services.flows[name].move(dict(state), Move("repeat"), context)
        asked = {question.id: question for question in questions.get(name, ())}
        rows = [_in_words(asked.get(key), key, value) for key, value in (state.get("answers") or {}).items()]
        rows += [
            (row[0], row[1]) for reply in result.replies if reply.table for row in reply.table.rows if len(row) >= 2
        ]
        said = [("Where they are", reply.words.register("adviser")) for reply in result.replies]
        why = services.flows[name].move(dict(state), Move("why"), context)
        said += [("Why", reply.words.register("adviser")) for reply in why.replies[:1]]
        found.append((name, tuple((str(key), str(value)) for key, value in [*rows, *said])))
    return found


def _in_words(question: Question | None, key: str, given: object) -> tuple[str, str]:
    """A question by its title, and the answer as the person read it; what the content no longer knows by its key."""
    labels = {option.key: option.label for option in question.options} if question else {}
    title = question.title if question and question.title else key.replace("_", " ")
    return title, labels.get(str(given), str(given).replace("_", " "))
