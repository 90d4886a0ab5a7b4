"""One message becomes one committed turn: gate, owner, chosen number, Rasa, commit."""

import logging
import time
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from actions import desk, place
from actions import turn as turns
from actions.safety import DOUBT, answer_finding, answer_in_few_words, put_help_first
from actions.services import Services
from actions.turn import Mark, Turn
from bot.engine.choosing import WAY_BACK, chosen_parse_data, parse_data
from bot.engine.private import kept_of, left_to_read, take_out
from bot.engine.results import TurnResult, Understood
from bot.engine.tracker_store import WINDOW, TurnTrackerStore
from casework import inbox
from casework.errors import AlreadyAnswered, TurnConflict
from casework.reading import read_turn
from casework.turns import TurnCommit, commit_turn
from common.errors import describe_without_data
from common.outcomes import Outcome
from common.replies import Choice, Reply
from knowledge import script_jumps
from knowledge.identity import NAME as IDENTITY
from knowledge.identity_reading import without_digits
from language.safety import Finding, SafetyGate

logger = logging.getLogger(__name__)

PEOPLE = ("waiting", "adviser")
"""Owners that are, or will be, a person: the bot is silent."""

TRIES = 3
"""How often a turn is run again after a conflict, and a message may be left behind before it gets an apology."""


class TurnRunner:
    """Runs turns. All state is in the database; the runner may be thrown away at any moment."""

    def __init__(self, agent: Agent, store: TurnTrackerStore, gate: SafetyGate, services: Services) -> None:
        self._agent = agent
        self._store = store
        self._gate = gate
        self._services = services

    async def run(self, row: inbox.InboxRow) -> TurnResult | None:
        """Answer one inbox row. None when it was answered already (by another process) or its conversation is gone."""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._try(row, give_up=row.attempts >= TRIES)
            except AlreadyAnswered:
                return None
            except TurnConflict:
                logger.info("turn of message %s ran into another one: again (%d)", row.id, attempt)
        return None

    async def _try(self, row: inbox.InboxRow, give_up: bool) -> TurnResult | None:
        started = time.perf_counter()
        with self._services.database.read() as connection:
            view = read_turn(connection, row.conversation_id, WINDOW)
        if view is None:
            return None
        conversation = view.conversation
        self._store.give(conversation.id, view.window)
        now = max(row.at, conversation.clock_at)
        last_reply = Reply.from_json(view.last_reply).as_at(now) if view.last_reply else None
        turn = Turn(
            services=self._services,
            conversation_id=conversation.id,
            channel=conversation.channel,
            now=now,
            inbox_id=row.id,
            last_reply=last_reply,
            last_outcome=None if DOUBT in view.progress else view.last_outcome,
            flows=dict(view.progress),
        )
        if _jump(turn, row) is None:
            take_out(turn, view.window.slots, row.text)
        understood = await self._answer(turn, row, conversation.owner, give_up)
        events, slots = self._store.take_staged(conversation.id)
        if not turn.replies and turn.outcome is not Outcome.PASSED_ON:
            turn.apologise()
        commit_turn(
            self._services.database,
            TurnCommit(
                conversation_id=conversation.id,
                seen_turn=conversation.turn,
                inbox_id=row.id,
                at=turn.now,
                outcome=turn.outcome,
                replies=[reply.to_json() for reply in turn.replies],
                events=events,
                slots=slots if events else view.window.slots,
                staged=[*turn.writes(), turn.count(is_first=conversation.turn == 0)],
                keep_text=turn.outcome is Outcome.PASSED_ON
                or (turn.keeps_text and not turn.hides_text and not _asks_a_secret(view.window.slots)),
                text=row.text if conversation.owner in PEOPLE else kept_of(row.text),
            ),
        )
        return TurnResult(
            outcome=turn.outcome,
            replies=tuple(turn.replies),
            intent=understood.intent,
            topic=turn.topic,
            answers=tuple(turn.answers),
            confidence=understood.confidence,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )

    async def _answer(self, turn: Turn, row: inbox.InboxRow, owner: str, give_up: bool) -> Understood:
        """Fill the turn. Whatever goes wrong, it ends with something to say."""
        end = turns.begin(turn)
        mark = turn.mark()
        finding = self._gate.read(row.text or "")
        try:
            if turn.progress(DOUBT):
                turn.save_progress(DOUBT, None)
            is_crisis = finding is not None and finding.kind.is_crisis
            is_proof = turn.progress(IDENTITY) is not None and any(map(str.isdigit, row.text or ""))
            if owner in PEOPLE or (is_crisis and not is_proof):
                turn.keeps_text = True  # people are to read it
            if owner in PEOPLE and not is_crisis:
                desk.pass_on(turn, row.text or "", row.choice_number, owner)
                return Understood()
            if finding is None:
                if not give_up:
                    return await self._ask_rasa(turn, row, *_reading(turn, row))
                turn.apologise()
                return Understood()
            if owner == "adviser" and not finding.sure:  # who is there reads it too
                answer_in_few_words(turn, finding)
            elif finding.is_sure_crisis or owner in PEOPLE or give_up:  # or nothing else to say
                answer_finding(turn, finding)
            if turn.replies:
                if owner in PEOPLE:
                    desk.alert(turn, finding.kind.value, owner)
                return Understood(intent=None, confidence=1.0)
            return await self._answer_beside_help(turn, row, finding, mark)
        except Exception as error:  # a turn that fails is answered, never silent
            logger.error("turn of message %s failed: %s", row.id, describe_without_data(error))
            self._store.take_staged(turn.conversation_id)
            turn.undo_to(mark)
            if finding is None:
                turn.apologise()
            else:
                answer_finding(turn, finding)
            return Understood()
        finally:
            end()

    async def _answer_beside_help(self, turn: Turn, row: inbox.InboxRow, finding: Finding, mark: Mark) -> Understood:
        """Words that may be no danger get help and their answer too. Who asks for medical advice, which is never given,
        gets what else they asked, or the question of the flow under way again.
        """
        for text, data in self._still_to_answer(turn, row, finding):
            understood = await self._ask_rasa(turn, row, text, data)
            became = put_help_first(turn, finding, mark, asked_again=text is None)
            if became == "beside":
                return understood
            self._store.take_staged(turn.conversation_id)
            if became == "waiting":
                return Understood(intent=None, confidence=1.0)
            turn.undo_to(mark)
        answer_finding(turn, finding)  # nothing to say but help
        return Understood(intent=None, confidence=1.0)

    def _still_to_answer(
        self, turn: Turn, row: inbox.InboxRow, finding: Finding
    ) -> list[tuple[str | None, dict[str, Any] | None]]:
        """What to ask Rasa beside giving help, as text and parse data, until something is worth saying."""
        asked = row.text or ""
        if not finding.sure:
            return [_reading(turn, row)]
        # Medical advice: help would have taken over from anything else.
        rest = self._gate.without_medical_advice(asked if turn.keeps_text else without_digits(asked))
        way_back = [(None, parse_data(WAY_BACK))] if place.under_way(turn) else []
        return [*([(rest, None)] if rest else []), *way_back]

    async def _ask_rasa(
        self, turn: Turn, row: inbox.InboxRow, text: str | None, data: dict[str, Any] | None
    ) -> Understood:
        message = UserMessage(
            text=data["text"] if data else text,
            output_channel=CollectingOutputChannel(),
            sender_id=turn.conversation_id,
            input_channel=turn.channel,
            message_id=str(row.id),
            parse_data=data,
        )
        assert self._agent.processor is not None
        await self._agent.processor.handle_message(message)
        return Understood.from_events(self._store.peek_staged(turn.conversation_id))


def _asks_a_secret(slots: dict[str, Any]) -> bool:
    """Whether what was typed may be a code or a word that only the person may know."""
    return (slots.get("pending") or {}).get("free_text") == "secret"


def _reading(turn: Turn, row: inbox.InboxRow) -> tuple[str | None, dict[str, Any] | None]:
    """What Rasa reads of a message, as text and parse data."""
    jump = _jump(turn, row)
    if jump is not None:
        return row.text, parse_data(jump)
    if turn.typed is None:
        chosen = _chosen(turn, row)
        if chosen is not None or turn.keeps_text or row.text is None:
            return row.text, chosen
    return left_to_read(turn, row.text or "")


def _jump(turn: Turn, row: inbox.InboxRow) -> Choice | None:
    """Where an adviser goes in the script (`#3`), if that is what a message says."""
    if turn.channel != "adviser" or not row.text:
        return None
    return script_jumps.read(row.text, turn.services.search.content.answers)


def _chosen(turn: Turn, row: inbox.InboxRow) -> dict[str, Any] | None:
    """Rasa's parse data for the choice that a message takes, if it takes one."""
    asked_which = turn.last_outcome is Outcome.CLARIFIED
    return chosen_parse_data(turn.last_reply, row.text or "", row.choice_number, asked_which)
